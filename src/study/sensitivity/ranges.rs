//! The inputs of a sensitivity analysis with their ranges.

use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::quantities::{Quantity, Tag, WHOLE_NUMBER};
use crate::scenario::Scenario;
use crate::study::plan::input::Input;
use crate::study::plan::names::refuse_twice;

/// The named inputs, or every free parameter. Whole numbers are inputs only where they are named, and
/// constants of read-outs and of age and smoking only where they are too: they are conventions.
///
/// # Errors
/// What is wrong with a text, an input that is named twice, or a spread that is none.
pub(super) fn inputs(scenario: &Scenario, texts: &[String], spread: Option<f64>) -> Result<Vec<Input>> {
    if let Some(spread) = spread.filter(|spread| !(*spread > 0.0 && *spread <= 1.0)) {
        return Err(Error::Usage(format!("the spread is {spread}; allowed: above 0, up to 1")));
    }
    let given: Vec<String> = match texts.is_empty() {
        false => texts.to_vec(),
        true => ParameterSet::table()
            .filter(|(group, row)| free(group, row))
            .map(|(_, row)| row.name.to_owned())
            .collect(),
    };
    refuse_twice(given.iter().map(String::as_str), "an input")?;
    let ranged = |text: &String| {
        let input = Input::parse(text)?;
        match (spread, scenario.parameters.get(&input.name), text.contains('=')) {
            (Some(spread), Some(value), false) => around(input, value, spread),
            _ => Ok(input),
        }
    };
    given.iter().map(ranged).collect()
}

/// The input within a part of its value on either side, and within its plausible range.
fn around(input: Input, value: f64, spread: f64) -> Result<Input> {
    let (low, high) = (value - spread * value.abs(), value + spread * value.abs());
    let (low, high) = if input.whole { (libm::ceil(low), libm::floor(high)) } else { (low, high) };
    let input = Input { low: low.max(input.low), high: high.min(input.high), ..input };
    if input.low < input.high {
        return Ok(input);
    }
    let name = &input.name;
    let why = match input.whole {
        true => format!("`{name}` is {value} and takes whole numbers: a spread of {spread} holds no other"),
        false => format!("`{name}` is {value}, so a relative range has no width"),
    };
    Err(Error::Usage(format!("{why}; give NAME=LOW..HIGH")))
}

/// Whether a parameter is free to be screened without being named.
fn free(group: &str, row: &Quantity) -> bool {
    let conventions = ["readout", "ageing", "modifiers"];
    row.tag != Tag::Derived && row.unit != WHOLE_NUMBER && row.default != 0.0 && !conventions.contains(&group)
}
