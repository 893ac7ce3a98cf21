//! What is believed of a parameter before the targets: the shipped value as median, the ends of the plausible range three
//! standard deviations away to either side, and never left.

use crate::parameters::ParameterSet;
use crate::quantities::{Quantity, Tag, WHOLE_NUMBER};
use crate::random::normal::{cumulative, quantile};

/// Standard deviations from the median to the ends of the range.
const ENDS: f64 = 3.0;

/// A parameter as a standard normal number sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Coordinate {
    /// Its name.
    pub name: String,
    /// Median: what the model has.
    pub own: f64,
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
}

impl Coordinate {
    /// That of a row of the table of parameters, over the range that is searched.
    pub(super) fn of(row: &Quantity) -> Self {
        let (low, high) = row.searched();
        Self { name: row.name.into(), own: row.default, low, high }
    }

    /// Whether it is a parameter that a range says something of: none that follows from others, counts, or is
    /// switched off at an end of its range.
    pub(super) fn is_drawn(row: &Quantity) -> bool {
        row.tag != Tag::Derived && row.unit != WHOLE_NUMBER && row.low < row.default && row.default < row.high
    }

    /// Its value where a standard normal number is `z`; by logarithms where the range lies above 0. The median
    /// exactly at 0.
    pub(super) fn value(&self, z: f64) -> f64 {
        if z == 0.0 {
            return self.own;
        }
        let end = if z < 0.0 { self.low } else { self.high };
        let part = part(z.abs());
        let value = match self.low > 0.0 {
            true => self.own * libm::exp(part * libm::log(end / self.own)),
            false => self.own + part * (end - self.own),
        };
        value.clamp(self.low, self.high)
    }
}

/// The part of the way to the end, 0 to 1, of a standard normal number above 0: a normal number cut at the end.
fn part(z: f64) -> f64 {
    let inside = 2.0 * cumulative(ENDS) - 1.0;
    (quantile(0.5 + (cumulative(z) - 0.5) * inside) / ENDS).min(1.0)
}

/// Every parameter that is drawn, but those of these names.
pub(super) fn drawn(without: &[&str]) -> Vec<Coordinate> {
    ParameterSet::table()
        .map(|(_, row)| row)
        .filter(|row| Coordinate::is_drawn(row) && !without.contains(&row.name))
        .map(Coordinate::of)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coordinate(own: f64, low: f64, high: f64) -> Coordinate {
        Coordinate { name: "k".into(), own, low, high }
    }

    #[test]
    fn the_median_is_what_the_model_has_and_the_ends_are_never_left() {
        let skew = coordinate(0.24, 0.1, 2.0);
        assert_eq!(skew.value(0.0), 0.24);
        let near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
        assert!(near(skew.value(-40.0), 0.1) && near(skew.value(40.0), 2.0));
        assert!(skew.value(-40.0) >= 0.1 && skew.value(40.0) <= 2.0);
        // A normal number cut at three standard deviations has its quartile where 0.5 + 0.25 × 0.9973 is.
        let quartile = quantile(0.5 + 0.25 * (2.0 * cumulative(3.0) - 1.0)) / 3.0;
        let z = quantile(0.75);
        assert!(near(skew.value(z), 0.24 * libm::exp(quartile * libm::log(2.0 / 0.24))));
        assert!(near(coordinate(0.0, -1.0, 3.0).value(z), 3.0 * quartile), "around 0 not by logarithms");
        let all: Vec<f64> = (-80..=80).map(|at| skew.value(f64::from(at) / 20.0)).collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "{all:?}");
    }

    #[test]
    fn what_is_derived_whole_or_off_is_not_drawn() {
        let all = drawn(&["neutrophil_death"]);
        assert!(all.len() > 100, "{}", all.len());
        let names: Vec<&str> = all.iter().map(|coordinate| coordinate.name.as_str()).collect();
        for name in ["neutrophil_death", "melanogenesis", "differentiation_exponent"] {
            assert!(!names.contains(&name), "{name}");
        }
        assert!(names.contains(&"efferocytosis"));
    }
}
