//! What looks into a run, and when.
//!
//! What and when are separate: an [`Observer`] is shown the skin, a [`Schedule`] says on which days. Looking
//! changes nothing: between steps the skin is shown by dense output.

pub mod budget;
pub mod fields;
pub mod films;
pub mod guards;
pub mod maps;
pub mod profile;
pub mod schedule;
pub mod series;
mod slices;
pub mod topicals;
pub mod view;

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::Result;
use crate::numerics::{Reader, Writer};
use crate::scenario::Scenario;
use crate::simulation::run::setup::Setup;

pub use crate::numerics::Work;
pub use schedule::Schedule;
pub use view::View;

/// Looks into a run.
///
/// What it has kept goes with a run that is interrupted and gone on with, where it says how: by
/// [`save`](Self::save) and [`load`](Self::load).
pub trait Observer {
    /// Before the first look; of a run that goes on, once what was kept of it is [`load`](Self::load)ed.
    ///
    /// # Errors
    /// Whatever the observer cannot go on with; the run stops with it.
    fn begin(&mut self, _setup: &Setup<'_>) -> Result<()> {
        Ok(())
    }

    /// A day of its schedule. On a session's day the skin is shown as it is just before; a schedule that
    /// asks for it shows it once more just after.
    ///
    /// # Errors
    /// As for [`begin`](Self::begin).
    fn look(&mut self, view: &View<'_>) -> Result<()>;

    /// Hears of every step: the day that it reached, and the work so far.
    fn step(&mut self, _day: f64, _work: Work) {}

    /// The end of the run, and the skin there.
    ///
    /// # Errors
    /// As for [`begin`](Self::begin).
    fn finish(&mut self, _view: &View<'_>) -> Result<()> {
        Ok(())
    }

    /// Whether it goes with a run that is kept and gone on with. One that does not leaves no trace in what is kept: the
    /// run goes on with it, without it, or with another.
    fn goes_along(&self) -> bool {
        true
    }

    /// Writes all that it has kept of the run so far. Nothing by default, which is right for what keeps nothing.
    fn save(&self, _to: &mut Writer) {}

    /// Reads what one of its kind wrote, in place of what it has. `days` are those of its schedule: a run that
    /// goes on to a later end may have other ones, and what was kept of a day that is none of them is left out.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File) where it cannot be read.
    fn load(&mut self, _from: &mut Reader<'_>, _days: &Days<'_>) -> Result<()> {
        Ok(())
    }
}

/// Days of a schedule, for what was kept of a run that goes on.
#[derive(Debug, Clone, Copy)]
pub struct Days<'d>(pub(super) &'d [f64]);

impl Days<'_> {
    /// Most looks that there can be at them.
    pub fn looks(&self) -> usize {
        // On the day of a session there may be a second one.
        2 * self.0.len()
    }

    /// Whether a look at this time was a look at one of them.
    pub fn have(&self, time_day: f64) -> bool {
        let first = self.0.partition_point(|day| *day < time_day - schedule::SHORTLY);
        self.0.get(first).is_some_and(|day| *day < time_day + schedule::SHORTLY)
    }
}

/// What holds an observer is one: everything goes on to what it holds, so that nothing is left to a default.
macro_rules! holds_an_observer {
    ($($holder:ty),+) => {$(
        impl<O: Observer + ?Sized> Observer for $holder {
            fn begin(&mut self, setup: &Setup<'_>) -> Result<()> {
                (**self).begin(setup)
            }

            fn look(&mut self, view: &View<'_>) -> Result<()> {
                (**self).look(view)
            }

            fn step(&mut self, day: f64, work: Work) {
                (**self).step(day, work);
            }

            fn finish(&mut self, view: &View<'_>) -> Result<()> {
                (**self).finish(view)
            }

            fn goes_along(&self) -> bool {
                (**self).goes_along()
            }

            fn save(&self, to: &mut Writer) {
                (**self).save(to);
            }

            fn load(&mut self, from: &mut Reader<'_>, days: &Days<'_>) -> Result<()> {
                (**self).load(from, days)
            }
        }
    )+};
}
holds_an_observer!(&mut O, Box<O>);

/// An observer that somebody else reads when the run is done.
impl<O: Observer> Observer for Rc<RefCell<O>> {
    fn begin(&mut self, setup: &Setup<'_>) -> Result<()> {
        self.borrow_mut().begin(setup)
    }

    fn look(&mut self, view: &View<'_>) -> Result<()> {
        self.borrow_mut().look(view)
    }

    fn step(&mut self, day: f64, work: Work) {
        self.borrow_mut().step(day, work);
    }

    fn finish(&mut self, view: &View<'_>) -> Result<()> {
        self.borrow_mut().finish(view)
    }

    fn goes_along(&self) -> bool {
        self.borrow().goes_along()
    }

    fn save(&self, to: &mut Writer) {
        self.borrow().save(to);
    }

    fn load(&mut self, from: &mut Reader<'_>, days: &Days<'_>) -> Result<()> {
        self.borrow_mut().load(from, days)
    }
}

/// An observer with its days, as a run goes through them.
pub(super) struct Watch<'o> {
    what: Box<dyn Observer + 'o>,
    schedule: Schedule,
    days: Vec<f64>,
    /// Days that are past.
    passed: usize,
}

impl<'o> Watch<'o> {
    pub(super) fn new(schedule: &Schedule, what: Box<dyn Observer + 'o>, setup: &Setup<'_>) -> Self {
        let days = schedule.days(setup.scenario());
        Self { what, schedule: schedule.clone(), days, passed: 0 }
    }

    /// The days.
    pub(super) fn days(&self) -> &[f64] {
        &self.days
    }

    /// The days that they would be in another scenario.
    pub(super) fn planned(&self, scenario: &Scenario) -> Vec<f64> {
        self.schedule.days(scenario)
    }

    /// Whether the observer goes with a run that is kept.
    pub(super) fn goes_along(&self) -> bool {
        self.what.goes_along()
    }

    /// Writes what the observer has kept.
    pub(super) fn save(&self, to: &mut Writer) {
        self.what.save(to);
    }

    /// Reads what it had kept.
    pub(super) fn load(&mut self, from: &mut Reader<'_>) -> Result<()> {
        self.what.load(from, &Days(&self.days))
    }

    /// The observer.
    pub(super) fn what(&mut self) -> &mut (dyn Observer + 'o) {
        self.what.as_mut()
    }

    /// Shows `view` if its day is due.
    pub(super) fn show(&mut self, view: &View<'_>) -> Result<()> {
        while self.days.get(self.passed).is_some_and(|day| *day < view.day() - schedule::SAME) {
            self.passed += 1;
        }
        let due = self.days.get(self.passed).is_some_and(|day| schedule::near(*day, view.day()));
        if due && (view.session().is_none() || self.schedule.shows_after_sessions()) {
            self.what.look(view)
        } else {
            Ok(())
        }
    }
}

/// Tells of every step.
pub struct Told<F>(pub F);

impl<F: FnMut(f64, Work)> Observer for Told<F> {
    fn look(&mut self, _view: &View<'_>) -> Result<()> {
        Ok(())
    }

    fn step(&mut self, day: f64, work: Work) {
        (self.0)(day, work);
    }
}
