//! Dense output of every stepper: observation shortens no step, and what is seen between steps is as
//! good as what a step lands on.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use dermis::model::{FIELDS, SURFACE_FIELDS, stepper};
use dermis::numerics::steppers::STEPPERS;
use dermis::numerics::{Looks, State, System, Work, integrate, integrate_observed};
use dermis::scenario::Scenario;
use dermis::simulation::{Run, SkinState};

const SLAB: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\ninterval_days = 28\n[grid]\n\
                    geometry = \"slab\"\nwidth_mm = 1.5\nspacing_um = 100\ndepth_spacing_um = 100\n\
                    surface_spacing_um = 100\n[run]\ndays = 14\n";
const TOLERANCE: f64 = 1e-3;
const END: f64 = 10.0;

fn scenario() -> Scenario {
    Scenario::parse("dense.toml", SLAB, &[]).unwrap().0
}

/// Runs from just after a session with `days` observed; the states seen, the last one, the work.
fn observed(name: &str, tolerance: f64, days: &[f64]) -> (Vec<SkinState>, SkinState, Work) {
    let scenario = scenario();
    let mut simulation = Run::new(&scenario);
    simulation.treat(0).unwrap();
    let (on, mut state) = (simulation.on(), simulation.state().clone());
    let mut stepper = stepper(name, tolerance, state.shape()).unwrap();
    let (mut seen, mut between) = (Vec::new(), None);
    let mut look = |_: f64, state: &SkinState| seen.push(state.clone());
    let observer = Looks { days, landing: &[], between: &mut between, look: &mut look };
    integrate_observed(stepper.as_mut(), on, &mut state, [0.0, END], observer, &mut |_, _| ()).unwrap();
    (seen, state, stepper.work())
}

/// Largest difference over all fields, each relative to its largest departure from rest in `scales`.
fn difference(a: &SkinState, b: &SkinState, scales: &[f64]) -> f64 {
    let mut worst = 0.0_f64;
    for (field, scale) in scales.iter().enumerate() {
        let values = |state: &SkinState| {
            if field < FIELDS { state.field(field) } else { state.surface(field - FIELDS) }.to_vec()
        };
        let largest = values(a).iter().zip(values(b)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        worst = worst.max(largest / scale);
    }
    worst
}

/// Steps of the stepper from just after a session. Half-way through every step the state seen is held
/// against one that a much finer integration reaches from the step's beginning: the largest difference.
fn error_between_steps(name: &str) -> f64 {
    let scenario = scenario();
    let mut simulation = Run::new(&scenario);
    simulation.treat(0).unwrap();
    let (on, mut state) = (simulation.on(), simulation.state().clone());
    let mut stepping = stepper(name, TOLERANCE, state.shape()).unwrap();
    let mut between: State<FIELDS, SURFACE_FIELDS> = on.rest();
    let mut scales: Vec<f64> =
        (0..FIELDS + SURFACE_FIELDS).map(|field| on.system().absolute_tolerance(field)).collect();
    let (mut time, mut worst, mut seen) = (0.0, 0.0_f64, 0);
    while time < END {
        let (dense, mut fine) = (stepping.observes(), state.clone());
        let reached = stepping.step(on, &mut state, time, END).unwrap();
        for (field, scale) in scales.iter_mut().enumerate() {
            let (values, rest): (_, &dyn Fn(usize) -> f64) = if field < FIELDS {
                (state.field(field), &|i| on.system().rest(field, i / state.plane()))
            } else {
                (state.surface(field - FIELDS), &|_| on.system().surface_rest(field - FIELDS))
            };
            *scale =
                values.iter().enumerate().map(|(i, value)| (value - rest(i)).abs()).fold(*scale, f64::max);
        }
        if dense {
            let middle = 0.5 * (time + reached);
            stepping.observe(on, &state, middle, &mut between);
            let mut finely = dermis::model::stepper("ros34pw2", 1e-6, state.shape()).unwrap();
            integrate(finely.as_mut(), on, &mut fine, time, middle, &mut |_, _| ()).unwrap();
            worst = worst.max(difference(&between, &fine, &scales));
            seen += 1;
        }
        time = reached;
    }
    assert!(seen > 20, "{name}: {seen} steps");
    worst
}

#[test]
fn between_steps_the_error_stays_near_the_tolerance() {
    for (name, _) in STEPPERS.iter().filter(|(name, _)| !["explicit", "ros2_lean"].contains(name)) {
        let worst = error_between_steps(name);
        println!("{name}: {worst:.1e} between steps at a tolerance of {TOLERANCE:.0e}");
        assert!(worst < 2.0 * TOLERANCE, "{name}: {worst:.1e}");
    }
}

#[test]
fn observation_changes_no_step() {
    for (name, _) in STEPPERS.iter().filter(|(name, _)| !["explicit", "ros2_lean"].contains(name)) {
        let sparse: Vec<f64> = vec![END];
        let dense: Vec<f64> = (1..=200).map(|i| 0.05 * f64::from(i)).collect();
        let (one, end, work) = observed(name, TOLERANCE, &sparse);
        let (many, other, same) = observed(name, TOLERANCE, &dense);
        assert_eq!((one.len(), many.len()), (1, 200), "{name}");
        assert!(end == other && work == same, "{name}: {work:?}, observed {same:?}");
        assert!(one[0] == end && many[199] == end, "{name}: the last look is the last state");
    }
}

#[test]
fn what_is_seen_is_never_below_zero_and_the_same_for_any_number_of_threads() {
    let days: Vec<f64> = (1..=40).map(|i| 0.25 * f64::from(i)).collect();
    for (name, _) in STEPPERS.iter().filter(|(name, _)| !["explicit", "ros2_lean"].contains(name)) {
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| observed(name, 1e-2, &days).0)
        };
        let one = run(1);
        assert!(one == run(2) && one == run(3), "{name}");
        let lowest = one.iter().flat_map(|state| state.values()).copied().fold(f64::INFINITY, f64::min);
        assert!(lowest >= 0.0, "{name}: {lowest}");
    }
}
