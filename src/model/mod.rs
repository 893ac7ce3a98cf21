//! The model of healing skin: fields, parameters and equations.

pub mod fields;
pub mod parameters;

pub use fields::{Fields, SurfaceFields};
pub use parameters::Parameters;
