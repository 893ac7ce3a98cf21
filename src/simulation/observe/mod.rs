//! What looks into a run, and when.
//!
//! What and when are separate: an [`Observer`] is shown the skin, a [`Schedule`] says on which days. Looking
//! changes nothing: between steps the skin is shown by dense output.

pub mod budget;
pub mod films;
pub mod maps;
pub mod profile;
pub mod schedule;
pub mod series;
pub mod topicals;
pub mod view;

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::Result;
use crate::simulation::run::setup::Setup;

pub use crate::numerics::Work;
pub use schedule::Schedule;
pub use view::View;

/// Looks into a run.
pub trait Observer {
    /// Before the first look.
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
}

/// An observer that is kept by somebody else.
impl<O: Observer + ?Sized> Observer for &mut O {
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
}

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
}

/// An observer with its days, as a run goes through them.
pub(super) struct Watch<'o> {
    what: Box<dyn Observer + 'o>,
    after_sessions: bool,
    days: Vec<f64>,
    /// Days that are past.
    passed: usize,
}

impl<'o> Watch<'o> {
    pub(super) fn new(schedule: &Schedule, what: Box<dyn Observer + 'o>, setup: &Setup<'_>) -> Self {
        let days = schedule.days(setup.scenario());
        Self { what, after_sessions: schedule.shows_after_sessions(), days, passed: 0 }
    }

    /// The days.
    pub(super) fn days(&self) -> &[f64] {
        &self.days
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
        if due && (view.session().is_none() || self.after_sessions) { self.what.look(view) } else { Ok(()) }
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
