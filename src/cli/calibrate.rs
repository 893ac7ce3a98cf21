//! `dermis calibrate`: fits parameters to measured time courses.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::calibrate::{Calibrate, usual_profile, usual_starts, usual_steps};
use dermis::study::plan::base::Base;
use dermis::study::read::{Given, read};
use dermis::study::sweep::usual_seed;
use dermis::{Error, Result};

use super::study::{Carrying, carry_out, foreign};

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
    /// The measured values, a CSV file
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// What is fitted: NAME=LOW..HIGH, or a parameter for its plausible range (repeatable)
    #[arg(long = "fit", value_name = "INPUT")]
    inputs: Vec<String>,
    /// Searches from different points [default: 4]
    #[arg(long, value_name = "N")]
    starts: Option<usize>,
    /// Most steps of a simplex [default: 120]
    #[arg(long, value_name = "N")]
    steps: Option<u64>,
    /// Points of each profile on either side of the best; 0 for no profiles [default: 6]
    #[arg(long, value_name = "N")]
    profile_points: Option<usize>,
    /// Seed of the points that searches start from [default: 1]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Change a field or a parameter in every run, as grid.geometry=cell (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    changes: Vec<String>,
    #[command(flatten)]
    how: Carrying,
}

/// Carries out the calibration.
pub fn calibrate(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let study = match read(&options.file)? {
        Given::Study(Study::Calibrate(study)) => with_flags(study, options)?,
        Given::Study(other) => return Err(foreign(&other)),
        Given::Scenario(base) => from_flags(base, options)?,
    };
    carry_out(&Study::Calibrate(study), &options.file, &options.how, cancel)
}

fn from_flags(scenario: Base, options: &Arguments) -> Result<Calibrate> {
    let none = || Error::Usage("there are no data: --data FILE.csv".into());
    Ok(Calibrate {
        schema: 1,
        study: "calibrate".into(),
        inputs: options.inputs.clone(),
        starts: options.starts.unwrap_or_else(usual_starts),
        steps: options.steps.unwrap_or_else(usual_steps),
        profile_points: options.profile_points.unwrap_or_else(usual_profile),
        seed: options.seed.unwrap_or_else(usual_seed),
        changes: options.changes.clone(),
        data: Base::read_data(options.data.as_ref().ok_or_else(none)?)?,
        scenario,
    })
}

/// A study file says everything itself; only changes may be added.
fn with_flags(mut study: Calibrate, options: &Arguments) -> Result<Calibrate> {
    let Arguments { data, inputs, starts, steps, profile_points, seed, .. } = options;
    let numbers =
        [starts, profile_points].into_iter().any(Option::is_some) || steps.is_some() || seed.is_some();
    if numbers || data.is_some() || !inputs.is_empty() {
        return Err(Error::Usage("the study file says what is fitted; change it there".into()));
    }
    study.changes.extend(options.changes.iter().cloned());
    Ok(study)
}
