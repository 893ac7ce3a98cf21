//! `dermis validate`: holds the model against published findings.

use std::path::{Path, PathBuf};

use dermis::cancel::Cancel;
use dermis::ensemble::{Asked, Held, HowMany, Layers, USUAL_SUITES};
use dermis::job::Validated;
use dermis::listing::Table;
use dermis::study::predictive::coverage::{Coverage, Covered, Kind, RULE};
use dermis::tidy::short;
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
    #[arg(long, conflicts_with_all = ["quick", "out", "changes", "threads", "force", "ensemble", "ensemble_file", "layers"])]
    list: bool,
    /// Folder for the results [default: results/validation]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Change a parameter or a field in every run, as neutrophil_death=0.5 (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    changes: Vec<String>,
    /// Run the suite once more for each of N draws of the ensemble, and count what its bands hold [default N: 32]
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "usual", allow_negative_numbers = true)]
    ensemble: Option<HowMany>,
    /// Draws of your own, an ensemble.parquet of `dermis calibrate --posterior`
    #[arg(long, value_name = "FILE")]
    ensemble_file: Option<Held>,
    /// What bands hold, of parameters and discrepancy [default: both]
    #[arg(long, value_name = "LAYERS")]
    layers: Option<Layers>,
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
    let asked =
        Asked { ensemble: options.ensemble, file: options.ensemble_file.as_ref(), layers: options.layers };
    let sample = asked.sample(USUAL_SUITES, Layers::OF_MODEL)?;
    let how = How { quick: options.quick, changes: options.changes.clone() };
    let progress = Progress::new(!options.quiet);
    let hear = |event: job::Event<'_>| progress.hear(event);
    let validated = job::validate_with_ensemble(&suite, how, sample.as_ref(), &job, &hear);
    drop(progress);
    let Validated { report, coverage, folder } = validated?;
    terminal::output(&if options.json { table(&report).json() } else { text(&report) })?;
    if let Some(coverage) = coverage.filter(|_| !options.json) {
        terminal::output(&covered(&coverage))?;
    }
    if !options.quiet {
        terminal::note(&format!("results in {}; the page is index.html", visible::path(&folder)));
    }
    match report.hard_misses() {
        misses if misses.is_empty() => Ok(String::new()),
        misses => Err(Error::Missed(misses)),
    }
}

/// How many published values the bands hold, and which they do not.
fn covered(coverage: &Coverage) -> String {
    let outside = coverage.all.iter().filter(|one| one.inside != Some(true));
    let line = |one: &Covered| {
        let [low, high] = [one.spread.low(), one.spread.high()].map(short);
        let published = match one.kind {
            Kind::Point => short(one.low),
            _ if one.low.is_nan() => format!("at most {}", short(one.high)),
            _ if one.high.is_nan() => format!("at least {}", short(one.low)),
            _ => format!("{} to {}", short(one.low), short(one.high)),
        };
        let (target, name, unit, basis) = (&one.target, &one.name, &one.unit, one.basis.name());
        format!("{target} {name} ({basis}): published {published}, 90 % of draws {low} to {high}, {unit}\n")
    };
    let outside: String = outside.map(line).collect();
    let outside = if outside.is_empty() { String::new() } else { format!("\nOutside\n{outside}") };
    let failed = coverage.failed.as_ref();
    let failed = failed.map_or_else(String::new, |(draws, first)| {
        format!("{draws} draws failed and are left out; the first: {first}\n")
    });
    let counts = coverage.counts().text(terminal::width());
    format!(
        "\nPublished values inside the 90 % bands; {}\n{counts}{outside}\n{failed}{RULE}\n",
        coverage.text
    )
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
