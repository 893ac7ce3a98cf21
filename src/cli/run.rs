//! `dermis run`: simulates a scenario and writes its results.

use std::path::{Path, PathBuf};

use dermis::cancel::Cancel;
use dermis::checkpoint::Origin;
use dermis::ensemble::{Held, HowMany, Layers, Wanted};
use dermis::job;
use dermis::scenario::{Scenario, refuse_twice};
use dermis::study::plan::base::Base;
use dermis::study::predictive::single::WithEnsemble;
use dermis::{Result, files};

use super::carrying::Carrying;
use super::progress::Progress;
use super::terminal;

/// Simulate a scenario and write its results
///
/// Results are a folder with time series, maps, figures, a summary and the scenario with every
/// value spelled out; the gain of collagen, scar-like share and days of redness are printed. The same
/// scenario and seed give the same numbers on any number of threads. A run that was stopped, or killed after a
/// checkpoint, goes on with --resume to the same bytes; a finished one goes on with `dermis extend`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The scenario file
    scenario: PathBuf,
    /// Folder for the results [default: results/<name of the scenario>]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Change a field or a parameter, as treatment.interval_days=14 (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    changes: Vec<String>,
    /// Run the scenario once more for each of N draws of the ensemble, for bands [default N: 64]
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "usual", allow_negative_numbers = true)]
    ensemble: Option<HowMany>,
    /// Draws of your own, an ensemble.parquet of `dermis calibrate --posterior`
    #[arg(long, value_name = "FILE")]
    ensemble_file: Option<Held>,
    /// What bands hold, of parameters, discrepancy and people [default: parameters,discrepancy]
    #[arg(long, value_name = "LAYERS")]
    layers: Option<Layers>,
    #[command(flatten)]
    how: Carrying,
}

/// Runs the scenario.
pub fn run(options: &Arguments, cancel: &Cancel) -> Result<String> {
    refuse_twice(&options.changes)?;
    let text = files::text(&options.scenario, files::MOST_OF_TEXT)?;
    let origin =
        Origin { name: options.scenario.display().to_string(), text, changes: options.changes.clone() };
    let (scenario, warnings) = Scenario::parse(&origin.name, &origin.text, &origin.changes)?;
    if !options.how.quiet {
        terminal::warn(&warnings);
    }
    let out = options.out.clone().unwrap_or_else(|| default_folder(&options.scenario));
    let wanted = Wanted {
        ensemble: options.ensemble,
        ensemble_file: options.ensemble_file.clone(),
        layers: options.layers,
    };
    let base = Base { name: origin.name.clone(), text: origin.text.clone() };
    let ensemble = WithEnsemble::of(wanted, base, origin.changes.clone())?;
    let how = options.how.asked(out, origin, cancel);
    let progress = Progress::new(!options.how.quiet);
    let hear = |event: job::Event<'_>| progress.hear(event);
    let outcome = match &ensemble {
        Some(ensemble) => job::run_with_ensemble(&scenario, ensemble, &how, &hear),
        None => job::run(&scenario, &how, &hear),
    };
    drop(progress);
    options.how.told(&outcome?, &warnings)
}

fn default_folder(scenario: &Path) -> PathBuf {
    Path::new("results").join(scenario.file_stem().unwrap_or(scenario.as_os_str()))
}
