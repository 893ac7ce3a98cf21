//! Outcome measures. They see a snapshot and nothing else.

pub mod parameters;

pub use parameters::ReadoutParameters;
