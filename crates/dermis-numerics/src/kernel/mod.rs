//! The model at work on the grid: lanes, rates, and passes over whole states.

pub(crate) mod derived;
pub(crate) mod deviations;
pub mod discretisation;
pub(crate) mod dispatch;
pub(crate) mod drift;
pub(crate) mod epilogue;
pub mod lane;
pub(crate) mod layers;
pub(crate) mod narrow;
pub(crate) mod pool;
pub(crate) mod positivity;
pub mod recorded;
pub(crate) mod rests;
pub mod sums;
pub mod system;
pub(crate) mod tile_rates;
pub mod transport;
pub mod vectors;
