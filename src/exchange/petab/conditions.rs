//! A condition of a problem: changes of the scenario, against which the numbers of its row are held.

use super::names::column;
use super::sheet::{Row, Sheet};
use crate::error::Result;
use crate::exchange::Kinetics;
use crate::model::Parameters;
use crate::scenario::{Scenario, nearest};
use crate::study::plan::base::Base;
use crate::study::plan::vary::split;

/// A number that other programs have written may differ by its last digits.
const DIGITS: f64 = 1e-12;

/// A condition.
pub(super) struct Found {
    pub id: String,
    /// Changes of its own.
    pub changes: Vec<String>,
    pub scenario: Scenario,
}

/// Reads a row: its name may hold changes of the scenario, `device.needle_length_mm=2.5, …`; its numbers are
/// parameters, which are set, or follow from those changes. Where the scenario is not that of the model, there are
/// none but parameters.
///
/// # Errors
/// [`Error::File`](crate::error::Error::File) with file, line and column.
pub(super) fn condition(
    sheet: &Sheet,
    row: &Row,
    base: &Base,
    all: &[String],
    modelled: bool,
) -> Result<Found> {
    let name = sheet.cell(row, column::CONDITION_NAME);
    let mut changes = if name.text.contains('=') { split(name.text) } else { Vec::new() };
    let with = |changes: &[String]| base.scenario(&[all, changes].concat());
    let mut scenario = with(&changes).map_err(|error| name.because(&error))?;
    let numbers = || (0..sheet.heads.len()).map(|at| sheet.at(row, at)).filter(|cell| !cell.text.is_empty());
    let heads = |at: &str| ![column::CONDITION, column::CONDITION_NAME].contains(&at);
    for cell in numbers().filter(|cell| heads(cell.head())) {
        let (id, value) = (cell.head(), cell.number()?);
        let own = Parameters::TABLE.iter().any(|row| row.name == id);
        if own && scenario.parameters.get(id) != Some(value) && !follows(&scenario, id, value, modelled)? {
            changes.push(format!("{id}={value}"));
            scenario = with(&changes).map_err(|error| cell.because(&error))?;
        } else if !own && !modelled {
            return Err(cell.wrong("is a number of the model's file, not of the scenario beside it"));
        }
    }
    // Held against all changes: one may move what another has set.
    for cell in numbers().filter(|cell| modelled && heads(cell.head())) {
        let (id, value) = (cell.head(), cell.number()?);
        let kinetics = Kinetics::new(&scenario)?;
        let Some(found) = kinetics.values().find(|symbol| symbol.id == id) else {
            let known: Vec<&str> = kinetics.values().map(|symbol| symbol.id.as_str()).collect();
            let hint =
                nearest(id, known).map_or("see its file".into(), |near| format!("did you mean `{near}`?"));
            return Err(cell.wrong(&format!("the model has no number of this name: {hint}")));
        };
        if !near(found.value, value) {
            return Err(cell.wrong(&format!(
                "`{id}` is {value} here and {} in the scenario of this condition; dermis sets it by changes of the scenario, \
                 which stand in {}, as device.needle_length_mm=2.5",
                found.value,
                column::CONDITION_NAME
            )));
        }
    }
    let id = sheet.cell(row, column::CONDITION).words()?.to_owned();
    Ok(Found { id, changes, scenario })
}

/// Whether a number of the model is as it is here without being set, as after the factors of a patient.
fn follows(scenario: &Scenario, id: &str, value: f64, modelled: bool) -> Result<bool> {
    if !modelled {
        return Ok(false);
    }
    let kinetics = Kinetics::new(scenario)?;
    Ok(kinetics.parameters.iter().any(|symbol| symbol.id == id && near(symbol.value, value)))
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= DIGITS * one.abs().max(other.abs())
}
