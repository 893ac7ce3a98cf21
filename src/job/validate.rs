//! The model held against published findings, as a folder.

use std::path::PathBuf;

use serde_json::json;

use super::cost::{PROGRAM_BYTES, pages_at_once};
use super::{Event, Hear, Options, draw_all};
use crate::error::{Error, Result};
use crate::output::{ResultFolder, write_json, write_text};
use crate::report::{Drawings, Entry, Held, Page, Verdict};
use crate::validation::plan;
use crate::validation::report::{Finding, Judged, NOTE, Report};
use crate::validation::suite::Suite;
use crate::validation::table::{csv, explanation};
use crate::validation::target::Check;
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
    // Tried first: nobody should wait for results that cannot be kept.
    drop(ResultFolder::create(&options.out, options.force)?);
    let pool = options.threads.pool()?;
    pool.install(|| {
        let threads = pool.current_num_threads();
        let report = Report::until(&options.cancel, suite, how, threads, &|progress| {
            hear(Event::Runs { part: progress.part, done: progress.done, runs: progress.runs });
        })?;
        let folder = write(&report, options)?;
        Ok((report, folder))
    })
}

fn write(report: &Report, options: &Options) -> Result<PathBuf> {
    let folder = ResultFolder::create(&options.out, options.force)?;
    let path = folder.path().join("validation.csv");
    write_text(&path, &csv(report).map_err(|source| Error::io("write", &path, source))?)?;
    for judged in report.targets.iter().filter(|_| options.figures) {
        draw_all(&judged.figures, folder.path(), pages_at_once(options, PROGRAM_BYTES))?;
    }
    write_text(&folder.path().join("index.html"), &validation_page(report, options.figures)?)?;
    let summary = json!({
        "schema": 1,
        "program": PROGRAM,
        "note": NOTE,
        "quick": report.options.quick,
        "changes": report.options.changes,
        "runs": report.runs,
        "counts": report.counts(),
        "hard_misses": report.hard_misses(),
    });
    write_json(&folder.path().join("summary.json"), &summary)?;
    let place = folder.target().to_path_buf();
    folder.commit()?;
    Ok(place)
}

/// What was found, as a page; `drawn` says whether figures stand beside it.
///
/// # Errors
/// [`Error::Internal`] where it cannot be put together.
pub fn validation_page(report: &Report, drawn: bool) -> Result<String> {
    let held: Vec<Held> = report.targets.iter().map(held).collect();
    let entry = |name: &str, text: String| Entry { name: name.to_owned(), text };
    let mut how: Vec<String> = Vec::new();
    how.extend(report.options.quick.then(|| "quick: coarser grids and fewer points".to_owned()));
    how.extend(report.options.changes.iter().map(|change| format!("changed: {change}")));
    let page = Page {
        title: "The model held against published evidence".into(),
        what: report.counts(),
        cautions: vec![NOTE.to_owned()],
        warnings: how,
        drawn,
        held: &held,
        provenance: vec![entry("program", PROGRAM.into())],
        files: vec![
            entry("validation.csv", "every check with target, band, value and verdict".into()),
            entry("summary.json", "counts, and the hard misses".into()),
        ],
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
