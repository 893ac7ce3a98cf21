//! A field or parameter and the values it takes, as written on the command line or in a study's file.

use std::collections::{HashMap, HashSet};

use crate::error::{Error, Result};
use crate::study::plan::MOST_RUNS;
use crate::study::plan::names::{self, is_whole};
use crate::tidy::{Cells, short};

/// Most values that a name may take: more would be more runs than a study has.
const MOST_VALUES: usize = MOST_RUNS;

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
    /// Field of the scenario or parameter, as for `--set`; a parameter by its plain name.
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
        let name = names::canonical(name);
        let values = match range(values, is_whole(name)).map_err(|problem| wrong(&problem))? {
            Some(values) => values,
            None => split(values),
        };
        if name.trim().is_empty() || values.iter().any(|value| value.is_empty()) {
            return Err(wrong("a name or a value is empty"));
        }
        if values.len() > MOST_VALUES {
            return Err(wrong(&format!("{} values are too many; up to {MOST_VALUES}", values.len())));
        }
        // However a number is written it is the same.
        let same = |value: &str| match value.trim().parse::<f64>() {
            Ok(number) => format!("{:x}", (number + 0.0).to_bits()),
            Err(_) => bare(value),
        };
        let mut seen = HashSet::with_capacity(values.len());
        if let Some(twice) = values.iter().find(|value| !seen.insert(same(value))) {
            return Err(wrong(&format!("the value {twice} is given twice")));
        }
        Ok(Self { name: name.to_owned(), values })
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

    /// The values for people: "interval 14 days". A number is cut to four digits unless another value would
    /// then look the same.
    pub fn labels(&self) -> Vec<String> {
        let name = self.name.rsplit('.').next().unwrap_or(&self.name);
        let unit = UNITS.iter().find_map(|(ending, unit)| Some((name.strip_suffix(ending)?, *unit)));
        let cut = |value: &String| value.parse().map_or_else(|_| bare(value), short);
        let all: Vec<String> = self.values.iter().map(cut).collect();
        let mut alike: HashMap<&str, usize> = HashMap::with_capacity(all.len());
        all.iter().for_each(|cut| *alike.entry(cut).or_default() += 1);
        let label = |(value, cut): (&String, &String)| {
            let value = if alike[cut.as_str()] > 1 { bare(value) } else { cut.clone() };
            match unit {
                Some((name, unit)) => format!("{} {value}\u{a0}{unit}", name.replace('_', " ")),
                None => format!("{} {value}", name.replace('_', " ")),
            }
        };
        self.values.iter().zip(&all).map(label).collect()
    }
}

/// A text without its quotation marks.
fn bare(value: &str) -> String {
    value.trim_matches(['"', '\'']).to_owned()
}

/// The values of `LOW..HIGH:COUNT`, if it is that.
fn range(text: &str, whole: bool) -> std::result::Result<Option<Vec<String>>, String> {
    let Some((low, remainder)) = text.split_once("..") else { return Ok(None) };
    let Some((high, count)) = remainder.split_once(':') else {
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
        return Err(format!(
            "a range goes upwards in 2 to {MOST_VALUES} values, not {low} to {high} in {count}"
        ));
    }
    let step = |at: usize| match at + 1 == count {
        // Rounding must not lead out of the range, nor miss its end.
        true => high,
        false => (low + (high - low) * at as f64 / (count - 1) as f64).clamp(low, high),
    };
    if let Some(broken) = (0..count).map(step).find(|value| whole && value.fract() != 0.0) {
        return Err(format!("it takes whole numbers, and {count} values from {low} to {high} have {broken}"));
    }
    Ok(Some((0..count).map(|at| step(at).to_string()).collect()))
}

/// Splits at commas that stand in no brackets and no quotation marks.
pub(crate) fn split(text: &str) -> Vec<String> {
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
        assert_eq!(values("treatment.count=1..7:3"), ["1", "4", "7"]);
        for name in ["synthesis_multiplier", "m_syn", "parameters.m_syn"] {
            assert_eq!(Vary::parse(&format!("{name}=1,2")).unwrap().name, "synthesis_multiplier");
        }
    }

    /// Both ends of every plausible range, in any number of values, and nothing beyond them.
    #[test]
    fn ranges_hit_both_ends() {
        for (_, row) in crate::parameters::ParameterSet::table().filter(|(_, row)| row.low < row.high) {
            for count in 2..40 {
                let step = |at: usize| row.low + (row.high - row.low) * at as f64 / (count - 1) as f64;
                let whole = row.unit == crate::quantities::WHOLE_NUMBER;
                if whole && (0..count).any(|at| step(at).fract() != 0.0) {
                    continue;
                }
                let values = values(&format!("{}={}..{}:{count}", row.name, row.low, row.high));
                let values: Vec<f64> = values.iter().map(|value| value.parse().unwrap()).collect();
                assert_eq!((values[0], values[count - 1]), (row.low, row.high), "{}", row.name);
                assert!(values.iter().all(|value| (row.low..=row.high).contains(value)), "{}", row.name);
            }
        }
        assert_eq!(values("damage_clearance=0.03..0.3:2"), ["0.03", "0.3"]);
    }

    /// The limit comes before the values; as many as there may be take no time.
    #[test]
    fn many_values_are_read_at_once_and_more_are_refused_at_once() {
        let started = std::time::Instant::now();
        assert_eq!(values("run.seed=1..100000:100000").len(), 100_000);
        let error = Vary::parse("run.seed=1..1000000000000:1000000000000").unwrap_err().to_string();
        assert!(error.contains("2 to 100000 values"), "{error}");
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
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
            ("treatment.count=1..4:3", "whole numbers, and 3 values from 1 to 4 have 2.5"),
        ] {
            let error = Vary::parse(text).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("treatment.interval_days=14,28,42"), "{error}");
        }
    }

    #[test]
    fn labels_have_units() {
        let vary = Vary::parse("treatment.interval_days=7,14").unwrap();
        assert_eq!(vary.labels()[1], "interval 14\u{a0}days");
        assert_eq!(Vary::parse("site.name=cheek,neck").unwrap().labels()[1], "name neck");
        let seeds = Vary::parse("run.seed=1234567,1234568,5").unwrap();
        assert_eq!(seeds.labels(), ["seed 1234567", "seed 1234568", "seed 5"]);
        let many = Vary::parse("run.seed=1..100000:100000").unwrap().labels();
        assert_eq!(many[99_999], "seed 100000");
    }
}
