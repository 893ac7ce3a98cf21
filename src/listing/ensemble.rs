//! The ensemble that comes with the program.

use serde_json::{Value, json};

use super::Table;
use crate::ensemble::Ensemble;
use crate::error::Result;
use crate::parameters::ParameterSet;
use crate::study::predictive::bands::Spread;
use crate::tidy::short;

/// A quantile of some hundred draws to as many digits as it has.
fn rounded(value: f64) -> Value {
    json!(short(value).parse::<f64>().unwrap_or(value))
}

/// Parameters that its draws differ in: the model's own value, and quantiles over the draws.
///
/// # Errors
/// As for [`Ensemble::shipped`].
pub fn ensemble() -> Result<Table> {
    let ensemble = Ensemble::shipped()?;
    let row = |(at, name): (usize, &String)| {
        let values: Vec<f64> = ensemble.draws.iter().map(|draw| draw.parameters[at]).collect();
        let spread = Spread::of(&values);
        let (_, known) = ParameterSet::table().find(|(_, row)| row.name == name)?;
        Some(vec![
            json!(name),
            json!(known.default),
            rounded(spread.low()),
            rounded(spread.median()),
            rounded(spread.high()),
            json!(known.unit),
            json!(known.meaning),
        ])
    };
    let columns = vec!["name", "value", "q05", "median", "q95", "unit", "meaning"];
    Ok(Table { brief: 6, columns, rows: ensemble.parameters.iter().enumerate().filter_map(row).collect() })
}
