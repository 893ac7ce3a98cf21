//! `dermis sensitivity`: which parameters an outcome hangs on.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::read::{Given, read};
use dermis::study::sensitivity::{Method, Sensitivity, usual_keep, usual_rows, usual_trajectories};
use dermis::study::sweep::usual_seed;
use dermis::{Error, Result};

use super::every_run::EveryRun;
use super::study::{InParts, carry_out_in_parts, foreign};

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
    /// Screening (morris), indices of all inputs (sobol), or both in turn [default: both]
    #[arg(long, value_enum)]
    method: Option<Stages>,
    /// An input, NAME=LOW..HIGH or a parameter (repeatable) [default: every free parameter]
    #[arg(long = "input", value_name = "INPUT")]
    inputs: Vec<String>,
    /// Ranges of parameters around the scenario's values, 0.2 for ± 20 % [default: plausible ranges]
    #[arg(long, value_name = "PART", allow_negative_numbers = true, value_parser = part)]
    spread: Option<f64>,
    /// Trajectories of the screening; each costs one run more than there are inputs [default: 10]
    #[arg(long, value_name = "N")]
    trajectories: Option<usize>,
    /// Inputs of each measure that go on from the screening to the indices [default: 8]
    #[arg(long, value_name = "N")]
    keep: Option<usize>,
    /// Rows of Sobol' points; each costs two runs more than there are inputs [default: 256]
    #[arg(long, value_name = "N")]
    rows: Option<usize>,
    /// Seed of points and resampling [default: 1]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// A measure (repeatable) [default: gain_after_last, scar_like_share, inflammation_days, barrier_days]
    #[arg(long = "measure", value_name = "NAME")]
    measures: Vec<String>,
    #[command(flatten)]
    every_run: EveryRun,
    #[command(flatten)]
    how: InParts,
}

/// A part of one, which people also write in percent.
fn part(text: &str) -> std::result::Result<f64, String> {
    if let Some(percent) = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok())
    {
        return Err(format!("write it as a part: {} for ± {percent} %", percent / 100.0));
    }
    text.trim().parse().map_err(|_| "it is no number; write 0.2 for ± 20 %".to_owned())
}

/// The stages as flags name them.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Stages {
    /// Screening, then indices of what matters
    Both,
    /// Screening alone
    Morris,
    /// Indices of all inputs
    Sobol,
}

impl From<Stages> for Method {
    fn from(stages: Stages) -> Self {
        match stages {
            Stages::Both => Self::Both,
            Stages::Morris => Self::Morris,
            Stages::Sobol => Self::Sobol,
        }
    }
}

/// Carries out the analysis.
pub fn sensitivity(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let study = match read(&options.file)? {
        Given::Study(Study::Sensitivity(study)) => with_flags(study, options)?,
        Given::Study(other) => return Err(foreign(&other)),
        Given::Scenario(scenario) => Sensitivity {
            schema: 1,
            study: "sensitivity".into(),
            method: options.method.map_or_else(Method::default, Method::from),
            inputs: options.inputs.clone(),
            spread: options.spread,
            trajectories: options.trajectories.unwrap_or_else(usual_trajectories),
            keep: options.keep.unwrap_or_else(usual_keep),
            rows: options.rows.unwrap_or_else(usual_rows),
            seed: options.seed.unwrap_or_else(usual_seed),
            measures: options.measures.clone(),
            changes: options.every_run.changes.clone(),
            after_last_days: options.every_run.after_last_days(),
            on_day: options.every_run.on_day,
            scenario,
        },
    };
    carry_out_in_parts(&Study::Sensitivity(study), &options.file, &options.how, cancel)
}

/// A study file says everything itself; only changes may be added.
fn with_flags(mut study: Sensitivity, options: &Arguments) -> Result<Sensitivity> {
    let Arguments { method, inputs, spread, trajectories, keep, rows, seed, measures, .. } = options;
    let given = !(inputs.is_empty() && measures.is_empty())
        || method.is_some()
        || spread.is_some()
        || seed.is_some()
        || [trajectories, keep, rows].into_iter().any(Option::is_some)
        || options.every_run.days_given();
    if given {
        return Err(Error::Usage("the study file says what is analysed; change it there".into()));
    }
    study.changes.extend(options.every_run.changes.iter().cloned());
    Ok(study)
}
