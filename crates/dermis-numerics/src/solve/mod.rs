//! Implicit solves: lines, modes, and the acceleration of an iteration.

pub mod acceleration;
pub mod cholesky;
pub mod implicit;
pub mod lines;
pub mod modes;
pub(crate) mod pairs;
pub mod spectral;
pub(crate) mod update;
