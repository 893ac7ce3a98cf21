//! The model for other programs: the well-mixed kinetics of a scenario in the field's formats.
//!
//! Nothing of the model is written here a second time: its right-hand side runs once on numbers that record what is
//! computed ([`crate::numerics::recorded`]), and that is written down.

mod archive;
mod expressions;
mod kinetics;
mod mathml;
pub mod petab;
mod recorder;
mod sbml;
mod sed_ml;
mod symbols;
mod unit;

pub use archive::write_omex;
pub use kinetics::{Kinetics, Outcome};
pub use sbml::{Origin, origin_of, write_sbml};
pub use sed_ml::write_sed_ml;
pub use symbols::Symbol;
pub use unit::Unit;
