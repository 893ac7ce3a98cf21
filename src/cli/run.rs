//! `dermis run`: simulates a scenario and writes its results.

use std::path::{Path, PathBuf};

use dermis::cancel::Cancel;
use dermis::checkpoint::Origin;
use dermis::job::{self, Outcome};
use dermis::scenario::{Scenario, refuse_twice};
use dermis::{Error, Result, files, visible};

use super::gigabytes::{GIGABYTES, gigabytes};
use super::keeping::Keeping;
use super::progress::Progress;
use super::{terminal, threads};

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
    /// Write no index.html, the page that shows the results in a browser
    #[arg(long)]
    no_report: bool,
    /// Replace the whole folder of earlier results, with all that is in it; begin anew beside the checkpoint of an
    /// interrupted run
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    keeping: Keeping,
}

/// Runs the scenario.
pub fn run(options: &Arguments, cancel: &Cancel) -> Result<String> {
    refuse_twice(&options.changes)?;
    let text = files::text(&options.scenario, files::MOST_OF_TEXT)?;
    let origin =
        Origin { name: options.scenario.display().to_string(), text, changes: options.changes.clone() };
    let (scenario, warnings) = Scenario::parse(&origin.name, &origin.text, &origin.changes)?;
    if !options.quiet {
        terminal::warn(&warnings);
    }
    let how = job::Options {
        force: options.force,
        threads: threads::asked(options.threads),
        memory_bytes: options.memory,
        report: !options.no_report,
        cancel: cancel.clone(),
        keeping: options.keeping.asked(origin),
        ..job::Options::into(options.out.clone().unwrap_or_else(|| default_folder(&options.scenario)))
    };
    let progress = Progress::new(!options.quiet);
    let outcome = job::run(&scenario, &how, &|event| progress.hear(event));
    drop(progress);
    told(&outcome?, &warnings, options.quiet, options.json)
}

/// What is told of a run that is done; `warnings` were told before.
pub fn told(outcome: &Outcome, warnings: &[String], quiet: bool, json: bool) -> Result<String> {
    let Outcome { folder, result } = outcome;
    if !quiet {
        // Those that the scenario alone gives were told before it ran.
        let new = result.summary.warnings.iter().filter(|warning| !warnings.contains(warning));
        new.for_each(|warning| terminal::warning(warning));
        terminal::note(&format!("results in {}", visible::path(folder)));
    }
    if json {
        let summary = serde_json::to_value(&result.summary);
        let summary = summary.map_err(|error| Error::Internal(format!("no summary: {error}")))?;
        return Ok(format!("{summary:#}\n"));
    }
    let lines = job::headlines(&result.summary).into_iter();
    Ok(if quiet {
        String::new()
    } else {
        lines.map(|line| format!("{:<17}{}\n", line.name, line.text)).collect()
    })
}

fn default_folder(scenario: &Path) -> PathBuf {
    Path::new("results").join(scenario.file_stem().unwrap_or(scenario.as_os_str()))
}
