//! Studies in simulations per second: six intervals on the slab, virtual patients under three arms, and the
//! runs of those in vector lanes beside one at a time, on one thread.

mod setup;

use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dermis::Error;
use dermis::simulation::mixed::{self, MixedRun};
use dermis::simulation::{Run, Simulation};
use dermis::study::Study;
use dermis::study::execute::Workers;
use dermis::study::execute::evaluator::Evaluator;
use dermis::study::journal::Journal;
use dermis::study::plan::base::Base;

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
    read.study().unwrap_or_else(|| panic!("not a study"))
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
            let evaluator = Evaluator::new(Journal::default(), workers, &|_| ());
            study.conclude(&plan, &evaluator).unwrap_or_else(|error| panic!("{error}"))
        });
    });
}

fn compare(criterion: &mut Criterion) {
    let changes = if setup::quick() { "\"grid.geometry=well_mixed\"" } else { "" };
    let keys = format!("scenarios = [\"FACE\"]\nchanges = [{changes}]\nvary = [\"{INTERVALS}\"]\n");
    bench(criterion, "six_intervals", &study("compare", &keys));
}

/// The standard scenario under three intervals, well mixed.
fn patients() -> Study {
    let patients = if setup::quick() { 2 } else { 100 };
    let arms = [28, 14, 42].map(|days| format!("\"{days} days: treatment.interval_days={days}\"")).join(", ");
    let keys = format!(
        "scenario = \"FACE\"\nchanges = [\"grid.geometry=well_mixed\"]\npatients = {patients}\narms = [{arms}]\n"
    );
    study("cohort", &keys)
}

fn cohort(criterion: &mut Criterion) {
    bench(criterion, "cohort_well_mixed", &patients());
}

/// The same runs with the same results, both ways in one process.
fn lanes(criterion: &mut Criterion) {
    let plan = patients().plan().unwrap_or_else(|error| panic!("{error}"));
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let one_thread = one_thread.unwrap_or_else(|error| panic!("{error}"));
    let mut group = criterion.benchmark_group("well_mixed_runs");
    group.sample_size(10).throughput(Throughput::Elements(plan.cases.len() as u64));
    group.bench_function("one_at_a_time", |bencher| {
        let run = |case: &dermis::study::plan::Case| Simulation::new(&case.scenario).run(&mut |_, _| ());
        bencher.iter(|| one_thread.install(|| plan.cases.iter().map(run).filter(Result::is_ok).count()));
    });
    group.bench_function("in_lanes", |bencher| {
        let run = || {
            let mut ahead = plan.cases.iter().map(|case| MixedRun::new(0, Run::new(&case.scenario), ()));
            let mut done = 0;
            let count = |run: MixedRun<'_, ()>| {
                done += usize::from(run.finish().is_some());
                Ok::<(), Error>(())
            };
            mixed::carry(|| Ok(ahead.next()), count).unwrap_or_else(|error| panic!("{error}"));
            done
        };
        bencher.iter(|| one_thread.install(run));
    });
}

criterion_group!(benches, compare, cohort, lanes);
criterion_main!(benches);
