//! `dermis compare`: courses of treatment side by side.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::compare::Compare;
use dermis::study::plan::base::Base;
use dermis::study::read::{Given, read};
use dermis::{Error, Result};

use super::every_run::EveryRun;
use super::study::{InParts, carry_out_in_parts, foreign};

/// Compare courses of treatment: several scenarios, or one with a field varied
///
/// Prints a table with the gain of total collagen at a fixed time after the last session and on a
/// fixed calendar day, gain per session and per week, scar-like share, days of inflammation and
/// downtime; writes it as CSV and Parquet with the courses over time and a figure. A study that is
/// interrupted goes on where it was when the same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis compare face.toml --vary treatment.interval_days=7,14,21,28,42,56
  dermis compare face.toml neck.toml --set treatment.count=3
  dermis compare face.toml --vary device.needle_length_mm=0.5..2:4 --set grid.geometry=cell --confirm grid.geometry=slab

No clinical trial compares intervals head to head; what the model says rests on assumed physiology.
docs/studies.md describes study files and tables.")]
pub struct Arguments {
    /// Scenario files, or one study file
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Vary a field or a parameter: NAME=V1,V2,… or NAME=LOW..HIGH:COUNT (repeatable, combined)
    #[arg(long, value_name = "NAME=VALUES")]
    vary: Vec<String>,
    /// Run every course once more with this change, as grid.geometry=slab (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    confirm: Vec<String>,
    #[command(flatten)]
    every_run: EveryRun,
    #[command(flatten)]
    how: InParts,
}

/// Carries out the comparison.
pub fn compare(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let study = match read(&options.files[0])? {
        Given::Study(Study::Compare(compare)) if options.files.len() == 1 => with_flags(compare, options)?,
        Given::Study(Study::Compare(_)) => {
            return Err(Error::Usage("give one study file, or scenarios, not both".into()));
        }
        Given::Study(other) => return Err(foreign(&other)),
        Given::Scenario(first) => Compare {
            schema: 1,
            study: "compare".into(),
            scenarios: all(first, &options.files[1..])?,
            changes: options.every_run.changes.clone(),
            vary: options.vary.clone(),
            confirm: options.confirm.clone(),
            after_last_days: options.every_run.after_last_days(),
            on_day: options.every_run.on_day,
        },
    };
    carry_out_in_parts(&Study::Compare(study), &options.files[0], &options.how, cancel)
}

/// The scenarios; the first is read already.
fn all(first: Base, others: &[PathBuf]) -> Result<Vec<Base>> {
    let others = others.iter().map(|file| Base::read(file));
    std::iter::once(Ok(first)).chain(others).collect()
}

/// A study file says everything itself; only changes may be added.
fn with_flags(mut compare: Compare, options: &Arguments) -> Result<Compare> {
    let lists = !options.vary.is_empty() || !options.confirm.is_empty();
    if lists || options.every_run.days_given() {
        return Err(Error::Usage("the study file says what is varied and when; change it there".into()));
    }
    compare.changes.extend(options.every_run.changes.iter().cloned());
    Ok(compare)
}
