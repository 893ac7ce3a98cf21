//! `dermis compare`: courses of treatment side by side.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::asked::{ONE_STUDY, change};
use dermis::study::compare::Compare;
use dermis::study::plan::base::Base;
use dermis::{Error, Result};

use super::study::{From, InParts, asked, carry_out_in_parts};

/// Compare courses of treatment: several scenarios, or one with a field varied
///
/// Prints a table with the gain of total collagen at a fixed time after the last session and on a
/// fixed calendar day, gain per session and per week, scar-like share, days of inflammation and
/// downtime; writes it as CSV and Parquet with the courses over time and a figure. A study that is
/// interrupted goes on where it was when the same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis compare face.toml --vary device.needle_length_mm=0.5,1,1.5,2
  dermis compare face.toml neck.toml --set treatment.count=3
  dermis compare face.toml --vary treatment.interval_days=14,28 --ensemble
  dermis compare face.toml --vary device.density_per_cm2=100,250,500 --set grid.geometry=cell --confirm grid.geometry=slab

No clinical trial compares intervals head to head; what the model says rests on assumed physiology.
docs/studies.md describes study files and tables.")]
pub struct Arguments {
    /// Scenario files, or one study file
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    study: Compare,
    #[command(flatten)]
    how: InParts,
}

/// Carries out the comparison.
pub fn compare(options: Arguments, flags: &ArgMatches, cancel: &Cancel) -> Result<String> {
    let Arguments { files, study: given, how } = options;
    let study = match asked::<Compare>(&files[0], flags, &[])? {
        From::File(_) if files.len() > 1 => {
            return Err(Error::Usage(ONE_STUDY.into()));
        }
        From::File(mut study) => {
            change(&mut study.changes, given.changes);
            study
        }
        From::Scenario(first) => Compare { scenarios: all(first, &files[1..])?, ..given },
    };
    let mut study = Study::Compare(study);
    study.load(Path::new(""))?;
    carry_out_in_parts(&study, &files[0], &how, cancel)
}

/// The scenarios; the first is read already.
fn all(first: Base, others: &[PathBuf]) -> Result<Vec<Base>> {
    let others = others.iter().map(|file| Base::read(file));
    std::iter::once(Ok(first)).chain(others).collect()
}
