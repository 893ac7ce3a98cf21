//! What is worth measuring: the share of the variance of a difference that would go if a parameter were known.
//!
//! That share is Var(E[D | θ]) / Var(D), which Oakley and O'Hagan (2004) call the main effect and which, times the
//! variance, is the expected reduction by perfect information. From given draws it is the adjusted R² of a regression
//! of D on the parameter alone (Strong, Oakley and Brennan 2014; Plischke, Borgonovo and Smith 2013): here on
//! orthogonal polynomials of its place among the draws, which any monotone transformation of it leaves alone.

use super::differences::Difference;
use crate::random::{Purpose, Random};
use crate::study::statistics::{mean, sample_quantile, sorted};

/// Degree of the polynomials.
const DEGREE: usize = 3;
/// Fewest draws of which a share is told.
pub(in crate::study) const LEAST_DRAWS: usize = 24;
/// Permutations that tell what no effect at all would give.
const PERMUTATIONS: usize = 1000;
/// How often any parameter of a difference may pass for one that matters by chance.
const BY_CHANCE: f64 = 0.05;

/// What is known of a parameter's worth for one difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::study) struct Worth {
    /// Estimated share of the variance.
    pub share: f64,
    /// What chance alone exceeds in one of twenty differences, over all of its parameters.
    pub floor: f64,
}

/// The worth of parameters for one difference, by draws: those that stand above chance, with their places, the largest
/// first. Draws without the difference are left out; nothing where too few are left.
pub(in crate::study) fn worth(difference: &[f64], parameters: &[Vec<f64>]) -> Vec<(usize, Worth)> {
    let there: Vec<usize> = (0..difference.len()).filter(|&at| difference[at].is_finite()).collect();
    let values: Vec<f64> = there.iter().map(|&at| difference[at]).collect();
    if values.len() < LEAST_DRAWS {
        return Vec::new();
    }
    let centred = centred(&values);
    let bases: Vec<Vec<Vec<f64>>> = parameters
        .iter()
        .map(|of| basis(&places(&there.iter().map(|&at| of[at]).collect::<Vec<_>>())))
        .collect();
    let level = 1.0 - BY_CHANCE / bases.iter().filter(|basis| !basis.is_empty()).count().max(1) as f64;
    let shuffled: Vec<Vec<f64>> = (0..PERMUTATIONS)
        .map(|nth| {
            let order = Random::new(0, Purpose::Bootstrap, nth as u32).permutation(centred.len());
            order.into_iter().map(|at| centred[at]).collect()
        })
        .collect();
    let of = |(at, basis): (usize, &Vec<Vec<f64>>)| {
        let share = share(&centred, basis)?;
        let chance: Vec<f64> = shuffled.iter().filter_map(|values| self::share(values, basis)).collect();
        let floor = sample_quantile(&sorted(&chance), level).max(0.0);
        (share > floor).then_some((at, Worth { share, floor }))
    };
    let mut found: Vec<(usize, Worth)> = bases.iter().enumerate().filter_map(of).collect();
    found.sort_by(|(_, a), (_, b)| b.share.total_cmp(&a.share));
    found
}

/// Whether there is anything to explain.
pub(in crate::study) fn is_told(difference: &Difference) -> bool {
    let known: Vec<f64> = difference.draws.iter().copied().filter(|value| value.is_finite()).collect();
    known.len() >= LEAST_DRAWS && crate::study::statistics::deviation(&known) > difference.noise
}

fn centred(values: &[f64]) -> Vec<f64> {
    let middle = mean(values);
    values.iter().map(|value| value - middle).collect()
}

/// Places of values among them all, from −1 to 1; equal values share their middle.
fn places(values: &[f64]) -> Vec<f64> {
    let sorted = sorted(values);
    let place = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        let to = sorted.partition_point(|other| other <= value);
        (below + to) as f64 / sorted.len() as f64 - 1.0
    };
    values.iter().map(place).collect()
}

/// Powers of places from the first on, made orthogonal to each other and to 1, each of length 1 (Gram and Schmidt, each
/// twice). A power that the others give already is left out: none is left of a parameter that is the same everywhere.
fn basis(places: &[f64]) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut power = vec![1.0; places.len()];
    for _ in 0..DEGREE {
        power.iter_mut().zip(places).for_each(|(power, place)| *power *= place);
        let mut rest = centred(&power);
        for _ in 0..2 {
            for known in &basis {
                let along = dot(&rest, known);
                rest.iter_mut().zip(known).for_each(|(rest, known)| *rest -= along * known);
            }
            rest = centred(&rest);
        }
        let length = dot(&rest, &rest).sqrt();
        if length > 1e-9 * (places.len() as f64).sqrt() {
            rest.iter_mut().for_each(|rest| *rest /= length);
            basis.push(rest);
        }
    }
    basis
}

/// The adjusted R² of centred values on a basis; nothing where there is nothing to explain, or nothing to explain by.
fn share(centred: &[f64], basis: &[Vec<f64>]) -> Option<f64> {
    let whole = dot(centred, centred);
    if basis.is_empty() || whole <= 0.0 {
        return None;
    }
    let explained = basis
        .iter()
        .map(|known| {
            let along = dot(centred, known);
            along * along
        })
        .sum::<f64>()
        / whole;
    let (count, terms) = (centred.len() as f64, basis.len() as f64);
    Some(1.0 - (1.0 - explained) * (count - 1.0) / (count - 1.0 - terms))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::plan::design::latin_hypercube;

    /// By parameter, one value a draw.
    fn drawn(draws: usize, parameters: usize, seed: u64) -> Vec<Vec<f64>> {
        let cube = latin_hypercube(draws, parameters, seed);
        (0..parameters).map(|at| cube.iter().map(|point| point[at]).collect()).collect()
    }

    fn shares(of: &[f64], parameters: &[Vec<f64>]) -> Vec<f64> {
        let mut shares = vec![0.0; parameters.len()];
        worth(of, parameters).into_iter().for_each(|(at, worth)| shares[at] = worth.share);
        shares
    }

    /// Of a sum the shares are those of its parts: of a x with x even in 0..1 a²/12, of (2x − 1)² 4/45.
    #[test]
    fn a_sum_with_known_shares() {
        let x = drawn(1000, 5, 3);
        let sum: Vec<f64> = (0..1000)
            .map(|at| {
                let curved = 2.0 * x[2][at] - 1.0;
                3.0 * x[0][at] - 2.0 * x[1][at] + 1.5 * curved * curved + 0.0 * x[3][at]
            })
            .collect();
        let parts = [9.0 / 12.0, 4.0 / 12.0, 2.25 * 4.0 / 45.0];
        let whole: f64 = parts.iter().sum();
        let found = shares(&sum, &x);
        for (found, part) in found.iter().zip(parts) {
            assert!((found - part / whole).abs() < 0.03, "{found} {}", part / whole);
        }
        assert_eq!(found[3..], [0.0, 0.0], "what has no effect is not told");
    }

    /// Ishigami and Homma 1990, a = 7, b = 0.1: the first parameter has 0.3139, the third nothing of its own. What the
    /// second has swings four times over its range, which no cubic follows.
    #[test]
    fn the_function_of_ishigami() {
        let x = drawn(4000, 3, 1);
        let turn = |x: f64| std::f64::consts::PI * (2.0 * x - 1.0);
        let value = |at: usize| {
            let [first, second, third] = [0, 1, 2].map(|of: usize| turn(x[of][at]));
            let (a, b) = (libm::sin(first), libm::sin(second));
            a + 7.0 * b * b + 0.1 * third * third * third * third * a
        };
        let found = shares(&(0..4000).map(value).collect::<Vec<_>>(), &x);
        assert!((found[0] - 0.3139).abs() < 0.03, "{found:?}");
        assert!(found[2] < 0.01, "{found:?}");
    }

    /// A parameter's own scale is nothing, one that does not vary says nothing, and of few draws nothing is told.
    #[test]
    fn scales_constants_and_few_draws() {
        let mut x = drawn(64, 2, 5);
        let of: Vec<f64> = x[0].iter().map(|x| x - 0.5).collect();
        let plain = shares(&of, &x)[0];
        x[0].iter_mut().for_each(|x| *x = libm::exp(9.0 * *x));
        assert_eq!(shares(&of, &x)[0], plain);
        assert!(plain > 0.99, "{plain}");
        assert_eq!(shares(&of, &[vec![2.0; 64]]), [0.0]);
        assert!(worth(&of[..20], &[x[0][..20].to_vec()]).is_empty());
    }

    /// What nothing hangs on passes for something in no more than about one of twenty differences.
    #[test]
    fn chance_is_told_apart() {
        let x = drawn(64, 20, 9);
        let told = (0..40).filter(|seed| {
            let noise = &drawn(64, 1, 1000 + seed)[0];
            !worth(noise, &x).is_empty()
        });
        assert!(told.count() <= 6);
    }
}
