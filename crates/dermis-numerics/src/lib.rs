//! Grid, transport, line solves and steppers. Knows nothing of skin.
//!
//! A model implements [`System`]; a [`Discretisation`] puts it on a [`Grid`]; a [`Stepper`] moves
//! its [`State`] forward.

#![warn(missing_docs)]
#![deny(unreachable_pub)]
#![forbid(unsafe_code)]

pub mod active;
pub mod batch;
pub mod domain;
pub mod kernel;
pub mod solve;
pub mod step;

pub use active::bounds;
pub(crate) use active::statistics;
pub use domain::{gather, grid, span, state, storage, window};
pub(crate) use kernel::{derived, dispatch, drift, epilogue, layers, narrow, pool, rests, tile_rates};
pub use kernel::{discretisation, lane, recorded, sums, system, transport, vectors};
pub use solve::{acceleration, cholesky, implicit, lines, modes, spectral};
pub(crate) use solve::{pairs, update};
pub use step::{control, dense, explicit, integrate, memory, qndf, rosenbrock, steppers};
pub(crate) use step::{controller, formula, history};

pub use active::Active;
pub use control::{Controlled, Failure, OneStep, Stepper, Work};
pub use derived::Derived;
pub use discretisation::Discretisation;
pub use grid::{Axis, Grid};
pub use integrate::{Looks, integrate, integrate_observed, step_observed};
pub use lane::Lane;
pub use memory::{Reader, Saved, Unreadable, Writer};
pub use span::Span;
pub use state::State;
pub use statistics::WindowStatistics;
pub use system::{SurfaceTransport, System, Taxis, Transport};
pub use window::{Reframing, Window};
