//! What the runs of an analysis say of a measure itself: its mean and spread, how many rows have it, and
//! whether it varies by more than the tolerance leaves in it.

use super::tables;
use crate::study::journal::record::Record;
use crate::study::plan::Plan;
use crate::study::readout::measure::Measure;
use crate::study::statistics::noise::Noise;
use crate::study::statistics::{deviation, mean};
use crate::tidy::{Tidy, TidyColumn};

/// A measure over the whole groups of an analysis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub deviation: f64,
    /// Groups, rows or trajectories, that have it in every run.
    pub rows: usize,
    /// Groups that have not, and count for nothing.
    pub left_out: usize,
    /// Numerical noise, of a difference between two runs.
    pub noise: f64,
}

impl Sample {
    /// Of groups of `each` values, of which the first `taken` are independent of the method; `noise` gives
    /// that of such values.
    pub(super) fn new(values: &[f64], each: usize, taken: usize, noise: impl Fn(&[f64]) -> f64) -> Self {
        let whole = values.chunks(each).filter(|group| group.iter().all(|value| value.is_finite()));
        let groups: Vec<&[f64]> = whole.collect();
        let values_of: Vec<f64> = groups.iter().flat_map(|group| &group[..taken]).copied().collect();
        Self {
            mean: mean(&values_of),
            deviation: deviation(&values_of),
            rows: groups.len(),
            left_out: values.len() / each - groups.len(),
            noise: noise(&values_of),
        }
    }

    /// Whether a change of it, between two runs, is more than noise.
    pub(super) fn sees(&self, change: f64) -> bool {
        self.counts() && change.abs() > self.noise
    }

    /// Whether the part of its variance with this index is more than the noise of runs makes.
    pub(super) fn sees_index(&self, index: f64) -> bool {
        self.counts() && index * self.deviation * self.deviation > self.noise * self.noise
    }

    /// Whether it has a say: in two groups or more, and beyond its noise.
    pub(super) fn counts(&self) -> bool {
        self.rows >= 2 && self.deviation > self.noise
    }

    /// That, in words.
    fn word(&self) -> &'static str {
        match (self.rows, self.counts()) {
            (0 | 1, _) => "no: too few rows have it",
            (_, true) => "yes",
            (_, false) => "no: it varies by no more than its numerical noise",
        }
    }

    /// For files.
    pub(super) fn value(&self, measure: &Measure) -> serde_json::Value {
        serde_json::json!({
            "measure": measure.name(), "mean": self.mean, "deviation": self.deviation, "rows": self.rows,
            "left_out": self.left_out, "numerical_noise": self.noise, "counts": self.counts(),
        })
    }
}

/// One row a measure, for people; `group` is what its rows are called.
pub(super) fn shown(measures: &[Measure], samples: &[Sample], group: &str) -> Tidy {
    let numbers = |name: &str, of: fn(&Sample) -> f64| {
        TidyColumn::numbers(name, "", "", samples.iter().map(of).collect())
    };
    let words = |name: &str, words: Vec<String>| TidyColumn::words(name, "", words);
    let columns = vec![
        words("measure", measures.iter().map(Measure::name).collect()),
        words("unit", measures.iter().map(Measure::unit).collect()),
        numbers("mean", |sample| sample.mean),
        numbers("deviation", |sample| sample.deviation),
        numbers(group, |sample| sample.rows as f64),
        numbers("left_out", |sample| sample.left_out as f64),
        numbers("numerical_noise", |sample| sample.noise),
        words("counts", samples.iter().map(|sample| sample.word().to_owned()).collect()),
    ];
    Tidy { name: "measures".into(), columns }
}

/// Points, of so many, that are run at a tighter tolerance: the first, the middle one and the last.
pub(super) fn probes(points: usize) -> impl Iterator<Item = usize> {
    [0, points / 2, points - 1].into_iter()
}

/// Every number of the readout over the runs; `again` is the scenario, then it and some points at a tighter tolerance.
pub(super) fn samples(
    plan: &Plan,
    records: &[Record],
    again: &[Record],
    each: usize,
    taken: usize,
) -> Vec<Sample> {
    let firsts = again.first().into_iter().chain(probes(records.len()).map(|at| &records[at]));
    let pairs = firsts.zip(again.iter().skip(1));
    let noise = Noise::of(plan.readout.len(), pairs).seen(&plan.readout.measures);
    let of =
        |at: usize| Sample::new(&tables::column(records, at), each, taken, |values| noise.among(at, values));
    (0..plan.readout.len()).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_groups_count_and_noise_is_silent() {
        let values = [1.0, 3.0, 9.0, 2.0, 4.0, f64::NAN, 5.0, 7.0, 9.0];
        let sample = |noise: f64| Sample::new(&values, 3, 2, |_| noise);
        let found = sample(0.1);
        assert_eq!((found.mean, found.rows, found.left_out), (4.0, 2, 1));
        assert!((found.deviation - (20.0_f64 / 3.0).sqrt()).abs() < 1e-15);
        assert!(found.counts() && !sample(3.0).counts());
        assert!(!Sample::new(&values[..3], 3, 2, |_| 0.0).counts(), "one row is no sample");
        assert_eq!(sample(3.0).word(), "no: it varies by no more than its numerical noise");
    }
}
