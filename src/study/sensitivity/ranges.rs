//! The inputs of a sensitivity analysis with their ranges.

use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::quantities::{Quantity, Tag, WHOLE_NUMBER};
use crate::scenario::Scenario;
use crate::study::input::Input;

/// The named inputs, or every free parameter. Whole numbers are inputs only where they are named, and
/// constants of read-outs and of age and smoking only where they are too: they are conventions.
///
/// # Errors
/// What is wrong with a text, an input that is named twice, or a spread that is none.
pub fn inputs(scenario: &Scenario, texts: &[String], spread: Option<f64>) -> Result<Vec<Input>> {
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
    let mut inputs: Vec<Input> = Vec::new();
    for text in &given {
        let mut input = Input::parse(text)?;
        if inputs.iter().any(|other| other.name == input.name) {
            return Err(Error::Usage(format!("the input `{}` is named twice", input.name)));
        }
        if let (Some(spread), Some(value), false) =
            (spread, scenario.parameters.get(&input.name), text.contains('='))
        {
            let (low, high) = (value - spread * value.abs(), value + spread * value.abs());
            (input.low, input.high) = (low.max(input.low), high.min(input.high));
        }
        if input.low >= input.high {
            let name = &input.name;
            return Err(Error::Usage(format!(
                "`{name}` is 0, so a relative range has no width; give NAME=LOW..HIGH"
            )));
        }
        inputs.push(input);
    }
    Ok(inputs)
}

/// Whether a parameter is free to be screened without being named.
fn free(group: &str, row: &Quantity) -> bool {
    let conventions = ["readout", "ageing", "modifiers"];
    row.tag != Tag::Derived && row.unit != WHOLE_NUMBER && row.default != 0.0 && !conventions.contains(&group)
}
