//! `dermis optimise`: searches protocols for one aim or several.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::optimise::{Optimise, usual_generations, usual_population};
use dermis::study::read::{Given, read};
use dermis::study::sweep::usual_seed;
use dermis::{Error, Result};

use super::every_run::EveryRun;
use super::study::{Carrying, carry_out, foreign};

/// Search protocols for one aim or several, with constraints: the courses that nothing betters
///
/// A genetic search (NSGA-II) over depth, density, sessions, interval or any other field. Prints the Pareto
/// front: courses that cannot be bettered in one aim without loss in another. The same seed gives the same
/// front. Interrupted, it goes on where it was when the same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis optimise face.toml --set grid.geometry=cell --set run.days=400 \\
      --search treatment.interval_days=7..56 --search treatment.count=1..6 \\
      --aim \"max gain_on_day\" --aim \"min downtime_days\" --keep \"scar_risk<=0.1\" --confirm grid.geometry=slab

What is best in the model is best in the model: no trial compares intervals, and the search goes to wherever
its assumptions are kindest.")]
pub struct Arguments {
    /// The scenario file, or a study file
    file: PathBuf,
    /// What is searched, NAME=LOW..HIGH (repeatable)
    #[arg(long = "search", value_name = "NAME=RANGE")]
    inputs: Vec<String>,
    /// What is wanted, \"max MEASURE\" or \"min MEASURE\" (repeatable)
    #[arg(long = "aim", value_name = "AIM")]
    objectives: Vec<String>,
    /// What must be kept, MEASURE<=BOUND or MEASURE>=BOUND (repeatable)
    #[arg(long = "keep", value_name = "CONSTRAINT")]
    constraints: Vec<String>,
    /// Courses of a generation [default: 24]
    #[arg(long, value_name = "N")]
    population: Option<usize>,
    /// Generations [default: 15]
    #[arg(long, value_name = "N")]
    generations: Option<usize>,
    /// Seed of the search [default: 1]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Run the front once more with this change, as grid.geometry=slab (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    confirm: Vec<String>,
    #[command(flatten)]
    every_run: EveryRun,
    #[command(flatten)]
    how: Carrying,
}

/// Carries out the search.
pub fn optimise(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let study = match read(&options.file)? {
        Given::Study(Study::Optimise(study)) => with_flags(study, options)?,
        Given::Study(other) => return Err(foreign(&other)),
        Given::Scenario(scenario) => Optimise {
            schema: 1,
            study: "optimise".into(),
            inputs: options.inputs.clone(),
            objectives: options.objectives.clone(),
            constraints: options.constraints.clone(),
            population: options.population.unwrap_or_else(usual_population),
            generations: options.generations.unwrap_or_else(usual_generations),
            seed: options.seed.unwrap_or_else(usual_seed),
            confirm: options.confirm.clone(),
            changes: options.every_run.changes.clone(),
            after_last_days: options.every_run.after_last_days(),
            on_day: options.every_run.on_day,
            scenario,
        },
    };
    carry_out(&Study::Optimise(study), &options.file, &options.how, cancel)
}

/// A study file says everything itself; only changes may be added.
fn with_flags(mut study: Optimise, options: &Arguments) -> Result<Optimise> {
    let Arguments { inputs, objectives, constraints, confirm, population, generations, seed, .. } = options;
    let lists = [inputs, objectives, constraints, confirm].into_iter().any(|list| !list.is_empty());
    let numbers = population.is_some() || generations.is_some() || seed.is_some();
    if lists || numbers || options.every_run.days_given() {
        return Err(Error::Usage("the study file says what is searched; change it there".into()));
    }
    study.changes.extend(options.every_run.changes.iter().cloned());
    Ok(study)
}
