//! The model held against published findings, as a folder.

use std::path::PathBuf;

use serde_json::json;
use twox_hash::XxHash3_128;

use super::cost::{PROGRAM_BYTES, pages_at_once};
use super::{Event, Hear, Options, draw_all};
use crate::ensemble::Sample;
use crate::error::{Error, Result};
use crate::output::{ResultFolder, beside, target, write_json, write_text, write_tidy_csv};
use crate::report::{Drawings, Entry, Held, Page, Verdict};
use crate::scenario::refuse_twice;
use crate::study::execute::evaluator::Evaluator;
use crate::study::execute::{Progress, Workers};
use crate::study::journal::record::Record;
use crate::study::journal::{Header, Journal};
use crate::study::predictive::coverage::{self, Coverage, RULE};
use crate::tidy::Tidy;
use crate::validation::quantity::RunReadings;
use crate::validation::report::{Finding, Judged, NOTE, Report};
use crate::validation::suite::Suite;
use crate::validation::table::{csv, explanation};
use crate::validation::target::Check;
use crate::validation::{plan, predicted};
use crate::version::PROGRAM;

/// Runs a suite and writes what came of it, whole or not at all. That targets are missed is no error here:
/// [`Report::hard_misses`] has them. Returns the report and its folder.
///
/// # Errors
/// [`Error::Create`] where results cannot be kept; a wrong change; what stops a run; what the system says of files.
pub fn validate(
    suite: &Suite,
    how: plan::Selection,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<(Report, PathBuf)> {
    let found = validate_with_ensemble(suite, how, None, options, hear)?;
    Ok((found.report, found.folder))
}

/// What a suite found, and where it was written.
pub struct Validated {
    /// Every target with its verdicts.
    pub report: Report,
    /// Published values against the bands of an ensemble, where one was asked for.
    pub coverage: Option<Coverage>,
    /// The folder.
    pub folder: PathBuf,
}

/// The same, and once more for each of some draws of an ensemble: which published values its bands hold. Draws that are
/// done are kept beside the folder until it is there, and are not done again.
///
/// # Errors
/// As for [`validate`], and [`Error::Interrupted`].
pub fn validate_with_ensemble(
    suite: &Suite,
    how: plan::Selection,
    ensemble: Option<&Sample>,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<Validated> {
    refuse_twice(&how.changes)?;
    // Tried first: nobody should wait for results that cannot be kept.
    drop(ResultFolder::create(&options.out, options.force)?);
    let pool = options.threads.pool()?;
    pool.install(|| {
        let threads = pool.current_num_threads();
        let draws = ensemble.map(|sample| Draws::begin(suite, &how, sample, options, hear)).transpose()?;
        let report = Report::until(&options.cancel, suite, how, threads, &|progress| {
            hear(Event::Runs { part: progress.part, done: progress.done, runs: progress.runs });
        })?;
        let drawn = draws.map(|draws| draws.run(suite, &report, threads, options, hear)).transpose()?;
        let (coverage, journal) = drawn.unzip();
        let folder = write(&report, coverage.as_ref(), options)?;
        journal.map_or(Ok(()), Journal::remove)?;
        Ok(Validated { report, coverage, folder })
    })
}

/// The draws of an ensemble, each a run of the whole suite.
struct Draws<'s> {
    sample: &'s Sample,
    journal: Journal,
}

impl<'s> Draws<'s> {
    /// Opens the journal: nobody should wait for a suite whose draws cannot be kept.
    fn begin(
        suite: &Suite,
        how: &plan::Selection,
        sample: &'s Sample,
        options: &Options,
        hear: &Hear<'_>,
    ) -> Result<Self> {
        if sample.layers.people {
            return Err(Error::Usage(
                "published values are of groups of people: leave the layer people out".into(),
            ));
        }
        let targets: Vec<&str> = suite.targets.iter().map(|target| target.id.as_str()).collect();
        let asked = json!({
            "validate": targets, "quick": how.quick, "changes": how.changes, "ensemble": sample.about(&[]),
        });
        let path = beside(&target(&options.out)?, ".journal")?;
        let journal = Journal::open(&path, &Header::new(asked, String::new()), options.force)?;
        if let Some(warning) = journal.warning() {
            hear(Event::Warning(&warning));
        }
        if journal.runs() > 0 {
            hear(Event::Found(journal.runs()));
        }
        Ok(Self { sample, journal })
    }

    /// Runs what the journal does not have, and holds it against what is published.
    fn run(
        self,
        suite: &Suite,
        report: &Report,
        threads: usize,
        options: &Options,
        hear: &Hear<'_>,
    ) -> Result<(Coverage, Journal)> {
        let Self { sample, journal } = self;
        let subjects = predicted::subjects(suite);
        let changes: Vec<Vec<String>> = (0..sample.len()).map(|nth| sample.changes(nth, |_| false)).collect();
        let prints: Vec<u128> =
            changes.iter().map(|changes| XxHash3_128::oneshot(changes.join("\n").as_bytes())).collect();
        let progress = |progress: Progress| {
            hear(Event::Runs { part: progress.part, done: progress.done, runs: progress.runs });
        };
        let workers = Workers { threads, memory_bytes: f64::INFINITY };
        let evaluator = Evaluator::new(journal, workers, &progress).stop_on(&options.cancel);
        // Without the layer of parameters all draws are one run of the suite.
        let mut apart: Vec<u128> = Vec::new();
        apart.extend(
            prints.iter().enumerate().filter(|(at, print)| !prints[..*at].contains(print)).map(|(_, p)| *p),
        );
        let first = |print: &u128| prints.iter().position(|other| other == print).unwrap_or(0);
        let plan = |at: usize| plan::Plan::drawn(suite, &report.options, &changes[first(&apart[at])]);
        let read = |plan: &plan::Plan, runs: &[RunReadings]| {
            coverage::numbers(&predicted::readings(&subjects, plan, runs))
        };
        let done = evaluator.suites(&apart, 2 * subjects.len(), plan, read)?;
        let record = |print: &u128| apart.iter().position(|other| other == print).map(|at| done[at].clone());
        let records: Vec<Record> = prints.iter().filter_map(record).collect();
        let coverage = Coverage::new(&subjects, sample, &records, report);
        if let Some((failed, problem)) = &coverage.failed {
            let all = records.len();
            hear(Event::Warning(&format!(
                "{failed} of {all} draws failed and are left out; the first: {problem}"
            )));
        }
        Ok((coverage, evaluator.into_journal()))
    }
}

fn write(report: &Report, coverage: Option<&Coverage>, options: &Options) -> Result<PathBuf> {
    let folder = ResultFolder::create(&options.out, options.force)?;
    let path = folder.path().join("validation.csv");
    write_text(&path, &csv(report).map_err(|source| Error::io("write", &path, source))?)?;
    for judged in report.targets.iter().filter(|_| options.figures) {
        draw_all(&judged.figures, folder.path(), pages_at_once(options, PROGRAM_BYTES))?;
    }
    if let Some(coverage) = coverage {
        write_tidy_csv(&coverage.table(), folder.path())?;
    }
    write_text(&folder.path().join("index.html"), &validation_page(report, coverage, options.figures)?)?;
    let mut summary = json!({
        "schema": 1,
        "program": PROGRAM,
        "note": NOTE,
        "quick": report.options.quick,
        "changes": report.options.changes,
        "runs": report.runs,
        "counts": report.counts(),
        "hard_misses": report.hard_misses(),
    });
    if let (Some(coverage), Some(summary)) = (coverage, summary.as_object_mut()) {
        summary.insert("ensemble".into(), coverage.summary());
    }
    write_json(&folder.path().join("summary.json"), &summary)?;
    let place = folder.target().to_path_buf();
    folder.commit()?;
    Ok(place)
}

/// What was found, as a page; `drawn` says whether figures stand beside it.
///
/// # Errors
/// [`Error::Internal`] where it cannot be put together.
pub fn validation_page(report: &Report, coverage: Option<&Coverage>, drawn: bool) -> Result<String> {
    let held: Vec<Held> = report.targets.iter().map(held).collect();
    let tables: Vec<Tidy> =
        coverage.map(|coverage| vec![coverage.counts(), coverage.table()]).unwrap_or_default();
    let entry = |name: &str, text: String| Entry { name: name.to_owned(), text };
    let mut how: Vec<String> = Vec::new();
    how.extend(report.options.quick.then(|| "quick: coarser grids and fewer points".to_owned()));
    how.extend(report.options.changes.iter().map(|change| format!("changed: {change}")));
    if let Some(coverage) = coverage {
        how.push(format!("{}. {RULE}", coverage.text));
    }
    let mut files = vec![
        entry("validation.csv", "every check with target, band, value and verdict".into()),
        entry("summary.json", "counts, and the hard misses".into()),
    ];
    files.extend(
        coverage.map(|_| entry("coverage.csv", "published values against the bands of the draws".into())),
    );
    let page = Page {
        title: "The model held against published evidence".into(),
        what: report.counts(),
        cautions: vec![NOTE.to_owned()],
        warnings: how,
        drawn,
        held: &held,
        tables: &tables,
        provenance: vec![entry("program", PROGRAM.into())],
        files,
        ..Page::default()
    };
    page.html()
}

fn held(judged: &Judged) -> Held {
    let target = &judged.target;
    let verdict = |(check, finding): (&Check, &Finding)| Verdict {
        name: check.name.clone(),
        band: check.band(),
        value: finding.shown.clone(),
        passed: finding.passed,
        weight: check.weight().into(),
        explanation: explanation(check, finding).unwrap_or_default().into(),
    };
    Held {
        id: target.id.clone(),
        title: target.title.clone(),
        basis: target.basis.name().into(),
        basis_meaning: target.basis.meaning().into(),
        strength: target.strength.clone(),
        sources: target.sources(),
        note: target.note.clone(),
        comparability: target.comparability.clone(),
        checks: judged.checks().map(verdict).collect(),
        panels: Drawings::of(&judged.figures, &[]).panels,
    }
}
