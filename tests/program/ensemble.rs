//! Ensembles of parameter sets: bands of runs and studies from three layers.
#![cfg(all(feature = "cli", feature = "parquet"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "ensemble/asked.rs"]
mod asked;
#[path = "ensemble/bands.rs"]
mod bands;
#[path = "ensemble/kept.rs"]
mod kept;
#[path = "ensemble/made.rs"]
mod made;
#[path = "ensemble/patients.rs"]
mod patients;
#[path = "ensemble/published.rs"]
mod published;
