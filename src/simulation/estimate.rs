//! What a scenario will cost, known before anything is allocated.

use super::domain::mesh::Mesh;
use super::domain::regions::SkinState;
use super::domain::symmetry::Symmetry;
use crate::numerics::steppers::{chosen, states_held};
use crate::scenario::Scenario;

/// States beside the stepper's: the one that moves, the one at rest and the one observed.
const OWN_STATES: usize = 3;
/// Maps over the volume that regions and a session's injury hold, in fields.
const INJURY_FIELDS: f64 = 10.0;
/// Work of one stepper, measured on the README's scenario and on its patch.
struct Cost {
    /// Steps in the weeks after a session.
    steps_per_session: f64,
    /// Days that a step takes once healing is slow.
    days_per_step: f64,
    /// Seconds of one step of one cell on one core.
    seconds_per_cell_step: f64,
}

/// The cost of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Cells along depth, length and width (z, y, x).
    pub shape: [usize; 3],
    /// Cells of the part that is solved, along the same directions.
    pub solved: [usize; 3],
    /// How often that part fits into all.
    pub copies: usize,
    /// The time stepper that will do it.
    pub stepper: String,
    /// Memory in bytes.
    pub memory_bytes: f64,
    /// Time steps, roughly.
    pub steps: f64,
    /// Seconds on one core, roughly.
    pub seconds: f64,
}

/// Bytes of the maps that a run holds beside its states.
fn maps(shape: (usize, usize, usize)) -> f64 {
    INJURY_FIELDS * (shape.0 * shape.1 * shape.2 * size_of::<f64>()) as f64
}

/// What running a scenario will cost.
pub fn estimate(scenario: &Scenario) -> Estimate {
    let shape = scenario.grid.shape(&scenario.site, &scenario.sessions);
    let (symmetry, _) = Symmetry::find(scenario, &[], &Mesh::outline(scenario));
    let (z, y, x) = symmetry.shape(shape[0]);
    let cells = (z * y * x) as f64;
    let run = &scenario.run;
    let stepper = chosen(&run.stepper, run.tolerance, (z, y, x));
    let states = states_held(stepper) + OWN_STATES;
    let cost = match stepper {
        "qndf" | "qndf_single" => {
            Cost { steps_per_session: 95.0, days_per_step: 5.0, seconds_per_cell_step: 3.5e-7 }
        }
        "ros34pw2" => Cost { steps_per_session: 130.0, days_per_step: 1.0, seconds_per_cell_step: 4.0e-7 },
        _ => Cost { steps_per_session: 600.0, days_per_step: 0.1, seconds_per_cell_step: 2.0e-7 },
    };
    let sessions = scenario.sessions.iter().filter(|session| session.day <= scenario.run.days).count();
    let steps = sessions as f64 * cost.steps_per_session + scenario.run.days / cost.days_per_step;
    Estimate {
        shape,
        solved: [z, y, x],
        copies: symmetry.copies(),
        stepper: stepper.to_owned(),
        // Injuries are those of all the skin before they are cut to what is solved.
        memory_bytes: (states * SkinState::bytes((z, y, x))) as f64 + maps(shape.into()),
        steps,
        seconds: cells * steps * cost.seconds_per_cell_step,
    }
}
