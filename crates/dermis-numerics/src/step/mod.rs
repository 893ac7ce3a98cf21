//! Steppers: methods, step control, dense output, and what they remember.

pub mod control;
pub(crate) mod controller;
pub mod dense;
pub mod explicit;
pub(crate) mod formula;
pub(crate) mod history;
pub mod integrate;
pub mod memory;
pub mod qndf;
pub mod rosenbrock;
pub mod steppers;
