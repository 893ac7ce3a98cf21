//! How many patients a real trial would need.

use crate::study::normal::quantile;

/// Two-sided level of significance.
pub const LEVEL: f64 = 0.05;

/// Patients in each group of a trial with parallel groups that sees a difference of `difference` between
/// means where patients scatter by `sd`, with so much power. The normal approximation with Guenther's
/// correction for the t test (Guenther 1981); none where there is no difference.
pub fn per_group(difference: f64, sd: f64, power: f64) -> Option<f64> {
    let (level, reach) = levels(power);
    patients(2.0 * square(reach * sd / difference) + 0.25 * square(level))
}

/// Patients of a trial in which each has both treatments, and the differences scatter by `sd`.
pub fn paired(difference: f64, sd: f64, power: f64) -> Option<f64> {
    let (level, reach) = levels(power);
    patients(square(reach * sd / difference) + 0.5 * square(level))
}

fn levels(power: f64) -> (f64, f64) {
    let level = quantile(1.0 - 0.5 * LEVEL);
    (level, level + quantile(power))
}

/// At least two, or there is no spread to test against.
fn patients(number: f64) -> Option<f64> {
    (number.is_finite()).then(|| number.ceil().max(2.0))
}

fn square(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cohen 1988 and G*Power for the t test.
    #[test]
    fn published_sample_sizes() {
        assert_eq!(per_group(0.5, 1.0, 0.8), Some(64.0));
        assert_eq!(per_group(0.2, 1.0, 0.8), Some(394.0));
        assert_eq!(per_group(0.8, 1.0, 0.8), Some(26.0));
        assert_eq!(per_group(0.5, 1.0, 0.9), Some(86.0));
        assert_eq!(paired(0.5, 1.0, 0.8), Some(34.0));
        assert_eq!(paired(-0.5, 1.0, 0.8), Some(34.0));
        assert_eq!(paired(0.0, 1.0, 0.8), None);
    }
}
