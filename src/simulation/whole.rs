//! A whole run with the usual observers, and what is made of what they kept.

use super::observe::films::Films;
use super::observe::guards::Guards;
use super::observe::maps::Maps;
use super::observe::profile::Profile;
use super::observe::topicals::Topicals;
use super::observe::{Observer, Schedule, Told};
use super::readout::seen::{Seen, recorder};
use super::readout::summary::{Kept, Summary};
use super::run::{Keep, Run};
use crate::cancel::Cancel;
use crate::error::Result;
use crate::figure::{Figure, Film, HeatMap};
use crate::numerics::{Reader, Work};
use crate::outcome::figures;
use crate::scenario::Scenario;
use crate::series::{PlacedNeedle, TimeSeries};

/// Everything that a run gives.
pub struct RunResult {
    /// Outcomes over time, as `[observe]` asks for them.
    pub series: TimeSeries,
    /// Outcomes whatever `[observe]` asks for: closely enough for peaks and crossings, and on days that were asked
    /// for.
    pub seen: Seen,
    /// Every needle of every session, in order.
    pub needles: Vec<PlacedNeedle>,
    /// Depth–lateral maps by day.
    pub maps: Vec<Vec<HeatMap>>,
    /// Days of the maps; on a session's day they show the skin just after it.
    pub map_days: Vec<f64>,
    /// Slices of the skin over days, where they were asked for.
    pub films: Vec<Film>,
    /// What was run, what it cost and how it ended.
    pub summary: Summary,
}

impl RunResult {
    /// Figures, ready to draw.
    pub fn figures(&self) -> Vec<Figure> {
        let sessions: Vec<f64> = self.summary.sessions.iter().map(|report| report.day).collect();
        let mut all = figures::curves(&self.series, &sessions);
        all.extend(figures::topicals(&self.series, &sessions));
        all.extend(figures::maps(&self.maps));
        all
    }
}

/// A scenario to be run whole.
pub struct Simulation<'a> {
    scenario: &'a Scenario,
    asked: Vec<f64>,
    watched: Vec<(Schedule, Box<dyn Observer + 'a>)>,
    filmed: bool,
    cancel: Cancel,
    saved: Option<Saved<'a>>,
}

/// What a run goes on from.
pub struct Saved<'s> {
    /// What [`Run::save_into`] wrote of it.
    pub memory: Reader<'s>,
    /// The scenario that it was begun with.
    pub planned: &'s Scenario,
}

impl<'a> Simulation<'a> {
    /// Of a scenario.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            asked: Vec::new(),
            watched: Vec::new(),
            filmed: false,
            cancel: Cancel::default(),
            saved: None,
        }
    }

    /// Looks at outcomes on these days too, for [`RunResult::seen`].
    #[must_use]
    pub fn asked(mut self, days: &[f64]) -> Self {
        self.asked.extend(days);
        self
    }

    /// Shows the run to another observer on these days, after the usual ones.
    #[must_use]
    pub fn watched(mut self, schedule: Schedule, what: impl Observer + 'a) -> Self {
        self.watched.push((schedule, Box::new(what)));
        self
    }

    /// Keeps slices of the skin over days, for [`RunResult::films`].
    #[must_use]
    pub fn filmed(self, filmed: bool) -> Self {
        Self { filmed, ..self }
    }

    /// Stops where `cancel` asks for it.
    #[must_use]
    pub fn stop_on(self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self }
    }

    /// Goes on from there, as [`Run::go_on_from`] says, and not from the first day.
    #[must_use]
    pub fn from(self, saved: Option<Saved<'a>>) -> Self {
        Self { saved, ..self }
    }

    /// Runs from the first day to the last. `progress` hears the day and the work after every step.
    ///
    /// # Errors
    /// [`Error::Numerical`](crate::Error::Numerical) where the numbers fail,
    /// [`Error::Cancelled`](crate::Error::Cancelled) where a stop was asked for.
    pub fn run(self, progress: &mut dyn FnMut(f64, Work)) -> Result<RunResult> {
        self.run_kept(progress, &mut |_, _| Ok(()))
    }

    /// The same; `keep` hears of the run between its steps, as [`Run::finish_kept`] says.
    ///
    /// # Errors
    /// As for [`run`](Self::run), what `keep` returns, and what is wrong with what is gone on from.
    pub fn run_kept(self, progress: &mut dyn FnMut(f64, Work), keep: &mut Keep<'_>) -> Result<RunResult> {
        let asked = Schedule::days_at(self.asked);
        let [mut rows, mut followed, mut on_days] =
            [&Schedule::series(), &Schedule::followed(), &asked].map(|days| recorder(self.scenario, days));
        let mut topicals = Topicals::default();
        let films_on = if self.filmed { Films::schedule(self.scenario) } else { Schedule::never() };
        let mut films = Films::default();
        let (mut maps, mut guards, mut profile) = (Maps::default(), Guards::default(), Profile::default());
        let mut progress = Told(progress);
        let mut run = Run::new(self.scenario);
        run.stop_on(&self.cancel)
            .watch(&Schedule::series(), &mut rows)
            .watch(&Schedule::followed(), &mut followed)
            .watch(&asked, &mut on_days)
            .watch(&Schedule::series(), &mut topicals)
            .watch(&Schedule::maps().and_after_sessions(), &mut maps)
            .watch(&films_on, &mut films)
            .watch(&Schedule::sessions().and_after_sessions(), &mut guards)
            .watch(&Schedule::sessions(), &mut profile)
            .watch(&Schedule::never(), &mut progress);
        for (schedule, what) in self.watched {
            run.watch(&schedule, what);
        }
        if let Some(Saved { memory, planned }) = self.saved {
            run.go_on_from(memory, planned)?;
        }
        run.finish_kept(keep)?;
        let needles = (1..).zip(run.sessions()).flat_map(|(number, report)| report.needles(number)).collect();
        let (sessions, agents) = (run.sessions().to_vec(), run.topicals());
        let work = Summary::work(&run.effort());
        let (grid, symmetry) = Summary::grid(run.setup());
        drop(run);
        let mut series = rows.finish();
        topicals.join(&mut series);
        let seen = Seen { followed: followed.finish(), asked: on_days.finish() };
        let kept = Kept { followed: &seen.followed, sessions, topicals: agents, guards, grid, symmetry };
        let work = work.with(&profile);
        let summary = Summary::new(self.scenario, kept, work);
        let (films, map_days) = (films.finish(), maps.on());
        Ok(RunResult { series, seen, needles, map_days, maps: maps.days, films, summary })
    }
}
