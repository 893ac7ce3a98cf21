//! A problem to a stated error, in seconds: the common benchmark of `examples/rd8` by stepper, and B1
//! beside a hand-written explicit loop; with what the machine can do measured in the same run.
#![allow(clippy::unwrap_used)]

#[path = "../examples/rd8/problem.rs"]
mod problem;
mod setup;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dermis::numerics::steppers::stepper;
use dermis::numerics::{Discretisation, State, System, integrate};
use problem::{Decay, Healing, grid, punctures, wounded};
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

/// Values of one array that no cache holds.
const LARGE: usize = 1 << 24;
/// Multiplications and additions in a row, for the arithmetic peak.
const OPERATIONS: usize = 1 << 20;
/// Chains of them side by side: more than the latency of one.
const CHAINS: usize = 12;

/// Moves a state from day 0 to `end` at a tolerance.
fn solve<S: System<N, 0> + 'static, const N: usize>(
    on: &Discretisation<S, N, 0>,
    start: &State<N, 0>,
    (name, tolerance, end): (&str, f64, f64),
) -> State<N, 0> {
    let mut state = start.clone();
    let mut stepper = stepper(name, tolerance, state.shape()).unwrap();
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
    }
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

/// Fused multiplications and additions in registers.
struct Peak;

impl WithSimd for Peak {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        let (factor, addend) = (simd.splat_f64s(black_box(0.999_999)), simd.splat_f64s(black_box(1e-6)));
        let mut chains = [simd.splat_f64s(1.0); CHAINS];
        for _ in 0..OPERATIONS / CHAINS {
            for chain in &mut chains {
                *chain = simd.mul_add_f64s(*chain, factor, addend);
            }
        }
        chains.into_iter().map(|chain| simd.reduce_sum_f64s(chain)).sum()
    }
}

/// Lanes of the widest vector that this processor has.
struct Lanes;

impl WithSimd for Lanes {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F64_LANES
    }
}

/// Bytes that memory gives and takes, and operations that the processors do, each on all threads.
fn machine(criterion: &mut Criterion) {
    let (arch, threads) = (Arch::new(), rayon::current_num_threads());
    let n = if setup::quick() { 1 << 12 } else { LARGE };
    let (a, b, mut c) = (vec![1.0; n], vec![2.0; n], vec![0.0; n]);
    let mut group = criterion.benchmark_group("machine");
    group.sample_size(20).throughput(Throughput::Bytes(3 * 8 * n as u64));
    group.bench_function("memory (a = b + s c)", |bencher| {
        bencher.iter(|| {
            c.par_chunks_mut(1 << 16).zip(a.par_chunks(1 << 16)).zip(b.par_chunks(1 << 16)).for_each(
                |((c, a), b)| {
                    arch.dispatch(|| c.iter_mut().zip(a).zip(b).for_each(|((c, a), b)| *c = a + 3.0 * b));
                },
            );
        });
    });
    let operations = 2 * arch.dispatch(Lanes) * (OPERATIONS / CHAINS * CHAINS) * threads;
    group.throughput(Throughput::Elements(operations as u64));
    group.bench_function("arithmetic (multiply and add)", |bencher| {
        bencher.iter(|| (0..threads).into_par_iter().map(|_| arch.dispatch(Peak)).sum::<f64>());
    });
}

criterion_group!(benches, machine, common, decay);
criterion_main!(benches);
