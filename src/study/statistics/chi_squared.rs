//! Tails of the χ² distribution of whole degrees of freedom, the same bits everywhere.

/// Probability that χ² of `freedom` degrees is above `x`: a finite sum (Abramowitz and Stegun 1972, 26.4.4 and 26.4.5),
/// its terms by their logarithms, as the largest are far beyond what a number holds.
pub fn above(x: f64, freedom: usize) -> f64 {
    if x <= 0.0 || freedom == 0 {
        return if x <= 0.0 { 1.0 } else { 0.0 };
    }
    let y = 0.5 * x;
    let (first, start) = match freedom % 2 {
        0 => (0.0, 0.0),
        _ => (libm::erfc(y.sqrt()), 0.5),
    };
    let term = |nth: usize| {
        let power = start + nth as f64;
        libm::exp(power * libm::log(y) - y - libm::lgamma(power + 1.0))
    };
    (first + (0..freedom / 2).map(term).sum::<f64>()).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From scipy.stats.chi2.sf.
    #[test]
    fn tails_are_those_of_tables() {
        for (x, freedom, expected) in [
            (3.841_458_820_694_124, 1, 0.05),
            (5.991_464_547_107_979, 2, 0.05),
            (16.918_977_604_620_448, 9, 0.05),
            (23.209_251_158_954_356, 10, 0.01),
            (2.087_900_735_871_949, 9, 0.99),
        ] {
            let found = above(x, freedom);
            assert!((found / expected - 1.0).abs() < 1e-12, "{x} {freedom}: {found} for {expected}");
        }
        assert_eq!((above(0.0, 3), above(3903.0, 9)), (1.0, 0.0));
        // Of many degrees the terms are beyond any number, the tail is near a half: 0.5 + 2/3/√(πk) here.
        for freedom in [4000, 4001] {
            let found = above(freedom as f64, freedom);
            assert!((found - 0.4970).abs() < 2e-4, "{found}");
        }
    }
}
