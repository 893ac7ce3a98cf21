//! `dermis sensitivity`: which parameters an outcome hangs on.

use std::path::PathBuf;

use clap::ArgMatches;
use dermis::Result;
use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::asked::change;
use dermis::study::sensitivity::Sensitivity;

use super::study::{From, InParts, asked, carry_out_in_parts, refuse_idle};

/// Find what an outcome hangs on: Morris screening, then Sobol' indices
///
/// Screens all free parameters of the model and gives first-order and total Sobol' indices with bootstrap
/// intervals of those that matter; tables as CSV and Parquet, ranked bars, indices over time. Interrupted, it
/// goes on where it was when the same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis sensitivity face.toml --set grid.geometry=well_mixed
  dermis sensitivity face.toml --set grid.geometry=well_mixed --spread 0.1 --keep 5 --rows 512
  dermis sensitivity face.toml --method sobol --input fibroblast_synthesis --input patient.age_years=20..70

Without --spread every parameter moves over its whole plausible range (`dermis list parameters`), and some
corners of such a box are far from any skin.")]
pub struct Arguments {
    /// The scenario file, or a study file
    file: PathBuf,
    #[command(flatten)]
    study: Sensitivity,
    #[command(flatten)]
    how: InParts,
}

/// Carries out the analysis.
pub fn sensitivity(options: Arguments, flags: &ArgMatches, cancel: &Cancel) -> Result<String> {
    let Arguments { file, study: given, how } = options;
    let study = match asked::<Sensitivity>(&file, flags, &[])? {
        From::File(mut study) => {
            change(&mut study.changes, given.changes);
            study
        }
        From::Scenario(scenario) => Sensitivity { scenario, ..given },
    };
    let study = Study::Sensitivity(study);
    refuse_idle(&study, flags)?;
    carry_out_in_parts(&study, &file, &how, cancel)
}
