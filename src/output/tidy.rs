//! Tidy tables as CSV, and what their columns mean as JSON.

use std::fs::File;
use std::io;
use std::path::Path;

use csv::{Terminator, WriterBuilder};
use serde_json::{Value, json};

use super::csv::cell;
use super::io_error;
use crate::error::Result;
use crate::tidy::{Cells, Tidy, TidyColumn};

/// Writes `<name>.csv` into `folder`: a missing number is an empty cell; every other one reads back to
/// the very same bits.
///
/// # Errors
/// What the system says of the file.
pub fn write_tidy_csv(table: &Tidy, folder: &Path) -> Result<()> {
    let path = folder.join(format!("{}.csv", table.name));
    write(table, &path).map_err(|source| io_error("write", &path, source))
}

fn write(table: &Tidy, path: &Path) -> io::Result<()> {
    let mut file = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(File::create(path)?);
    file.write_record(table.columns.iter().map(|column| column.name.as_str()))?;
    for row in 0..table.rows() {
        file.write_record(table.columns.iter().map(|column| match &column.cells {
            Cells::Text(words) => words[row].clone(),
            Cells::Number(values) => cell(values[row]),
        }))?;
    }
    file.flush()
}

/// Name, unit and meaning of every column of a table.
pub fn describe(table: &Tidy) -> Value {
    let column =
        |column: &TidyColumn| json!({ "name": column.name, "unit": column.unit, "meaning": column.meaning });
    Value::Array(table.columns.iter().map(column).collect())
}
