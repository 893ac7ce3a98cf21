//! `dermis sweep`: one or several fields over many values.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::plan::base::Base;
use dermis::study::read::{Given, read};
use dermis::study::sweep::{Method, Sweep, usual_points, usual_seed};
use dermis::{Error, Result};

use super::every_run::EveryRun;
use super::study::{InParts, carry_out_in_parts, foreign};

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
    /// NAME=V1,V2,… or NAME=LOW..HIGH:COUNT; for sampled points NAME=LOW..HIGH or a parameter (repeatable)
    #[arg(long, value_name = "NAME=VALUES")]
    vary: Vec<String>,
    /// How the values are combined [default: grid]
    #[arg(long, value_enum)]
    method: Option<Combined>,
    /// Number of sampled points [default: 64]
    #[arg(long, value_name = "N")]
    points: Option<usize>,
    /// Seed of the sampled points [default: 1]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Take only this measure (repeatable) [default: all of `dermis list measures`]
    #[arg(long = "measure", value_name = "NAME")]
    measures: Vec<String>,
    /// Do runs once more with this change, as grid.geometry=slab (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    confirm: Vec<String>,
    /// Numbers of the runs that --confirm does once more, as 3,17 [default: all]
    #[arg(long, value_name = "CASES", value_delimiter = ',')]
    confirm_cases: Vec<usize>,
    #[command(flatten)]
    every_run: EveryRun,
    #[command(flatten)]
    how: InParts,
}

/// How values are combined, as flags name it.
#[derive(Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Combined {
    /// Every value with every other
    Grid,
    /// The first values together, then the second ones, and so on
    List,
    /// Random points, one in each of as many slices of every range
    LatinHypercube,
    /// Points of a sequence that fills the ranges evenly
    Sobol,
}

impl From<Combined> for Method {
    fn from(combined: Combined) -> Self {
        match combined {
            Combined::Grid => Self::Grid,
            Combined::List => Self::List,
            Combined::LatinHypercube => Self::LatinHypercube,
            Combined::Sobol => Self::Sobol,
        }
    }
}

/// Carries out the sweep.
pub fn sweep(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let study = match read(&options.file)? {
        Given::Study(Study::Sweep(sweep)) => with_flags(sweep, options)?,
        Given::Study(other) => return Err(foreign(&other)),
        Given::Scenario(base) => from_flags(base, options)?,
    };
    carry_out_in_parts(&Study::Sweep(study), &options.file, &options.how, cancel)
}

fn from_flags(scenario: Base, options: &Arguments) -> Result<Sweep> {
    let method = options.method.map_or_else(Method::default, Method::from);
    let idle = [("--points", options.points.is_some()), ("--seed", options.seed.is_some())];
    if let (Method::Grid | Method::List, Some((flag, _))) = (method, idle.iter().find(|(_, given)| *given)) {
        return Err(Error::Usage(format!(
            "{flag} does nothing with given values: a grid or list has as many runs as --vary makes; for sampled points add --method sobol or latin_hypercube"
        )));
    }
    Ok(Sweep {
        schema: 1,
        study: "sweep".into(),
        vary: options.vary.clone(),
        method,
        points: options.points.unwrap_or_else(usual_points),
        seed: options.seed.unwrap_or_else(usual_seed),
        measures: options.measures.clone(),
        confirm: options.confirm.clone(),
        confirm_cases: options.confirm_cases.clone(),
        changes: options.every_run.changes.clone(),
        after_last_days: options.every_run.after_last_days(),
        on_day: options.every_run.on_day,
        scenario,
    })
}

/// A study file says everything itself; only changes may be added.
fn with_flags(mut sweep: Sweep, options: &Arguments) -> Result<Sweep> {
    let Arguments { vary, method, points, seed, measures, confirm, .. } = options;
    let given = !vary.is_empty()
        || method.is_some()
        || points.is_some()
        || seed.is_some()
        || !measures.is_empty()
        || !confirm.is_empty()
        || !options.confirm_cases.is_empty()
        || options.every_run.days_given();
    if given {
        return Err(Error::Usage("the study file says what is varied and measured; change it there".into()));
    }
    sweep.changes.extend(options.every_run.changes.iter().cloned());
    Ok(sweep)
}
