//! What a scenario will cost, known before anything is allocated.

use super::regions::SkinState;
use crate::numerics::steppers::states_held;
use crate::scenario::Scenario;

/// States beside the stepper's: the one that moves and the one at rest.
const OWN_STATES: usize = 2;
/// Maps over the volume that regions and a session's injury hold, in fields.
const INJURY_FIELDS: f64 = 10.0;
/// Steps in the weeks after a session, beyond the steps to the daily observations.
const STEPS_PER_SESSION: f64 = 170.0;
/// Seconds of one step of one cell on one core, measured on the README's scenario.
const SECONDS_PER_CELL_STEP: f64 = 6.5e-7;

/// The cost of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Cells along depth, length and width (z, y, x).
    pub shape: [usize; 3],
    /// Memory in bytes.
    pub memory_bytes: f64,
    /// Time steps, roughly.
    pub steps: f64,
    /// Seconds on one core, roughly.
    pub seconds: f64,
}

/// What running a scenario will cost.
pub fn estimate(scenario: &Scenario) -> Estimate {
    let shape @ [z, y, x] = scenario.grid.shape(&scenario.site, &scenario.sessions);
    let cells = (z * y * x) as f64;
    let states = states_held(&scenario.run.stepper) + OWN_STATES;
    let sessions = scenario.sessions.iter().filter(|session| session.day <= scenario.run.days).count();
    let steps = sessions as f64 * STEPS_PER_SESSION + scenario.run.days / scenario.observe.interval_days;
    Estimate {
        shape,
        memory_bytes: (states * SkinState::bytes((z, y, x))) as f64
            + INJURY_FIELDS * cells * size_of::<f64>() as f64,
        steps,
        seconds: cells * steps * SECONDS_PER_CELL_STEP,
    }
}
