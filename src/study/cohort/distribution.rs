//! How one trait of virtual patients is distributed.

use std::fmt;

use crate::error::{Error, Result};
use crate::random::normal::{cumulative, quantile};
use crate::scenario::suggestion;
use crate::study::plan::vary::split;

/// A field or parameter and its distribution over patients.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draw {
    /// Field of the scenario or parameter, as for `--set`.
    pub name: String,
    /// Whether the number multiplies the scenario's own value.
    pub times: bool,
    /// The distribution.
    pub distribution: Distribution,
    /// Values outside do not occur.
    pub limits: (f64, f64),
}

/// The shapes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Distribution {
    /// Mean and standard deviation.
    Normal(f64, f64),
    /// Median and geometric standard deviation (1.2: two thirds lie within a factor of 1.2).
    Lognormal(f64, f64),
    /// Both ends.
    Uniform(f64, f64),
    /// Values with their probabilities, which sum to 1.
    Choice(Vec<(Value, f64)>),
}

const FORM: &str = "write NAME=normal(MEAN,SD), lognormal(MEDIAN,FACTOR), uniform(LOW,HIGH) or \
    choice(VALUE:SHARE,…), with `times` before it to multiply the scenario's value and `in LOW..HIGH` after it \
    for limits, as patient.age_years=normal(45,12) in 18..75";

impl Draw {
    /// Reads `NAME=[times ]SHAPE(…)[ in LOW..HIGH]`.
    ///
    /// # Errors
    /// [`Error::Usage`] that shows the form and the nearest name of a shape.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let wrong = |problem: &str| Error::Usage(format!("`{text}`: {problem}; {FORM}"));
        let (name, remainder) = text.split_once('=').ok_or_else(|| wrong("no distribution is given"))?;
        let (remainder, limits) = match remainder.rsplit_once(" in ") {
            None => (remainder, (f64::NEG_INFINITY, f64::INFINITY)),
            Some((remainder, limits)) => {
                let ends = limits.split_once("..").and_then(|(low, high)| number(low).zip(number(high)));
                let ends = ends.filter(|(low, high)| low < high);
                (remainder, ends.ok_or_else(|| wrong("the limits are not LOW..HIGH"))?)
            }
        };
        let (times, shape) = match remainder.trim().strip_prefix("times ") {
            Some(shape) => (true, shape.trim()),
            None => (false, remainder.trim()),
        };
        let (kind, inside) = shape
            .strip_suffix(')')
            .and_then(|shape| shape.split_once('('))
            .ok_or_else(|| wrong("the distribution has no (…)"))?;
        let distribution = Distribution::parse(kind.trim(), inside).map_err(|problem| wrong(&problem))?;
        let draw = Self { name: name.trim().to_owned(), times, distribution, limits };
        let choice = matches!(draw.distribution, Distribution::Choice(_));
        if choice && (times || limits.0.is_finite()) {
            return Err(wrong("a choice takes neither `times` nor limits"));
        }
        if draw.name.is_empty() || !(choice || draw.probability(limits.1) > draw.probability(limits.0)) {
            return Err(wrong("no value lies within the limits, or there is no name"));
        }
        Ok(draw)
    }

    /// With narrower limits, where the distribution has any value within them.
    #[must_use]
    pub(super) fn within(&self, low: f64, high: f64) -> Option<Self> {
        let limits = (self.limits.0.max(low), self.limits.1.min(high));
        let inside = matches!(self.distribution, Distribution::Choice(_))
            || self.probability(limits.1) > self.probability(limits.0);
        inside.then(|| Self { limits, ..self.clone() })
    }

    /// The value below which a share `u` of patients lies.
    pub(super) fn value(&self, u: f64) -> Value {
        match &self.distribution {
            Distribution::Choice(choices) => {
                let mut sum = 0.0;
                let found = choices.iter().find(|(_, share)| {
                    sum += share;
                    u < sum
                });
                found.or(choices.last()).map_or(Value::Number(f64::NAN), |(value, _)| value.clone())
            }
            _ => {
                let (from, to) = (self.probability(self.limits.0), self.probability(self.limits.1));
                let value = self.inverse(from + u * (to - from));
                Value::Number(value.clamp(self.limits.0, self.limits.1))
            }
        }
    }

    /// Share of untruncated values below `x`.
    fn probability(&self, x: f64) -> f64 {
        match self.distribution {
            Distribution::Normal(mean, sd) => cumulative((x - mean) / sd),
            Distribution::Lognormal(median, factor) if x > 0.0 => {
                cumulative(libm::log(x / median) / libm::log(factor))
            }
            Distribution::Uniform(low, high) => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Distribution::Lognormal(..) | Distribution::Choice(_) => 0.0,
        }
    }

    fn inverse(&self, p: f64) -> f64 {
        match self.distribution {
            Distribution::Normal(mean, sd) => mean + sd * quantile(p),
            Distribution::Lognormal(median, factor) => median * libm::exp(libm::log(factor) * quantile(p)),
            Distribution::Uniform(low, high) => low + p * (high - low),
            Distribution::Choice(_) => f64::NAN,
        }
    }
}

/// A drawn value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A word of a choice.
    Text(String),
    /// A number.
    Number(f64),
}

/// As a change of a scenario sets it.
impl fmt::Display for Value {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => to.write_str(text),
            Self::Number(number) => write!(to, "{number}"),
        }
    }
}

impl Value {
    /// The number; none of a word.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Text(_) => None,
            Self::Number(number) => Some(*number),
        }
    }
}

impl Distribution {
    fn parse(kind: &str, inside: &str) -> std::result::Result<Self, String> {
        let known = ["normal", "lognormal", "uniform", "choice"];
        if kind == "choice" {
            return choice(inside);
        }
        let numbers: Vec<f64> = inside.split(',').filter_map(number).collect();
        let two = match numbers[..] {
            [first, second] if inside.split(',').count() == 2 => Ok((first, second)),
            _ => Err(format!("{kind} takes two numbers")),
        };
        match kind {
            "normal" => two.and_then(|(mean, sd)| match sd > 0.0 {
                true => Ok(Self::Normal(mean, sd)),
                false => Err("the standard deviation must be above 0".into()),
            }),
            "lognormal" => two.and_then(|(median, factor)| match median > 0.0 && factor > 1.0 {
                true => Ok(Self::Lognormal(median, factor)),
                false => Err("the median must be above 0 and the factor above 1".into()),
            }),
            "uniform" => two.and_then(|(low, high)| match low < high {
                true => Ok(Self::Uniform(low, high)),
                false => Err("the range must go upwards".into()),
            }),
            _ => Err(format!("there is no distribution `{kind}`: {}", suggestion(kind, known.into_iter()))),
        }
    }
}

fn choice(inside: &str) -> std::result::Result<Distribution, String> {
    let choices: Vec<(Value, f64)> = split(inside)
        .iter()
        .map(|part| {
            let (value, share) = part.rsplit_once(':')?;
            let value = number(value).map_or_else(|| Value::Text(value.trim().to_owned()), Value::Number);
            Some((value, number(share).filter(|share| *share > 0.0)?))
        })
        .collect::<Option<_>>()
        .ok_or("a choice is VALUE:SHARE, …, shares above 0")?;
    let whole: f64 = choices.iter().map(|(_, share)| share).sum();
    if (whole - 1.0).abs() > 1e-9 {
        return Err(format!("the shares sum to {whole}, not to 1"));
    }
    Ok(Distribution::Choice(choices))
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, u: f64) -> f64 {
        match Draw::parse(text).unwrap().value(u) {
            Value::Number(value) => value,
            Value::Text(text) => panic!("{text}"),
        }
    }

    #[test]
    fn medians_and_quartiles() {
        assert_eq!(value("a=normal(45,12)", 0.5), 45.0);
        assert!((value("a=normal(0,1)", 0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((value("a=times lognormal(2,1.5)", 0.5) - 2.0).abs() < 1e-15);
        assert!((value("a=lognormal(1,1.2)", cumulative(1.0)) - 1.2).abs() < 1e-12);
        assert_eq!(value("a=uniform(2,4)", 0.25), 2.5);
    }

    #[test]
    fn limits_cut_and_keep_the_shape() {
        let text = "a=normal(45,12) in 18..75";
        assert!((value(text, 0.0) - 18.0).abs() < 1e-9 && (value(text, 1.0) - 75.0).abs() < 1e-9);
        // Half of the patients between the limits lie below this.
        let (low, high) = (cumulative(-27.0 / 12.0), cumulative(30.0 / 12.0));
        assert!((value(text, 0.5) - (45.0 + 12.0 * quantile(0.5 * (low + high)))).abs() < 1e-9);
    }

    #[test]
    fn choices_by_their_shares() {
        let draw = Draw::parse("patient.sex=choice(female:0.8,male:0.2)").unwrap();
        let at = |u| draw.value(u);
        assert_eq!(at(0.79), Value::Text("female".into()));
        assert_eq!(at(0.81), Value::Text("male".into()));
        assert_eq!(at(1.0), Value::Text("male".into()));
        let types = Draw::parse("patient.fitzpatrick_type=choice(1:0.5,2:0.5)").unwrap();
        assert_eq!([0.2, 0.7].map(|u| types.value(u)), [Value::Number(1.0), Value::Number(2.0)]);
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, word) in [
            ("a", "no distribution"),
            ("a=5", "has no (…)"),
            ("a=nromal(1,2)", "did you mean `normal`?"),
            ("a=normal(1)", "two numbers"),
            ("a=normal(1,x)", "two numbers"),
            ("a=normal(1,0)", "above 0"),
            ("a=lognormal(1,0.5)", "factor above 1"),
            ("a=uniform(2,1)", "upwards"),
            ("a=choice(x:0.5,y:0.4)", "sum to 0.9"),
            ("a=choice(x)", "VALUE:SHARE"),
            ("a=times choice(x:1)", "neither"),
            ("a=uniform(1,2) in 3..4", "within the limits"),
            ("a=normal(1,2) in 4..3", "LOW..HIGH"),
        ] {
            let error = Draw::parse(text).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("normal(45,12)"), "{text}: {error}");
        }
    }
}
