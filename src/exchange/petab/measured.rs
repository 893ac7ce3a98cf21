//! Measurements of a problem as a calibration's table.

use super::conditions::Found;
use super::names::column;
use super::sheet::Sheet;
use super::tables::{Seen, Spread};
use crate::error::Result;
use crate::scenario::suggestion;
use crate::study::calibrate::Source;
use crate::study::plan::base::Base;

/// Days that are the same.
const SAME: f64 = 1e-6;

/// The table of a file of measurements, whose rows stand on the lines of the file.
///
/// # Errors
/// [`Error::File`](crate::error::Error::File) with file, line and column.
pub(super) fn measured(sheet: &Sheet, seen: &[Seen], conditions: &[Found]) -> Result<Source> {
    let several = conditions.len() > 1;
    let mut text = String::from("outcome,day,value,spread");
    text += if several { ",condition\n" } else { "\n" };
    let mut line = 2;
    for row in &sheet.rows {
        let cell = |head: &str| sheet.cell(row, head);
        cell(column::BEFORE)
            .only(&[], "begins with a steady state, which a scenario does not have: leave it empty")?;
        let id = cell(column::OBSERVABLE);
        let Some(observable) = seen.iter().find(|observable| observable.id == id.text) else {
            let hint = suggestion(id.words()?, seen.iter().map(|observable| observable.id.as_str()));
            return Err(id.wrong(&format!("there is no observable `{}`: {hint}", id.text)));
        };
        let time = cell(column::TIME);
        time.only_finite()?;
        let (day, value) = (time.number()?, cell(column::MEASUREMENT).number()?);
        let of = cell(column::SIMULATION);
        let Some(condition) = conditions.iter().find(|condition| condition.id == of.text) else {
            let hint = suggestion(of.words()?, conditions.iter().map(|condition| condition.id.as_str()));
            return Err(of.wrong(&format!("there is no condition `{}`: {hint}", of.text)));
        };
        let scenario = &condition.scenario;
        if !(0.0..=scenario.run.days).contains(&day) {
            return Err(time.wrong(&format!("the day is {day}; it must be from 0 to {}", scenario.run.days)));
        }
        if scenario.carried_out().any(|session| (session.day - day).abs() < SAME) {
            return Err(time.wrong(&format!(
                "day {day} is that of a session; it does not say whether it was before or after it: move it by an hour"
            )));
        }
        let spread = match observable.spread {
            Spread::Estimated => String::new(),
            Spread::Given(spread) => (spread * observable.factor).to_string(),
            Spread::Each => {
                let cell = cell(column::NOISE_PARAMETERS);
                let spread = cell.number()?;
                if spread <= 0.0 {
                    return Err(cell.wrong(&format!("the spread is {spread}; it must be above 0")));
                }
                (spread * observable.factor).to_string()
            }
        };
        if observable.lognormal && value <= 0.0 {
            let problem = format!("{value} has no logarithm, which log-normal errors need");
            return Err(cell(column::MEASUREMENT).wrong(&problem));
        }
        text += &"\n".repeat(row.line.saturating_sub(line));
        text += &format!("{},{day},{value},{spread}", observable.outcome);
        text += &if several { format!(",{}\n", condition.id) } else { "\n".into() };
        line = row.line + 1;
    }
    Ok(Source { condition: String::new(), file: Base { name: sheet.file.clone(), text } })
}
