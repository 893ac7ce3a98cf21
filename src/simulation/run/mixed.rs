//! Well-mixed runs side by side, one a vector lane: many patients in the time of few.

use super::{Leg, Run, SkinState, View, show};
use crate::model::{FIELDS, SURFACE_FIELDS, Skin, lanes};
use crate::numerics::batch::{self, Problem};
use crate::numerics::steppers::chosen;
use crate::scenario::{Geometry, Scenario};

/// Hill exponents, which all lanes share: runs in their order fill lanes best.
pub type Kind = [u32; 2];

/// The kind of a run that lanes take; nothing of one that has to run by itself. Lanes have one cell
/// and one method, and no agents on the skin, which would change the model on the way.
pub fn kind(scenario: &Scenario) -> Option<Kind> {
    let mixed = scenario.grid.geometry == Geometry::WellMixed && scenario.topicals.is_empty();
    let run = &scenario.run;
    let fits = mixed && chosen(run.stepper, run.tolerance, (1, 1, 1)) == batch::METHOD;
    let p = &scenario.parameters.biology;
    fits.then_some([p.differentiation_exponent as u32, p.scar_exponent as u32])
}

/// A well-mixed run as a lane carries it.
pub struct MixedRun<'a, K> {
    /// What the caller knows it by.
    pub number: usize,
    kept: K,
    run: Run<'a>,
    begun: bool,
    failed: bool,
}

impl<'a, K> MixedRun<'a, K> {
    /// A run of which there is a [`kind`]: what lanes carry is to the bit what it does by itself. `kept` is
    /// what its observers fill.
    pub fn new(number: usize, run: Run<'a>, kept: K) -> Self {
        Self { number, kept, run, begun: false, failed: false }
    }

    /// What its observers kept of the whole run; nothing where it failed.
    pub fn finish(self) -> Option<K> {
        (!self.failed).then_some(self.kept)
    }
}

impl<K> Problem<Skin, FIELDS, SURFACE_FIELDS> for MixedRun<'_, K> {
    fn system(&self) -> &Skin {
        self.run.on().system()
    }

    fn tolerance(&self) -> f64 {
        self.run.setup().scenario().run.tolerance
    }

    /// From session to session.
    fn next(&mut self, state: &mut SkinState) -> Option<batch::Leg> {
        if std::mem::replace(&mut self.begun, true) {
            self.run.state.clone_from(state);
            self.run.arrive();
        }
        let leg = self.run.depart();
        state.clone_from(&self.run.state);
        self.failed |= leg.is_err();
        let Some(leg) = leg.ok()? else {
            self.failed |= self.run.end().is_err();
            return None;
        };
        let Leg { from, to, days, landing, .. } = leg.clone();
        self.run.clock.leg = Some(leg);
        Some(batch::Leg { from, to, days, landing })
    }

    fn look(&mut self, day: f64, state: &SkinState) {
        let Run { scene, agents, watches, .. } = &mut self.run;
        self.failed |= show(agents, watches, View::new(scene, state, day)).is_err();
    }

    fn fail(&mut self) {
        self.failed = true;
    }
}

/// Runs all of them on one core, in any order; `done` gets each as it is done.
///
/// # Errors
/// The first of `next` or `done`, at once.
pub fn carry<'a, K, E>(
    next: impl FnMut() -> Result<Option<MixedRun<'a, K>>, E>,
    done: impl FnMut(MixedRun<'a, K>) -> Result<(), E>,
) -> Result<(), E> {
    batch::carry(lanes(), next, done)
}
