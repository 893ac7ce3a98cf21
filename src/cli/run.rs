//! `dermis run`: simulates a scenario and writes its results.

use std::path::{Path, PathBuf};

use dermis::output::{ResultFolder, catalogue, write_json, write_punctures, write_text};
use dermis::plot::draw;
use dermis::scenario::Scenario;
use dermis::simulation::Simulation;
use dermis::{Error, Result};
use rayon::prelude::*;

use super::progress::Progress;
use super::terminal;

/// Simulate a scenario and write its results
///
/// Results are a folder with time series, maps, figures, a summary and the scenario with every
/// value spelled out. The same scenario and seed give the same numbers on any number of threads.
#[derive(clap::Args)]
pub struct Options {
    /// The scenario file
    scenario: PathBuf,
    /// Folder for the results [default: results/<name of the scenario>]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Change a field or a parameter, as treatment.interval_days=14 (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    changes: Vec<String>,
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// No progress bar and no remarks, only errors
    #[arg(long, short)]
    quiet: bool,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
    /// Replace the whole folder of earlier results, with all that is in it
    #[arg(long)]
    force: bool,
}

/// Runs the scenario.
pub fn run(options: &Options) -> Result<String> {
    let (scenario, warnings) = Scenario::read(&options.scenario, &options.changes)?;
    if !options.quiet {
        terminal::warn(&warnings);
    }
    if let Some(threads) = options.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
        pool.map_err(|error| Error::Usage(format!("cannot use {threads} threads: {error}; take fewer")))?;
    }
    let out = options.out.clone().unwrap_or_else(|| default_folder(&options.scenario));
    let progress = Progress::new(!options.quiet);
    let summary =
        simulate(&scenario, &out, options.force, |day, end, steps| progress.update(day, end, steps));
    drop(progress);
    let summary = summary?;
    if !options.quiet {
        terminal::note(&format!("results in {}", out.display()));
    }
    Ok(if options.json { format!("{summary:#}\n") } else { String::new() })
}

fn default_folder(scenario: &Path) -> PathBuf {
    Path::new("results").join(scenario.file_stem().unwrap_or(scenario.as_os_str()))
}

/// Runs the scenario and writes its results into `out`, whole or not at all. `progress` gets the
/// day, the last day and the steps so far. Returns the summary.
fn simulate(
    scenario: &Scenario,
    out: &Path,
    force: bool,
    mut progress: impl FnMut(f64, f64, u64) + Send,
) -> Result<serde_json::Value> {
    // Nobody should wait for a run that cannot be kept: try the folder first. It is let go again, so
    // that an interrupted run leaves nothing behind.
    drop(ResultFolder::create(out, force)?);
    let end = scenario.run.days;
    // On one of the workers: each of thousands of short parallel passes then begins without waking it.
    let result =
        rayon::scope(|_| Simulation::new(scenario).run(&mut |day, work| progress(day, end, work.steps)))?;
    let folder = ResultFolder::create(out, force)?;
    for output in catalogue() {
        output.write(&result.series, folder.path())?;
    }
    write_punctures(&result.needles, folder.path())?;
    result.figures().par_iter().try_for_each(|figure| draw(figure, folder.path()).map(drop))?;
    write_text(&folder.path().join("scenario.toml"), &scenario.to_toml())?;
    write_json(&folder.path().join("summary.json"), &result.summary)?;
    folder.commit()?;
    serde_json::to_value(&result.summary).map_err(|error| Error::Io {
        doing: "write",
        path: "summary".into(),
        source: error.into(),
    })
}
