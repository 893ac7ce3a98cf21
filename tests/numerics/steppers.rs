//! What every stepper of the catalogue must keep on the full model: rest, positivity, events, the same
//! bits for any number of threads, and the answer of the others.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use dermis::model::{FIELDS, Fields, stepper};
use dermis::numerics::steppers::STEPPERS;
use dermis::numerics::{Work, integrate};
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
        treat(&scenario, session, &mesh, &on, &mut state);
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
