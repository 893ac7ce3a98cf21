//! Grid, transport, line solves and steppers. Knows nothing of skin.
//!
//! A model implements [`System`]; a [`Discretisation`] puts it on a [`Grid`]; a [`Stepper`] moves
//! its [`State`] forward.

pub mod acceleration;
pub mod control;
pub mod dense;
mod differences;
pub mod discretisation;
mod drift;
pub mod explicit;
pub mod grid;
pub mod implicit;
pub mod integrate;
pub mod lane;
pub mod lines;
pub mod modes;
mod positivity;
pub mod qndf;
pub mod rosenbrock;
pub mod spectral;
pub mod state;
pub mod steppers;
pub mod storage;
pub mod system;
pub mod transport;
pub mod vectors;

pub use control::{Controlled, Failure, OneStep, Stepper, Work};
pub use discretisation::Discretisation;
pub use grid::{Axis, Grid};
pub use integrate::{Observer, integrate, integrate_observed};
pub use lane::Lane;
pub use state::State;
pub use system::{SurfaceTransport, System, Taxis, Transport};
