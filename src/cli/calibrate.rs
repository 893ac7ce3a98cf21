//! `dermis calibrate`: fits parameters to measured time courses.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::calibrate::Calibrate;
use dermis::{Error, Result};

use super::study::{Carrying, From, asked, carry_out, change, refuse_idle};

/// Fit parameters to measured time courses, and tell which of them the data hold
///
/// Minimises the squared differences in units of the data's spread by the simplex method from several
/// starts, then holds each parameter at other values and fits the rest anew (profile likelihood): a
/// parameter whose profile stays flat is not held by the data, whatever its best value. Interrupted, it
/// goes on where it was when the same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis calibrate wound.toml --data neutrophils.csv --fit neutrophil_death --fit neutrophil_recruitment
  dermis calibrate examples/studies/refit_acute_wound.toml

The data are a CSV table: outcome,day,value,spread and perhaps of_peak (true: parts of the course's peak), one
row a measured value; outcome is a column of `dermis list outcomes` with its region, as neutrophils.halo.")]
pub struct Arguments {
    /// The scenario file, or a study file
    file: PathBuf,
    #[command(flatten)]
    study: Calibrate,
    #[command(flatten)]
    how: Carrying,
}

/// Carries out the calibration.
pub fn calibrate(options: Arguments, flags: &ArgMatches, cancel: &Cancel) -> Result<String> {
    let Arguments { file, study: mut given, how } = options;
    let study = match asked::<Calibrate>(&file, flags, &[])? {
        From::File(mut study) => {
            change(&mut study.changes, given.changes);
            study
        }
        From::Scenario(scenario) => {
            if given.data.name.is_empty() {
                return Err(Error::Usage("there are no data: --data FILE.csv".into()));
            }
            if given.starts == 1 {
                refuse_idle(
                    flags,
                    &[("seed", "the only start is the scenario's own, and no point is drawn")],
                )?;
            }
            given.data.load(Path::new(""))?;
            Calibrate { scenario, ..given }
        }
    };
    carry_out(&Study::Calibrate(study), &file, &how, cancel)
}
