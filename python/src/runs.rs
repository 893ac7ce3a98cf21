//! Runs of scenarios.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::checkpoint::Origin;
use dermis::ensemble::Wanted;
use dermis::job::{self, Event, Finished, Watcher};
use dermis::scenario::{Scenario, refuse_twice};
use dermis::study::plan::base::Base;
use dermis::study::predictive::single::WithEnsemble;
use dermis::{Error, files};
use pyo3::prelude::*;

use crate::carrying::{Carrying, Kept, Source};
use crate::observe::{Remote, Watching};
use crate::talk::carried;

/// Runs a scenario into a folder, whose path it returns.
#[pyfunction]
pub(crate) fn run(
    source: Source,
    changes: Vec<String>,
    how: Carrying,
    kept: Kept,
    observers: Vec<Watching<'_>>,
    ensemble: &str,
    hear: &Bound<'_, PyAny>,
) -> PyResult<PathBuf> {
    let cancel = Cancel::default();
    let (called, when): (Vec<_>, Vec<_>) = observers.into_iter().map(Watching::parts).unzip();
    carried(hear, &called, &cancel, |hear, to| {
        let origin = origin(source, changes)?;
        let (scenario, warnings) = Scenario::parse(&origin.name, &origin.text, &origin.changes)?;
        warnings.iter().for_each(|warning| hear(Event::Warning(warning)));
        let base = Base { name: origin.name.clone(), text: origin.text.clone() };
        let ensemble = WithEnsemble::of(wanted(ensemble)?, base, origin.changes.clone())?;
        let mut options = how.options(&cancel)?;
        options.keeping = kept.keeping(options.keeping, origin);
        let watcher = |(at, when): (usize, dermis::Result<_>)| {
            let what = Box::new(Remote::new(at, to.clone()));
            Ok(Watcher { schedule: when?, what })
        };
        let watchers = when.into_iter().map(|when| when.schedule()).enumerate().map(watcher);
        let watchers = watchers.collect::<dermis::Result<Vec<_>>>()?;
        let outcome = match &ensemble {
            None => job::run_watched(&scenario, watchers, &options, hear)?,
            Some(ensemble) if watchers.is_empty() => {
                job::run_with_ensemble(&scenario, ensemble, &options, hear)?
            }
            Some(_) => {
                let problem = "observers look into one run, not into those of an ensemble: give either";
                return Err(Error::Usage(problem.into()));
            }
        };
        told_late(&outcome.result.summary.warnings, &warnings, hear);
        Ok(outcome.folder)
    })
}

/// What the package asks of an ensemble, as JSON.
pub(crate) fn wanted(keys: &str) -> dermis::Result<Wanted> {
    serde_json::from_str(keys).map_err(|error| Error::Usage(error.to_string()))
}

/// Goes on from the end of a finished run, into another folder, whose path it returns.
#[pyfunction]
pub(crate) fn extend(
    results: PathBuf,
    changes: Vec<String>,
    how: Carrying,
    kept: Kept,
    hear: &Bound<'_, PyAny>,
) -> PyResult<PathBuf> {
    let cancel = Cancel::default();
    carried(hear, &[], &cancel, |hear, _| {
        let finished = Finished::read(&results)?;
        let (scenario, warnings, origin) = finished.scenario(&changes)?;
        warnings.iter().for_each(|warning| hear(Event::Warning(warning)));
        let mut options = how.options(&cancel)?;
        options.keeping = kept.keeping(options.keeping, origin);
        let outcome = job::extend(&finished, &scenario, &options, hear)?;
        told_late(&outcome.result.summary.warnings, &warnings, hear);
        Ok(outcome.folder)
    })
}

/// Warnings that only the run gave.
fn told_late(all: &[String], before: &[String], hear: &job::Hear<'_>) {
    all.iter().filter(|warning| !before.contains(warning)).for_each(|warning| hear(Event::Warning(warning)));
}

fn origin(source: Source, changes: Vec<String>) -> dermis::Result<Origin> {
    refuse_twice(&changes)?;
    let (name, text) = match source {
        Source::Text(name, text) => (name, text),
        Source::File(path) => (path.display().to_string(), files::text(&path, files::MOST_OF_TEXT)?),
    };
    Ok(Origin { name, text, changes })
}
