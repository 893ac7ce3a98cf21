//! How many patients a real trial would need: the smallest whose t test has the power, by the noncentral
//! t distribution.

use crate::study::statistics::student::power;

/// Two-sided level of significance.
pub(super) const LEVEL: f64 = 0.05;
/// Where the search for a number of patients ends.
const MOST: f64 = 1e12;

/// Patients in each group of a trial with parallel groups that sees a difference of `difference` between
/// means where patients scatter by `sd`, with so much power; none where there is no difference.
pub(super) fn per_group(difference: f64, sd: f64, power: f64) -> Option<f64> {
    let effect = difference / sd;
    smallest(power, |patients| (effect * (0.5 * patients).sqrt(), 2.0 * patients - 2.0))
}

/// Patients of a trial in which each has both treatments, and the differences scatter by `sd`.
pub(super) fn paired(difference: f64, sd: f64, power: f64) -> Option<f64> {
    let effect = difference / sd;
    smallest(power, |patients| (effect * patients.sqrt(), patients - 1.0))
}

/// The smallest number, from two on, whose test has so much power; `test` gives its noncentrality and
/// degrees of freedom. None where no number does.
fn smallest(wanted: f64, test: impl Fn(f64) -> (f64, f64)) -> Option<f64> {
    let enough = |patients: f64| {
        let (shift, freedom) = test(patients);
        power(shift, freedom, LEVEL) >= wanted
    };
    let shift = test(2.0).0.abs();
    if shift.is_nan() || shift == 0.0 {
        return None;
    }
    let (mut few, mut many) = (1.0, 2.0);
    while !enough(many) {
        (few, many) = (many, 2.0 * many);
        if many > MOST {
            return None;
        }
    }
    while many - few > 1.0 {
        let middle = libm::floor(0.5 * (few + many));
        if enough(middle) {
            many = middle;
        } else {
            few = middle;
        }
    }
    Some(many)
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
        assert_eq!(paired(f64::NAN, 1.0, 0.8), None);
        assert_eq!(per_group(1.0, 0.0, 0.8), Some(2.0));
    }

    #[test]
    fn sizes_are_those_of_statsmodels() {
        let table = include_str!("../../../tests/data/sample_sizes.csv");
        for line in table.lines().skip(1) {
            let row: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
            let [effect, power, groups, pairs] = row[..] else { panic!("{line}") };
            assert_eq!(per_group(effect, 1.0, power), Some(groups), "{line}");
            assert_eq!(paired(effect, 1.0, power), Some(pairs), "{line}");
        }
    }
}
