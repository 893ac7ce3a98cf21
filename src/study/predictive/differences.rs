//! Differences between courses, draw by draw: how large, and in how many draws their order holds.

use super::bands::{OF_THE_ROW, Spread, quantiles};
use crate::study::readout::measure::Measure;
use crate::study::statistics::noise::Noise;
use crate::tidy::{Tidy, TidyColumn};

/// What the draws give of some courses: `values` by course, measure and draw, `NaN` where a run failed.
pub(in crate::study) struct Paired<'a> {
    /// Names of the courses.
    pub courses: &'a [String],
    /// The measures.
    pub measures: &'a [Measure],
    /// By course and measure, with the model's own parameters.
    pub own: &'a dyn Fn(usize, usize) -> f64,
    /// By course and measure, one a draw.
    pub values: &'a dyn Fn(usize, usize) -> Vec<f64>,
    /// Below which a difference says nothing.
    pub noise: &'a Noise,
}

/// A difference between two courses in a measure.
pub(in crate::study) struct Difference {
    /// Place of the measure.
    pub measure: usize,
    /// Place of the course.
    pub course: usize,
    /// Place of the one that is taken off.
    pub minus: usize,
    /// With the model's own parameters.
    pub own: f64,
    /// One a draw.
    pub draws: Vec<f64>,
    /// Below which it says nothing.
    pub noise: f64,
}

impl Difference {
    fn count(&self, which: impl Fn(f64) -> bool) -> usize {
        self.draws.iter().filter(|value| value.is_finite() && which(**value)).count()
    }

    /// Draws that say nothing.
    pub(in crate::study) fn ties(&self) -> usize {
        self.count(|value| value.abs() <= self.noise)
    }

    /// Whether the model's own parameters put one course above the other.
    pub(in crate::study) fn has_order(&self) -> bool {
        self.own.abs() > self.noise
    }

    /// Draws with the order of the model's own parameters; none where these have no order.
    pub(in crate::study) fn holds(&self) -> Option<usize> {
        self.has_order().then(|| self.count(|value| value.abs() > self.noise && value * self.own > 0.0))
    }
}

impl Paired<'_> {
    /// Every pair of courses in every measure, the later minus the earlier.
    pub(in crate::study) fn differences(&self) -> Vec<Difference> {
        let count = self.courses.len();
        let mut all = Vec::new();
        for measure in 0..self.measures.len() {
            let values: Vec<Vec<f64>> = (0..count).map(|course| (self.values)(course, measure)).collect();
            let largest: Vec<f64> = values.iter().flatten().copied().collect();
            let noise = self.noise.among(measure, &largest);
            for minus in 0..count {
                for course in minus + 1..count {
                    let draws = values[course].iter().zip(&values[minus]).map(|(a, b)| a - b).collect();
                    let own = (self.own)(course, measure) - (self.own)(minus, measure);
                    all.push(Difference { measure, course, minus, own, draws, noise });
                }
            }
        }
        all
    }

    /// `differences`: one row a measure and pair.
    pub(in crate::study) fn table(&self, all: &[Difference]) -> Tidy {
        let words = |word: &dyn Fn(&Difference) -> String| all.iter().map(word).collect();
        let numbers = |number: &dyn Fn(&Difference) -> f64| all.iter().map(number).collect::<Vec<f64>>();
        let spreads: Vec<Spread> = all.iter().map(|of| Spread::of(&of.draws)).collect();
        let mut columns = vec![
            TidyColumn::words(
                "measure",
                "measure; columns.json says what it is",
                words(&|of| self.measures[of.measure].name()),
            ),
            TidyColumn::words("unit", "its unit", words(&|of| self.measures[of.measure].unit())),
            TidyColumn::words("course", "name of the course", words(&|of| self.courses[of.course].clone())),
            TidyColumn::words(
                "minus",
                "the course that is taken off",
                words(&|of| self.courses[of.minus].clone()),
            ),
            TidyColumn::numbers(
                "own",
                OF_THE_ROW,
                "difference with the model's own parameters",
                numbers(&|of| of.own),
            ),
        ];
        columns.extend(quantiles(OF_THE_ROW, &spreads));
        columns.extend([
            TidyColumn::numbers(
                "order_holds",
                "",
                "draws in which the order is that of `own`; empty where `own` has none",
                numbers(&|of| of.holds().map_or(f64::NAN, |count| count as f64)),
            ),
            TidyColumn::numbers(
                "ties",
                "",
                "draws in which the difference is no more than the numerical noise",
                numbers(&|of| of.ties() as f64),
            ),
            TidyColumn::numbers(
                "numerical_noise",
                OF_THE_ROW,
                "twice what the tolerance leaves in a number",
                numbers(&|of| of.noise),
            ),
        ]);
        Tidy { name: "differences".into(), columns }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_holds_and_ties_are_none() {
        let of = |own: f64| Difference {
            measure: 0,
            course: 1,
            minus: 0,
            own,
            draws: vec![0.5, 0.2, -0.3, 0.05, f64::NAN, -0.1],
            noise: 0.1,
        };
        assert_eq!((of(1.0).holds(), of(1.0).ties()), (Some(2), 2));
        assert_eq!(of(-1.0).holds(), Some(1));
        assert_eq!((of(0.1).holds(), of(0.1).has_order()), (None, false));
    }
}
