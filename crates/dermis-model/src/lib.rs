//! The model of healing skin: fields, parameters, layers and equations.

#![warn(missing_docs)]
#![deny(unreachable_pub)]
#![forbid(unsafe_code)]

mod built;
pub mod fields;
pub mod injury;
pub mod movement;
mod parameter;
pub mod parameters;
pub mod skin;
pub mod stability;
pub mod wound_healing;

pub use built::{Active, lanes, stepper, synthesis};
pub use fields::{Fields, SurfaceFields};
pub use movement::Movement;
pub use parameter::Parameter;
pub use parameters::{LayerParameters, Parameters};
pub use skin::{Layer, Skin};

/// What the coefficients of a row are behind its parameters; see [`wound_healing::coefficients`].
pub const BEHIND_PARAMETERS: [&str; 5] = ["tgf_beta_3_reach", "epidermal_reach", "one", "rounding", "empty"];
/// Number of fields over the volume.
pub const FIELDS: usize = Fields::<()>::COUNT;
/// Number of fields over the surface.
pub const SURFACE_FIELDS: usize = SurfaceFields::<()>::COUNT;
