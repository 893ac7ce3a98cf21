//! Joins scenario, numerics and observers. Holds no formula.
//!
//! A [`Run`] moves a scenario on and shows it to [`Observer`]s; [`Simulation`] is a run with the usual ones,
//! and what is made of what they kept.

pub mod domain;
pub mod estimate;
pub mod observe;
pub mod readout;
pub mod run;
mod whole;

use crate::model::{FIELDS, SURFACE_FIELDS, Skin};
use crate::numerics::Discretisation;

pub use domain::regions::SkinState;
pub use observe::{Days, Observer, Schedule, View};
pub use readout::seen::{Eyes, Seen};
pub use readout::{summary, time_scales};
pub use run::setup::{Setup, discretise};
pub use run::{Between, Keep, Run};
pub use run::{mixed, session};
pub use whole::{RunResult, Saved, Simulation};

/// The healing model on a grid.
pub type SkinOnGrid = Discretisation<Skin, FIELDS, SURFACE_FIELDS>;
