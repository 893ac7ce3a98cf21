//! `dermis export`: the model for other programs.

use std::path::PathBuf;

use clap::ValueEnum;
use dermis::job::{self, ModelFormat};
use dermis::scenario::{Scenario, refuse_twice};
use dermis::{Result, visible};

use super::terminal;

/// Write the model of a scenario for other programs
///
/// The well-mixed kinetics with the scenario's parameters and sessions: as SBML, which Tellurium, COPASI and others
/// simulate and change, or as a COMBINE archive with SED-ML that draws the curves. docs/exchange.md tells what is in it.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis export face.toml --set grid.geometry=well_mixed
  dermis export face.toml --format omex --out face.omex --set grid.geometry=well_mixed")]
pub struct Arguments {
    /// The scenario file; its geometry must be well_mixed
    scenario: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Sbml)]
    format: Format,
    /// The file to write [default: the scenario's name with .xml or .omex]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace a file of that name
    #[arg(long)]
    force: bool,
    /// Change a field or a parameter, as grid.geometry=well_mixed (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    changes: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// SBML Level 3 Version 2
    Sbml,
    /// COMBINE archive with SBML and SED-ML
    Omex,
}

/// Writes the model.
pub fn export(options: &Arguments) -> Result<String> {
    refuse_twice(&options.changes)?;
    let (scenario, warnings) = Scenario::read(&options.scenario, &options.changes)?;
    terminal::warn(&warnings);
    let format = match options.format {
        Format::Sbml => ModelFormat::Sbml,
        Format::Omex => ModelFormat::Omex,
    };
    let out = options.out.clone().unwrap_or_else(|| {
        PathBuf::from(options.scenario.file_name().unwrap_or_default()).with_extension(format.ending())
    });
    job::export(&scenario, format, &out, options.force)?;
    terminal::note(&format!("wrote {}", visible::path(&out)));
    Ok(String::new())
}
