//! Whole scenarios from the first day to the last, with punctures, steps and outcomes, in
//! cells·steps/s.

mod setup;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dermis::scenario::Scenario;

fn whole(criterion: &mut Criterion, name: &str, scenario: &Scenario) {
    let mut group = criterion.benchmark_group("scenario");
    // The first run says what all of them do.
    group.sample_size(10).throughput(Throughput::Elements(setup::cell_steps(&setup::run(scenario))));
    group.bench_function(name, |bencher| bencher.iter(|| setup::run(scenario)));
}

fn slab(criterion: &mut Criterion) {
    let short: &[&str] = if setup::quick() { &["grid.spacing_um=100", "run.days=90"] } else { &[] };
    whole(criterion, "slab", &setup::scenario("face_four_sessions.toml", short));
}

/// Short rows: 14 cells along the radius.
fn cell(criterion: &mut Criterion) {
    let days = if setup::quick() { "run.days=90" } else { "run.days=300" };
    whole(criterion, "cell", &setup::scenario("face_four_sessions.toml", &["grid.geometry=cell", days]));
}

/// One session and the two weeks after it: most of the steps of a longer run fall into that time.
fn patch(criterion: &mut Criterion) {
    let (size, spacing) = if setup::quick() { (1, 100) } else { (2, 50) };
    let [width, length] = ["width", "length"].map(|side| format!("grid.{side}_mm={size}"));
    let spacing = format!("grid.spacing_um={spacing}");
    let short = ["treatment.count=1", "run.days=14", &width, &length, &spacing];
    whole(criterion, "patch", &setup::scenario("face_four_sessions_patch.toml", &short));
}

criterion_group!(benches, slab, cell, patch);
criterion_main!(benches);
