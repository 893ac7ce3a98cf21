//! The model: each term alone, published evidence, punctures and treatments, and its page.

mod citations;
mod geometries;
mod model_page;
mod punctures;
mod terms;
mod treatments;
mod validation;
mod well_mixed;
