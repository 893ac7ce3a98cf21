//! `dermis new`: a commented scenario to start from.

use std::path::PathBuf;

use dermis::{Result, job, visible};

use super::terminal;

/// Write a commented scenario to start from
///
/// The scenario runs as it is: four monthly sessions with a pen on the cheek. Nothing is
/// overwritten.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where to write it
    #[arg(default_value = "scenario.toml")]
    path: PathBuf,
}

/// Writes the scenario, unless there is something of that name.
pub fn new(options: &Arguments) -> Result<String> {
    job::new_scenario(&options.path)?;
    let path = visible::path(&options.path);
    terminal::note(&format!("wrote {path}; simulate it with: dermis run {path}"));
    Ok(String::new())
}
