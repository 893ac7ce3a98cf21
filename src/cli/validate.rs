//! `dermis validate`: holds the model against published findings.

use std::path::{Path, PathBuf};

use dermis::cancel::Cancel;
use dermis::listing::Table;
use dermis::validation::plan::Selection as How;
use dermis::validation::report::{NOTE, Report};
use dermis::validation::suite::Suite;
use dermis::validation::table::explanation;
use dermis::{Error, Result, job, visible};
use serde_json::json;

use super::progress::Progress;
use super::{terminal, threads};

/// Hold the model against published findings
///
/// Runs every validation case and prints a table: target, source, strength of the evidence, accepted
/// band, the model's value, pass or miss. Writes the same as validation.csv and as a page, index.html,
/// with the model's curves, published points and bands. The exit code is 1 if a hard target misses.
#[derive(clap::Args)]
pub struct Arguments {
    /// Coarser grids and fewer points: a look within two minutes
    #[arg(long)]
    quick: bool,
    /// Only this target, as T7
    #[arg(long, value_name = "NAME")]
    case: Option<String>,
    /// List the targets and run nothing
    #[arg(long, conflicts_with_all = ["quick", "out", "changes", "threads", "force"])]
    list: bool,
    /// Folder for the results [default: results/validation]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Change a parameter or a field in every run, as neutrophil_death=0.5 (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    changes: Vec<String>,
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads::parser())]
    threads: Option<u16>,
    /// No progress bar and no remarks, only the table and errors
    #[arg(long, short)]
    quiet: bool,
    /// Print the table, or the list, as JSON
    #[arg(long)]
    json: bool,
    /// Replace the whole folder of earlier results, with all that is in it
    #[arg(long)]
    force: bool,
}

/// Runs the suite; the table is printed here, so that it stands before the error of a hard miss.
pub fn validate(options: &Arguments, cancel: &Cancel) -> Result<String> {
    let suite = Suite::shipped()?;
    let suite = match &options.case {
        Some(id) => suite.only(id)?,
        None => suite,
    };
    if options.list {
        let targets = list(&suite);
        return Ok(if options.json { targets.json() } else { targets.text() });
    }
    let out = options.out.clone().unwrap_or_else(|| Path::new("results").join("validation"));
    let job = job::Options {
        force: options.force,
        threads: threads::asked(options.threads),
        cancel: cancel.clone(),
        ..job::Options::into(out)
    };
    let how = How { quick: options.quick, changes: options.changes.clone() };
    let progress = Progress::new(!options.quiet);
    let validated = job::validate(&suite, how, &job, &|event| progress.hear(event));
    drop(progress);
    let (report, folder) = validated?;
    terminal::output(&if options.json { table(&report).json() } else { text(&report) })?;
    if !options.quiet {
        terminal::note(&format!("results in {}; the page is index.html", visible::path(&folder)));
    }
    match report.hard_misses() {
        misses if misses.is_empty() => Ok(String::new()),
        misses => Err(Error::Missed(misses)),
    }
}

fn list(suite: &Suite) -> Table {
    let row = |target: &dermis::validation::target::Target| {
        let hard = target.checks.iter().filter(|check| check.hard).count();
        let soft = target.checks.len() - hard;
        vec![
            json!(target.id),
            json!(target.title),
            json!(target.strength),
            json!(target.basis.name()),
            json!(format!("{hard} hard, {soft} soft")),
            json!(target.sources()),
        ]
    };
    let columns = vec!["target", "title", "strength", "basis", "checks", "sources"];
    Table { brief: columns.len(), columns, rows: suite.targets.iter().map(row).collect() }
}

/// A row a check.
fn table(report: &Report) -> Table {
    let columns =
        vec!["target", "check", "source", "strength", "basis", "accepted", "model", "verdict", "weight"];
    let row = |(target, check, finding): (
        &dermis::validation::target::Target,
        &dermis::validation::target::Check,
        &dermis::validation::report::Finding,
    )| {
        vec![
            json!(target.id),
            json!(check.name),
            json!(target.sources()),
            json!(target.strength),
            json!(target.basis.name()),
            json!(check.band()),
            json!(finding.shown),
            json!(finding.verdict()),
            json!(check.weight()),
        ]
    };
    Table { brief: columns.len(), columns, rows: report.checks().map(row).collect() }
}

/// The table, then the misses with their reasons, then what was counted.
fn text(report: &Report) -> String {
    let table = table(report).text();
    let notes = report.targets.iter().filter(|judged| !judged.target.note.is_empty());
    let notes = notes.map(|judged| format!("{}: {}\n", judged.target.id, judged.target.note));
    let misses = report.checks().filter_map(|(target, check, finding)| {
        let (weight, value, reason) = (check.weight(), &finding.shown, explanation(check, finding)?);
        let (name, band) = (&check.name, check.band());
        Some(format!("{} {name} ({weight}): {value} where {band} is accepted. {reason}\n", target.id))
    });
    let misses: String = misses.collect();
    let misses = if misses.is_empty() { String::new() } else { format!("\nMisses\n{misses}") };
    format!("{table}\n{}{misses}\n{}\n{NOTE}\n", notes.collect::<String>(), report.counts())
}
