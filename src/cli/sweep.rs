//! `dermis sweep`: one or several fields over many values.

use std::path::PathBuf;

use clap::ArgMatches;
use dermis::Result;
use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::asked::change;
use dermis::study::sweep::Sweep;

use super::study::{From, InParts, asked, carry_out_in_parts, refuse_idle};

/// Run a scenario over a grid, a list or sampled points of any fields and parameters
///
/// Writes one row a run with the values and the measures, as CSV and Parquet, and a figure for each
/// varied name. A sweep that is interrupted goes on where it was when the same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis sweep face.toml --vary device.needle_length_mm=0.5..2:7 --vary treatment.count=2,4,6
  dermis sweep face.toml --method sobol --points 256 --vary patient.age_years=20..70 --vary fibroblast_synthesis
  dermis sweep face.toml --method list --vary treatment.interval_days=14,28 --vary treatment.count=8,4
  dermis sweep face.toml --vary run.seed=1..20:20 --measure gain_on_day --measure tewl.surface@3

docs/studies.md describes study files and tables; `dermis list measures` the measures.")]
pub struct Arguments {
    /// The scenario file, or a study file
    file: PathBuf,
    #[command(flatten)]
    study: Sweep,
    #[command(flatten)]
    how: InParts,
}

/// Carries out the sweep.
pub fn sweep(options: Arguments, flags: &ArgMatches, cancel: &Cancel) -> Result<String> {
    let Arguments { file, study: given, how } = options;
    let study = match asked::<Sweep>(&file, flags, &[])? {
        From::File(mut study) => {
            change(&mut study.changes, given.changes);
            study
        }
        From::Scenario(scenario) => Sweep { scenario, ..given },
    };
    let study = Study::Sweep(study);
    refuse_idle(&study, flags)?;
    carry_out_in_parts(&study, &file, &how, cancel)
}
