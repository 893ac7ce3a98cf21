//! Implicit solves: lines, modes, and the acceleration of an iteration.

pub mod acceleration;
pub mod cholesky;
pub mod implicit;
pub mod lines;
pub mod modes;
pub mod spectral;
