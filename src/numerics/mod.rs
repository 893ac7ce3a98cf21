//! Grid, transport, line solves and steppers. Knows nothing of skin.
//!
//! A model implements [`System`]; a [`Discretisation`] puts it on a [`Grid`]; a [`Stepper`] moves
//! its [`State`] forward.

pub mod control;
pub mod discretisation;
pub mod explicit;
pub mod grid;
pub mod implicit;
pub mod integrate;
pub mod lane;
pub mod lines;
mod positivity;
pub mod rosenbrock;
pub mod state;
pub mod steppers;
pub mod system;
pub mod transport;
pub mod vectors;

pub use control::{Controlled, Failure, OneStep, Stepper, Work};
pub use discretisation::Discretisation;
pub use grid::{Axis, Grid};
pub use integrate::integrate;
pub use lane::Lane;
pub use state::State;
pub use system::{SurfaceTransport, System, Taxis, Transport};
