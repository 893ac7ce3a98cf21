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
use std::time::Instant;

use case::Case;
use rayon::prelude::*;
use relations::RELATIONS;

fn wanted() -> Range<u32> {
    let text = std::env::var("DERMIS_SCENARIOS").unwrap_or_else(|_| "500".into());
    let (first, end) = text.split_once("..").unwrap_or(("0", &text));
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("DERMIS_SCENARIOS is {text:?}"));
    number(first)..number(end)
}

#[test]
fn the_same_thing_put_another_way_gives_the_same() {
    let (begin, wanted) = (Instant::now(), wanted());
    // One row a scenario: how far apart by each relation, nothing where it says nothing of this scenario.
    let found: Vec<Vec<(Option<f64>, f64)>> = wanted
        .clone()
        .into_par_iter()
        .map(|n| {
            let case = Case::draw(n);
            let timed = |relation: &relations::Relation| {
                let begin = Instant::now();
                ((relation.apart)(&case), begin.elapsed().as_secs_f64())
            };
            RELATIONS.iter().map(timed).collect()
        })
        .collect();
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
