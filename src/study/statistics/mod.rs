//! Means, quantiles and intervals over patients.

pub mod chi_squared;
pub mod noise;
pub mod student;
pub mod symmetric;

use crate::random::normal::quantile;
use crate::study::statistics::student::two_sided;

/// Resamples of a bootstrap.
pub const RESAMPLES: usize = 2000;
/// Coverage of every interval.
pub const COVERAGE: f64 = 0.95;

/// Mean; not a number of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard deviation of a sample; `NaN` of fewer than two values.
pub fn deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::NAN;
    }
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

/// Values that are there; `NaN` stands for none.
pub fn known(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|value| value.is_finite()).collect()
}

/// Student's interval of the mean (Student 1908): exact of normal samples of any size. Of fewer than two
/// values there is none.
pub fn mean_interval(values: &[f64]) -> (f64, f64) {
    if values.len() < 2 {
        return (f64::NAN, f64::NAN);
    }
    let count = values.len() as f64;
    let half = two_sided(1.0 - COVERAGE, count - 1.0) * deviation(values) / count.sqrt();
    (mean(values) - half, mean(values) + half)
}

/// Quantile by straight lines between the sorted values (type 7 of Hyndman and Fan 1996).
pub fn sample_quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p * last as f64;
    let below = (place as usize).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// Values in order, without those that are not numbers.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = known(values);
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Wilson's interval of a share (Wilson 1927).
pub fn share_interval(yes: usize, count: usize) -> (f64, f64) {
    let (n, z) = (count as f64, quantile(0.5 + 0.5 * COVERAGE));
    let share = yes as f64 / n;
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    // Where nobody or everybody does the end is the share itself, but for rounding.
    (if yes == 0 { share } else { middle - half }, if yes == count { share } else { middle + half })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Random};

    #[test]
    fn shares_stay_between_none_and_all() {
        for count in 1..200 {
            assert_eq!((share_interval(0, count).0, share_interval(count, count).1), (0.0, 1.0));
        }
        assert!(share_interval(0, 0).0.is_nan());
    }

    #[test]
    fn known_samples() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(mean(&values), 5.0);
        assert!((deviation(&values) - (32.0_f64 / 7.0).sqrt()).abs() < 1e-15);
        assert_eq!(sample_quantile(&values, 0.5), 4.5);
        assert_eq!(sample_quantile(&values, 0.25), 4.0);
        assert_eq!(sample_quantile(&values, 1.0), 9.0);
        // Newcombe 1998: 81 of 263.
        let (low, high) = share_interval(81, 263);
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
    }

    #[test]
    fn intervals_of_means_are_those_of_scipy() {
        for line in include_str!("../../../tests/data/mean_intervals.csv").lines().skip(1) {
            let row: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
            let (low, high) = mean_interval(&row[3..]);
            assert!((low - row[1]).abs() < 1e-10 && (high - row[2]).abs() < 1e-10, "{line}: {low} {high}");
        }
        assert!(mean_interval(&[1.0]).0.is_nan() && mean_interval(&[]).1.is_nan());
    }

    /// Share of 4000 samples whose interval holds the true mean; the interval itself must not be
    /// boundless either. Skewed as multipliers of patients are: lognormal with a factor of 1.25.
    #[test]
    fn intervals_cover_at_small_numbers() {
        const SAMPLES: u32 = 4000;
        for count in [2, 3, 5, 10] {
            for factor in [None, Some(libm::log(1.25_f64))] {
                let shape = |z: f64| factor.map_or(z, |width| libm::exp(width * z));
                let truth = factor.map_or(0.0, |width| libm::exp(0.5 * width * width));
                let covers = |sample: &u32| {
                    let mut stream = Random::new(7, Purpose::Bootstrap, *sample);
                    let mut value = || shape(quantile(stream.unit() + f64::EPSILON / 4.0));
                    let values: Vec<f64> = (0..count).map(|_| value()).collect();
                    let (low, high) = mean_interval(&values);
                    low <= truth && truth <= high
                };
                let share = f64::from((0..SAMPLES).filter(covers).count() as u32) / f64::from(SAMPLES);
                // Three standard errors of the share itself are 0.0103.
                assert!((0.935..0.965).contains(&share), "{count} patients, {factor:?}: {share}");
            }
        }
    }
}
