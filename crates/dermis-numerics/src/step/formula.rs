//! Numerical differentiation formulas for steps of any length.
//!
//! Of a solution u the polynomial p of order k through the states at the times before misses u(t + h) − p(t + h) = Π u[k+1],
//! with Π the product of the distances to those times and u[k+1] the divided difference, and of h u′ it misses
//! h Σ 1/distance of that. The formula α (u − p) = h (u′ − p′) errs by what α lacks: C = h Σ 1/distance − α. Backward
//! differentiation leaves the share of the oldest state; numerical differentiation takes a part of that away (Shampine
//! and Reichelt 1997), here the same part whatever the steps are.

/// Highest order.
pub(crate) const HIGHEST: usize = 5;
/// κ of orders 0 to 5.
const KAPPA: [f64; HIGHEST + 1] = [0.0, -0.1850, -1.0 / 9.0, -0.0823, -0.0415, 0.0];
/// Longest next step of each order in units of the last, as far as steps that always grow by as much stay stable.
const LONGEST: [f64; HIGHEST + 1] = [8.0, 8.0, 2.0, 1.5, 1.3, 1.15];
/// Shortest one.
const SHORTEST: f64 = 0.2;
/// Halvings in which a step is sought.
const HALVINGS: usize = 30;

/// Coefficients of a step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Formula {
    /// α_k.
    pub leading: f64,
    /// C_k: local error in units of the difference from the prediction.
    pub error: f64,
    /// Π.
    pub reach: f64,
}

impl Formula {
    /// Order k, for a step of `h` days from the first of `times`, which is nought; the others are those of the states
    /// before, at least k of them.
    pub(crate) fn new(times: &[f64], k: usize, h: f64) -> Self {
        let times = &times[..=k];
        let shares = || times.iter().map(|time| h / (h - time));
        let gamma: f64 = (1..=k).map(|i| 1.0 / i as f64).sum();
        let left = 1.0 + (k as f64 + 1.0) * KAPPA[k] * gamma;
        let error = left * h / (h - times[k]);
        let reach = times.iter().map(|time| h - time).product();
        Self { leading: shares().sum::<f64>() - error, error, reach }
    }

    /// Error of a step whose divided difference of order k + 1 is of this size.
    fn error_of(&self, difference: f64) -> f64 {
        self.error * self.reach * difference
    }
}

/// Longest step of order k after one of `last` days whose error is at most `allowed`, if the divided difference of order
/// k + 1 stays of this size.
pub(crate) fn longest(times: &[f64], k: usize, difference: f64, last: f64, allowed: f64) -> f64 {
    let holds = |h: f64| Formula::new(times, k, h).error_of(difference) <= allowed;
    let (mut low, mut high) = (SHORTEST * last, LONGEST[k] * last);
    if holds(high) {
        return high;
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if holds(middle) { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of Π (t − t_i), the least that polynomials of order k cannot follow, the formula misses what it says.
    #[test]
    fn the_error_is_what_the_formula_misses_whatever_the_steps() {
        for steps in [[1.0; 6], [1.0, 0.5, 0.7, 0.2, 0.4, 0.1], [0.3, 0.9, 1.4, 0.5, 2.0, 1.0]] {
            let times: Vec<f64> = (0..6).map(|i| -steps[1..=i].iter().sum::<f64>()).collect();
            let h = steps[0];
            for k in 1..=HIGHEST {
                let formula = Formula::new(&times, k, h);
                // It is nought at all states before, so p = 0; its divided difference is 1.
                let slope: f64 = times[..=k].iter().map(|time| formula.reach / (h - time)).sum();
                let missed = h * slope - formula.leading * formula.reach;
                let error = formula.error_of(1.0);
                assert!((missed - error).abs() < 1e-12 * slope, "order {k}: {missed} for {error}");
            }
        }
    }

    #[test]
    fn equal_steps_have_the_published_coefficients() {
        let times = [0.0, -0.1, -0.2, -0.3, -0.4, -0.5];
        let published = [(1.185, 0.315), (1.5 * 10.0 / 9.0, 1.0 / 3.0 - 1.5 / 9.0)];
        for (k, (leading, error)) in (1..).zip(published) {
            let formula = Formula::new(&times, k, 0.1);
            assert!(
                (formula.leading - leading).abs() < 1e-12 && (formula.error - error).abs() < 1e-12,
                "{k}"
            );
        }
        let last = Formula::new(&times, 5, 0.1);
        assert!((last.leading - 137.0 / 60.0).abs() < 1e-12 && (last.error - 1.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn the_longest_step_errs_by_what_is_allowed() {
        let times = [0.0, -0.1, -0.3, -0.4, -0.7];
        for (k, cap) in (1..).zip(&LONGEST[1..5]) {
            let reference = Formula::new(&times, k, 0.12).error_of(1.0);
            let h = longest(&times, k, 1.0, 0.1, reference);
            assert!((h - 0.12).abs() < 1e-9, "order {k}: {h}");
            assert!((longest(&times, k, 0.0, 0.1, reference) - 0.1 * cap).abs() < 1e-15);
            assert!(longest(&times, k, 1e9, 0.1, reference) < 0.0201);
        }
    }
}
