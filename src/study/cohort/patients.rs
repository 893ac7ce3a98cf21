//! Virtual patients: the traits of each, drawn from its own stream.

use super::correlation::Correlation;
use super::distribution::{Draw, Value};
use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::scenario::Scenario;
use crate::study::base::Base;
use crate::study::normal::{cumulative, quantile};
use crate::study::random::{Purpose, Stream};

/// A seed of needles must be exact as a number of TOML and JSON.
const SEEDS: usize = 1 << 32;

/// One virtual patient.
#[derive(Debug, Clone, PartialEq)]
pub struct VirtualPatient {
    /// Seed of the needles: the same under every arm.
    pub needles: usize,
    /// One value a draw: of a relative one the factor.
    pub traits: Vec<Value>,
    /// What sets the traits, each `name=value`, the seed included.
    pub changes: Vec<String>,
}

/// The draws of a cohort, ready to be used.
#[derive(Debug)]
pub struct Population {
    draws: Vec<Draw>,
    correlation: Correlation,
    seed: u64,
}

impl Population {
    /// From the texts of a study.
    ///
    /// # Errors
    /// What is wrong with a text, or a name that is drawn twice.
    pub fn new(draws: &[String], correlations: &[String], seed: u64) -> Result<Self> {
        let draws = draws.iter().map(|text| Draw::parse(text)).collect::<Result<Vec<_>>>()?;
        let names: Vec<String> = draws.iter().map(|draw| draw.name.clone()).collect();
        if let Some(at) = (1..names.len()).find(|&at| names[..at].contains(&names[at])) {
            return Err(Error::Usage(format!("`{}` is drawn twice", names[at])));
        }
        let correlation = Correlation::new(&names, correlations)?;
        Ok(Self { draws, correlation, seed })
    }

    /// The draws.
    pub fn draws(&self) -> &[Draw] {
        &self.draws
    }

    /// Patient `number`, the same however many there are. `base` with `changes` is what relative draws
    /// multiply.
    ///
    /// # Errors
    /// A relative draw of something that is no plain number, or without a value in the allowed range.
    pub fn patient(&self, number: u32, base: &Base, changes: &[String]) -> Result<VirtualPatient> {
        let mut stream = Stream::new(self.seed, Purpose::Patients, number);
        let needles = stream.below(SEEDS);
        // Half a step above 0, where the quantile is infinite.
        let independent: Vec<f64> =
            self.draws.iter().map(|_| quantile(stream.unit() + f64::EPSILON / 4.0)).collect();
        let places: Vec<f64> = self.correlation.apply(&independent).into_iter().map(cumulative).collect();
        let mut own = vec![format!("run.seed={needles}")];
        let mut traits: Vec<Option<Value>> = vec![None; self.draws.len()];
        let plain = |draw: &Draw| !draw.times;
        for (at, draw) in self.draws.iter().enumerate().filter(|(_, draw)| plain(draw)) {
            let value = limited(draw)?.value(places[at]);
            own.push(change(&draw.name, &value));
            traits[at] = Some(value);
        }
        if self.draws.iter().any(|draw| draw.times) {
            // What is multiplied may follow from the others: thickness from the site and the sex.
            let scenario = base.scenario(&[changes, &own].concat())?;
            for (at, draw) in self.draws.iter().enumerate().filter(|(_, draw)| draw.times) {
                let (value, low, high) = value(&scenario, draw)?;
                let within = draw.within(low / value, high / value).ok_or_else(|| outside(draw))?;
                let factor = within.value(places[at]);
                if let Value::Number(factor) = factor {
                    own.push(change(&draw.name, &Value::Number((factor * value).clamp(low, high))));
                }
                traits[at] = Some(factor);
            }
        }
        Ok(VirtualPatient { needles, traits: traits.into_iter().flatten().collect(), changes: own })
    }
}

/// A parameter never leaves its plausible range.
fn limited(draw: &Draw) -> Result<Draw> {
    match ParameterSet::table().find(|(_, row)| row.name == draw.name) {
        Some((_, row)) => draw.within(row.low, row.high).ok_or_else(|| outside(draw)),
        None => Ok(draw.clone()),
    }
}

fn outside(draw: &Draw) -> Error {
    Error::Usage(format!("`{}`: no value of its distribution lies in the allowed range", draw.name))
}

fn change(name: &str, value: &Value) -> String {
    match value {
        Value::Number(number) => format!("{name}={number}"),
        Value::Text(text) => format!("{name}={text}"),
    }
}

/// What a relative draw multiplies, and the allowed range.
fn value(scenario: &Scenario, draw: &Draw) -> Result<(f64, f64, f64)> {
    let name = draw.name.strip_prefix("parameters.").unwrap_or(&draw.name);
    if let Some((_, row)) = ParameterSet::table().find(|(_, row)| row.name == name) {
        return Ok((scenario.parameters.get(name).unwrap_or(row.default), row.low, row.high));
    }
    let layer = scenario.layers().into_iter().find(|(key, ..)| draw.name == format!("site.{key}"));
    layer.map(|(_, value, low, high)| (value, low, high)).ok_or_else(|| {
        let name = &draw.name;
        Error::Usage(format!("`{name}`: `times` multiplies parameters and thicknesses of layers alone"))
    })
}
