//! The model held against published findings: targets as data, the runs they need, and the verdicts.
//!
//! A target is a file (`docs/validation.md` describes the format; [`target`] holds it). A
//! [`Suite`](suite::Suite) is all of them; a [`Plan`](plan::Plan) is the runs that they need, each of them once; a
//! [`Report`](report::Report) is what came of it, with figures as plain data.

pub mod beside;
pub mod catalogue;
pub use crate::series::curve;
pub mod execute;
mod figures;
pub mod measure;
pub mod names;
pub mod plan;
pub mod predicted;
pub mod quantity;
mod read;
pub mod report;
pub mod suite;
pub mod table;
pub mod target;
