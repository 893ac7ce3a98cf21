//! Virtual patients: the traits of each, drawn from its own stream.

use super::arm::Arm;
use super::correlation::Correlation;
use super::distribution::{Distribution, Draw, Value};
use crate::error::{Error, Result};
use crate::random::normal::cumulative;
use crate::random::{Purpose, Random};
use crate::scenario::{LayerSetting, Scenario};
use crate::study::plan::base::Base;
use crate::study::plan::names::{canonical, is_whole, parameter};

/// A seed of needles must be exact as a number of TOML and JSON.
const SEEDS: usize = 1 << 32;

/// One virtual patient.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct VirtualPatient {
    /// Seed of the needles: the same under every arm.
    pub needles: usize,
    /// One value a draw: of a relative one the factor.
    pub traits: Vec<Value>,
}

/// A patient and what it is treated with.
#[derive(Debug)]
pub(in crate::study) struct Treated {
    /// Who.
    pub(super) patient: VirtualPatient,
    /// By arm, everything that is changed in the scenario, each `name=value`.
    pub changes: Vec<Vec<String>>,
}

/// The draws of a cohort, ready to be used.
#[derive(Debug)]
pub(in crate::study) struct Population {
    draws: Vec<Draw>,
    correlation: Correlation,
    seed: u64,
}

impl Population {
    /// From the texts of a study.
    ///
    /// # Errors
    /// What is wrong with a text, or a name that is drawn twice.
    pub(in crate::study) fn new(draws: &[String], correlations: &[String], seed: u64) -> Result<Self> {
        let mut draws = draws.iter().map(|text| Draw::parse(text)).collect::<Result<Vec<_>>>()?;
        draws.iter_mut().for_each(|draw| draw.name = canonical(&draw.name).to_owned());
        let names: Vec<String> = draws.iter().map(|draw| draw.name.clone()).collect();
        if let Some(at) = (1..names.len()).find(|&at| names[..at].contains(&names[at])) {
            return Err(Error::Usage(format!("`{}` is drawn twice", names[at])));
        }
        let correlation = Correlation::new(&names, correlations)?;
        Ok(Self { draws, correlation, seed })
    }

    /// The draws.
    pub(super) fn draws(&self) -> &[Draw] {
        &self.draws
    }

    /// Whether the arm leaves patients who they are: relative draws multiply what it sets, the others
    /// would be lost under it.
    ///
    /// # Errors
    /// [`Error::Usage`] that names the arm's change and the draw.
    pub(in crate::study) fn composes(&self, arm: &Arm) -> Result<()> {
        let own = |problem: String| {
            let name = &arm.name;
            Err(Error::Usage(format!("arm `{name}` {problem}: patients would no longer be the same")))
        };
        for set in arm.sets() {
            if set == "run.seed" {
                return own("sets `run.seed`, which is the patient's own".into());
            }
            for draw in self.draws.iter().filter(|draw| !draw.times) {
                let drawn = &draw.name;
                if set == drawn {
                    return own(format!(
                        "sets `{set}`, which is drawn; draw a factor instead (`{drawn}=times …`) or leave the draw out"
                    ));
                }
                let layer = drawn.starts_with("site.") && drawn.ends_with("_mm");
                if layer && ["site.name", "patient.sex"].contains(&set) {
                    return own(format!(
                        "sets `{set}`, which decides `{drawn}`, and that is drawn; draw a factor instead (`{drawn}=times …`)"
                    ));
                }
            }
        }
        Ok(())
    }

    /// Patient `number` under every arm, the same however many patients there are. Relative draws multiply
    /// what `base` with `changes` and those of the arm says.
    ///
    /// # Errors
    /// A relative draw of something that is no plain number, or without a value in the allowed range.
    pub(in crate::study) fn patient(
        &self,
        number: u32,
        base: &Base,
        changes: &[String],
        arms: &[Arm],
    ) -> Result<Treated> {
        let mut stream = Random::new(self.seed, Purpose::Patients, number);
        let needles = stream.below(SEEDS);
        let independent: Vec<f64> = self.draws.iter().map(|_| stream.normal()).collect();
        let places: Vec<f64> = self.correlation.apply(&independent).into_iter().map(cumulative).collect();
        let mut own = vec![format!("run.seed={needles}")];
        let mut traits: Vec<Option<Value>> = vec![None; self.draws.len()];
        for (at, draw) in self.draws.iter().enumerate().filter(|(_, draw)| !draw.times) {
            let value = whole(draw, limited(draw)?.value(places[at]))?;
            own.push(change(&draw.name, &value));
            traits[at] = Some(value);
        }
        let mut all: Vec<Vec<String>> =
            arms.iter().map(|arm| [changes, &own, &arm.changes].concat()).collect();
        if self.draws.iter().any(|draw| draw.times) {
            // What is multiplied may follow from the others and the arm: thickness from site and sex.
            let under = all.iter().map(|changes| base.scenario(changes)).collect::<Result<Vec<_>>>()?;
            for (at, draw) in self.draws.iter().enumerate().filter(|(_, draw)| draw.times) {
                let values =
                    under.iter().map(|scenario| value(scenario, draw)).collect::<Result<Vec<_>>>()?;
                // One factor for all arms: it must be allowed under each.
                let low = values.iter().map(|of| of.low / of.value).fold(f64::NEG_INFINITY, f64::max);
                let high = values.iter().map(|of| of.high / of.value).fold(f64::INFINITY, f64::min);
                let within = draw.within(low, high).ok_or_else(|| outside(draw))?;
                let factor = within.value(places[at]);
                if let Value::Number(factor) = factor {
                    for (changes, of) in all.iter_mut().zip(&values) {
                        let value = Value::Number((factor * of.value).clamp(of.low, of.high));
                        changes.push(change(&draw.name, &whole(draw, value)?));
                    }
                }
                traits[at] = Some(factor);
            }
        }
        let traits = traits.into_iter().flatten().collect();
        Ok(Treated { patient: VirtualPatient { needles, traits }, changes: all })
    }
}

/// A parameter never leaves its plausible range.
fn limited(draw: &Draw) -> Result<Draw> {
    match parameter(&draw.name) {
        Some(row) => draw.within(row.low, row.high).ok_or_else(|| outside(draw)),
        None => Ok(draw.clone()),
    }
}

/// The nearest whole number, within the limits, of what takes whole numbers alone.
fn whole(draw: &Draw, value: Value) -> Result<Value> {
    let Value::Number(number) = value else { return Ok(value) };
    // Choices are as the user wrote them.
    if !is_whole(&draw.name) || matches!(draw.distribution, Distribution::Choice(_)) {
        return Ok(value);
    }
    let (low, high) = if draw.times { (f64::NEG_INFINITY, f64::INFINITY) } else { draw.limits };
    let (low, high) = (low.ceil(), high.floor());
    if low > high { Err(outside(draw)) } else { Ok(Value::Number(number.round().clamp(low, high))) }
}

fn outside(draw: &Draw) -> Error {
    Error::Usage(format!("`{}`: no value of its distribution lies in the allowed range", draw.name))
}

fn change(name: &str, value: &Value) -> String {
    format!("{name}={value}")
}

/// What a relative draw multiplies, and the allowed range.
struct Multiplied {
    value: f64,
    low: f64,
    high: f64,
}

fn value(scenario: &Scenario, draw: &Draw) -> Result<Multiplied> {
    if let Some(row) = parameter(&draw.name) {
        let value = scenario.parameters.get(row.name).unwrap_or(row.default);
        return Ok(Multiplied { value, low: row.low, high: row.high });
    }
    let layer = scenario.layers().find(|layer| draw.name == layer.name);
    let multiplied = |LayerSetting { thickness_mm: value, low, high, .. }| Multiplied { value, low, high };
    layer.map(multiplied).ok_or_else(|| {
        let name = &draw.name;
        Error::Usage(format!("`{name}`: `times` multiplies parameters and thicknesses of layers alone"))
    })
}
