//! Lists of the model itself, of how it is run and what is read off it.

use serde_json::json;

use super::Table;
use crate::model::{Fields, Movement, Skin, SurfaceFields};
use crate::numerics::steppers::STEPPERS;
use crate::outcome::OUTCOMES;
use crate::parameters::ParameterSet;
use crate::quantities::Quantity;
use crate::scenario::{self, Known};
use crate::study::readout::measure::{MEASURES, Named};

/// Fields of the model with their value at rest and how they move.
pub fn fields() -> Table {
    let columns =
        vec!["name", "symbol", "over", "rest", "unit", "diffusivity", "where", "follows", "meaning"];
    let row = |over: &str, (row, movement): (&Quantity, Movement)| {
        vec![
            json!(row.name),
            json!(row.symbol),
            json!(over),
            json!(row.default),
            json!(row.unit),
            json!(movement.diffusivity),
            json!(movement.place),
            json!(movement.follows),
            json!(row.meaning),
        ]
    };
    let volume = Fields::TABLE.iter().zip(Skin::movements().into_array()).map(|field| row("volume", field));
    let surface = SurfaceFields::TABLE.iter().zip(Skin::surface_movements().into_array());
    let surface = surface.map(|field| row("surface", field));
    Table { brief: columns.len(), columns, rows: volume.chain(surface).collect() }
}

/// Parameters with value, range, support and source.
pub fn parameters() -> Table {
    let columns =
        vec!["name", "symbol", "default", "unit", "low", "high", "tag", "meaning", "group", "source"];
    let rows = ParameterSet::table().map(|(group, row)| {
        let tag = row.tag.name();
        vec![
            json!(row.name),
            json!(row.symbol),
            json!(row.default),
            json!(row.unit),
            json!(row.low),
            json!(row.high),
            json!(tag),
            json!(row.meaning),
            json!(group),
            json!(row.source),
        ]
    });
    Table { columns, brief: 8, rows: rows.collect() }
}

/// Keys of scenarios with default, range, unit and meaning.
pub fn keys() -> Table {
    let columns = vec!["name", "default", "low", "high", "unit", "meaning", "accepts", "choices", "also"];
    let row = |key: Known| {
        vec![
            json!(key.name),
            json!(key.default),
            json!(key.low),
            json!(key.high),
            json!(key.unit),
            json!(key.meaning),
            json!(key.accepts),
            json!(key.choices),
            json!(key.also),
        ]
    };
    Table { columns, brief: 6, rows: scenario::keys().into_iter().map(row).collect() }
}

/// Outcome measures.
pub fn outcomes() -> Table {
    let rows = OUTCOMES.iter().map(|outcome| {
        let regions: Vec<&str> = outcome.regions().iter().map(|region| region.name()).collect();
        vec![json!(outcome.name), json!(outcome.unit), json!(regions.join(" ")), json!(outcome.meaning)]
    });
    Table { columns: vec!["name", "unit", "regions", "meaning"], brief: 4, rows: rows.collect() }
}

/// Measures that studies read off a run.
pub fn measures() -> Table {
    let row = |measure: &Named| vec![json!(measure.name), json!(measure.unit), json!(measure.meaning)];
    Table { columns: vec!["name", "unit", "meaning"], brief: 3, rows: MEASURES.iter().map(row).collect() }
}

/// Time steppers.
pub fn steppers() -> Table {
    let row = |(name, meaning): &(&str, &str)| vec![json!(name), json!(meaning)];
    Table { columns: vec!["name", "meaning"], brief: 2, rows: STEPPERS.iter().map(row).collect() }
}
