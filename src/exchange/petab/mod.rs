//! PEtab, version 1: fits to time courses for other programs, and theirs for `calibrate`.
//!
//! The model of a problem is the SBML that dermis writes; the scenario stands in it, so that a problem that is read
//! runs on dermis's own numerics.

mod conditions;
mod formula;
mod measured;
mod names;
mod read;
mod sheet;
mod tables;
mod write;
mod yaml;

pub use names::PROBLEM;
pub use read::read_petab;
pub use write::{File, write_petab};
