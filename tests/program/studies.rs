//! Studies from outside, through the program: the same tables however they were carried out.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "studies/calibrate.rs"]
mod calibrate;
#[path = "studies/clusters.rs"]
mod clusters;
#[path = "studies/cohort.rs"]
mod cohort;
#[path = "studies/cohort_arms.rs"]
mod cohort_arms;
#[path = "studies/compare.rs"]
mod compare;
#[path = "studies/confirm.rs"]
mod confirm;
#[path = "studies/jobs.rs"]
mod jobs;
#[path = "studies/kept.rs"]
mod kept;
#[path = "studies/memory.rs"]
mod memory;
#[path = "studies/naming.rs"]
mod naming;
#[path = "studies/optimise.rs"]
mod optimise;
#[path = "studies/posterior.rs"]
mod posterior;
#[path = "studies/program.rs"]
pub mod program;
#[path = "studies/resume.rs"]
mod resume;
#[path = "studies/sensitivity.rs"]
mod sensitivity;
#[path = "studies/sweep.rs"]
mod sweep;
#[path = "studies/told.rs"]
mod told;
