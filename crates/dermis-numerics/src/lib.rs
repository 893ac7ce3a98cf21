//! Grid, transport, line solves and steppers. Knows nothing of skin.
//!
//! A model implements [`System`]; a [`Discretisation`] puts it on a [`Grid`]; a [`Stepper`] moves
//! its [`State`] forward.

#![warn(missing_docs)]

pub mod acceleration;
pub mod active;
pub mod batch;
pub mod bounds;
pub mod control;
pub mod dense;
mod departures;
pub mod discretisation;
mod drift;
pub mod explicit;
pub mod grid;
mod history;
pub mod implicit;
pub mod integrate;
pub mod lane;
pub mod lines;
pub mod memory;
pub mod modes;
mod pace;
mod positivity;
pub mod qndf;
mod quantity;
pub mod rosenbrock;
pub mod span;
pub mod spectral;
pub mod state;
pub mod steppers;
pub mod storage;
pub mod system;
pub mod tally;
pub mod transport;
pub mod vectors;
pub mod window;

pub use active::Active;
pub use control::{Controlled, Failure, OneStep, Stepper, Work};
pub use discretisation::Discretisation;
pub use grid::{Axis, Grid};
pub use integrate::{Observer, integrate, integrate_observed, step_observed};
pub use lane::Lane;
pub use memory::{Reader, Saved, Unreadable, Writer};
pub use quantity::Quantity;
pub use span::Span;
pub use state::State;
pub use system::{SurfaceTransport, System, Taxis, Transport};
pub use tally::Tally;
pub use window::{Reframing, Window};
