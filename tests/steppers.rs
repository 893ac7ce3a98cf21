//! What every stepper of the catalogue must keep on the full model: rest, positivity, events, the same
//! bits for any number of threads, and the answer of the others.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use dermis::model::{Active, FIELDS, Fields, stepper};
use dermis::numerics::steppers::STEPPERS;
use dermis::numerics::{Observer, Reader, Work, Writer, integrate};
use dermis::scenario::Scenario;
use dermis::simulation::session::treat;
use dermis::simulation::{Run, SkinState, discretise};

const SLAB: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 2\ninterval_days = 3\n[grid]\n\
                    geometry = \"slab\"\nwidth_mm = 2\nspacing_um = 100\ndepth_spacing_um = 100\n\
                    surface_spacing_um = 100\n[run]\ndays = 14\n";

/// Steppers that are no mere reference.
fn names() -> impl Iterator<Item = &'static str> {
    STEPPERS.iter().map(|(name, _)| *name).filter(|name| *name != "explicit")
}

fn scenario(changes: &[&str]) -> Scenario {
    let changes: Vec<String> = changes.iter().map(|change| (*change).into()).collect();
    Scenario::parse("steppers.toml", SLAB, &changes).unwrap().0
}

/// Two sessions three days apart and as many days after the second.
fn course(name: &str, tolerance: f64, changes: &[&str]) -> (SkinState, Work) {
    let scenario = scenario(changes);
    let (mesh, on) = discretise(&scenario);
    let mut state = on.rest();
    let mut stepper = stepper(name, tolerance, state.shape()).unwrap();
    for (session, from) in [(0, 0.0), (1, 3.0)] {
        treat(&scenario, &[], session, &mesh, &on, &mut state).unwrap();
        stepper.restart();
        integrate(stepper.as_mut(), &on, &mut state, from, from + 3.0, &mut |_, _| ()).unwrap();
    }
    (state, stepper.work())
}

fn difference(a: &SkinState, b: &SkinState, field: usize) -> f64 {
    let scale = b.field(field).iter().copied().fold(1e-2, f64::max);
    a.field(field).iter().zip(b.field(field)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) / scale
}

#[test]
fn skin_at_rest_does_not_move() {
    for geometry in ["slab", "cell", "patch", "well_mixed"] {
        let geometry = format!("grid.geometry={geometry}");
        // All of it: by symmetry it is a single column.
        let changes = [&*geometry, "treatment.count=0", "grid.width_mm=1", "run.symmetry=false"];
        let scenario = scenario(&changes);
        let simulation = Run::new(&scenario);
        for name in names() {
            let mut state = simulation.state().clone();
            let mut stepper = stepper(name, 1e-3, state.shape()).unwrap();
            integrate(stepper.as_mut(), simulation.on(), &mut state, 0.0, 365.0, &mut |_, _| ()).unwrap();
            assert!(state == *simulation.rest(), "{geometry} moved with {name}");
            assert!(stepper.work().steps < 400, "{name}: {:?}", stepper.work());
        }
    }
}

#[test]
fn sessions_are_taken_alike_by_all() {
    let (fine, _) = course("ros34pw2", 1e-5, &[]);
    for name in names() {
        for tolerance in [1e-2, 1e-3, 1e-4] {
            let (state, work) = course(name, tolerance, &[]);
            let errors: Vec<f64> = (0..FIELDS).map(|field| difference(&state, &fine, field)).collect();
            let worst = (0..FIELDS).max_by(|a, b| errors[*a].total_cmp(&errors[*b])).unwrap();
            println!(
                "{name} at {tolerance:.0e}: {:.1e} in {}, {work:?}",
                errors[worst],
                Fields::TABLE[worst].name
            );
            assert!(errors[worst] < 10.0 * tolerance, "{name}: {:.1e}", errors[worst]);
            let lowest = state.values().iter().copied().fold(f64::INFINITY, f64::min);
            assert!(lowest >= 0.0, "{name} at {tolerance}: {lowest}");
        }
    }
}

#[test]
fn geometries_agree_between_steppers() {
    for geometry in ["cell", "patch", "well_mixed"] {
        let changes = [&*format!("grid.geometry={geometry}"), "grid.width_mm=1", "grid.length_mm=1"];
        let (fine, _) = course("ros34pw2", 1e-4, &changes);
        for name in names() {
            let (state, work) = course(name, 1e-3, &changes);
            let worst = (0..FIELDS).map(|field| difference(&state, &fine, field)).fold(0.0, f64::max);
            println!("{name}, {geometry}: {worst:.1e}, {work:?}");
            assert!(worst < 1e-2, "{name}, {geometry}: {worst:.1e}");
        }
    }
}

#[test]
fn a_history_in_single_precision_is_not_felt() {
    let changes = ["grid.geometry=patch", "grid.width_mm=1", "grid.length_mm=1"];
    for (tolerance, bound) in [(1e-3, 3e-4), (1e-6, 1e-5)] {
        let [double, single] = ["qndf", "qndf_single"].map(|name| course(name, tolerance, &changes).0);
        let worst = (0..FIELDS).map(|field| difference(&single, &double, field)).fold(0.0, f64::max);
        println!("at {tolerance:.0e} single precision changes no field by more than {worst:.1e}");
        assert!(0.0 < worst && worst < bound, "{worst:.1e}");
    }
}

#[test]
fn threads_change_no_bit() {
    for name in names() {
        for changes in [&["grid.spacing_um=25"][..], &["grid.geometry=patch", "grid.length_mm=1.5"]] {
            let run = |threads: usize| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                pool.install(|| course(name, 1e-2, changes).0)
            };
            let one = run(1);
            assert!(one == run(2) && one == run(3) && one == run(8), "{name} with {changes:?}");
        }
    }
}

/// Steps from a session to day 1 and on to day 4; in between, where `saved`, everything that moves is
/// written to bytes and read into fresh ones. What is seen on the way, the last state, and the work.
fn with_a_stop(name: &str, changes: &[&str], saved: bool) -> (Vec<SkinState>, SkinState, Work, f64) {
    let scenario = scenario(changes);
    let mut simulation = Simulation::new(&scenario);
    let boxed = scenario.run.active_box;
    let (tolerance, rest) = (scenario.run.tolerance, simulation.rest().clone());
    simulation.treat(0).unwrap();
    let (on, mut state) = (simulation.on(), simulation.state().clone());
    let fresh =
        || (stepper(name, tolerance, rest.shape()).unwrap(), Active::new(on, &rest, tolerance, boxed));
    let (mut moving, mut active) = fresh();
    active.choose(on, &mut state, moving.as_mut());
    // Between the steps, just after the stop too.
    let days: Vec<f64> = (1..=400).map(|day| 0.01 * f64::from(day)).collect();
    let (mut seen, mut between, mut time, mut stopped) = (Vec::new(), None, 0.0, false);
    while time < 4.0 {
        let mut look = |day: f64, state: &SkinState| {
            if day > 1.0 {
                seen.push(state.clone());
            }
        };
        let mut observer = Observer { days: &days, between: &mut between, look: &mut look };
        time = active.step(on, &mut state, moving.as_mut(), [time, 4.0], &mut observer).unwrap();
        if saved && !stopped && time > 1.0 {
            stopped = true;
            let mut to = Writer::new();
            active.save(&mut to);
            moving.save(&mut to);
            let bytes = to.finish();
            let (other, box_too) = fresh();
            (moving, active) = (other, box_too);
            let mut from = Reader::new(&bytes).unwrap();
            active.load(on, &mut from).unwrap();
            moving.load(active.solved(on), &mut from).unwrap();
            from.finish().unwrap();
        }
    }
    assert_eq!(stopped, saved);
    let share = active.tally().map_or(1.0, dermis::numerics::Tally::mean);
    active.gather(on, &mut state);
    (seen, state, moving.work(), share)
}

#[test]
fn a_stepper_that_was_saved_goes_on_to_the_same_bits() {
    let single = ["grid.geometry=well_mixed"];
    let slab = ["run.symmetry=false"];
    let wide = ["device.name=single_needle", "grid.width_mm=12", "run.symmetry=false", "run.active_box=true"];
    for (name, _) in STEPPERS {
        for (at, changes) in [&single[..], &slab[..], &wide[..]].into_iter().enumerate() {
            if at == 2 && name == "explicit" {
                continue; // it takes long, and is the same as the slab but for the box
            }
            let one = with_a_stop(name, changes, false);
            let two = with_a_stop(name, changes, true);
            assert!(one.0 == two.0 && one.1 == two.1, "{name} with {changes:?}");
            assert_eq!((one.2, one.3), (two.2, two.3), "{name} with {changes:?}");
            assert!(at < 2 || one.3 < 0.9, "{name}: all of it is solved, {}", one.3);
        }
    }
}

#[test]
fn a_stepper_reads_nothing_but_its_own() {
    let simulation_of = |name: &str, tolerance: f64, shape| stepper(name, tolerance, shape).unwrap();
    let (scenario, other) = (scenario(&[]), scenario(&["grid.width_mm=3"]));
    let (simulation, wider) = (Simulation::new(&scenario), Simulation::new(&other));
    let shape = simulation.rest().shape();
    let names: Vec<&str> = STEPPERS.iter().map(|(name, _)| *name).filter(|name| *name != "auto").collect();
    for name in &names {
        let mut to = Writer::new();
        simulation_of(name, 1e-3, shape).save(&mut to);
        let bytes = to.finish();
        let read = |name: &str, tolerance: f64, on: &dermis::simulation::SkinOnGrid, bytes: &[u8]| {
            let mut from = Reader::new(bytes).unwrap();
            simulation_of(name, tolerance, on.grid().shape()).load(on, &mut from)
        };
        read(name, 1e-3, simulation.on(), &bytes).unwrap();
        for other in names.iter().filter(|other| *other != name) {
            read(other, 1e-3, simulation.on(), &bytes).unwrap_err();
        }
        read(name, 1e-4, simulation.on(), &bytes).unwrap_err();
        read(name, 1e-3, wider.on(), &bytes).unwrap_err();
        for length in [8, 9, 20, bytes.len() / 2, bytes.len() - 1] {
            read(name, 1e-3, simulation.on(), &bytes[..length]).unwrap_err();
        }
    }
}
