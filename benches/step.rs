//! One time step of the full model, a few hours after a session, in cells·steps/s: every stepper,
//! the rates alone, and the naive baseline, in one group so that ratios come from one run.
#![allow(clippy::unwrap_used)]

mod naive;
mod setup;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use dermis::model::{FIELDS, SURFACE_FIELDS, Skin};
use dermis::numerics::explicit::Explicit;
use dermis::numerics::rosenbrock::{Rosenbrock, ros2, ros34pw2};
use dermis::numerics::steppers::stepper;
use dermis::numerics::{Controlled, Stepper, integrate};
use dermis::scenario::Scenario;
use dermis::simulation::Run;
use dermis::units::HOUR;
use naive::Naive;

/// Every method's step, days: stable even for the naive one. What a step costs does not depend on
/// its length; how long it may be is another matter, see README.md.
const STEP: f64 = 1e-5;
/// Time between the session and the steps that are measured, days.
const AFTER: f64 = 3.0 * HOUR;

type Method = Box<dyn Stepper<Skin, FIELDS, SURFACE_FIELDS>>;

/// The steppers of the catalogue with a fixed step.
fn methods(shape: (usize, usize, usize)) -> [Method; 3] {
    [
        Box::new(Controlled::fixed(Rosenbrock::new(ros34pw2(), shape), STEP, shape)),
        Box::new(Controlled::fixed(Rosenbrock::new(ros2(), shape), STEP, shape)),
        Box::new(Controlled::fixed(Explicit::new(shape), STEP, shape)),
    ]
}

/// Measures one step of everything on the grid of a scenario.
fn steps(group: &mut BenchmarkGroup<'_, WallTime>, scenario: &Scenario) {
    let mut simulation = Run::new(scenario);
    simulation.treat(0).unwrap();
    let (on, mut wounded) = (simulation.on(), simulation.state().clone());
    let shape = wounded.shape();
    let mut first = stepper("ros34pw2", scenario.run.tolerance, shape).unwrap();
    integrate(first.as_mut(), on, &mut wounded, 0.0, AFTER, &mut |_, _| ()).unwrap();
    group.throughput(Throughput::Elements(on.grid().cells() as u64));

    let mut rates = on.rest();
    group.bench_function("rates", |bencher| bencher.iter(|| on.rates(&wounded, &mut rates)));
    for mut method in methods(shape) {
        // The state moves on from step to step, as in a run, but hardly: the steps are short.
        let mut state = wounded.clone();
        group.bench_function(method.name(), |bencher| {
            bencher.iter(|| method.step(on, &mut state, 0.0, f64::INFINITY).unwrap());
        });
    }
    // Its step is one evaluation of the rates and the addition: the baseline of both.
    let mut naive = Naive::new(on.system().clone(), on.grid().clone(), &wounded);
    group.bench_function("naive", |bencher| bencher.iter(|| naive.step(STEP)));
}

fn slab(criterion: &mut Criterion) {
    let scenario = setup::scenario("face_four_sessions.toml", &[]);
    steps(&mut criterion.benchmark_group("step_2d"), &scenario);
}

fn patch(criterion: &mut Criterion) {
    let small: &[&str] = if setup::quick() { &["grid.width_mm=1", "grid.length_mm=1"] } else { &[] };
    let scenario = setup::scenario("face_four_sessions_patch.toml", small);
    steps(criterion.benchmark_group("step_3d").sample_size(10), &scenario);
}

criterion_group!(benches, slab, patch);
criterion_main!(benches);
