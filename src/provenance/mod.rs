//! Where results come from: program, machine, time and fingerprints of files, as a Process Run Crate.
//!
//! Result files themselves say nothing of the machine or the time, so that they are the same bytes anywhere.

mod machine;
mod noted;
mod ro_crate;

use std::time::{Instant, SystemTime};

pub use noted::{is_as_noted, note_again};
pub use ro_crate::{METADATA, write};

/// Version of the program, with the commit that it was built from where that is not the version's own.
pub const VERSION: &str = env!("DERMIS_VERSION");

/// What was done, for whoever finds its results.
#[derive(Debug, Clone)]
pub struct Deed {
    /// What it is called.
    pub title: String,
    /// What the results may be used for.
    pub note: &'static str,
    /// What was done, as "run" or "cohort".
    pub kind: String,
    /// The file among the results that says all that went in.
    pub input: &'static str,
    /// Settings that people look for first, by name with their unit.
    pub settings: Vec<Setting>,
    /// Since when.
    pub clock: Clock,
    /// Threads that it used.
    pub threads: usize,
}

/// A setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: serde_json::Value,
    /// Its unit; empty where it has none.
    pub unit: &'static str,
}

/// When something began, and how long ago that is.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    began: SystemTime,
    running: Instant,
}

impl Clock {
    /// Begins now.
    pub fn start() -> Self {
        Self { began: SystemTime::now(), running: Instant::now() }
    }

    /// Seconds since then.
    pub fn seconds(&self) -> f64 {
        self.running.elapsed().as_secs_f64()
    }
}
