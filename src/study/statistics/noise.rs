//! What the tolerance of runs leaves in their measures: below it a difference says nothing.
//!
//! A few cases are run once more at a tenth of their tolerance. How far a measure then moves is its
//! numerical noise, as an estimate of the error of the first run; a floor stands for rounding.

use serde_json::{Map, Value};

use crate::scenario::{Geometry, Scenario};
use crate::study::journal::record::Record;
use crate::study::readout::measure::Measure;

/// The tolerance of the runs that are held against the first ones, in parts of theirs.
const TIGHTER: f64 = 0.1;
/// Rounding that gathers in a measure, in parts of its largest value.
const ROUNDING: f64 = 1e-10;
/// Cases that are run once more, at most, and how many cases there are for each of them where one takes long.
const MOST_PROBES: usize = 3;
const CASES_A_PROBE: usize = 8;

/// The change that asks for the tighter tolerance; none where the tolerance is already the tightest.
pub fn tighter(scenario: &Scenario) -> Option<String> {
    let tolerance = (TIGHTER * scenario.run.tolerance).max(crate::scenario::TIGHTEST_TOLERANCE);
    (tolerance < scenario.run.tolerance).then(|| format!("run.tolerance={tolerance}"))
}

/// Places of the cases that are run once more, of so many: spread evenly from the first on, and few beside them,
/// but where a run takes milliseconds.
pub fn probes<'a>(scenarios: impl ExactSizeIterator<Item = &'a Scenario>) -> Vec<usize> {
    let cases = scenarios.len();
    let mut scenarios = scenarios;
    let cheap = scenarios.all(|scenario| scenario.grid.geometry == Geometry::WellMixed);
    let wanted = if cheap { MOST_PROBES } else { cases / CASES_A_PROBE };
    let count = wanted.clamp(1, MOST_PROBES).min(cases);
    (0..count).map(|probe| probe * (cases - 1) / (count - 1).max(1)).collect()
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
        self.moved.max(self.rounding)
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
        let what = "below this a difference says nothing (what the tolerance leaves in a number)";
        format!("{what}: {}\n", words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_difference_and_what_is_missing() {
        let runs = |values: &[f64]| Record::Values(values.to_vec());
        let pairs = [
            (runs(&[1.0, 2.0, f64::NAN]), runs(&[1.01, 2.0, 5.0])),
            (runs(&[3.0, 2.0, 0.0]), runs(&[2.98, 2.0, 0.0])),
            (runs(&[3.0, 2.0, 0.0]), Record::failed("it did")),
        ];
        let noise = Noise::of(3, pairs.iter().map(|(first, again)| (first, again)));
        assert!((noise.among(0, &[]) - 0.02).abs() < 1e-15);
        assert_eq!(noise.among(1, &[1.0]), 2.0 * ROUNDING);
        assert_eq!(noise.among(1, &[-50.0, f64::NAN]), 50.0 * ROUNDING);
        assert_eq!(noise.among(2, &[]), 0.0);
    }
}
