//! What stands under a name in the kinetics.

use super::unit::Unit;
use crate::quantities::Quantity;

/// A named number.
#[derive(Debug, Clone, PartialEq)]
pub struct Symbol {
    /// Its name, of letters, digits and `_`.
    pub id: String,
    /// Its unit.
    pub unit: Unit,
    /// Its value, of a field that on day 0.
    pub value: f64,
    /// What it is, and where it comes from.
    pub meaning: String,
}

impl Symbol {
    /// That of a row of the model.
    pub(super) fn of(row: &Quantity, value: f64) -> Self {
        let source = if row.source.starts_with("state variable") {
            String::new()
        } else {
            format!(" ({}: {})", row.tag.name(), row.source)
        };
        Self {
            id: row.name.into(),
            unit: Unit::parse(row.unit).unwrap_or_default(),
            value,
            meaning: format!("{}: {}{source}", row.symbol, row.meaning),
        }
    }

    /// One that the model has no row for.
    pub(super) fn new(id: impl Into<String>, unit: Unit, value: f64, meaning: impl Into<String>) -> Self {
        Self { id: id.into(), unit, value, meaning: meaning.into() }
    }
}
