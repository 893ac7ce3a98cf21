//! `timeseries.csv`: one row per time, one column per outcome and region.

use std::io;
use std::path::Path;

use csv::{Terminator, WriterBuilder};

use super::{Output, TIME, io_error};
use crate::error::Result;
use crate::files::seam;
use crate::series::TimeSeries;

/// Writes `timeseries.csv`. A missing value is an empty cell; every other number reads back to the
/// very same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvTable;

impl Output for CsvTable {
    fn file_name(&self) -> &'static str {
        "timeseries.csv"
    }

    fn write(&self, series: &TimeSeries, folder: &Path) -> Result<()> {
        let path = folder.join(self.file_name());
        write_table(series, &path).map_err(|source| io_error("write", &path, source))
    }
}

fn write_table(series: &TimeSeries, path: &Path) -> io::Result<()> {
    check(series)?;
    let mut table = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(seam::create(path)?);
    table.write_record(std::iter::once(TIME).chain(series.columns.iter().map(|c| c.name.as_str())))?;
    for (row, &day) in series.time_day.iter().enumerate() {
        let values = series.columns.iter().map(|column| column.values[row]);
        table.write_record(std::iter::once(day).chain(values).map(cell))?;
    }
    table.flush()
}

/// Refuses what cannot be written: an infinite value is an error of the run, not a result.
fn check(series: &TimeSeries) -> io::Result<()> {
    if let Some(day) = series.time_day.iter().find(|day| !day.is_finite()) {
        return Err(io::Error::other(format!("column {TIME} has the value {day}")));
    }
    for column in &series.columns {
        let (name, values, times) = (&column.name, column.values.len(), series.time_day.len());
        if values != times {
            return Err(io::Error::other(format!("column {name} has {values} values for {times} times")));
        }
        let infinite = column.values.iter().zip(&series.time_day).find(|(value, _)| value.is_infinite());
        if let Some((_, day)) = infinite {
            return Err(io::Error::other(format!("column {name} is infinite on day {day}")));
        }
    }
    Ok(())
}

/// The shortest text that reads back to the same number; zero has no sign.
pub(super) fn cell(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else if value == 0.0 {
        "0".into()
    } else if (1e-5..1e16).contains(&value.abs()) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}
