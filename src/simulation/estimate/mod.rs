//! What a scenario will cost, known before anything is allocated.

mod steps;

use super::domain::mesh::Mesh;
use super::domain::regions::SkinState;
use super::domain::symmetry::Symmetry;
use super::observe::Schedule;
use super::observe::fields::rows;
use super::observe::maps::MAPPED;
use crate::dataset::most_waiting;
use crate::numerics::steppers::{chosen, states_held};
use crate::outcome::OUTCOMES;
use crate::outcome::on_grid::{self, OnGrid, Value};
use crate::scenario::{Geometry, Precision, Scenario};

/// States beside the stepper's: the one that moves, the one at rest and the one observed.
const OWN_STATES: f64 = 3.0;
/// Maps over the volume that regions and a session's injury hold, in fields.
const INJURY_FIELDS: f64 = 10.0;
/// Part of the skin that the steps still move at the end of a usual run, as it was measured.
const MOVED_PART: f64 = 0.93;
/// Bytes of fields that are gathered, compressed and written in a second.
const FIELD_BYTES_A_SECOND: f64 = 7e8;
/// Seconds of a look at a cell: dense output, and outcomes by region. The multistep methods take these where their steps
/// end, and the step has their cost.
const LOOK_CELL_SECONDS: f64 = 9e-8;
/// Seconds of a step on one core of the machine that they were measured on: in all, and for each cell.
struct StepCost {
    all: f64,
    cell: f64,
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
    /// Most bytes held while it runs.
    pub memory_bytes: f64,
    /// Bytes of them that are kept to its end: rows of its series, and maps.
    pub recorded_bytes: f64,
    /// Bytes of them and of the run's memory in a file, which a longer run goes on from.
    pub restart_bytes: f64,
    /// Cells of all its maps together.
    pub mapped_cells: usize,
    /// Fields that are written.
    pub fields: usize,
    /// Days on which they are.
    pub field_days: usize,
    /// Bytes that they take before they are compressed, all days and formats.
    pub field_bytes: f64,
    /// Time steps, roughly.
    pub steps: f64,
    /// Seconds on one core of the machine that costs were measured on, roughly.
    pub seconds: f64,
}

fn is_multistep(stepper: &str) -> bool {
    ["qndf", "qndf_single"].contains(&stepper)
}

/// Bytes of the maps that a run holds beside its states.
fn maps(shape: (usize, usize, usize)) -> f64 {
    INJURY_FIELDS * (shape.0 * shape.1 * shape.2 * size_of::<f64>()) as f64
}

/// What running a scenario will cost, with the rows of its series and its maps.
pub fn estimate(scenario: &Scenario) -> Estimate {
    let rows = [Schedule::series(), Schedule::followed()].map(|schedule| schedule.days(scenario).len());
    let moving = moving(scenario);
    let [z, _, x] = moving.shape;
    let cells = MAPPED.len() * z * x * scenario.observe.map_days.len();
    let mapped_cells = if scenario.grid.geometry == Geometry::WellMixed { 0 } else { cells };
    let maps = (mapped_cells * size_of::<f64>()) as f64;
    Estimate {
        mapped_cells,
        ..moving.recording(rows.iter().sum::<usize>()).and_bytes(maps).writing(scenario)
    }
}

/// What a run of a study will cost, of which outcomes on so many days are asked for.
pub fn in_study(scenario: &Scenario, asked: usize) -> Estimate {
    moving(scenario).recording(Schedule::followed().days(scenario).len() + asked)
}

impl Estimate {
    /// The same with so many rows of all outcomes.
    fn recording(self, rows: usize) -> Self {
        let cells = self.solved.iter().product::<usize>();
        let looked = if is_multistep(&self.stepper) { 0 } else { rows * cells };
        let looks = looked as f64 * LOOK_CELL_SECONDS;
        let this = Self { seconds: self.seconds + looks, ..self };
        let columns: usize = OUTCOMES.iter().map(|outcome| outcome.regions().len()).sum();
        this.and_bytes((rows * (columns + 1) * size_of::<f64>()) as f64)
    }

    /// The same with fields, where the scenario asks for them.
    fn writing(mut self, scenario: &Scenario) -> Self {
        let (observe, [_, y, x]) = (&scenario.observe, self.shape);
        let days = Schedule::fields().days(scenario).len();
        if days == 0 {
            return self;
        }
        let rows = rows(observe.field_region, &Mesh::new(scenario).layers).len();
        let value = if observe.precision == Precision::Double { size_of::<f64>() } else { size_of::<f32>() };
        let surface =
            |name: &&&str| matches!(on_grid::find(name), Some(OnGrid { value: Value::Surface(_), .. }));
        let flat = observe.fields.iter().filter(surface).count();
        let (fields, frame) = (observe.fields.len(), rows * y * x * value);
        let a_day = (fields - flat) * frame + flat * y * x * value;
        (self.fields, self.field_days) = (fields, days);
        self.field_bytes = (observe.field_formats.len() * days * a_day) as f64;
        // What waits for the writer, what it compresses, and outcomes that are worked out for all cells.
        self.memory_bytes +=
            ((most_waiting(fields, frame) + 3) * frame + frame / value * size_of::<f64>()) as f64;
        self.seconds += self.field_bytes / FIELD_BYTES_A_SECOND;
        self
    }

    fn and_bytes(mut self, bytes: f64) -> Self {
        self.memory_bytes += bytes;
        self.recorded_bytes += bytes;
        self.restart_bytes += bytes;
        self
    }
}

/// What moving the state will cost.
fn moving(scenario: &Scenario) -> Estimate {
    let shape = scenario.grid.shape(&scenario.site, &scenario.sessions);
    let (symmetry, _) = Symmetry::find(scenario, &Mesh::outline(scenario));
    let (z, y, x) = symmetry.shape(shape[0]);
    let cells = (z * y * x) as f64;
    let run = &scenario.run;
    let stepper = chosen(run.stepper, run.tolerance, (z, y, x));
    let states = states_held(stepper) + OWN_STATES;
    let cost = match stepper {
        stepper if is_multistep(stepper) => StepCost { all: 1.3e-4, cell: 4.2e-7 },
        "ros34pw2" => StepCost { all: 2.5e-5, cell: 7.5e-7 },
        "explicit" => StepCost { all: 2.5e-5, cell: 3.4e-7 },
        _ => StepCost { all: 2.5e-5, cell: 3.0e-7 },
    };
    // States that a stepper's memory is made of, in double precision, with the one that moves.
    let saved = match stepper {
        "qndf" => 10.0,
        "qndf_single" => 7.0,
        "ros2_lean" => 2.0,
        _ => 4.0,
    };
    let steps = steps::steps(scenario, stepper);
    Estimate {
        shape,
        solved: [z, y, x],
        copies: symmetry.copies(),
        stepper: stepper.to_owned(),
        // Injuries are those of all the skin before they are cut to what is solved.
        memory_bytes: states * SkinState::bytes((z, y, x)) as f64 + maps(shape.into()),
        recorded_bytes: 0.0,
        restart_bytes: MOVED_PART * saved * SkinState::bytes((z, y, x)) as f64,
        mapped_cells: 0,
        fields: 0,
        field_days: 0,
        field_bytes: 0.0,
        steps,
        seconds: steps * (cost.all + cost.cell * cells),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Simulation;

    #[test]
    fn what_is_recorded_is_counted() {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ndays = [0, 7]\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 40\n[observe]\ninterval_days = 0.05\n";
        let (scenario, _) = Scenario::parse("looks.toml", text, &[]).unwrap();
        let series = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series;
        let held = (series.time_day.len() * (series.columns.len() + 1) * size_of::<f64>()) as f64;
        let followed = in_study(&scenario, 0).memory_bytes - moving(&scenario).memory_bytes;
        let counted = estimate(&scenario).memory_bytes - moving(&scenario).memory_bytes - followed;
        assert!((counted / held - 1.0).abs() < 0.01, "{counted} of {held}");
        // What a study reads off a run does not hang on the rows of its series.
        assert!(followed < 0.4 * held && followed > 0.0);
    }
}
