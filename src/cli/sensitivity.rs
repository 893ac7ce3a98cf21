//! `dermis sensitivity`: which parameters an outcome hangs on.

use std::path::PathBuf;

use clap::ArgMatches;
use dermis::Result;
use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::sensitivity::{Method, Sensitivity};

use super::study::{From, InParts, asked, carry_out_in_parts, change, refuse_idle};

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
        From::Scenario(scenario) => {
            idle(&given, flags)?;
            Sensitivity { scenario, ..given }
        }
    };
    carry_out_in_parts(&Study::Sensitivity(study), &file, &how, cancel)
}

/// Refuses what belongs to the stage that is left out, and a spread where every input has a range of its own.
fn idle(given: &Sensitivity, flags: &ArgMatches) -> Result<()> {
    match given.method {
        Method::Both => {}
        Method::Morris => refuse_idle(flags, &[("rows", "--method morris screens, without Sobol' points")])?,
        Method::Sobol => {
            let why = "--method sobol takes all inputs, without a screening";
            refuse_idle(flags, &[("trajectories", why), ("keep", why)])?;
        }
    }
    let ranged = !given.inputs.is_empty() && given.inputs.iter().all(|input| input.contains('='));
    if ranged { refuse_idle(flags, &[("spread", "every input has a range of its own")]) } else { Ok(()) }
}
