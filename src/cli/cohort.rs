//! `dermis cohort`: virtual patients under several arms.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use dermis::Result;
use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::asked::change;
use dermis::study::cohort::Cohort;

use super::study::{From, InParts, asked, carry_out_in_parts, is_given, refuse_idle};

/// Treat virtual patients under several arms: the same patients and needles, another course
///
/// Patients are drawn from stated distributions. Prints outcomes under each arm, paired differences with
/// their intervals, responders, and how many patients a real trial would need to see the differences;
/// writes one row a run as CSV and Parquet, with figures. Interrupted, it goes on where it was when the
/// same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis cohort face.toml --patients 200 --vary treatment.interval_days=28,14 --set grid.geometry=well_mixed
  dermis cohort face.toml --arm \"needled:\" --arm \"untreated: treatment.count=0\"
  dermis cohort face.toml --vary treatment.count=4,6 --draw \"patient.age_years=normal(45,12) in 18..75\" \\
      --draw \"synthesis_multiplier=times lognormal(1,1.2)\" --correlate patient.age_years,synthesis_multiplier=-0.3

  dermis cohort face.toml --vary device.needle_length_mm=0.5,1.5 --vary treatment.count=4,6 --against all

Without --draw patients scatter in age, sex, skin type, thickness of the dermis and five multipliers of the model,
by distributions that are assumptions (docs/studies.md). What the scenario states is kept: a thickness or a parameter
that the file or --set gives is not drawn, and where they or an arm give anything of [patient] the whole patient is
kept. --population draws all ten, whatever is stated; --draw draws what you name and nothing else. Draws that multiply
(times) multiply what each arm says, so an arm may change site, sex, device and age.")]
pub struct Arguments {
    /// The scenario file, or a study file
    file: PathBuf,
    #[command(flatten)]
    study: Cohort,
    #[command(flatten)]
    how: InParts,
}

/// Carries out the cohort.
pub fn cohort(options: Arguments, flags: &ArgMatches, cancel: &Cancel) -> Result<String> {
    let Arguments { file, study: given, how } = options;
    let study = match asked::<Cohort>(&file, flags, &["patients"])? {
        From::File(mut study) => {
            change(&mut study.changes, given.changes);
            if is_given(flags, "patients") {
                study.patients = given.patients;
            }
            study
        }
        From::Scenario(scenario) => {
            let mut cohort = Cohort { scenario, ..given };
            cohort.make_arms()?;
            cohort
        }
    };
    let mut study = Study::Cohort(study);
    study.load(Path::new(""))?;
    refuse_idle(&study, flags)?;
    carry_out_in_parts(&study, &file, &how, cancel)
}
