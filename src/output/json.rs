//! JSON files: what the columns mean, and any other value.

use std::path::Path;

use serde::Serialize;

use super::{Output, TIME, io_error};
use crate::error::Result;
use crate::files::seam;
use crate::series::{Column, TimeSeries};

const NOTE: &str = "Results of a simulation model for research. They are not medical advice and predict no person's healing.";

/// Writes `outcomes.json`: name, outcome, region, unit and meaning of every column, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnTable;

#[derive(Serialize)]
struct Contents<'a> {
    note: &'a str,
    columns: Vec<&'a Column>,
}

impl Output for ColumnTable {
    fn file_name(&self) -> &'static str {
        "outcomes.json"
    }

    fn write(&self, series: &TimeSeries, folder: &Path) -> Result<()> {
        let time = Column {
            name: TIME.to_string(),
            outcome: "time".to_string(),
            region: String::new(),
            unit: "day".to_string(),
            meaning: "Simulated time since the start of the run.".to_string(),
            values: Vec::new(),
        };
        let columns = std::iter::once(&time).chain(&series.columns).collect();
        write_json(&folder.join(self.file_name()), &Contents { note: NOTE, columns })
    }
}

/// Writes any value as indented JSON that ends with a line break.
///
/// # Errors
/// What the system says of the file.
pub fn write_json<T: Serialize + ?Sized>(path: &Path, value: &T) -> Result<()> {
    let failed = |source| io_error("write", path, source);
    let mut text = serde_json::to_string_pretty(value).map_err(|error| failed(error.into()))?;
    text.push('\n');
    seam::write(path, text).map_err(failed)
}
