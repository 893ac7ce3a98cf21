//! What a protocol search wants and what it must keep.

use crate::error::{Error, Result};
use crate::study::readout::measure::Measure;

/// A measure that should be large or small.
#[derive(Debug, Clone)]
pub(super) struct Objective {
    /// The measure.
    pub measure: Measure,
    /// 1 where small is good, −1 where large is.
    pub sign: f64,
}

/// A measure with a bound.
#[derive(Debug, Clone)]
pub(super) struct Constraint {
    /// The measure.
    pub measure: Measure,
    /// 1 for an upper bound, −1 for a lower one.
    pub sign: f64,
    /// The bound.
    pub bound: f64,
}

impl Objective {
    /// Reads `max MEASURE` or `min MEASURE`.
    ///
    /// # Errors
    /// [`Error::Usage`] with the form or the nearest name.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            Error::Usage(format!("`{text}`: write max MEASURE or min MEASURE, as \"max gain_after_last\""))
        };
        let (word, name) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let name = name.trim();
        let sign = match word {
            "min" => 1.0,
            "max" => -1.0,
            long if long.to_lowercase().starts_with("min") => return Err(meant(text, "min", name)),
            long if long.to_lowercase().starts_with("max") => return Err(meant(text, "max", name)),
            _ => return Err(wrong()),
        };
        Ok(Self { measure: Measure::parse(name)?, sign })
    }
}

fn meant(text: &str, word: &str, name: &str) -> Error {
    Error::Usage(format!("`{text}`: did you mean `{word} {name}`? Write max MEASURE or min MEASURE"))
}

impl Constraint {
    /// Reads `MEASURE<=BOUND` or `MEASURE>=BOUND`.
    ///
    /// # Errors
    /// [`Error::Usage`] with the form or the nearest name.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let form = "write MEASURE<=BOUND or MEASURE>=BOUND, as scar_like_share<=0.5";
        let wrong = || Error::Usage(format!("`{text}`: {form}"));
        let parts = |sign: &str| text.split_once(sign);
        let (name, bound, sign) = match (parts("<="), parts(">=")) {
            (Some((name, bound)), None) => (name, bound, 1.0),
            (None, Some((name, bound))) => (name, bound, -1.0),
            _ => return Err(wrong()),
        };
        let bound = bound.trim().parse().ok().filter(|bound: &f64| bound.is_finite()).ok_or_else(wrong)?;
        Ok(Self { measure: Measure::parse(name.trim())?, sign, bound })
    }

    /// What counts as much: the bound, or the largest size of the measure among the `values` that a search
    /// begins with, whichever is larger. A bound of 0 alone would make every breach of it immense beside all
    /// others.
    pub(super) fn scale(&self, values: impl Iterator<Item = f64>) -> f64 {
        let sizes = values.filter(|value| value.is_finite()).map(f64::abs);
        let scale = sizes.fold(self.bound.abs(), f64::max);
        if scale > 0.0 { scale } else { 1.0 }
    }

    /// How far a value is beyond the bound, in units of `scale`: 0 where that is no more than its `noise`, not a
    /// number where there is no value.
    pub(super) fn violation(&self, value: f64, noise: f64, scale: f64) -> f64 {
        let beyond = self.sign * (value - self.bound);
        if beyond <= noise { 0.0 } else { beyond / scale }
    }

    /// What bounds the other way round leave nothing between.
    fn excludes(&self, other: &Self) -> bool {
        self.measure.name() == other.measure.name()
            && self.sign > 0.0
            && other.sign < 0.0
            && self.bound < other.bound
    }
}

/// Refuses aims of which two are of one measure: it cannot be large and small, and twice the same is one.
///
/// # Errors
/// [`Error::Usage`] with the measure and what to do.
pub(super) fn refuse_twice(objectives: &[Objective]) -> Result<()> {
    let name = |at: usize| objectives[at].measure.name();
    let twice = (1..objectives.len()).find(|&at| (0..at).any(|before| name(before) == name(at)));
    twice.map_or(Ok(()), |at| {
        let name = name(at);
        Err(Error::Usage(format!(
            "two aims are of `{name}`: give one, and bound it by --keep \"{name}>=…\" if need be"
        )))
    })
}

/// Refuses constraints that say the same twice, or leave nothing.
///
/// # Errors
/// [`Error::Usage`] with both.
pub(super) fn refuse_contrary(texts: &[String], constraints: &[Constraint]) -> Result<()> {
    for (at, one) in constraints.iter().enumerate() {
        for (before, other) in constraints[..at].iter().enumerate() {
            let (text, first) = (&texts[at], &texts[before]);
            if one.measure.name() == other.measure.name() && one.sign == other.sign {
                return Err(Error::Usage(format!("`{first}` and `{text}` bound the same; give one of them")));
            }
            if one.excludes(other) || other.excludes(one) {
                return Err(Error::Usage(format!("`{first}` and `{text}` leave nothing between them")));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A course that breaks a bound of 0 by little and another bound by nothing is nearer than one that
    /// keeps the first and breaks the second by half.
    #[test]
    fn a_bound_of_zero_does_not_drown_the_others() {
        let [zero, other] =
            ["scar_matrix_index<=0", "gain_on_day>=4"].map(|text| Constraint::parse(text).unwrap());
        let (risk, gain) = (zero.scale([0.01, 0.2].into_iter()), other.scale([2.0, 4.0].into_iter()));
        let sum = |a: f64, b: f64| zero.violation(a, 0.0, risk) + other.violation(b, 0.0, gain);
        assert!(sum(0.01, 4.0) < sum(0.0, 2.0), "{} {}", sum(0.01, 4.0), sum(0.0, 2.0));
    }

    #[test]
    fn one_measure_has_one_aim_and_bounds_leave_something() {
        let aims = |texts: [&str; 2]| refuse_twice(&texts.map(|text| Objective::parse(text).unwrap()));
        assert!(aims(["max gain_on_day", "min sessions"]).is_ok());
        for other in ["min gain_on_day", "max gain_on_day"] {
            let told = aims(["max gain_on_day", other]).unwrap_err().to_string();
            assert!(told.contains("two aims are of `gain_on_day`"), "{told}");
        }
        let bounds = |texts: [&str; 2]| {
            let constraints = texts.map(|text| Constraint::parse(text).unwrap());
            refuse_contrary(&texts.map(str::to_owned), &constraints)
        };
        assert!(bounds(["sessions>=1", "sessions<=4"]).is_ok());
        assert!(bounds(["sessions<=1", "gain_on_day>=4"]).is_ok());
        for (other, word) in [("sessions<=3", "bound the same"), ("sessions>=5", "leave nothing")] {
            let told = bounds(["sessions<=4", other]).unwrap_err().to_string();
            assert!(told.contains(word), "{told}");
        }
    }

    #[test]
    fn forms_are_read_and_told() {
        assert_eq!(Objective::parse("max gain_after_last").unwrap().sign, -1.0);
        let constraint = Constraint::parse("scar_like_share <= 0.5").unwrap();
        assert_eq!([0.4, 0.5, 0.75].map(|value| constraint.violation(value, 0.0, 0.5)), [0.0, 0.0, 0.5]);
        assert_eq!(Constraint::parse("gain_on_day>=4").unwrap().violation(3.0, 0.0, 4.0), 0.25);
        assert!(constraint.violation(f64::NAN, 0.0, 1.0).is_nan());
        // Noise breaks no bound.
        assert_eq!(
            [0.5 + 1e-9, 0.51].map(|value| constraint.violation(value, 1e-8, 1.0) > 0.0),
            [false, true]
        );
        assert_eq!(constraint.scale([0.1, f64::NAN, 2.0].into_iter()), 2.0);
        assert_eq!(constraint.scale([0.1].into_iter()), 0.5);
        for text in ["gain_after_last", "most gain_after_last"] {
            assert!(Objective::parse(text).unwrap_err().to_string().contains("max MEASURE"));
        }
        let long = Objective::parse("maximize gain_on_day").unwrap_err().to_string();
        assert!(long.contains("did you mean `max gain_on_day`?"), "{long}");
        assert!(Objective::parse("max gain_after_lats").unwrap_err().to_string().contains("did you mean"));
        for text in ["scar_like_share=1", "scar_like_share<=x", "a<=1>=2"] {
            assert!(Constraint::parse(text).unwrap_err().to_string().contains("MEASURE<=BOUND"));
        }
    }
}
