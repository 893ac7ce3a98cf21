//! The suite that holds the model against published findings: its files, its verdicts, its report.
#![cfg(feature = "plots")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[cfg(feature = "parquet")]
#[path = "validation/ensemble.rs"]
mod ensemble;
#[path = "validation/files.rs"]
mod files;
#[path = "validation/format.rs"]
mod format;
#[path = "validation/report.rs"]
mod report;
