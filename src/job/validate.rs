//! The model held against published findings, as a folder.

use std::path::PathBuf;

use serde_json::json;

use super::cost::{PROGRAM_BYTES, pages_at_once};
use super::{Event, Hear, Options, draw_all};
use crate::error::{Error, Result};
use crate::output::{ResultFolder, write_json, write_text};
use crate::plot::svg;
use crate::validation::page::{NOTE, page};
use crate::validation::plan;
use crate::validation::report::Report;
use crate::validation::suite::Suite;
use crate::validation::table::csv;

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
    let mut drawings = Vec::new();
    for judged in &report.targets {
        if options.figures {
            draw_all(&judged.figures, folder.path(), pages_at_once(options, PROGRAM_BYTES))?;
        }
        drawings.push(judged.figures.iter().map(svg).collect::<Result<Vec<_>>>()?);
    }
    write_text(&folder.path().join("index.html"), &page(report, &drawings))?;
    let summary = json!({
        "schema": 1,
        "program": concat!("dermis ", env!("CARGO_PKG_VERSION")),
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
