//! Long runs of a study, kept on the way beside its journal.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::keeping::{Keeper, Period, USUAL_PERIOD};
use super::run::is_long;
use super::{Event, Hear};
use crate::checkpoint::{Checkpoints, Header, Opened};
use crate::error::Result;
use crate::files::parent;
use crate::numerics::Reader;
use crate::output::near;
use crate::simulation::Run;
use crate::simulation::mixed::kind;
use crate::study::execute::carrier::Carrier;
use crate::study::plan::Case;
use crate::tidy::short;

/// Checkpoints of the runs of one study, or of a part of it.
pub(super) struct KeptRuns<'k> {
    /// What their names continue.
    place: PathBuf,
    period: Period,
    hear: &'k Hear<'k>,
}

impl<'k> KeptRuns<'k> {
    pub(super) fn new(place: PathBuf, period: Period, hear: &'k Hear<'k>) -> Self {
        Self { place, period, hear }
    }

    /// Time between two checkpoints of a run; nothing of one that is begun anew sooner than it is kept.
    fn every(&self, case: &Case) -> Option<Duration> {
        match self.period {
            Period::Usual => is_long(case.cost.seconds).then_some(USUAL_PERIOD),
            Period::Every(every) => Some(every),
            Period::Never => None,
        }
    }

    fn checkpoints(&self, fingerprint: u128) -> Checkpoints {
        Checkpoints::of(&near(&self.place, &format!(".run-{fingerprint:032x}")))
    }

    fn warn(&self, text: &str) {
        (self.hear)(Event::Warning(text));
    }

    /// The checkpoint that a run goes on from. What cannot be gone on from is told: the run is begun anew.
    fn resumed(&self, case: &Case, checkpoints: &Checkpoints) -> Option<Opened> {
        let (opened, damage) = match checkpoints.open() {
            Ok(found) => found?,
            Err(error) => {
                self.warn(&format!("{error}; this run begins anew"));
                return None;
            }
        };
        if let Some(error) = damage {
            let day = short(opened.header.day);
            self.warn(&format!("{error}; going on from the checkpoint before it, of day {day}"));
        }
        let Header { build, scenario, .. } = &opened.header;
        // The journal is of this build and this study; one that is not has been left by another.
        (build.is_this() && *scenario == case.scenario.to_toml()).then_some(opened)
    }

    /// Removes what is left of any run: the study is done.
    pub(super) fn remove(&self) {
        let any = self.checkpoints(0);
        let name = any.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((begins, ends)) = name.split_once(&format!("{:032x}", 0)) else { return };
        let Ok(entries) = fs::read_dir(parent(&self.place)) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.strip_prefix(begins).and_then(|after| after.split_once(ends));
            if let Some(number) = number.and_then(|(number, _)| u128::from_str_radix(number, 16).ok()) {
                self.forget(number);
            }
        }
    }

    fn forget(&self, fingerprint: u128) {
        if let Err(error) = self.checkpoints(fingerprint).remove() {
            self.warn(&error.to_string());
        }
    }
}

impl Carrier for KeptRuns<'_> {
    fn finish(&self, case: &Case, run: &mut Run<'_>) -> Result<()> {
        let Some(every) = self.every(case) else { return run.finish() };
        let checkpoints = self.checkpoints(case.fingerprint);
        let resumed = self.resumed(case, &checkpoints);
        if let Some(opened) = &resumed {
            run.go_on_from(Reader::of(opened.memory()?, opened.bytes)?, &case.scenario)?;
        }
        let mut keeper = Keeper {
            checkpoints: &checkpoints,
            on_grid: None,
            header: Header::new(case.scenario.to_toml(), None),
            every: Some(every),
            leave: None,
            from: run.reached(),
            restart: false,
            last: Instant::now(),
            pause: Duration::ZERO,
            sparing: self.period == Period::Usual,
        };
        run.finish_kept(&mut |run, between| keeper.keep(run, between, self.hear))
    }

    fn done(&self, case: &Case) {
        // Lanes are not kept.
        if self.every(case).is_some() && kind(&case.scenario).is_none() {
            self.forget(case.fingerprint);
        }
    }
}
