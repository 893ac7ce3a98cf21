//! Whether the best point describes the data at all: χ² against what its degrees of freedom let expect.

use serde_json::{Value, json};

use super::likelihood::Group;
use crate::study::statistics::chi_squared::above;
use crate::tidy::short;

/// Probability below which a misfit is no accident: too large, or too small, one fit in a hundred each.
const LEVEL: f64 = 0.01;

/// Part of a range's width within which the best value stands at its end.
const AT_END: f64 = 1e-3;

/// χ² with its degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Goodness {
    chi_squared: f64,
    data: usize,
    parameters: usize,
    /// Data less all that is fitted: parameters, scales and offsets.
    freedom: usize,
}

/// What a fit's χ² says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// As large as the spreads let expect.
    Describes,
    /// So large that the model is not what gave the data.
    Misses,
    /// So small that the spreads are too large.
    TooNear,
}

impl Goodness {
    /// Of a fit whose misfit is χ², so that no spread is estimated and nothing censored; none where no degree of freedom
    /// is left.
    pub(super) fn new(chi_squared: f64, groups: &[Group], parameters: usize) -> Option<Self> {
        let data = groups.iter().map(|group| group.members.len()).sum::<usize>();
        let solved =
            |group: &Group| usize::from(group.observable.scale) + usize::from(group.observable.offset);
        let freedom = data.checked_sub(parameters + groups.iter().map(solved).sum::<usize>())?;
        (freedom > 0).then_some(Self { chi_squared, data, parameters, freedom })
    }

    /// Probability of a larger χ² where the model and the spreads are right.
    fn p(&self) -> f64 {
        above(self.chi_squared, self.freedom)
    }

    /// What it says.
    pub(super) fn verdict(&self) -> Verdict {
        match self.p() {
            p if p < LEVEL => Verdict::Misses,
            p if p > 1.0 - LEVEL => Verdict::TooNear,
            _ => Verdict::Describes,
        }
    }

    /// A line for people.
    pub(super) fn text(&self) -> String {
        let Self { chi_squared, data, parameters, freedom } = *self;
        let p = match self.p() {
            p if p < 1e-4 => "below 0.0001".to_owned(),
            p if p > 1.0 - 1e-4 => "above 0.9999".to_owned(),
            p => short(p),
        };
        let told = match self.verdict() {
            Verdict::Describes => "the model describes these data within their spread",
            Verdict::Misses => {
                "the model does not describe these data within their spread, and intervals mean nothing"
            }
            Verdict::TooNear => {
                "far below: the spread that is stated is larger than that of these data, and intervals are too wide"
            }
        };
        format!(
            "chi-square {} for {data} data and {parameters} parameters (about {freedom} expected; probability of a larger \
             one {p}, told below {LEVEL} and above {}): {told}",
            short(chi_squared),
            1.0 - LEVEL,
        )
    }

    /// For `summary.json`.
    pub(super) fn summary(&self) -> Value {
        json!({
            "degrees_of_freedom": self.freedom,
            "probability_of_larger": self.p(),
            "describes_the_data": self.verdict() != Verdict::Misses,
        })
    }
}

/// The end of its range, of a unit cube, that a best value stands at: "lower" or "upper".
pub(super) fn range_end(place: f64) -> Option<&'static str> {
    match place {
        place if place <= AT_END => Some("lower"),
        place if place >= 1.0 - AT_END => Some("upper"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::observable::Observable;
    use super::*;

    fn group(members: usize, scale: bool) -> Group {
        let observable = Observable { scale, ..Observable::plain("x") };
        Group { observable, members: (0..members).collect() }
    }

    #[test]
    fn a_misfit_is_held_against_what_is_expected() {
        let of = |chi_squared: f64| Goodness::new(chi_squared, &[group(11, false)], 2).unwrap();
        let wide = of(3903.0).text();
        assert!(wide.contains("3903 for 11 data and 2 parameters (about 9 expected"), "{wide}");
        assert!(wide.contains("does not describe these data"), "{wide}");
        for (chi_squared, verdict) in [
            (2.0, Verdict::TooNear),
            (2.2, Verdict::Describes),
            (9.0, Verdict::Describes),
            (21.6, Verdict::Describes),
            (21.7, Verdict::Misses),
        ] {
            assert_eq!(of(chi_squared).verdict(), verdict, "{chi_squared}");
        }
        // A scale that is solved for takes one more; of nothing left nothing is said.
        assert_eq!(Goodness::new(21.0, &[group(11, true)], 2).unwrap().verdict(), Verdict::Misses);
        assert_eq!(Goodness::new(1.0, &[group(3, true)], 2), None);
    }

    #[test]
    fn ends_of_ranges() {
        assert_eq!([0.0, 0.5, 0.9999].map(range_end), [Some("lower"), None, Some("upper")]);
    }
}
