//! What a lane keeps of its own: its time, its step, and what it is to show.

use super::Leg;
use crate::control::SMALLEST_STEP;
use crate::controller::{StepController, cut, shorter};
use crate::dense::Times;

/// A problem on its way.
pub(crate) struct Track<P> {
    pub problem: P,
    leg: Leg,
    /// Days of the leg that were shown.
    shown: usize,
    time: f64,
    controller: StepController,
    pub times: Times,
    /// What the step would be without limits: again after a step that was taken back, else none.
    again: Option<f64>,
    /// The step that is tried: its length, that without limits, and the time that it goes to.
    h: f64,
    wanted: f64,
    limit: f64,
    last: bool,
}

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Stands,
    Again,
    Hopeless,
}

impl<P> Track<P> {
    /// A problem that has not set out.
    pub(super) fn new(problem: P) -> Self {
        let leg = Leg { from: 0.0, to: 0.0, days: Vec::new(), landing: Vec::new() };
        Self {
            problem,
            leg,
            shown: 0,
            time: 0.0,
            controller: StepController::new(),
            times: Times::default(),
            again: None,
            h: 0.0,
            wanted: 0.0,
            limit: 0.0,
            last: false,
        }
    }

    /// Sets out on a leg; the state has jumped.
    pub(super) fn begin(&mut self, leg: Leg) {
        self.shown = leg.days.iter().take_while(|day| **day <= leg.from).count();
        self.time = leg.from;
        self.leg = leg;
        self.controller = StepController::new();
        self.times.forget();
        self.again = None;
    }

    pub(super) fn has_arrived(&self) -> bool {
        self.time >= self.leg.to
    }

    /// The step to try, days.
    pub(super) fn step(&mut self) -> f64 {
        if self.again.is_none() {
            // With states enough behind it a step may pass what it would land on.
            let few = !self.times.are_enough();
            let landing = || self.leg.landing.iter().copied().find(|day| *day > self.time);
            let next = if few { landing() } else { None };
            self.limit = next.unwrap_or(self.leg.to).min(self.leg.to);
            self.times.leave(self.time);
        }
        self.wanted = self.again.unwrap_or_else(|| self.controller.wanted());
        (self.h, self.last) = cut(self.wanted, self.limit - self.time);
        self.h
    }

    /// Judges the step by its error, 1 being what is allowed.
    pub(super) fn judge(&mut self, order: f64, error: f64) -> Verdict {
        if error <= 1.0 {
            self.controller.accept(order, self.h, self.wanted, error);
            self.time = if self.last { self.limit } else { self.time + self.h };
            self.times.reached(self.time);
            self.again = None;
            return Verdict::Stands;
        }
        let next = shorter(order, self.h, error);
        self.again = Some(next);
        if next < SMALLEST_STEP { Verdict::Hopeless } else { Verdict::Again }
    }

    /// The next day to show that was reached, and whether it lies before the time that was reached.
    pub(super) fn due(&mut self) -> Option<(f64, bool)> {
        let day = self.leg.days.get(self.shown).copied().filter(|&day| day <= self.time)?;
        self.shown += 1;
        Some((day, day < self.time))
    }
}
