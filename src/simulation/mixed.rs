//! Well-mixed runs side by side, one a vector lane: many patients in the time of few.

use super::schedule::{Stop, stops};
use super::{Simulation, SkinState};
use crate::model::{FIELDS, SURFACE_FIELDS, Skin};
use crate::numerics::batch::{self, Leg, Problem};
use crate::numerics::steppers::chosen;
use crate::outcome::Recorder;
use crate::scenario::{Geometry, Scenario};
use crate::series::TimeSeries;

/// Hill exponents, which all lanes share: runs in their order fill lanes best.
pub type Kind = [u32; 2];

/// The kind of a run that lanes take; nothing of one that has to run by itself. Lanes have one cell
/// and one method, and no agents on the skin, which would change the model on the way.
pub fn kind(scenario: &Scenario) -> Option<Kind> {
    let mixed = scenario.grid.geometry == Geometry::WellMixed && scenario.topicals.is_empty();
    let run = &scenario.run;
    let fits = mixed && chosen(&run.stepper, run.tolerance, (1, 1, 1), f64::INFINITY) == batch::METHOD;
    let p = &scenario.parameters.biology;
    fits.then_some([p.differentiation_exponent as u32, p.scar_exponent as u32])
}

/// A well-mixed run as a lane carries it.
pub struct MixedRun<'a> {
    /// What the caller knows it by.
    pub number: usize,
    simulation: Simulation<'a>,
    stops: Vec<Stop>,
    /// Stops that the legs so far led to.
    passed: usize,
    recorder: Recorder,
    failed: bool,
}

impl<'a> MixedRun<'a> {
    /// A run of which there is a [`kind`].
    pub fn new(number: usize, scenario: &'a Scenario) -> Self {
        let stops = stops(scenario);
        let recorder = Recorder::new(scenario.parameters.readout).with_room(stops.len());
        let simulation = Simulation::new(scenario);
        Self { number, simulation, stops, passed: 0, recorder, failed: false }
    }

    /// Outcomes over time, to the bit those of [`Simulation::run`]; nothing where that would fail.
    pub fn finish(self) -> Option<TimeSeries> {
        (!self.failed).then(|| self.recorder.finish())
    }

    /// Carries out the session of the last stop; whether that went well.
    fn treat(&mut self, state: &mut SkinState) -> bool {
        let session = self.passed.checked_sub(1).and_then(|last| self.stops[last].session);
        session.is_none_or(|session| {
            self.simulation.state.clone_from(state);
            let treated = self.simulation.treat(session).is_ok();
            state.clone_from(&self.simulation.state);
            treated
        })
    }
}

impl Problem<Skin, FIELDS, SURFACE_FIELDS> for MixedRun<'_> {
    fn system(&self) -> &Skin {
        self.simulation.on.system()
    }

    fn tolerance(&self) -> f64 {
        self.simulation.scenario.run.tolerance
    }

    /// From session to session.
    fn next(&mut self, state: &mut SkinState) -> Option<Leg> {
        let from = match self.passed {
            0 => {
                state.clone_from(&self.simulation.state);
                0.0
            }
            passed => self.stops[passed - 1].day,
        };
        if !self.treat(state) {
            self.failed = true;
            return None;
        }
        let ahead = &self.stops[self.passed..];
        let count = ahead.iter().position(|stop| stop.session.is_some()).map_or(ahead.len(), |at| at + 1);
        let days: Vec<f64> = ahead[..count].iter().map(|stop| stop.day).collect();
        let &to = days.last()?;
        if days[0] == from {
            self.look(from, state);
        }
        self.passed += count;
        Some(Leg { from, to, days })
    }

    fn look(&mut self, day: f64, state: &SkinState) {
        let Simulation { regions, on, rest, .. } = &self.simulation;
        self.recorder.record(&regions.snapshot(on, state, rest, day));
    }

    fn fail(&mut self) {
        self.failed = true;
    }
}

/// Runs all of them on one core, in any order; `done` gets each as it is done.
///
/// # Errors
/// The first of `next` or `done`, at once.
pub fn carry<'a, E>(
    next: impl FnMut() -> Result<Option<MixedRun<'a>>, E>,
    done: impl FnMut(MixedRun<'a>) -> Result<(), E>,
) -> Result<(), E> {
    batch::carry(next, done)
}
