//! `timeseries.csv` and what `outcomes.json` says of its columns.

use std::path::Path;

use serde_json::Value;

use super::{MOST_OF_TABLE, json};
use crate::error::Result;
use crate::files;
use crate::files::table::{damaged, unreadable};
use crate::series::{Column, TimeSeries};
use crate::visible;

/// The series of a run's folder.
pub(super) fn read(folder: &Path) -> Result<TimeSeries> {
    let path = folder.join("timeseries.csv");
    let mut table = csv::Reader::from_reader(files::open_bounded(&path, MOST_OF_TABLE)?);
    let failed = |error: csv::Error| unreadable(&path, &error);
    let header = table.headers().map_err(failed)?.clone();
    if header.get(0) != Some("time_day") {
        return Err(damaged(&path, 1, "its first column is not time_day"));
    }
    let described = json(&folder.join("outcomes.json"))?;
    let columns = header.iter().skip(1).map(|name| column(name, &described)).collect();
    let mut series = TimeSeries { time_day: Vec::new(), columns };
    for row in table.records() {
        let row = row.map_err(failed)?;
        let line = row.position().map_or(0, csv::Position::line);
        let number = |at: usize| match &row[at] {
            "" => Ok(f64::NAN),
            text => text.parse().map_err(|_| {
                let (column, text) = (header.get(at).unwrap_or_default(), visible::name(text));
                damaged(&path, line, &format!("`{text}` is no number, in the column {column}"))
            }),
        };
        series.time_day.push(number(0)?);
        for (at, column) in series.columns.iter_mut().enumerate() {
            column.values.push(number(at + 1)?);
        }
    }
    Ok(series)
}

fn column(name: &str, described: &Value) -> Column {
    let mut columns = described.get("columns").and_then(Value::as_array).into_iter().flatten();
    let found = columns.find(|column| column.get("name").and_then(Value::as_str) == Some(name));
    let text = |key: &str| found.and_then(|column| column.get(key)?.as_str()).unwrap_or_default().to_owned();
    let (outcome, region) = name.split_once('.').unwrap_or((name, ""));
    Column {
        name: name.into(),
        outcome: outcome.into(),
        region: region.into(),
        unit: text("unit"),
        meaning: text("meaning"),
        values: Vec::new(),
    }
}
