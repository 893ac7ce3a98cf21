//! An uncertain input of a study: a field or parameter and the range that it is drawn from.

use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::quantities::{Quantity, WHOLE_NUMBER};

/// Fields of scenarios that take whole numbers.
const WHOLE_FIELDS: [&str; 5] =
    ["treatment.count", "device.passes", "run.seed", "patient.fitzpatrick_type", "patient.photoageing_grade"];

/// A name with its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Field of the scenario or parameter, as for `--set`.
    pub name: String,
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Whether it takes whole numbers alone.
    pub whole: bool,
}

impl Input {
    /// Reads `NAME=LOW..HIGH`, or the name of a parameter for its plausible range.
    ///
    /// # Errors
    /// [`Error::Usage`] where that is not what the text is. Whether the name and the values fit a
    /// scenario is seen when they are put in.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |problem: &str| {
            Error::Usage(format!(
                "`{text}`: {problem}; write NAME=LOW..HIGH, or the name of a parameter for its plausible range"
            ))
        };
        let name = text.split('=').next().unwrap_or(text).trim();
        let row = parameter(name);
        // A symbol, or a name with its section, stands for the name that everything else knows.
        let name = row.map_or(name, |row| row.name);
        let whole = WHOLE_FIELDS.contains(&name) || row.is_some_and(|row| row.unit == WHOLE_NUMBER);
        let (low, high) = match (text.split_once('='), row) {
            (None, Some(row)) => (row.low, row.high),
            (None, None) => return Err(wrong("no range is given")),
            (Some((_, range)), _) => {
                let (low, high) = range.split_once("..").ok_or_else(|| wrong("no range is given"))?;
                let number = |text: &str| text.trim().parse().ok().filter(|value: &f64| value.is_finite());
                number(low).zip(number(high)).ok_or_else(|| wrong("an end of the range is not a number"))?
            }
        };
        if low >= high {
            return Err(wrong("the range must go upwards"));
        }
        Ok(Self { name: name.to_owned(), low, high, whole })
    }

    /// Value at a place of [0, 1); whole numbers from one end to the other are all alike.
    pub fn value(&self, unit: f64) -> f64 {
        match self.whole {
            true => libm::floor(self.low + unit * (self.high - self.low + 1.0)).min(self.high),
            // Rounding must not lead out of the range.
            false => (self.low + unit * (self.high - self.low)).clamp(self.low, self.high),
        }
    }

    /// The change that sets a value.
    pub fn change(&self, value: f64) -> String {
        format!("{}={value}", self.name)
    }
}

/// The parameter of that name or symbol.
fn parameter(name: &str) -> Option<&'static Quantity> {
    let name = name.strip_prefix("parameters.").unwrap_or(name);
    ParameterSet::table().map(|(_, row)| row).find(|row| row.name == name || row.symbol == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_given_or_plausible() {
        let given = Input::parse("device.needle_length_mm=0.5..2").unwrap();
        assert_eq!((given.low, given.high, given.whole), (0.5, 2.0, false));
        assert_eq!(given.value(0.5), 1.25);
        // 0.001 + (0.01 − 0.001) is above 0.01 by a bit.
        assert_eq!(Input::parse("a=0.001..0.01").unwrap().value(1.0), 0.01);
        let count = Input::parse("treatment.count=2..5").unwrap();
        assert_eq!([0.0, 0.24, 0.26, 0.999].map(|unit| count.value(unit)), [2.0, 2.0, 3.0, 5.0]);
        let row = ParameterSet::table().find(|(_, row)| row.name == "scar_risk_half").unwrap().1;
        let plausible = Input::parse("scar_risk_half").unwrap();
        assert_eq!((plausible.low, plausible.high), (row.low, row.high));
        assert_eq!(Input::parse("parameters.scar_risk_half").unwrap(), plausible);
        for text in ["run.days", "run.days=1", "run.days=2..1", "run.days=a..2", "run.days=1..inf"] {
            assert!(Input::parse(text).unwrap_err().to_string().contains("NAME=LOW..HIGH"), "{text}");
        }
    }
}
