//! The runs of an ensemble's draws beside a run, kept in a journal until the results are there.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::cost::{PROGRAM_BYTES, slowness};
use super::kept_runs::KeptRuns;
use super::{Event, Hear, Options};
use crate::error::{Error, Result};
use crate::files;
use crate::output::beside;
use crate::scenario::{Geometry, Scenario};
use crate::study::execute::Workers;
use crate::study::execute::evaluator::Evaluator;
use crate::study::journal::{Header, Journal};
use crate::study::plan::memory;
use crate::study::predictive::single::{Predicted, WithEnsemble};

/// The file that says with which ensemble a run was done.
pub(super) const ENSEMBLE: &str = "ensemble.toml";
/// Seconds of all draws from which on it is told what they will cost, and how it costs less.
const LONG: f64 = 300.0;

/// Bands of a run, and the journal that they come from.
pub(super) struct Bands<'w> {
    /// What the draws gave.
    pub predicted: Predicted,
    /// What was asked for.
    pub asked: &'w WithEnsemble,
    journal: Journal,
}

impl<'w> Bands<'w> {
    /// Runs the draws, but those that are done.
    pub(super) fn new(
        asked: &'w WithEnsemble,
        scenario: &Scenario,
        place: &Path,
        options: &Options,
        hear: &Hear<'_>,
    ) -> Result<Self> {
        hear(Event::Planning);
        let planned = asked.plan()?;
        let threads = rayon::current_num_threads();
        let numbers = (planned.plan.readout.len() * planned.plan.cases.len() * size_of::<f64>()) as f64;
        let free = options.memory_bytes.unwrap_or_else(memory::usual_budget);
        let workers = Workers { threads, memory_bytes: (free - PROGRAM_BYTES - 2.0 * numbers).max(0.0) };
        warn(
            planned.plan.cases.iter().map(|case| case.cost.seconds).sum(),
            planned.plan.cases.len(),
            scenario,
            hear,
        );
        let header = Header::new(json!({ "run_with_ensemble": asked }), String::new());
        let journal = Journal::open(&beside(place, ".ensemble.journal")?, &header, options.force)?;
        if let Some(warning) = journal.warning() {
            hear(Event::Warning(&warning));
        }
        if journal.runs() > 0 {
            hear(Event::Found(journal.runs()));
        }
        let progress = |progress: crate::study::execute::Progress| {
            hear(Event::Runs { part: progress.part, done: progress.done, runs: progress.runs });
        };
        let kept = KeptRuns::new(place.to_path_buf(), options.keeping.period, hear);
        let cancel = options.cancel.after(options.keeping.time_limit);
        let evaluator = Evaluator::new(journal, workers, &progress).stop_on(&cancel).carried_by(&kept);
        let records = evaluator.run(&planned.plan)?;
        let predicted = planned.conclude(&records);
        if let Some(failed) = &predicted.failed {
            hear(Event::Warning(failed));
        }
        let journal = evaluator.into_journal();
        kept.remove();
        Ok(Self { predicted, asked, journal })
    }

    /// Writes what it was asked for with, as a file that is whole in itself.
    pub(super) fn asked_text(&self) -> Result<String> {
        toml::to_string(self.asked)
            .map_err(|error| Error::Internal(format!("the ensemble cannot be written: {error}")))
    }

    /// Removes the journal: the results are written.
    pub(super) fn done(self) -> Result<()> {
        self.journal.remove()
    }
}

/// What a run of a folder was asked with; nothing of a run without an ensemble.
///
/// # Errors
/// What the system says of the file, or what is wrong in it.
pub(super) fn asked_in(folder: &Path) -> Result<Option<WithEnsemble>> {
    let path: PathBuf = folder.join(ENSEMBLE);
    if !path.is_file() {
        return Ok(None);
    }
    let text = files::text(&path, files::MOST_OF_DATA)?;
    toml::from_str(&text).map(Some).map_err(|error| Error::file(&path, &error.to_string()))
}

/// Says what many draws of a large grid cost, before they are run.
fn warn(seconds: f64, draws: usize, scenario: &Scenario, hear: &Hear<'_>) {
    // Only then is it asked how fast the machine is.
    let threads = rayon::current_num_threads();
    if seconds < 0.1 * LONG {
        return;
    }
    let seconds = slowness() * seconds / threads as f64;
    if seconds < LONG {
        return;
    }
    let time =
        humantime::format_duration(std::time::Duration::from_secs(60 * (seconds / 60.0).ceil() as u64));
    let advice = match scenario.grid.geometry {
        Geometry::Patch | Geometry::Slab => {
            "; --set grid.geometry=cell takes seconds a draw, and bands are as wide there as far as parameters go"
        }
        _ => "; fewer draws take less: --ensemble N",
    };
    hear(Event::Warning(&format!(
        "{draws} draws of this scenario take about {time} on {threads} threads{advice}"
    )));
}
