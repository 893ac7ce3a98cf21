//! Whatever is read, nothing panics, hangs or takes memory that the input does not stand for.
//!
//! In the suite some thousand inputs a reader; a long run, with another seed each time, is
//! `DERMIS_FUZZ=1000000 cargo test --release --test fuzz -- --nocapture`; `DERMIS_FUZZ_ONLY=journal` beside it takes the
//! readers of that name alone. An input that breaks something is written to `target/tmp/`; put it into `corpus/` under
//! the name of its reader, where every run of the tests reads it again.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod mutate;
mod targets;

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use mutate::{Stream, mutated};

/// Inputs of each reader in the suite.
const USUAL: u64 = 2000;
/// What takes longer than this hangs, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(60);

#[test]
fn readers_bear_whatever_they_are_given() {
    let asked = env::var("DERMIS_FUZZ").ok();
    let inputs: u64 = asked.as_ref().map_or(USUAL, |text| text.parse().unwrap());
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64);
    let mut by = Stream(if asked.is_some() { clock() } else { 1 });
    let place = tempfile::tempdir().unwrap();
    let only = env::var("DERMIS_FUZZ_ONLY").unwrap_or_default();
    let mut broken = Vec::new();
    for target in targets::all().into_iter().filter(|target| target.name.contains(&only)) {
        let began = Instant::now();
        let mut slowest = Duration::ZERO;
        let mut give = |input: &[u8]| {
            let read = || {
                let begin = Instant::now();
                let whole = catch_unwind(AssertUnwindSafe(|| (target.read)(input, place.path()))).is_ok();
                (whole, begin.elapsed())
            };
            let (mut whole, mut took) = read();
            if whole && took >= LONGEST {
                // Where all was stopped meanwhile it does not take as long again.
                (whole, took) = read();
            }
            slowest = slowest.max(took);
            if whole && took < LONGEST {
                return;
            }
            let file =
                Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{}", target.name, broken.len()));
            fs::write(&file, input).unwrap();
            println!("{} breaks at {}", target.name, file.display());
            broken.push(file);
        };
        target.seeds.iter().for_each(|seed| give(seed));
        for _ in 0..inputs {
            let [seed, other] = [(); 2].map(|()| &target.seeds[by.below(target.seeds.len())]);
            give(&mutated(seed, other, &mut by));
        }
        println!("{}: {inputs} inputs in {:.1?}, the slowest {slowest:.1?}", target.name, began.elapsed());
    }
    assert!(broken.is_empty(), "{broken:?}");
}
