//! What is seen of a run whose numbers are asked for: days that are named, and outcomes closely enough for
//! peaks and crossings.
//!
//! Both are shown by dense output, apart from each other and from what the scenario writes into a series: what
//! is asked for changes nothing else.

use std::cell::RefCell;
use std::rc::Rc;

use crate::outcome::Recorder;
use crate::scenario::Scenario;
use crate::series::TimeSeries;
use crate::series::curve::Curve;
use crate::simulation::observe::Schedule;
use crate::simulation::observe::guards::Guards;
use crate::simulation::observe::schedule::{SAME, near};
use crate::simulation::observe::series::MOMENT;
use crate::simulation::run::Run;

/// Observers of a run whose numbers are asked for.
pub struct Eyes {
    followed: Rc<RefCell<Recorder>>,
    asked: Rc<RefCell<Recorder>>,
    guards: Rc<RefCell<Guards>>,
}

impl Eyes {
    /// Shows a run on these days, and as closely as it is followed.
    pub fn on(run: &mut Run<'_>, asked: impl IntoIterator<Item = f64>) -> Self {
        let scenario = run.setup().scenario();
        let mut watch = |schedule: Schedule| {
            let recorder = Rc::new(RefCell::new(recorder(scenario, &schedule)));
            run.watch(&schedule, Rc::clone(&recorder));
            recorder
        };
        let (followed, asked) = (watch(Schedule::followed()), watch(Schedule::days_at(asked)));
        let guards = Rc::new(RefCell::new(Guards::default()));
        run.watch(&Schedule::sessions().and_after_sessions(), Rc::clone(&guards));
        Self { followed, asked, guards }
    }

    /// What does not hold of the run, for people; empty where all does.
    pub fn doubt(&self) -> String {
        self.guards.borrow().warnings().join("; ")
    }

    /// What they have seen.
    pub fn seen(&self) -> Seen {
        let taken = |recorder: &Rc<RefCell<Recorder>>| recorder.take().finish();
        Seen { followed: taken(&self.followed), asked: taken(&self.asked) }
    }
}

/// Keeps every outcome, with room for all days of a schedule.
pub(in crate::simulation) fn recorder(scenario: &Scenario, schedule: &Schedule) -> Recorder {
    let again = if schedule.shows_after_sessions() { scenario.sessions.len() } else { 0 };
    Recorder::new(scenario.parameters.readout).with_room(schedule.days(scenario).len() + again)
}

/// Outcomes of a run, as they were seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// Closely enough for peaks and crossings.
    pub followed: TimeSeries,
    /// On days that were asked for.
    pub asked: TimeSeries,
}

impl Seen {
    /// An outcome over the whole run, smooth between looks.
    pub fn curve(&self, column: &str) -> Curve {
        self.followed.curve(column).map_or_else(Curve::default, |curve| curve.smooth())
    }

    /// An outcome on a day that was asked for; nothing where the run or the region was not there yet.
    pub fn at(&self, column: &str, day: f64) -> Option<f64> {
        let row = self.asked.time_day.iter().position(|&seen| near(seen, day))?;
        self.asked.column(column)?.values.get(row).copied().filter(|value| value.is_finite())
    }

    /// An outcome just after the session of a day; nothing where there was none.
    pub fn just_after(&self, column: &str, session_day: f64) -> Option<f64> {
        let times = &self.followed.time_day;
        let row = times.partition_point(|&seen| seen < session_day + MOMENT - SAME);
        let there = times.get(row).is_some_and(|&seen| near(seen, session_day + MOMENT));
        let value = self.followed.column(column).filter(|_| there)?.values.get(row).copied();
        value.filter(|value| value.is_finite())
    }

    /// An outcome on increasing days that were asked for, `NaN` where the run or the region was not there.
    pub fn on(&self, column: &str, days: &[f64]) -> Vec<f64> {
        let Some(column) = self.asked.column(column) else { return vec![f64::NAN; days.len()] };
        let mut row = 0;
        let value = |day: &f64| {
            row += self.asked.time_day[row..]
                .iter()
                .take_while(|seen| **seen < *day && !near(**seen, *day))
                .count();
            let there = self.asked.time_day.get(row).is_some_and(|seen| near(*seen, *day));
            if there { column.values[row] } else { f64::NAN }
        };
        days.iter().map(value).collect()
    }
}
