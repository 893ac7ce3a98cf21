//! Student's t distribution and the power of his tests, the same bits everywhere.
//!
//! With s = √(χ²/ν) the test's statistic is (z + δ)/s, so every probability is the mean of a normal one
//! over s. In u = ln s the mean is an integral over the whole line of an analytic function that dies at
//! both ends, for which the trapezoidal rule converges geometrically (Trefethen and Weideman 2014).

use crate::random::normal::{cumulative, quantile};

/// Noncentrality beyond which every test of two or more patients sees the difference.
const FAR: f64 = 200.0;

/// √(χ²/ν) as places and weights that sum to 1.
struct Scale {
    places: Vec<f64>,
    weights: Vec<f64>,
}

impl Scale {
    /// For `freedom` degrees and a noncentrality, which sets how steep what is averaged can be.
    fn new(freedom: f64, steepness: f64) -> Self {
        let spread = (40.0 / freedom).sqrt();
        let (low, high) = (-(40.0 / freedom + spread), spread.min(3.0));
        let step = [0.125, 0.5 / (2.0 * freedom).sqrt(), 0.5 / steepness.max(1.0)];
        let step = step.into_iter().fold(f64::INFINITY, f64::min);
        let count = libm::ceil((high - low) / step) as usize;
        let u: Vec<f64> = (0..=count).map(|at| low + at as f64 * step).collect();
        // The density of u up to a factor that the sum takes away.
        let density = |u: &f64| libm::exp(freedom * (u - 0.5 * libm::expm1(2.0 * u)));
        let weights: Vec<f64> = u.iter().map(density).collect();
        let sum: f64 = weights.iter().sum();
        Self {
            places: u.into_iter().map(libm::exp).collect(),
            weights: weights.into_iter().map(|weight| weight / sum).collect(),
        }
    }

    fn mean(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.places.iter().zip(&self.weights).map(|(s, weight)| weight * of(*s)).sum()
    }
}

/// The value that |t| of `freedom` degrees exceeds with probability `level`.
pub fn two_sided(level: f64, freedom: f64) -> f64 {
    let scale = Scale::new(freedom, 1.0);
    let tail = |t: f64| 2.0 * scale.mean(|s| cumulative(-t * s));
    // Monotone: bisection down to neighbouring numbers, from a bracket that starts at the normal value.
    let mut low = quantile(1.0 - 0.5 * level);
    let mut high = 2.0 * low;
    while tail(high) > level {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if tail(middle) > level {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Probability that a two-sided t test of `freedom` degrees, whose statistic has the noncentrality
/// `shift`, rejects at `level`.
pub fn power(shift: f64, freedom: f64, level: f64) -> f64 {
    let (shift, critical) = (shift.abs().min(FAR), two_sided(level, freedom));
    let rejects = |s: f64| cumulative(shift - critical * s) + cumulative(-shift - critical * s);
    Scale::new(freedom, shift).mean(rejects)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a table in `tests/data`.
    fn rows(text: &str) -> impl Iterator<Item = Vec<f64>> {
        text.lines().skip(1).map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect())
    }

    #[test]
    fn quantiles_are_those_of_scipy() {
        for row in rows(include_str!("../../../tests/data/student_quantiles.csv")) {
            let [level, freedom, t] = row[..] else { panic!("{row:?}") };
            let found = two_sided(level, freedom);
            assert!((found / t - 1.0).abs() < 1e-11, "{level} {freedom}: {found} for {t}");
        }
    }

    #[test]
    fn power_is_that_of_scipy_and_statsmodels() {
        for row in rows(include_str!("../../../tests/data/student_power.csv")) {
            let [shift, freedom, level, expected] = row[..] else { panic!("{row:?}") };
            let found = power(shift, freedom, level);
            assert!((found - expected).abs() < 1e-9, "{shift} {freedom}: {found} for {expected}");
        }
    }
}
