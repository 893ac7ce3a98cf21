//! `dermis extend`: goes on from the end of a finished run.

use std::path::{Path, PathBuf};

use dermis::cancel::Cancel;
use dermis::job::{self, Finished};
use dermis::scenario::Scenario;
use dermis::tidy::short;
use dermis::{Error, Result};

use super::carrying::Carrying;
use super::progress::Progress;
use super::terminal;

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
    #[command(flatten)]
    how: Carrying,
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
    if !options.how.quiet {
        terminal::warn(&warnings);
    }
    let out = options.out.clone().unwrap_or_else(|| default_folder(&options.result, &scenario));
    let how = options.how.asked(out, origin, cancel);
    let progress = Progress::new(!options.how.quiet);
    let outcome = job::extend(&finished, &scenario, &how, &|event| progress.hear(event));
    drop(progress);
    options.how.told(&outcome?, &warnings)
}

fn default_folder(result: &Path, scenario: &Scenario) -> PathBuf {
    // A folder that is called `.` or `..` has a name all the same, and what is new goes beside it.
    let whole = match result.file_name() {
        Some(_) => result.to_path_buf(),
        None => result.canonicalize().unwrap_or_else(|_| result.to_path_buf()),
    };
    let mut name = whole.file_name().unwrap_or_default().to_owned();
    name.push(format!("_{}_days", short(scenario.run.days)));
    whole.with_file_name(name)
}
