//! What the tolerance of runs leaves in their measures: below it a difference says nothing.
//!
//! A few cases are run once more at a tenth of their tolerance. How far a measure then moves is an estimate of the
//! error of the first run. Both ends of a difference have it, so that twice as much is its numerical noise; a floor
//! stands for rounding.

use serde_json::{Map, Value};

use crate::scenario::{Geometry, Scenario};
use crate::study::journal::record::Record;
use crate::study::readout::measure::Measure;

/// The tolerance of the runs that are held against the first ones, in parts of theirs.
const TIGHTER: f64 = 0.1;
/// Rounding that gathers in a measure, in parts of its largest value.
const ROUNDING: f64 = 1e-10;
/// What nobody could see in these units, however exactly it is calculated.
const UNSEEN: (f64, [&str; 3]) = (1e-4, ["%", "%/week", "days"]);
/// Cases that are run once more, at most, and how many cases there are for each of them where one takes long.
const MOST_PROBES: usize = 3;
const CASES_A_PROBE: usize = 8;
/// Cases with other agents on the skin that are run once more beside these, at most: agents make steps begin anew.
const MOST_KINDS: usize = 8;

/// The change that asks for the tighter tolerance; none where the tolerance is already the tightest.
pub fn tighter(scenario: &Scenario) -> Option<String> {
    let tolerance = (TIGHTER * scenario.run.tolerance).max(crate::scenario::TIGHTEST_TOLERANCE);
    (tolerance < scenario.run.tolerance).then(|| format!("run.tolerance={tolerance}"))
}

/// Places of the cases that are run once more, of so many: spread evenly from the first on, and few beside them,
/// but where a run takes milliseconds; and the first with each choice of agents.
pub fn probes<'a>(scenarios: impl ExactSizeIterator<Item = &'a Scenario>) -> Vec<usize> {
    let scenarios: Vec<&Scenario> = scenarios.collect();
    let cases = scenarios.len();
    let cheap = scenarios.iter().all(|scenario| scenario.grid.geometry == Geometry::WellMixed);
    let wanted = if cheap { MOST_PROBES } else { cases / CASES_A_PROBE };
    let count = wanted.clamp(1, MOST_PROBES).min(cases);
    let spread = (0..count).map(|probe| probe * (cases - 1) / (count - 1).max(1));
    let mut kinds: Vec<usize> = Vec::new();
    for (at, scenario) in scenarios.iter().enumerate() {
        let known = kinds.iter().any(|&kind| scenarios[kind].topicals == scenario.topicals);
        if !known && kinds.len() < MOST_KINDS {
            kinds.push(at);
        }
    }
    let mut chosen: Vec<usize> = spread.chain(kinds).collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Numerical noise by measure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Noise(Vec<Floor>);

/// Below which differences of a measure say nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Floor {
    /// Largest difference of a run at the tighter tolerance.
    moved: f64,
    /// Rounding.
    rounding: f64,
}

impl Floor {
    fn noise(self) -> f64 {
        (2.0 * self.moved).max(self.rounding)
    }
}

impl Noise {
    /// From pairs of runs, as asked for and at the tighter tolerance: the largest difference of each of
    /// the first `measures` numbers. Runs or values that are missing tell nothing.
    pub fn of<'a>(measures: usize, pairs: impl IntoIterator<Item = (&'a Record, &'a Record)>) -> Self {
        let mut noise = vec![Floor::default(); measures];
        for (first, again) in pairs {
            for (at, noise) in noise.iter_mut().enumerate() {
                let (first, again) = (first.value(at), again.value(at));
                if first.is_finite() && again.is_finite() {
                    noise.moved = noise.moved.max((first - again).abs());
                    noise.rounding = noise.rounding.max(ROUNDING * first.abs().max(again.abs()));
                }
            }
        }
        Self(noise)
    }

    /// The same, and no less than what could be seen of each of these measures, the first of the numbers.
    #[must_use]
    pub fn seen(mut self, measures: &[Measure]) -> Self {
        for (floor, measure) in self.0.iter_mut().zip(measures) {
            if UNSEEN.1.contains(&&*measure.unit()) {
                floor.rounding = floor.rounding.max(UNSEEN.0);
            }
        }
        self
    }

    /// The larger of two, by measure.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let larger = |(a, b): (&Floor, &Floor)| Floor {
            moved: a.moved.max(b.moved),
            rounding: a.rounding.max(b.rounding),
        };
        Self(self.0.iter().zip(&other.0).map(larger).collect())
    }

    /// Noise of a measure among values of this size, which are rounded too.
    pub fn among(&self, measure: usize, values: &[f64]) -> f64 {
        let counts = |value: &&f64| value.is_finite();
        let largest = values.iter().filter(counts).fold(0.0_f64, |largest, value| largest.max(value.abs()));
        self.0.get(measure).map_or(0.0, |floor| floor.noise()).max(ROUNDING * largest)
    }

    /// Noise by the name of the measure.
    pub fn by_name(&self, measures: &[Measure]) -> Map<String, Value> {
        measures.iter().zip(&self.0).map(|(measure, floor)| (measure.name(), floor.noise().into())).collect()
    }

    /// A line for people: the measures that moved, and by how much; nothing where none did.
    pub fn remark(&self, measures: &[Measure]) -> String {
        // What is a count, such as of sessions, does not move.
        let told = measures.iter().zip(&self.0).filter(|(_, floor)| floor.moved > 0.0);
        let words: Vec<String> = told
            .map(|(measure, floor)| format!("{} {}", measure.name(), crate::tidy::short(floor.noise())))
            .collect();
        if words.is_empty() {
            return String::new();
        }
        let what = "below this a difference says nothing (twice what the tolerance leaves in a number)";
        format!("{what}: {}\n", words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_of_agents_is_probed() {
        let scenario = |more: &str| {
            let text = format!(
                "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\n{more}"
            );
            Scenario::parse("probes.toml", &text, &[]).unwrap().0
        };
        let (bare, agent) = (scenario(""), scenario("[[treatment.topicals]]\nagent = \"retinoid\"\n"));
        let all = [&bare, &bare, &agent, &bare, &agent];
        assert_eq!(probes(all.into_iter()), [0, 2]);
        assert_eq!(probes([&bare, &bare, &bare].into_iter()), [0]);
    }

    #[test]
    fn the_largest_difference_and_what_is_missing() {
        let runs = |values: &[f64]| Record::Values(values.to_vec());
        let pairs = [
            (runs(&[1.0, 2.0, f64::NAN]), runs(&[1.01, 2.0, 5.0])),
            (runs(&[3.0, 2.0, 0.0]), runs(&[2.98, 2.0, 0.0])),
            (runs(&[3.0, 2.0, 0.0]), Record::failed("it did")),
        ];
        let noise = Noise::of(3, pairs.iter().map(|(first, again)| (first, again)));
        assert!((noise.among(0, &[]) - 0.04).abs() < 1e-15);
        assert_eq!(noise.among(1, &[1.0]), 2.0 * ROUNDING);
        assert_eq!(noise.among(1, &[-50.0, f64::NAN]), 50.0 * ROUNDING);
        assert_eq!(noise.among(2, &[]), 0.0);
        let measures =
            ["tewl.surface", "tewl.surface@1", "scar_like_share"].map(|name| Measure::parse(name).unwrap());
        let seen = noise.seen(&measures);
        assert_eq!((seen.among(1, &[1.0]), seen.among(2, &[])), (2.0 * ROUNDING, UNSEEN.0));
    }
}
