//! Studies in simulations per second: six intervals on the slab, and virtual patients under three arms.

mod setup;

use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dermis::study::Study;
use dermis::study::base::Base;
use dermis::study::execute::Workers;
use dermis::study::journal::Journal;
use dermis::study::lab::Lab;

const INTERVALS: &str = "treatment.interval_days=7,14,21,28,42,56";

/// A study from the text of its file, on the scenario of the README.
fn study(name: &str, keys: &str) -> Study {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let file = folder.path().join("study.toml");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios/face_four_sessions.toml");
    let Base { name: path, .. } = Base::read(&scenario).unwrap_or_else(|error| panic!("{error}"));
    let text = format!("schema = 1\nstudy = \"{name}\"\n{}", keys.replace("FACE", &path));
    std::fs::write(&file, text).unwrap_or_else(|error| panic!("{error}"));
    let read = dermis::study::read::read(&file).unwrap_or_else(|error| panic!("{error}"));
    read.unwrap_or_else(|| panic!("not a study"))
}

/// Everything of a study but writing its files.
fn bench(criterion: &mut Criterion, name: &str, study: &Study) {
    let plan = study.plan().unwrap_or_else(|error| panic!("{error}"));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = Workers { threads, memory_bytes: 4e9 };
    let mut group = criterion.benchmark_group("study");
    group.sample_size(10).throughput(Throughput::Elements(plan.cases.len() as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let lab = Lab::new(Journal::default(), workers, &|_| ());
            study.conclude(&plan, &lab).unwrap_or_else(|error| panic!("{error}"))
        });
    });
}

fn compare(criterion: &mut Criterion) {
    let changes = if setup::quick() { "\"grid.geometry=well_mixed\"" } else { "" };
    let keys = format!("scenarios = [\"FACE\"]\nchanges = [{changes}]\nvary = [\"{INTERVALS}\"]\n");
    bench(criterion, "six_intervals", &study("compare", &keys));
}

fn cohort(criterion: &mut Criterion) {
    let patients = if setup::quick() { 2 } else { 100 };
    let arms = [28, 14, 42].map(|days| format!("\"{days} days: treatment.interval_days={days}\"")).join(", ");
    let keys = format!(
        "scenario = \"FACE\"\nchanges = [\"grid.geometry=well_mixed\"]\npatients = {patients}\narms = [{arms}]\n"
    );
    bench(criterion, "cohort_well_mixed", &study("cohort", &keys));
}

criterion_group!(benches, compare, cohort);
criterion_main!(benches);
