//! What moves the skin, and shows it on the days that its steps pass.

use std::cell::Cell;

use super::agents::Agents;
use super::clock::Leg;
use super::passed::Passed;
use super::setup::Scene;
use super::{SkinState, View, Watch, failed, show};
use crate::error::{Error, Result};
use crate::model::{Active, FIELDS, SURFACE_FIELDS, Skin, stepper};
use crate::numerics::{Looks, Stepper};

/// What moves the state.
pub(super) struct Motion {
    pub(super) stepper: Box<dyn Stepper<Skin, FIELDS, SURFACE_FIELDS>>,
    pub(super) active: Active,
    /// Room for the state between steps.
    between: Option<SkinState>,
    /// What is seen between steps without it.
    pub(super) passed: Passed,
}

impl Motion {
    /// The stepper of the scenario, from `state` on; on `all` of the skin, or where the scenario allows it on what is not at
    /// rest.
    ///
    /// # Errors
    /// There is no such stepper.
    pub(super) fn new(scene: &Scene<'_>, state: &SkinState, all: bool) -> Result<Self> {
        let run = &scene.setup.scenario().run;
        let stepper = stepper(run.stepper, run.tolerance, state.shape()).ok_or_else(|| {
            Error::Usage(format!("there is no stepper named {}; see `dermis list steppers`", run.stepper))
        })?;
        let active = Active::new(&scene.on, state, run.tolerance, run.active_box && !all);
        Ok(Self { stepper, active, between: None, passed: Passed::default() })
    }

    /// One step from a day to at most another, in a leg; the days of the leg that it passes are shown to agents and watches.
    /// Returns the day reached.
    ///
    /// # Errors
    /// Where the numbers fail, and what observers return.
    pub(super) fn step<'a>(
        &mut self,
        scene: &Scene<'a>,
        state: &mut SkinState,
        leg: &Leg,
        [from, to]: [f64; 2],
        (agents, watches): (&mut Agents<'a>, &mut [Watch<'a>]),
    ) -> Result<f64> {
        let Self { stepper, active, between, passed } = self;
        // Where all is solved by polynomials, so are its means; otherwise each look is one at the state.
        let smooth = stepper.blends() && !active.is_part();
        if !smooth {
            passed.forget();
        } else if passed.is_empty() {
            passed.reached(scene.snapshot(state, from));
        }
        let mut outcome = Ok(());
        let mut look = |day: f64, state: &SkinState| {
            let shown = show(agents, watches, View::new(scene, state, day));
            if outcome.is_ok() {
                outcome = shown.map(|_| ());
            }
        };
        let days: &[f64] = if smooth { &[] } else { &leg.days };
        let mut looks = Looks { days, landing: &leg.landing, between, look: &mut look };
        let reached = active.step(&scene.on, state, stepper.as_mut(), [from, to], &mut looks);
        let reached = reached.map_err(|failure| failed(scene, from, failure))?;
        outcome?;
        if !smooth {
            return Ok(reached);
        }
        passed.reached(scene.snapshot(state, reached));
        let (state, active, stepper) = (&*state, &*active, stepper.as_ref());
        // What was solved in a window has left room for that.
        let room = Cell::new(between.take().filter(|room| room.shape() == state.shape()));
        for &day in leg.days.iter().filter(|day| **day > from && **day <= reached) {
            let make = || {
                let mut out = room.take().unwrap_or_else(|| state.clone());
                active.observe(&scene.on, state, stepper, day, &mut out);
                out
            };
            let view = if day == reached {
                View::new(scene, state, day).known(passed.newest().cloned())
            } else {
                View::between(scene, make, day).known(passed.on(day, &stepper.blend(day)))
            };
            let made = show(agents, watches, view)?.into_made();
            room.set(made.or_else(|| room.take()));
        }
        *between = room.into_inner();
        Ok(reached)
    }
}
