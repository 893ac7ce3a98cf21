//! Which inputs go on from the screening: those of the largest effects on each measure.

use super::morris::{Effect, STEP};
use super::sample::Sample;
use crate::study::plan::input::Input;
use crate::study::readout::measure::Measure;
use crate::tidy::short;

/// Inputs of a screening in order of their importance, and which go on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shortlist {
    /// Of each measure the places of its inputs that go on, the largest effect first.
    by_measure: Vec<Vec<usize>>,
    /// All places by their largest share of any measure's effects.
    ranking: Vec<usize>,
    /// How many of these move any measure beyond its noise.
    moving: usize,
}

impl Shortlist {
    /// The first `keep` inputs of each measure that has a say, as far as a step's effect is beyond the
    /// measure's noise.
    pub(super) fn new(effects: &[Vec<Effect>], samples: &[Sample], inputs: usize, keep: usize) -> Self {
        let of = |(effects, sample): (&Vec<Effect>, &Sample)| {
            let mut order: Vec<usize> = (0..inputs).collect();
            order.sort_by(|a, b| size(effects, *b).total_cmp(&size(effects, *a)));
            order.retain(|at| seen(effects, sample, *at) > 0.0);
            order.truncate(keep);
            order
        };
        let by_measure = effects.iter().zip(samples).map(of).collect();
        let share = |at: usize| {
            let share = |(effects, sample): (&Vec<Effect>, &Sample)| {
                let largest = (0..inputs).map(|at| size(effects, at)).fold(f64::MIN_POSITIVE, f64::max);
                seen(effects, sample, at) / largest
            };
            effects.iter().zip(samples).map(share).fold(0.0, f64::max)
        };
        let mut ranking: Vec<usize> = (0..inputs).collect();
        ranking.sort_by(|a, b| share(*b).total_cmp(&share(*a)));
        let moving = ranking.iter().filter(|at| share(**at) > 0.0).count();
        Self { by_measure, ranking, moving }
    }

    /// Places of the inputs that move any measure beyond its noise, the most important first.
    pub(super) fn ranked(&self) -> impl Iterator<Item = usize> {
        self.ranking.iter().copied().take(self.moving)
    }

    /// Whether an input goes on.
    pub(super) fn holds(&self, at: usize) -> bool {
        self.by_measure.iter().any(|kept| kept.contains(&at))
    }

    /// Places of those that go on, the most important first.
    pub(super) fn kept(&self) -> Vec<usize> {
        self.ranking.iter().copied().filter(|at| self.holds(*at)).collect()
    }

    /// What is left out, by measure the largest with its effect.
    pub(super) fn left_out(
        &self,
        measures: &[Measure],
        inputs: &[Input],
        effects: &[Vec<Effect>],
        samples: &[Sample],
    ) -> String {
        let mut text = String::new();
        for ((measure, effects), sample) in measures.iter().zip(effects).zip(samples) {
            let left = || (0..inputs.len()).filter(|at| !self.holds(*at));
            let larger = |a: &usize, b: &usize| size(effects, *a).total_cmp(&size(effects, *b));
            let seen = |at: &usize| seen(effects, sample, *at) > 0.0;
            let Some(at) = left().max_by(larger).filter(seen) else { continue };
            let whole = (0..inputs.len()).map(|at| size(effects, at)).fold(0.0, f64::max);
            let part = short(100.0 * size(effects, at) / whole);
            text += &format!(
                "left out for {}: {} of {} inputs, the largest {} with size {} {}, {part} % of the largest effect\n",
                measure.name(),
                left().count(),
                inputs.len(),
                inputs[at].name,
                short(size(effects, at)),
                measure.unit(),
            );
        }
        text
    }
}

/// Size of an effect, nothing where a step's is no more than the noise of the measure.
fn seen(effects: &[Effect], sample: &Sample, at: usize) -> f64 {
    if sample.sees(size(effects, at) * STEP) { size(effects, at) } else { 0.0 }
}

/// Size of an effect; nothing where there is no number.
fn size(effects: &[Effect], at: usize) -> f64 {
    if effects[at].size.is_finite() { effects[at].size } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effects(sizes: [f64; 4]) -> Vec<Effect> {
        sizes.map(|size| Effect { mean: size, size, size_ends: (size, size), spread: 0.0 }).to_vec()
    }

    fn sample(noise: f64) -> Sample {
        Sample { mean: 1.0, deviation: 1.0, rows: 4, left_out: 0, noise }
    }

    /// The strongest inputs of every measure go on, however large the shares of another measure's are.
    #[test]
    fn each_measure_keeps_its_own() {
        let all = [effects([7.58, 5.47, 5.4, 0.1]), effects([0.0, 0.0, 9.0, 8.9])];
        let list = Shortlist::new(&all, &[sample(0.0), sample(0.0)], 4, 2);
        assert_eq!(list.by_measure, [[0, 1], [2, 3]]);
        let mut kept = list.kept();
        kept.sort_unstable();
        assert_eq!(kept, [0, 1, 2, 3]);
        let one = Shortlist::new(&all, &[sample(0.0), sample(0.0)], 4, 1);
        let inputs = ["a.a=0..1", "a.b=0..1", "a.c=0..1", "a.d=0..1"].map(|text| Input::parse(text).unwrap());
        let measures = ["gain_after_last", "barrier_days"].map(|name| Measure::parse(name).unwrap());
        let told = one.left_out(&measures, &inputs, &all, &[sample(0.0), sample(0.0)]);
        assert!(
            told.contains("left out for gain_after_last: 2 of 4 inputs, the largest a.b with size 5.47 %"),
            "{told}"
        );
    }

    #[test]
    fn noise_keeps_nothing() {
        let all = [effects([7.58, 5.47, 5.4, 0.1]), effects([1e-7, 6e-7, 0.0, 0.0])];
        let quiet = Sample { deviation: 1e-7, ..sample(1e-5) };
        let list = Shortlist::new(&all, &[sample(0.2), quiet], 4, 4);
        assert_eq!(list.by_measure, [vec![0, 1, 2], vec![]]);
        assert!(!list.holds(3), "0.1 over two thirds of a range is not above 0.2");
        assert_eq!(list.ranked().collect::<Vec<_>>(), [0, 1, 2]);
    }
}
