//! `dermis cohort`: virtual patients under several arms.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::cohort::{Cohort, usual_patients, usual_responder};
use dermis::study::plan::base::Base;
use dermis::study::plan::combinations::combinations;
use dermis::study::plan::vary::Vary;
use dermis::study::read::{Given, read};
use dermis::study::sweep::usual_seed;
use dermis::{Error, Result};

use super::every_run::EveryRun;
use super::study::{InParts, carry_out_in_parts, foreign};

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
    /// An arm, \"NAME: CHANGE, CHANGE\" (repeatable); the first is the reference
    #[arg(long = "arm", value_name = "ARM")]
    arms: Vec<String>,
    /// Arms from the values of a field or a parameter, NAME=V1,V2,… (repeatable: all combinations)
    #[arg(long, value_name = "NAME=VALUES", conflicts_with = "arms")]
    vary: Vec<String>,
    /// Take differences from this arm, or `all` for every pair of arms (repeatable) [default: the first arm]
    #[arg(long, value_name = "ARM")]
    against: Vec<String>,
    /// Number of virtual patients [default: 100]
    #[arg(long, value_name = "N")]
    patients: Option<u32>,
    /// Seed of patients and needles [default: 1]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// A trait and its distribution, NAME=normal(MEAN,SD) in LOW..HIGH (repeatable) [default: ten traits,
    /// without those that the scenario states]
    #[arg(long = "draw", value_name = "NAME=SHAPE")]
    draws: Vec<String>,
    /// Draw all ten traits, even those that the scenario states
    #[arg(long, conflicts_with = "draws")]
    population: bool,
    /// Correlation of two traits, A,B=R (repeatable)
    #[arg(long = "correlate", value_name = "A,B=R")]
    correlations: Vec<String>,
    /// Who responds [default: gain_after_last=5]
    #[arg(long, value_name = "MEASURE=AT_LEAST")]
    responder: Option<String>,
    /// Error of one measurement in a real trial, a standard deviation in the responder's measure [default: 0]
    #[arg(long, value_name = "SD", allow_negative_numbers = true)]
    measurement_sd: Option<f64>,
    /// Take only this measure (repeatable) [default: all of `dermis list measures`]
    #[arg(long = "measure", value_name = "NAME")]
    measures: Vec<String>,
    #[command(flatten)]
    every_run: EveryRun,
    #[command(flatten)]
    how: InParts,
}

/// Carries out the cohort.
pub fn cohort(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let study = match read(&options.file)? {
        Given::Study(Study::Cohort(cohort)) => with_flags(cohort, options)?,
        Given::Study(other) => return Err(foreign(&other)),
        Given::Scenario(base) => from_flags(base, options)?,
    };
    carry_out_in_parts(&Study::Cohort(study), &options.file, &options.how, cancel)
}

fn from_flags(scenario: Base, options: &Arguments) -> Result<Cohort> {
    let arms = if options.vary.is_empty() { options.arms.clone() } else { varied(&options.vary)? };
    Ok(Cohort {
        schema: 1,
        study: "cohort".into(),
        patients: options.patients.unwrap_or_else(usual_patients),
        seed: options.seed.unwrap_or_else(usual_seed),
        arms,
        against: options.against.clone(),
        draws: Some(options.draws.clone()).filter(|draws| !draws.is_empty()),
        population: options.population,
        correlations: options.correlations.clone(),
        responder: options.responder.clone().unwrap_or_else(usual_responder),
        measurement_sd: options.measurement_sd.unwrap_or_default(),
        measures: options.measures.clone(),
        changes: options.every_run.changes.clone(),
        after_last_days: options.every_run.after_last_days(),
        on_day: options.every_run.on_day,
        scenario,
    })
}

/// Arms from all combinations of what is varied.
fn varied(texts: &[String]) -> Result<Vec<String>> {
    let varied = texts.iter().map(|text| Vary::parse(text)).collect::<Result<Vec<_>>>()?;
    let counts: Vec<usize> = varied.iter().map(|vary| vary.values.len()).collect();
    let arm = |chosen: Vec<usize>| {
        let pairs = || varied.iter().zip(&chosen).map(|(vary, &at)| (vary, &vary.values[at]));
        let label: Vec<String> = pairs().map(|(vary, value)| vary.label(value)).collect();
        let changes: Vec<String> = pairs().map(|(vary, value)| vary.change(value)).collect();
        format!("{}: {}", label.join(", "), changes.join(", "))
    };
    Ok(combinations(&counts).into_iter().map(arm).collect())
}

/// A study file says everything itself; only changes and the number of patients may differ.
fn with_flags(mut cohort: Cohort, options: &Arguments) -> Result<Cohort> {
    let Arguments { arms, vary, against, seed, draws, correlations, .. } = options;
    let Arguments { population, responder, measurement_sd, measures, .. } = options;
    let lists = [arms, vary, against, draws, correlations, measures];
    let given = lists.iter().any(|list| !list.is_empty())
        || *population
        || seed.is_some()
        || responder.is_some()
        || measurement_sd.is_some()
        || options.every_run.days_given();
    if given {
        return Err(Error::Usage("the study file says who is treated and how; change it there".into()));
    }
    cohort.patients = options.patients.unwrap_or(cohort.patients);
    cohort.changes.extend(options.every_run.changes.iter().cloned());
    Ok(cohort)
}
