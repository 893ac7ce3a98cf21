//! Which parameters the data hold within their ranges, in words.

use serde_json::{Value, json};

use super::goodness::range_end;
use super::interval::Interval;
use crate::study::plan::input::Input;
use crate::tidy::short;

/// What the best point and its profiles say of each parameter.
pub(super) struct Held {
    /// Names of parameters whose profile does not rise on both sides.
    pub unheld: Vec<String>,
    /// Best values at an end of their range, but for those whose profile is flat all over it.
    pub ends: Vec<AtEnd>,
}

/// A best value at an end of its range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AtEnd {
    name: String,
    end: &'static str,
    value: f64,
}

impl serde::Serialize for AtEnd {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value: Value = json!({ "parameter": self.name, "end": self.end, "value": self.value });
        value.serialize(serializer)
    }
}

impl Held {
    /// From the best point, of the cube, and the interval of each parameter, where there is one.
    pub(super) fn new(inputs: &[Input], best: &[f64], intervals: &[Option<Interval>]) -> Self {
        let unheld = inputs.iter().zip(intervals);
        let unheld = unheld.filter(|(_, interval)| interval.is_some_and(|interval| interval.word() != "yes"));
        let end = |((input, place), interval): ((&Input, &f64), &Option<Interval>)| {
            let end =
                range_end(*place).filter(|_| interval.is_none_or(|interval| interval.word() != "no"))?;
            let value = if end == "lower" { input.low } else { input.high };
            Some(AtEnd { name: input.name.clone(), end, value })
        };
        Self {
            unheld: unheld.map(|(input, _)| input.name.clone()).collect(),
            ends: inputs.iter().zip(best).zip(intervals).filter_map(end).collect(),
        }
    }

    /// What is said of profiles; of a fit that `misses` the data no other values are told to fit.
    pub(super) fn text(&self, profile_points: usize, misses: bool) -> String {
        if profile_points == 0 {
            return "no profiles were asked for: nothing is known of how far the data hold the parameters"
                .into();
        }
        if self.unheld.is_empty() {
            return "the data hold every parameter within its range".into();
        }
        let at_end = |name: &&String| self.ends.iter().any(|end| end.name == **name);
        let (ends, flat): (Vec<&String>, Vec<&String>) = self.unheld.iter().partition(at_end);
        let names = |names: &[&String]| names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let mut told = Vec::new();
        if !flat.is_empty() {
            let why = if misses { "the profile stays low" } else { "other values fit as well" };
            told.push(format!("the data do not hold {}: {why}", names(&flat)));
        }
        if !ends.is_empty() {
            told.push(format!("at an end of its range, beyond which nothing was tried: {}", names(&ends)));
        }
        told.join("; ")
    }

    /// A line an end that a best value stands at.
    pub(super) fn at_ends(&self) -> String {
        let line = |AtEnd { name, end, value }: &AtEnd| {
            format!(
                "{name} is at the {end} end of its range ({}): values beyond it may fit better; widen the range, or ask \
                 whether the model is the right one\n",
                short(*value)
            )
        };
        self.ends.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_at_an_end_is_not_called_free() {
        let inputs = ["neutrophil_death=0.6..1.2", "m_syn=0.5..1.5"].map(|text| Input::parse(text).unwrap());
        let open = |low: Option<f64>, high: Option<f64>| Some(Interval { low, high });
        let held = Held::new(&inputs, &[1.0, 0.4], &[open(Some(0.9), None), open(None, None)]);
        let told = held.text(6, false);
        assert!(told.contains("do not hold synthesis_multiplier: other values fit as well"), "{told}");
        assert!(told.contains("beyond which nothing was tried: neutrophil_death"), "{told}");
        assert!(held.at_ends().starts_with("neutrophil_death is at the upper end of its range (1.2)"));
        assert!(!held.text(6, true).contains("fit as well") && held.at_ends().lines().count() == 1);
        // What is flat over all its range stands at its end by chance.
        let flat = Held::new(&inputs, &[1.0, 0.4], &[open(None, None), open(None, None)]);
        assert!(
            flat.text(6, false).contains("do not hold neutrophil_death, synthesis") && flat.ends.is_empty()
        );
        assert_eq!(Held::new(&inputs, &[1.0, 0.4], &[None, None]).ends.len(), 1);
        let both = Held::new(&inputs, &[0.5, 0.4], &[open(Some(0.3), Some(0.7)), open(Some(0.3), Some(0.7))]);
        assert!(both.text(6, false).contains("hold every parameter") && both.at_ends().is_empty());
    }
}
