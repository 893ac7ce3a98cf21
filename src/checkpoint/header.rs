//! What a checkpoint is of.

use serde::{Deserialize, Serialize};

use crate::version::Build;

/// The first part of a checkpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// What wrote it.
    pub build: Build,
    /// Day that the run has reached.
    pub day: f64,
    /// Whether a run that ends later can go on from here.
    pub extends: bool,
    /// The scenario with every default spelled out.
    pub scenario: String,
    /// What it was read from, where that is known.
    pub origin: Option<Origin>,
}

/// The text of a scenario and the changes to it: read again with other changes it is what a user would have planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Name of the file.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Changes, each `name=value`.
    pub changes: Vec<String>,
}

impl Header {
    /// Of this program, on the first day.
    pub fn new(scenario: String, origin: Option<Origin>) -> Self {
        Self { build: Build::this(), day: 0.0, extends: false, scenario, origin }
    }
}
