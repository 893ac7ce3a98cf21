//! What a run leaves on the disk while it goes on: checkpoints, by the clock and where a longer run goes on.

use std::time::{Duration, Instant};

use super::on_grid::OnGrid;
use super::{Event, Hear};
use crate::checkpoint::{Checkpoints, Header, Origin};
use crate::error::{Error, Result};
use crate::simulation::{Between, Run};

/// Time between two checkpoints where nothing else is said.
pub const USUAL_PERIOD: Duration = Duration::from_secs(600);

/// Times as long as a checkpoint took that the next waits at least, where nothing is said of how often: they take a
/// hundredth of a run at most, however slow the disk.
const SPARING: u32 = 100;

/// When checkpoints are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Period {
    /// Every ten minutes of a run that will take longer, by its estimate.
    #[default]
    Usual,
    /// So often, whatever it will take.
    Every(Duration),
    /// Only where a stop is asked for.
    Never,
}

/// How a run is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keeping {
    /// When checkpoints are written.
    pub period: Period,
    /// Whether to go on from the last checkpoint, where there is one.
    pub resume: bool,
    /// How long the run may take: then it is kept, and left with [`Error::Paused`].
    pub time_limit: Option<Duration>,
    /// Whether the results are to be without what a longer run goes on from.
    pub no_restart: bool,
    /// What the scenario was read from.
    pub origin: Option<Origin>,
}

/// Keeps a run between its steps.
pub(super) struct Keeper<'k> {
    pub(super) checkpoints: &'k Checkpoints,
    /// Fields that are written while the run goes on.
    pub(super) on_grid: Option<&'k OnGrid<'k>>,
    /// Of the last one.
    pub(super) header: Header,
    /// Time between two; nothing where there are to be none by the clock.
    pub(super) every: Option<Duration>,
    /// When the run has to leave.
    pub(super) leave: Option<Instant>,
    /// The day that it began on, or went on from.
    pub(super) from: f64,
    /// Whether what a longer run goes on from is kept.
    pub(super) restart: bool,
    pub(super) last: Instant,
    /// How long at least from one to the next by the clock, however often they are to be.
    pub(super) pause: Duration,
    /// Whether that follows what they take.
    pub(super) sparing: bool,
}

impl Keeper<'_> {
    /// Writes a checkpoint where one is due, and leaves where it is time.
    pub(super) fn keep(&mut self, run: &Run<'_>, between: Between, hear: &Hear<'_>) -> Result<()> {
        // However short its time, every part of a run in parts comes further.
        let moved = run.reached() > self.from;
        let over = moved && self.leave.is_some_and(|leave| Instant::now() >= leave);
        let stop = over || between == Between::Stop;
        let due = match between {
            Between::Steps => {
                moved && self.every.is_some_and(|every| self.last.elapsed() >= every.max(self.pause))
            }
            Between::Session => moved && self.every.is_some(),
            Between::NearEnd => self.restart || self.every.is_some(),
            Between::Stop => true,
        };
        if due || stop {
            let begin = Instant::now();
            if let Some(on_grid) = self.on_grid {
                on_grid.settle(self.lasts(between))?;
            }
            let written = self.write(run, between);
            self.last = Instant::now();
            if self.sparing {
                self.pause = SPARING * begin.elapsed();
            }
            match written {
                Err(error) if stop => return Err(error),
                // The run is worth more than its checkpoint.
                Err(error) => hear(Event::Warning(&format!("no checkpoint: {error}"))),
                Ok(()) => {}
            }
        }
        match stop {
            true => Err(Error::Paused { day: run.reached(), kept: self.checkpoints.path().into() }),
            false => Ok(()),
        }
    }

    fn write(&mut self, run: &Run<'_>, between: Between) -> Result<()> {
        let extends = between == Between::NearEnd;
        let header = Header { day: run.reached(), extends, ..self.header.clone() };
        self.checkpoints.write(&header, self.lasts(between), &mut |to| run.save_into(to))?;
        self.header = header;
        Ok(())
    }

    /// A short run is done again sooner than a disk is waited for.
    fn lasts(&self, between: Between) -> bool {
        self.every.is_some() || between != Between::NearEnd
    }

    /// A stop near the end, after what a longer run goes on from was kept, leaves that.
    pub(super) fn kept(&self, error: Error) -> Error {
        match error {
            Error::Cancelled { .. } if self.header.extends => {
                Error::Paused { day: self.header.day, kept: self.checkpoints.path().into() }
            }
            other => other,
        }
    }

    /// Whether the last checkpoint is one that a longer run goes on from, and that was asked for.
    pub(super) fn has_restart(&self) -> bool {
        self.restart && self.header.extends
    }
}
