//! `dermis export`: models and fits for other programs.

use std::path::PathBuf;

use clap::ValueEnum;
use dermis::exchange::Origin;
use dermis::job::{self, ModelFormat};
use dermis::scenario::refuse_twice;
use dermis::study::Study;
use dermis::study::asked::change;
use dermis::study::plan::base::Base;
use dermis::study::read::{Given, read};
use dermis::{Error, Result, visible};

use super::terminal;

/// Write a model or a fit for other programs
///
/// Of a scenario the well-mixed kinetics with its parameters and sessions: as SBML, which Tellurium, COPASI and others
/// simulate and change, or as a COMBINE archive with SED-ML that draws the curves. Of a calibration to data a PEtab
/// problem, which `dermis calibrate` reads as well. docs/exchange.md tells what is in them.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis export face.toml --set grid.geometry=well_mixed
  dermis export face.toml --format omex --out face.omex --set grid.geometry=well_mixed
  dermis export study.toml --format petab --out fit_petab")]
pub struct Arguments {
    /// The scenario file, whose geometry must be well_mixed; for PEtab the study file of a calibration
    file: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Sbml)]
    format: Format,
    /// The file to write, of PEtab the folder [default: the file's name with .xml, .omex or _petab]
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Replace a file of that name, or the whole folder
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
    /// PEtab 1: a folder with the model, the data and what is fitted
    Petab,
}

/// Writes it.
pub fn export(options: &Arguments) -> Result<String> {
    refuse_twice(&options.changes)?;
    let out = match options.format {
        Format::Sbml => model(options, ModelFormat::Sbml)?,
        Format::Omex => model(options, ModelFormat::Omex)?,
        Format::Petab => petab(options)?,
    };
    terminal::note(&format!("wrote {}", visible::path(&out)));
    Ok(String::new())
}

fn model(options: &Arguments, format: ModelFormat) -> Result<PathBuf> {
    let origin = Origin::new(&Base::read(&options.file)?, &options.changes);
    terminal::warn(&origin.base.scenario(&origin.changes)?.warnings());
    let usual = || PathBuf::from(format!("{}.{}", stem(options), format.ending()));
    let out = options.out.clone().unwrap_or_else(usual);
    job::export(&origin, format, &out, options.force)?;
    Ok(out)
}

fn petab(options: &Arguments) -> Result<PathBuf> {
    let Given::Study(Study::Calibrate(mut study)) = read(&options.file)? else {
        let file = visible::path(&options.file);
        return Err(Error::Usage(format!(
            "{file} is no calibration, which a PEtab problem is made of: give its study file, as the study.toml of its results"
        )));
    };
    change(&mut study.changes, options.changes.clone());
    let out = options.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}_petab", stem(options))));
    job::export_petab(&study, &out, options.force)?;
    Ok(out)
}

fn stem(options: &Arguments) -> String {
    options.file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
