//! `dermis extend`: goes on from the end of a finished run.

use std::path::{Path, PathBuf};

use dermis::cancel::Cancel;
use dermis::job::{self, Finished};
use dermis::scenario::Scenario;
use dermis::tidy::short;
use dermis::{Error, Result};

use super::gigabytes::{GIGABYTES, gigabytes};
use super::keeping::Keeping;
use super::progress::Progress;
use super::{run, terminal, threads};

/// Go on from the end of a finished run
///
/// To the same bytes as a run that is planned so from its first day. What has happened stays: sessions and
/// applications can be added from the old last day on, as by --set treatment.count=6. What would change the past
/// is refused.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of the finished run
    result: PathBuf,
    /// The new last day
    #[arg(long)]
    days: Option<f64>,
    /// Folder for the results [default: <folder of the run>_<days>_days]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Change a field, as treatment.count=6 (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    changes: Vec<String>,
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads::parser())]
    threads: Option<u16>,
    /// Memory that the run may take, in GB [default: what is free]
    #[arg(long, value_name = GIGABYTES, value_parser = gigabytes, allow_negative_numbers = true)]
    memory: Option<f64>,
    /// No progress bar, no remarks and no numbers, only errors
    #[arg(long, short)]
    quiet: bool,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
    /// Replace the whole folder of earlier results, with all that is in it; begin anew beside the checkpoint of an
    /// interrupted run
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    keeping: Keeping,
}

/// Extends the run.
pub fn extend(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let finished = Finished::read(&options.result)?;
    let mut changes = options.changes.clone();
    changes.extend(options.days.map(|days| format!("run.days={days}")));
    if changes.is_empty() {
        return Err(Error::Usage("say how long the run is to be: --days 600".into()));
    }
    let (scenario, warnings, origin) = finished.scenario(&changes)?;
    if !options.quiet {
        terminal::warn(&warnings);
    }
    let how = job::Options {
        force: options.force,
        threads: threads::asked(options.threads),
        memory_bytes: options.memory,
        cancel: cancel.clone(),
        keeping: options.keeping.asked(origin),
        ..job::Options::into(
            options.out.clone().unwrap_or_else(|| default_folder(&options.result, &scenario)),
        )
    };
    let progress = Progress::new(!options.quiet);
    let outcome = job::extend(&finished, &scenario, &how, &|event| progress.hear(event));
    drop(progress);
    run::told(&outcome?, &warnings, options.quiet, options.json)
}

fn default_folder(result: &Path, scenario: &Scenario) -> PathBuf {
    let mut name = result.file_name().unwrap_or_default().to_owned();
    name.push(format!("_{}_days", short(scenario.run.days)));
    result.with_file_name(name)
}
