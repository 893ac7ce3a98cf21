//! Which combinations of parameters the checks pin: the eigenvectors of Gauss and Newton's matrix.

use super::band::Band;
use crate::study::statistics::symmetric::eigen;
use crate::tidy::short;

/// Standard deviation of a logarithm whose interval of 95 % is a factor of two to either side: no wider is pinned.
pub(super) const PINNED: f64 = std::f64::consts::LN_2 / 1.96;
/// Parts of a direction that are told.
const TOLD: f64 = 0.2;

/// A combination of parameters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Direction {
    /// Exponents of the parameters, of length 1.
    pub exponents: Vec<f64>,
    /// Standard deviation of its logarithm; infinite where no check moves with it.
    pub sd: f64,
}

impl Direction {
    /// Whether the checks pin it.
    pub(super) fn pinned(&self) -> bool {
        self.sd <= PINNED
    }

    /// As a product of powers.
    pub(super) fn text(&self, names: &[String]) -> String {
        let told = names.iter().zip(&self.exponents).filter(|(_, power)| power.abs() >= TOLD);
        let factors: Vec<String> =
            told.map(|(name, power)| format!("{name}^{}", short((power * 100.0).round() / 100.0))).collect();
        factors.join(" × ")
    }
}

/// All directions, the best pinned first. Slopes by parameter, then check. Bands count as normal of their own standard
/// deviation here, wherever the value lies within: a likelihood that is flat inside tells nothing of the parameters that
/// hold it. Bands with one end count near it alone.
pub(super) fn directions(bands: &[Band], places: &[f64], slopes: &[Vec<f64>]) -> Vec<Direction> {
    let counted: Vec<usize> = (0..bands.len()).filter(|at| bands[*at].informs(places[*at])).collect();
    let product = |a: &[f64], b: &[f64]| counted.iter().map(|at| a[*at] * b[*at]).sum::<f64>();
    let matrix: Vec<Vec<f64>> =
        slopes.iter().map(|a| slopes.iter().map(|b| product(a, b)).collect()).collect();
    let found = eigen(&matrix);
    // What is left of an eigenvalue of 0 after rounding is no knowledge.
    let least = f64::EPSILON * 16.0 * found.values.first().copied().unwrap_or(0.0).max(f64::MIN_POSITIVE);
    let sd = |value: f64| if value > least { 1.0 / value.sqrt() } else { f64::INFINITY };
    let direction = |(value, vector): (f64, Vec<f64>)| Direction { exponents: vector, sd: sd(value) };
    found.values.into_iter().zip(found.vectors).map(direction).collect()
}

/// Standard deviation of each parameter's logarithm by itself, from all directions.
pub(super) fn alone(directions: &[Direction]) -> Vec<f64> {
    let count = directions.first().map_or(0, |direction| direction.exponents.len());
    let variance = |at: usize| {
        let part = |direction: &Direction| match direction.exponents[at] {
            // An unpinned combination that a parameter is hardly a part of says nothing of it.
            power if power.abs() < 1e-6 => 0.0,
            power => (power * direction.sd) * (power * direction.sd),
        };
        directions.iter().map(part).sum::<f64>()
    };
    (0..count).map(|at| variance(at).sqrt()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::band::tests::band;
    use super::*;

    /// One check that sees a product: the product is pinned, the ratio is not.
    #[test]
    fn a_product_is_pinned_and_its_ratio_is_not() {
        let bands = [band(Some(0.9), Some(1.1))];
        let slope = 1.0 / bands[0].sd;
        let found = directions(&bands, &[bands[0].place(1.0)], &[vec![slope], vec![slope]]);
        let expected = bands[0].sd / 2.0_f64.sqrt();
        assert!((found[0].sd - expected).abs() < 1e-12 && found[0].pinned(), "{found:?}");
        assert!(found[1].sd.is_infinite() && !found[1].pinned());
        let names = ["k".to_owned(), "d".to_owned()];
        assert_eq!(found[0].text(&names), "k^0.71 × d^0.71");
        assert!(alone(&found).iter().all(|sd| sd.is_infinite()));
    }

    #[test]
    fn two_checks_pin_two_parameters() {
        let bands = [band(Some(0.9), Some(1.1)), band(Some(0.8), Some(1.2))];
        let places = [bands[0].place(1.0), bands[1].place(1.0)];
        let slopes = [vec![1.0 / bands[0].sd, 0.0], vec![0.0, 1.0 / bands[1].sd]];
        let alone = alone(&directions(&bands, &places, &slopes));
        assert!(
            (alone[0] - bands[0].sd).abs() < 1e-12 && (alone[1] - bands[1].sd).abs() < 1e-12,
            "{alone:?}"
        );
    }
}
