//! Treatment intervals of 2, 4 and 6 weeks compared: three runs one after another, each on all
//! cores, and the same three side by side.

mod setup;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dermis::scenario::Scenario;
use rayon::prelude::*;

const INTERVALS: [&str; 3] =
    ["treatment.interval_days=14", "treatment.interval_days=28", "treatment.interval_days=42"];
/// Two weeks beyond the last of four sessions six weeks apart.
const DAYS: &str = "run.days=140";

fn compare(criterion: &mut Criterion, name: &str, file: &str, changes: &[&str]) {
    let scenarios: Vec<Scenario> = INTERVALS
        .iter()
        .map(|interval| setup::scenario(file, &[&[*interval, DAYS], changes].concat()))
        .collect();
    let work = scenarios.iter().map(|scenario| setup::cell_steps(&setup::run(scenario))).sum();
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).throughput(Throughput::Elements(work));
    group.bench_function("one_after_another", |bencher| {
        bencher.iter(|| scenarios.iter().map(setup::run).collect::<Vec<_>>());
    });
    group.bench_function("side_by_side", |bencher| {
        bencher.iter(|| scenarios.par_iter().map(setup::run).collect::<Vec<_>>());
    });
}

fn slab(criterion: &mut Criterion) {
    let coarse: &[&str] = if setup::quick() { &["grid.width_mm=2", "grid.spacing_um=100"] } else { &[] };
    compare(criterion, "intervals_2d", "face_four_sessions.toml", coarse);
}

fn patch(criterion: &mut Criterion) {
    let spacing = if setup::quick() { "grid.spacing_um=200" } else { "grid.spacing_um=50" };
    let small = ["grid.width_mm=1", "grid.length_mm=1", spacing];
    compare(criterion, "intervals_3d", "face_four_sessions_patch.toml", &small);
}

criterion_group!(benches, slab, patch);
criterion_main!(benches);
