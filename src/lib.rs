//! dermis: a skin-healing simulation engine.
#![warn(missing_docs)]

pub mod error;
pub mod figure;
pub mod model;
pub mod numerics;
pub mod outcome;
pub mod output;
pub mod parameters;
pub mod patient;
#[cfg(feature = "plots")]
pub mod plot;
pub mod puncture;
pub mod quantities;
pub mod scenario;
pub mod series;
pub mod simulation;
pub mod site;
pub mod snapshot;
pub mod treatment;
pub mod units;

pub use error::{Error, Result};
