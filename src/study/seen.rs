//! What a study sees of a run: the days that it asks for, and outcomes closely enough for peaks and crossings.
//!
//! Both are shown by dense output, apart from each other and from what the scenario writes into a series: what
//! is asked for changes nothing else.

use std::cell::RefCell;
use std::rc::Rc;

use super::recipe::Recipe;
use crate::outcome::Recorder;
use crate::series::TimeSeries;
use crate::series::curve::Curve;
use crate::simulation::observe::schedule::near;
use crate::simulation::{Run, Schedule};

/// Observers of a run whose numbers go into a study.
pub struct Eyes {
    followed: Rc<RefCell<Recorder>>,
    asked: Rc<RefCell<Recorder>>,
}

impl Eyes {
    /// Shows a run what the recipe asks for.
    pub fn on(run: &mut Run<'_>, recipe: &Recipe) -> Self {
        let scenario = run.setup().scenario();
        let mut watch = |schedule: Schedule| {
            let room = schedule.days(scenario).len();
            let recorder = Recorder::new(scenario.parameters.readout).with_room(room);
            let recorder = Rc::new(RefCell::new(recorder));
            run.watch(&schedule, Rc::clone(&recorder));
            recorder
        };
        let followed = watch(Schedule::followed());
        Self { followed, asked: watch(Schedule::days_at(recipe.days(scenario))) }
    }

    /// What they have seen.
    pub fn seen(&self) -> Seen {
        let taken = |recorder: &Rc<RefCell<Recorder>>| recorder.take().finish();
        Seen { followed: taken(&self.followed), asked: taken(&self.asked) }
    }
}

/// Outcomes of a run as a study has seen them.
pub struct Seen {
    followed: TimeSeries,
    asked: TimeSeries,
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
}
