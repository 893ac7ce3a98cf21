//! Morris screening: which inputs matter at all.
//!
//! Trajectories on a grid of four levels move one input at a time by Δ = 2/3 of its range; each step
//! gives an elementary effect (f(x + Δ e) − f(x))/Δ. μ* is the mean of their sizes (how much an input
//! matters), σ their spread (how far it acts with others or not straight). Morris 1991; Campolongo,
//! Cariboni and Saltelli 2007.

use crate::random::{Purpose, Random};
use crate::study::statistics::{deviation, mean, mean_interval};

/// Step along an input, relative to its range: half of the four levels.
pub(super) const STEP: f64 = 2.0 / 3.0;
/// Largest start of a step upwards: levels are 0, 1/3, 2/3, 1.
const LEVELS_BELOW: usize = 2;

/// Trajectories through a unit cube.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Morris {
    inputs: usize,
    /// By trajectory: the points, one more than inputs, and the input that each step moves.
    trajectories: Vec<(Vec<Vec<f64>>, Vec<usize>)>,
}

/// What screening says of one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Effect {
    /// Mean elementary effect: its direction.
    pub mean: f64,
    /// Mean size of elementary effects, μ*.
    pub size: f64,
    /// Student's 95 % interval of it over trajectories, cut at nothing.
    pub size_ends: (f64, f64),
    /// Standard deviation of elementary effects, σ.
    pub spread: f64,
}

impl Morris {
    /// So many random trajectories.
    pub(super) fn new(inputs: usize, trajectories: usize, seed: u64) -> Self {
        let trajectory = |number: usize| {
            let mut stream = Random::new(seed, Purpose::Morris, number as u32);
            let mut point: Vec<f64> = Vec::new();
            let mut upwards: Vec<bool> = Vec::new();
            for _ in 0..inputs {
                let low = stream.below(LEVELS_BELOW) as f64 / 3.0;
                let up = stream.below(2) == 0;
                point.push(if up { low } else { low + STEP });
                upwards.push(up);
            }
            let order = stream.permutation(inputs);
            let mut points = vec![point.clone()];
            for &input in &order {
                point[input] += if upwards[input] { STEP } else { -STEP };
                points.push(point.clone());
            }
            (points, order)
        };
        Self { inputs, trajectories: (0..trajectories).map(trajectory).collect() }
    }

    /// All points in order.
    pub(super) fn points(&self) -> impl Iterator<Item = &Vec<f64>> {
        self.trajectories.iter().flat_map(|(points, _)| points)
    }

    /// Trajectory of every point, from 1, and the input that the step to it moved.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, Option<usize>)> {
        (1..).zip(&self.trajectories).flat_map(|(number, (_, order))| {
            std::iter::once(None)
                .chain(order.iter().map(|input| Some(*input)))
                .map(move |input| (number, input))
        })
    }

    /// The effects on a function with these values at the points, by input; `place` is where in its range an
    /// input really was, which for whole numbers is not where the point lies. Trajectories with a value
    /// that is not a number are left out.
    pub(super) fn effects(&self, values: &[f64], place: impl Fn(usize, f64) -> f64) -> Vec<Effect> {
        let length = self.inputs + 1;
        let whole = self.trajectories.iter().zip(values.chunks(length));
        let whole: Vec<_> =
            whole.filter(|(_, values)| values.iter().all(|value| value.is_finite())).collect();
        let mut effects: Vec<Vec<f64>> = vec![Vec::with_capacity(whole.len()); self.inputs];
        for ((points, order), values) in whole {
            for (step, &input) in order.iter().enumerate() {
                let moved = place(input, points[step + 1][input]) - place(input, points[step][input]);
                effects[input].push((values[step + 1] - values[step]) / moved);
            }
        }
        let sizes: Vec<Vec<f64>> =
            effects.iter().map(|effects| effects.iter().map(|effect| effect.abs()).collect()).collect();
        let ends = |sizes: &[f64]| {
            let (low, high) = mean_interval(sizes);
            // A limit that is not a number stays one.
            (if low < 0.0 { 0.0 } else { low }, high)
        };
        let effect = |at: usize| Effect {
            mean: mean(&effects[at]),
            size: mean(&sizes[at]),
            size_ends: ends(&sizes[at]),
            spread: deviation(&effects[at]),
        };
        (0..self.inputs).map(effect).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::plan::input::Input;

    #[test]
    fn steps_move_one_input_inside_the_cube() {
        let morris = Morris::new(5, 20, 1);
        assert_eq!(morris.points().count(), 120);
        for (points, order) in &morris.trajectories {
            let mut moved = order.clone();
            moved.sort_unstable();
            assert_eq!(moved, [0, 1, 2, 3, 4]);
            for (pair, input) in points.windows(2).zip(order) {
                for (at, (before, after)) in pair[0].iter().zip(&pair[1]).enumerate() {
                    let expected = if at == *input { STEP } else { 0.0 };
                    assert!(((after - before).abs() - expected).abs() < 1e-12);
                    assert!((-1e-12..=1.0 + 1e-12).contains(after));
                }
            }
        }
    }

    #[test]
    fn a_plane_has_its_slopes_and_no_spread() {
        let morris = Morris::new(3, 10, 2);
        let values: Vec<f64> = morris.points().map(|x| 3.0 * x[0] - 2.0 * x[1] + 7.0).collect();
        let effects = morris.effects(&values, |_, place| place);
        for (effect, slope) in effects.iter().zip([3.0, -2.0, 0.0]) {
            assert!((effect.mean - slope).abs() < 1e-12 && (effect.size - f64::abs(slope)).abs() < 1e-12);
            assert!(effect.spread < 1e-12);
        }
    }

    /// A product spreads; a failed run takes its trajectory with it and nothing else.
    #[test]
    fn interaction_spreads_and_holes_are_left_out() {
        let morris = Morris::new(2, 40, 3);
        let mut values: Vec<f64> = morris.points().map(|x| x[0] * x[1]).collect();
        let effects = morris.effects(&values, |_, place| place);
        // Of x₁x₂ the effects of x₁ are the levels of x₂, mean 1/2.
        assert!((effects[0].size - 0.5).abs() < 0.1 && effects[0].spread > 0.3, "{effects:?}");
        values[4] = f64::NAN;
        let without = morris.effects(&values, |_, place| place);
        assert!(without[0].size.is_finite() && without[0].size != effects[0].size);
    }

    #[test]
    fn whole_numbers_count_by_where_they_land() {
        let input = Input { name: "treatment.count".into(), low: 1.0, high: 3.0, whole: true };
        let morris = Morris::new(1, 20, 1);
        let values: Vec<f64> = morris.points().map(|point| 5.0 * input.value(point[0])).collect();
        let place = |_: usize, unit: f64| (input.value(unit) - input.low) / (input.high - input.low);
        let effect = morris.effects(&values, place)[0];
        // A straight line of slope 5 over a range of 2.
        assert!((effect.size - 10.0).abs() < 1e-12 && effect.spread < 1e-12, "{effect:?}");
    }

    /// The same numbers as SALib's on its own trajectories (`tests/reference/sensitivity.py`).
    #[test]
    fn effects_are_those_of_salib() {
        let rows = |text: &str| -> Vec<Vec<f64>> {
            let row = |line: &str| line.split(',').map(|cell| cell.parse().unwrap()).collect();
            text.lines().skip(1).map(row).collect()
        };
        let runs = rows(include_str!("../../../tests/data/morris_points.csv"));
        let known = rows(include_str!("../../../tests/data/morris_effects.csv"));
        let trajectory = |runs: &[Vec<f64>]| {
            let points: Vec<Vec<f64>> = runs.iter().map(|run| run[..3].to_vec()).collect();
            let moved = |pair: &[Vec<f64>]| (0..3).find(|at| (pair[0][*at] - pair[1][*at]).abs() > 0.5);
            let order = points.windows(2).map(|pair| moved(pair).unwrap()).collect();
            (points, order)
        };
        let morris = Morris { inputs: 3, trajectories: runs.chunks(4).map(trajectory).collect() };
        let values: Vec<f64> = runs.iter().map(|run| run[3]).collect();
        for (found, known) in morris.effects(&values, |_, place| place).iter().zip(&known) {
            let found = [found.mean, found.size, found.spread];
            assert!(found.iter().zip(known).all(|(found, known)| (found - known).abs() < 1e-12), "{found:?}");
        }
    }
}
