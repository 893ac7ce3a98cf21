//! What a protocol search wants and what it must keep.

use crate::error::{Error, Result};
use crate::study::measure::Measure;

/// A measure that should be large or small.
#[derive(Debug, Clone)]
pub struct Objective {
    /// The measure.
    pub measure: Measure,
    /// 1 where small is good, −1 where large is.
    pub sign: f64,
}

/// A measure with a bound.
#[derive(Debug, Clone)]
pub struct Constraint {
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
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            Error::Usage(format!("`{text}`: write max MEASURE or min MEASURE, as \"max gain_after_last\""))
        };
        let (word, name) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let sign = match word {
            "min" => 1.0,
            "max" => -1.0,
            _ => return Err(wrong()),
        };
        Ok(Self { measure: Measure::parse(name.trim())?, sign })
    }
}

impl Constraint {
    /// Reads `MEASURE<=BOUND` or `MEASURE>=BOUND`.
    ///
    /// # Errors
    /// [`Error::Usage`] with the form or the nearest name.
    pub fn parse(text: &str) -> Result<Self> {
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

    /// How far a value is beyond the bound, relative to it; infinite where there is no value.
    pub fn violation(&self, value: f64) -> f64 {
        let beyond = self.sign * (value - self.bound) / self.bound.abs().max(f64::MIN_POSITIVE.sqrt());
        if beyond.is_nan() { f64::INFINITY } else { beyond.max(0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_and_told() {
        assert_eq!(Objective::parse("max gain_after_last").unwrap().sign, -1.0);
        let constraint = Constraint::parse("scar_like_share <= 0.5").unwrap();
        assert_eq!([0.4, 0.5, 0.75].map(|value| constraint.violation(value)), [0.0, 0.0, 0.5]);
        assert_eq!(Constraint::parse("gain_on_day>=4").unwrap().violation(3.0), 0.25);
        assert_eq!(constraint.violation(f64::NAN), f64::INFINITY);
        for text in ["gain_after_last", "most gain_after_last"] {
            assert!(Objective::parse(text).unwrap_err().to_string().contains("max MEASURE"));
        }
        assert!(Objective::parse("max gain_after_lats").unwrap_err().to_string().contains("did you mean"));
        for text in ["scar_like_share=1", "scar_like_share<=x", "a<=1>=2"] {
            assert!(Constraint::parse(text).unwrap_err().to_string().contains("MEASURE<=BOUND"));
        }
    }
}
