//! What must not change when a scenario is put another way, over random scenarios.
//!
//! Scenarios come of a counted stream, so that scenario `n` is the same in every run. `DERMIS_SCENARIOS` says
//! how many (500 without it), or which, as 500..2500, so that many go in parts. Largest differences of each relation are printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod case;
mod placed;
mod relations;
mod studies;

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use case::Case;
use relations::RELATIONS;

fn wanted() -> Range<u32> {
    let text = std::env::var("DERMIS_SCENARIOS").unwrap_or_else(|_| "500".into());
    let (first, end) = text.split_once("..").unwrap_or(("0", &text));
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("DERMIS_SCENARIOS is {text:?}"));
    number(first)..number(end)
}

/// How far apart by a relation, and the seconds that it took to see.
type Seen = (Option<f64>, f64);

/// The relations of every scenario. A worker has a pool of its own: one that waits for parts of a run would
/// otherwise begin other scenarios on top of it, and thousands of them are more than a stack holds.
fn rows(wanted: &Range<u32>) -> Vec<Vec<Seen>> {
    let next = AtomicU32::new(wanted.start);
    let work = || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let mut rows = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= wanted.end {
                return rows;
            }
            rows.push((n, pool.install(|| row(&Case::draw(n)))));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut rows: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    rows.sort_by_key(|(n, _)| *n);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row(case: &Case) -> Vec<Seen> {
    let timed = |relation: &relations::Relation| {
        let begin = Instant::now();
        ((relation.apart)(case), begin.elapsed().as_secs_f64())
    };
    RELATIONS.iter().map(timed).collect()
}

#[test]
fn the_same_thing_put_another_way_gives_the_same() {
    let (begin, wanted) = (Instant::now(), wanted());
    // One row a scenario: how far apart by each relation, nothing where it says nothing of this scenario.
    let found = rows(&wanted);
    let mut broken = Vec::new();
    for (at, relation) in RELATIONS.iter().enumerate() {
        let (mut held, mut worst, mut seconds) = (0, (0.0, 0), 0.0);
        for (row, n) in found.iter().zip(wanted.clone()) {
            seconds += row[at].1;
            let Some(apart) = row[at].0 else { continue };
            held += 1;
            if apart > worst.0 {
                worst = (apart, n);
            }
            if apart.is_nan() || apart > relation.most {
                broken.push(format!("{}: {apart:.2e}\n{}", relation.name, Case::draw(n).text(&[])));
            }
        }
        println!(
            "{:<38} {held:>6} held, {:.1e} of {:.1e} in {}, {seconds:.1} s",
            relation.name, worst.0, relation.most, worst.1
        );
        assert!(held > 0 || wanted.len() < 500, "{} says nothing of any scenario", relation.name);
    }
    println!("{} scenarios in {:.1} s", wanted.len(), begin.elapsed().as_secs_f64());
    let first: Vec<_> = broken.iter().take(3).collect();
    assert!(broken.is_empty(), "{} broken, as {first:#?}", broken.len());
}
