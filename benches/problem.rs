//! A problem to a stated error, in seconds: the common benchmark of `examples/rd8` by stepper, and B1
//! beside a hand-written explicit loop; and by the rival where it is installed.
#![allow(clippy::unwrap_used)]

mod setup;

use std::ffi::OsStr;
use std::process::Command;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use dermis::numerics::{Discretisation, State, integrate};
use dermis_rd8::{Decay, Healing, Problem, grid, punctures, wounded};
use pulp::Arch;
use rayon::prelude::*;

/// Moves a state from day 0 to `end` at a tolerance.
fn solve<S: Problem<N>, const N: usize>(
    on: &Discretisation<S, N, 0>,
    start: &State<N, 0>,
    (name, tolerance, end): (&str, f64, f64),
) -> State<N, 0> {
    let mut state = start.clone();
    let mut stepper = S::stepper(name, tolerance, state.shape()).unwrap();
    integrate(stepper.as_mut(), on, &mut state, 0.0, end, &mut |_, _| ()).unwrap();
    state
}

/// Eight species for 28 days at a tolerance of 1e-3.
fn common(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("common_problem");
    group.sample_size(10);
    let grids: &[(&str, [usize; 3], f64)] = if setup::quick() {
        &[("S2", [64, 1, 32], 1.0 / 16.0)]
    } else {
        &[
            ("S2", [64, 1, 32], 1.0 / 16.0),
            ("L2", [256, 1, 128], 1.0 / 64.0),
            ("V3", [64, 64, 32], 1.0 / 16.0),
        ]
    };
    for &(name, cells, h) in grids {
        let grid = grid(cells, h);
        let start = wounded(&grid);
        let on = Discretisation::new(Healing { rows: cells[2] }, grid);
        for method in ["qndf", "ros34pw2"] {
            group.bench_function(format!("{name}/{method}"), |bencher| {
                bencher.iter(|| solve(&on, &start, (method, 1e-3, 28.0)));
            });
        }
        // Another program, called as docs/performance.md says; it tells its own time.
        if let Some(rival) = std::env::var_os("DERMIS_RIVAL") {
            group.bench_function(format!("{name}/rival"), |bencher| {
                bencher.iter_custom(|times| (0..times).map(|_| seconds(&rival, name)).sum());
            });
        }
    }
}

/// Seconds that another program says it took.
fn seconds(program: &OsStr, problem: &str) -> Duration {
    let threads = rayon::current_num_threads().to_string();
    let output = Command::new(program).args([problem, "1e-3", "1e-5", &threads, "-"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let wall = said.split_whitespace().find_map(|word| word.strip_prefix("wall=")).unwrap();
    Duration::from_secs_f64(wall.parse().unwrap())
}

/// One explicit Euler step of D Δu − k u in a closed box: neighbours, sum and step in one pass.
fn explicit_step(arch: Arch, [n, d, k, dt]: [f64; 4], u: &[f64], out: &mut [f64]) {
    let (cells, h) = (n as usize, 2.0 / n);
    let strength = dt * d / (h * h);
    out.par_chunks_exact_mut(cells * cells).enumerate().for_each(|(z, plane)| {
        arch.dispatch(|| {
            for (y, line) in plane.chunks_exact_mut(cells).enumerate() {
                let at = |z: usize, y: usize| &u[(z * cells + y) * cells..][..cells];
                let clamp = |i: usize| [i.saturating_sub(1), (i + 1).min(cells - 1)];
                let ([a, b], [c, e]) = (clamp(z).map(|z| at(z, y)), clamp(y).map(|y| at(z, y)));
                let here = at(z, y);
                let step = |i: usize, left: f64, right: f64| {
                    let sum = a[i] + b[i] + c[i] + e[i] + left + right;
                    here[i] + strength * (sum - 6.0 * here[i]) - dt * k * here[i]
                };
                line[0] = step(0, here[0], here[1]);
                for i in 1..cells - 1 {
                    line[i] = step(i, here[i - 1], here[i + 1]);
                }
                line[cells - 1] = step(cells - 1, here[cells - 2], here[cells - 1]);
            }
        });
    });
}

/// One species for a day. An explicit step is bound by stability, not by error: 7400 of them.
fn decay(criterion: &mut Criterion) {
    let cells = if setup::quick() { 16 } else { 128 };
    let h = 2.0 / cells as f64;
    let grid = grid([cells; 3], h);
    let mut start: State<1, 0> = State::zeros(grid.shape());
    start.field_mut(0).copy_from_slice(&punctures(&grid));
    let on = Discretisation::new(Decay { rows: cells }, grid);
    let mut group = criterion.benchmark_group("b1");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    for (method, tolerance) in [("qndf", 2e-5), ("ros34pw2", 1e-4)] {
        group.bench_function(method, |bencher| {
            bencher.iter(|| solve(&on, &start, (method, tolerance, 1.0)));
        });
    }
    let dt = 0.98 * h * h / (6.0 * 0.3);
    let steps = (1.0 / dt).ceil() as usize;
    let (mut u, mut next) = (start.field(0).to_vec(), start.field(0).to_vec());
    group.bench_function("explicit_loop, a hundredth of its steps", |bencher| {
        bencher.iter(|| {
            for _ in 0..steps.div_ceil(100) {
                explicit_step(Arch::new(), [cells as f64, 0.3, 1.0, dt], &u, &mut next);
                std::mem::swap(&mut u, &mut next);
            }
        });
    });
}

criterion_group!(benches, common, decay);
criterion_main!(benches);
