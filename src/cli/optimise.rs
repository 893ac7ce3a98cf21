//! `dermis optimise`: searches protocols for one aim or several.

use std::path::PathBuf;

use clap::ArgMatches;
use dermis::Result;
use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::asked::change;
use dermis::study::optimise::Optimise;

use super::study::{Carrying, From, asked, carry_out};

/// Search protocols for one aim or several, with constraints: the courses that nothing betters
///
/// A genetic search (NSGA-II) over depth, density, sessions, interval or any other field. Prints the Pareto
/// front: courses that cannot be bettered in one aim without loss in another. The same seed gives the same
/// front. Interrupted, it goes on where it was when the same command is given again.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis optimise face.toml --set grid.geometry=cell \\
      --search device.needle_length_mm=0.5..2.5 --search device.density_per_cm2=100..500 \\
      --aim \"max gain_after_last\" --aim \"min downtime_days\" --keep \"barrier_days<=12\" --confirm grid.geometry=slab

What is best in the model is best in the model: the search goes to wherever its assumptions are kindest, and
intervals should not be searched, as no trial of needling compares them.")]
pub struct Arguments {
    /// The scenario file, or a study file
    file: PathBuf,
    #[command(flatten)]
    study: Optimise,
    #[command(flatten)]
    how: Carrying,
}

/// Carries out the search.
pub fn optimise(options: Arguments, flags: &ArgMatches, cancel: &Cancel) -> Result<String> {
    let Arguments { file, study: given, how } = options;
    let study = match asked::<Optimise>(&file, flags, &[])? {
        From::File(mut study) => {
            change(&mut study.changes, given.changes);
            study
        }
        From::Scenario(scenario) => Optimise { scenario, ..given },
    };
    carry_out(&Study::Optimise(study), &file, &how, cancel)
}
