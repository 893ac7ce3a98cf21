//! Tidy tables as CSV, and what their columns mean as JSON.

use std::io;
use std::path::Path;

use csv::{Terminator, WriterBuilder};
use serde_json::{Value, json};

use super::csv::cell;
use super::io_error;
use crate::error::{Error, Result};
use crate::files::seam;
use crate::tidy::{Cells, Tidy, TidyColumn};

/// Writes `<name>.csv` into `folder`: a missing number is an empty cell; every other one reads back to
/// the very same bits.
///
/// # Errors
/// What the system says of the file.
pub fn write_tidy_csv(table: &Tidy, folder: &Path) -> Result<()> {
    let path = folder.join(format!("{}.csv", table.name));
    let written = seam::create(&path).and_then(|file| write(table, file));
    written.map_err(|source| io_error("write", &path, source))
}

/// The same as text.
///
/// # Errors
/// [`Error::Internal`], as no table gives any.
pub fn tidy_csv(table: &Tidy) -> Result<String> {
    let mut text = Vec::new();
    let written = write(table, &mut text).map(|()| String::from_utf8(text));
    match written {
        Ok(Ok(text)) => Ok(text),
        _ => Err(Error::Internal(format!("table {} is no text", table.name))),
    }
}

fn write(table: &Tidy, to: impl io::Write) -> io::Result<()> {
    let mut file = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(to);
    file.write_record(table.columns.iter().map(|column| column.name.as_str()))?;
    for row in 0..table.rows() {
        file.write_record(table.columns.iter().map(|column| match &column.cells {
            Cells::Text(words) => words[row].clone(),
            Cells::Number(values) => cell(values[row]),
        }))?;
    }
    file.flush()
}

/// Name, unit and meaning of every column of a table, and whether it holds words or numbers.
pub fn describe(table: &Tidy) -> Value {
    let column = |column: &TidyColumn| {
        let cells = if matches!(column.cells, Cells::Number(_)) { "numbers" } else { "words" };
        json!({ "name": column.name, "unit": column.unit, "meaning": column.meaning, "cells": cells })
    };
    Value::Array(table.columns.iter().map(column).collect())
}
