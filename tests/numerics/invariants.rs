//! What must hold whatever the parameters: rest, budgets, positivity, symmetry, the same bits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use dermis::model::{FIELDS, Fields, SURFACE_FIELDS, Skin, SurfaceFields, wound_healing};
use dermis::numerics::lane::Lane;
use dermis::numerics::steppers::stepper;
use dermis::numerics::{Axis, Discretisation, Grid, State, System, Taxis, Transport, integrate};
use dermis::scenario::Scenario;

use dermis::simulation::{Run, Simulation, SkinOnGrid, SkinState};

const SLAB: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\ninterval_days = 28\n[grid]\n\
                    geometry = \"slab\"\nwidth_mm = 2.5\nspacing_um = 50\n[run]\ndays = 14\n";

fn scenario(changes: &[&str]) -> Scenario {
    let changes: Vec<String> = changes.iter().map(|change| (*change).into()).collect();
    Scenario::parse("invariants.toml", SLAB, &changes).unwrap().0
}

/// Every field after `days`, sessions on day 0 only.
fn after(scenario: &Scenario, days: f64) -> (SkinState, SkinState) {
    let mut simulation = Run::new(scenario);
    if !scenario.sessions.is_empty() {
        simulation.treat(0).unwrap();
    }
    let (on, mut state) = (simulation.on(), simulation.state().clone());
    let mut stepper = stepper(scenario.run.stepper, scenario.run.tolerance, state.shape()).unwrap();
    integrate(stepper.as_mut(), on, &mut state, 0.0, days, &mut |_, _| ()).unwrap();
    (state, simulation.rest().clone())
}

#[test]
fn untreated_skin_stays_exactly_as_it_is() {
    for geometry in ["slab", "cell", "patch", "well_mixed"] {
        for stepper in ["ros34pw2", "ros2"] {
            let changes = [
                &*format!("grid.geometry={geometry}"),
                "treatment.count=0",
                // All of it: by symmetry it is a single column.
                "run.symmetry=false",
                &format!("run.stepper={stepper}"),
            ];
            let (end, rest) = after(&scenario(&changes), 365.0);
            assert!(end == rest, "{geometry} moved with {stepper}");
        }
    }
}

#[test]
fn fields_stay_above_zero_and_finite() {
    for changes in
        [&[][..], &["run.tolerance=1e-2"], &["device.density_per_cm2=1500"], &["grid.geometry=patch"]]
    {
        let (end, _) = after(&scenario(&[changes, &["grid.width_mm=1.5"]].concat()), 14.0);
        let lowest = end.values().iter().copied().fold(f64::INFINITY, f64::min);
        assert!(lowest >= 0.0, "{lowest} with {changes:?}");
        assert!(end.values().iter().all(|value| value.is_finite()));
    }
}

#[test]
fn collagen_budget_closes() {
    for geometry in ["slab", "cell", "patch"] {
        let changes = [
            &*format!("grid.geometry={geometry}"),
            "treatment.count=2",
            "treatment.interval_days=7",
            "grid.width_mm=1.5",
        ];
        let scenario = scenario(&changes);
        let result = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap();
        let residual = result.summary.collagen_budget["relative_residual"].as_f64().unwrap();
        assert!(residual.abs() < 1e-10, "{geometry}: {residual:.1e}");
    }
}

#[test]
fn mirrored_punctures_give_mirrored_fields() {
    let scenario = scenario(&[]);
    let mut simulation = Run::new(&scenario);
    simulation.treat(0).unwrap();
    let (on, start) = (simulation.on(), simulation.state());
    let nx = start.shape().2;
    let mirror = |state: &SkinState| {
        let mut mirrored = state.clone();
        let turn = |from: &[f64], to: &mut [f64]| {
            for (from, to) in from.chunks_exact(nx).zip(to.chunks_exact_mut(nx)) {
                to.iter_mut().rev().zip(from).for_each(|(to, from)| *to = *from);
            }
        };
        (0..FIELDS).for_each(|field| turn(state.field(field), mirrored.field_mut(field)));
        (0..SURFACE_FIELDS).for_each(|field| turn(state.surface(field), mirrored.surface_mut(field)));
        mirrored
    };
    let move_on = |mut state: SkinState| {
        let mut stepper = stepper("ros34pw2", 1e-3, state.shape()).unwrap();
        integrate(stepper.as_mut(), on, &mut state, 0.0, 10.0, &mut |_, _| ()).unwrap();
        state
    };
    let (straight, turned) = (mirror(&move_on(start.clone())), move_on(mirror(start)));
    for field in 0..FIELDS {
        let difference = largest_difference(straight.field(field), turned.field(field));
        assert!(difference < 1e-11, "{}: {difference:.1e}", Fields::TABLE[field].name);
    }
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let run = |threads: usize, changes: &[&str]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| after(&scenario(changes), 0.5).0)
    };
    // Large enough to be split: 4 tasks and more.
    for changes in
        [&["grid.width_mm=4", "grid.spacing_um=20"][..], &["grid.geometry=patch", "grid.width_mm=1.5"]]
    {
        let one = run(1, changes);
        assert!(one == run(2, changes) && one == run(3, changes), "bits differ with {changes:?}");
    }
}

#[test]
fn a_seed_fixes_the_bits_and_another_changes_them() {
    let run = |seed: &str| after(&scenario(&[seed]), 3.0).0;
    assert!(run("run.seed=7") == run("run.seed=7"));
    assert!(run("run.seed=7") != run("run.seed=8"));
}

/// Vector lanes, with a tail that does not fill one, against the model's plain numbers.
#[test]
fn lanes_give_the_bits_of_plain_numbers() {
    let cells = 13;
    let grid = Grid {
        x: Axis::uniform(1, 1.0, false),
        y: Axis::uniform(cells, 1e9, false),
        z: Axis::uniform(1, 1.0, false),
    };
    let skin = Skin::uniform(&dermis::model::Parameters::default(), 1);
    let row = skin.plain_row(0);
    let on: SkinOnGrid = Discretisation::new(skin, grid);
    let mut state = on.rest();
    let mut seed = 1_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 40) as f64 / (1 << 24) as f64
    };
    (0..FIELDS).for_each(|field| state.field_mut(field).iter_mut().for_each(|value| *value = next()));
    let mut rates: State<FIELDS, SURFACE_FIELDS> = State::zeros(state.shape());
    on.rates(&state, &mut rates);
    for cell in 0..cells {
        let here = Fields::INDEX.map(|field| state.field(field)[cell]);
        let above = SurfaceFields::INDEX.map(|field| state.surface(field)[cell]);
        let expected = wound_healing::rates(&row, &here, &above).into_array();
        for field in [0, 1, 12, 14, 15, 16, 17, 18, 19, 20] {
            // Fields that stay in place have nothing but their reaction.
            assert!(
                rates.field(field)[cell] == expected[field],
                "{} in cell {cell}",
                Fields::TABLE[field].name
            );
        }
    }
}

#[test]
fn the_explicit_reference_agrees_on_the_full_model() {
    let changes = [
        "grid.spacing_um=100",
        "grid.depth_spacing_um=100",
        "grid.surface_spacing_um=100",
        "run.tolerance=1e-4",
    ];
    let run = |stepper: &str| {
        after(&scenario(&[&changes[..], &[&format!("run.stepper={stepper}")]].concat()), 7.0).0
    };
    let (main, reference) = (run("ros34pw2"), run("explicit"));
    for field in 0..FIELDS {
        let scale = reference.field(field).iter().copied().fold(1e-3, f64::max);
        let difference = largest_difference(main.field(field), reference.field(field)) / scale;
        assert!(difference < 1e-3, "{}: {difference:.1e}", Fields::TABLE[field].name);
    }
}

#[test]
fn a_value_that_is_not_a_number_stops_the_run() {
    let scenario = scenario(&[]);
    let simulation = Run::new(&scenario);
    let (on, mut state) = (simulation.on(), simulation.state().clone());
    let (_, ny, nx) = state.shape();
    state.field_mut(Fields::INDEX.mmp)[7 * ny * nx + 3] = f64::NAN;
    let mut stepper = stepper("ros34pw2", 1e-3, state.shape()).unwrap();
    let (day, failure) = integrate(stepper.as_mut(), on, &mut state, 2.0, 3.0, &mut |_, _| ()).unwrap_err();
    assert_eq!((day, failure.field, failure.cell), (2.0, Fields::INDEX.mmp, (7, 0, 3)));
    assert!(failure.problem.contains("not a number"));
}

/// Two fields without reaction: one diffuses, one also follows the first.
struct Moving;

impl System<2, 0> for Moving {
    type Row<L: Lane> = L;

    fn transport(&self, field: usize) -> Transport {
        let weight = (0..12).map(|z| if z < 2 { 0.0 } else { 1.0 + 0.5 * f64::from(z % 3) }).collect();
        Transport::weighted([0.5, 0.05][field], weight, vec![0.0; 12])
    }

    fn taxis(&self) -> Vec<Taxis> {
        vec![Taxis { moving: 1, signal: 0, coefficient: 0.2 }]
    }

    fn sensitivity(coefficient: f64, signal: f64) -> f64 {
        coefficient / ((1.0 + signal) * (1.0 + signal))
    }

    fn coefficients(&self, _: usize) -> Vec<f64> {
        vec![0.0]
    }

    fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> L {
        coefficient(0)
    }

    fn reaction<L: Lane>(zero: &L, _: [L; 2], _: [L; 0]) -> [L; 2] {
        [*zero; 2]
    }

    fn name(&self, _: usize) -> &'static str {
        "moving"
    }
}

#[test]
fn transport_keeps_mass() {
    for x in [Axis::uniform(20, 2.0, true), Axis::radial(20, 2.0)] {
        let z = Axis::from_faces((0..=12).map(|i| f64::from(i * (20 + i)) / 400.0).collect(), false);
        let grid = Grid { x, y: Axis::uniform(3, 0.3, true), z };
        let weight = Moving.transport(0).capacity;
        let on = Discretisation::new(Moving, grid.clone());
        let mut state = on.rest();
        let (_, ny, nx) = state.shape();
        for field in 0..2 {
            for (i, value) in state.field_mut(field).iter_mut().enumerate() {
                let (z, x) = (i / (nx * ny), i % nx);
                *value = if weight[z] > 0.0 && (x + 3 * field) % 7 < 3 { 1.0 } else { 0.0 };
            }
        }
        let mass = |state: &State<2, 0>, field: usize| -> f64 {
            let volume = |i: usize| weight[i / (nx * ny)] * grid.volume(i / (nx * ny), i / nx % ny, i % nx);
            state.field(field).iter().enumerate().map(|(i, value)| value * volume(i)).sum()
        };
        let before = [mass(&state, 0), mass(&state, 1)];
        let mut stepper = stepper("ros34pw2", 1e-3, state.shape()).unwrap();
        integrate(stepper.as_mut(), &on, &mut state, 0.0, 2.0, &mut |_, _| ()).unwrap();
        for (field, before) in before.into_iter().enumerate() {
            let drift = (mass(&state, field) / before - 1.0).abs();
            assert!(drift < 1e-12, "field {field} drifts by {drift:.1e}");
            assert!(state.field(field).iter().all(|value| *value >= 0.0));
        }
    }
}
