//! A field or parameter and the values it takes, as written on the command line or in a study's file.

use crate::error::{Error, Result};
use crate::tidy::{Cells, short};

/// Most values that a range may ask for.
const MOST_VALUES: usize = 1_000_000;

/// Endings of names that are units, and the unit for people.
const UNITS: [(&str, &str); 7] = [
    ("_days", "days"),
    ("_day", "day"),
    ("_mm", "mm"),
    ("_um", "µm"),
    ("_years", "years"),
    ("_per_cm2", "per cm²"),
    ("_degrees", "degrees"),
];

/// A name with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Vary {
    /// Field of the scenario or parameter, as for `--set`.
    pub name: String,
    /// The values as text, all different.
    pub values: Vec<String>,
}

impl Vary {
    /// Reads `NAME=V1,V2,…` or `NAME=LOW..HIGH:COUNT`, evenly spaced with both ends.
    ///
    /// # Errors
    /// [`Error::Usage`] where there is no name, no value, or a value twice. Whether the name and the
    /// values fit a scenario is seen when they are put in.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |problem: &str| {
            let form = "write NAME=V1,V2,… or NAME=LOW..HIGH:COUNT, as treatment.interval_days=14,28,42";
            Error::Usage(format!("`{text}`: {problem}; {form}"))
        };
        let (name, values) = text.split_once('=').ok_or_else(|| wrong("no values are given"))?;
        let values = match range(values).map_err(|problem| wrong(&problem))? {
            Some(values) => values,
            None => split(values),
        };
        if name.trim().is_empty() || values.iter().any(|value| value.is_empty()) {
            return Err(wrong("a name or a value is empty"));
        }
        for (at, value) in values.iter().enumerate() {
            if values[..at].contains(value) {
                return Err(wrong(&format!("the value {value} is given twice")));
            }
        }
        Ok(Self { name: name.trim().to_owned(), values })
    }

    /// The change that sets a value.
    pub fn change(&self, value: &str) -> String {
        format!("{}={value}", self.name)
    }

    /// The values as cells: numbers where all are.
    pub fn cells(&self, chosen: impl Iterator<Item = usize>) -> Cells {
        let numbers: Option<Vec<f64>> = self.values.iter().map(|value| value.parse().ok()).collect();
        match numbers {
            Some(numbers) => Cells::Number(chosen.map(|at| numbers[at]).collect()),
            None => Cells::Text(chosen.map(|at| bare(&self.values[at])).collect()),
        }
    }

    /// A value for people: "interval 14 days".
    pub fn label(&self, value: &str) -> String {
        let name = self.name.rsplit('.').next().unwrap_or(&self.name);
        let unit = UNITS.iter().find_map(|(ending, unit)| Some((name.strip_suffix(ending)?, *unit)));
        let value = value.parse().map_or_else(|_| bare(value), |number: f64| short(number));
        match unit {
            Some((name, unit)) => format!("{} {value}\u{a0}{unit}", name.replace('_', " ")),
            None => format!("{} {value}", name.replace('_', " ")),
        }
    }
}

/// A text without its quotation marks.
fn bare(value: &str) -> String {
    value.trim_matches(['"', '\'']).to_owned()
}

/// The values of `LOW..HIGH:COUNT`, if it is that.
fn range(text: &str) -> std::result::Result<Option<Vec<String>>, String> {
    let Some((low, rest)) = text.split_once("..") else { return Ok(None) };
    let Some((high, count)) = rest.split_once(':') else {
        return Err("a range needs a count, as 0.5..2.0:4".into());
    };
    let number = |text: &str| {
        let value: Option<f64> = text.trim().parse().ok().filter(|value: &f64| value.is_finite());
        value.ok_or_else(|| format!("`{}` is not a number", text.trim()))
    };
    let (low, high) = (number(low)?, number(high)?);
    let count: usize =
        count.trim().parse().map_err(|_| format!("`{}` is not a whole number", count.trim()))?;
    if !(2..=MOST_VALUES).contains(&count) || low >= high {
        return Err(format!("a range goes upwards in 2 to {MOST_VALUES} values"));
    }
    let step = |at: usize| low + (high - low) * at as f64 / (count - 1) as f64;
    Ok(Some((0..count).map(|at| step(at).to_string()).collect()))
}

/// Splits at commas that stand in no brackets and no quotation marks.
pub(super) fn split(text: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quoted) = (vec![String::new()], 0_i32, false);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        match parts.last_mut() {
            Some(last) if letter != ',' || depth > 0 || quoted => last.push(letter),
            _ => parts.push(String::new()),
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        Vary::parse(text).unwrap().values
    }

    #[test]
    fn lists_and_ranges() {
        assert_eq!(values("run.days=7, 14,21"), ["7", "14", "21"]);
        assert_eq!(values("treatment.days=[0,7],[0,14]"), ["[0,7]", "[0,14]"]);
        assert_eq!(values("title=\"a,b\",c"), ["\"a,b\"", "c"]);
        assert_eq!(values("device.needle_length_mm=0.5..2:4"), ["0.5", "1", "1.5", "2"]);
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, word) in [
            ("run.days", "no values"),
            ("run.days=", "empty"),
            ("=1,2", "empty"),
            ("run.days=1,1", "twice"),
            ("run.days=1..2", "count"),
            ("run.days=2..1:3", "upwards"),
            ("run.days=a..1:3", "`a` is not a number"),
        ] {
            let error = Vary::parse(text).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("treatment.interval_days=14,28,42"), "{error}");
        }
    }

    #[test]
    fn labels_have_units() {
        let vary = Vary::parse("treatment.interval_days=7,14").unwrap();
        assert_eq!(vary.label("14"), "interval 14\u{a0}days");
        assert_eq!(Vary::parse("site.name=cheek,neck").unwrap().label("neck"), "name neck");
    }
}
