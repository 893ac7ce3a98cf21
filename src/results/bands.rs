//! Bands of a run with an ensemble, read back.

use std::path::Path;

use super::tables::Table;
use crate::error::{Error, Result};
use crate::series::band::ColumnBand;

/// Name of the file, without its ending.
pub const BANDS: &str = "bands";

/// The bands of a run's folder; none of a run without an ensemble.
///
/// # Errors
/// [`Error::File`] where the file holds something else; what the system says.
pub fn bands(folder: &Path) -> Result<Vec<ColumnBand>> {
    let path = folder.join(format!("{BANDS}.csv"));
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let table = Table::read(&path)?;
    let place = |name: &str| {
        let at = table.columns.iter().position(|column| column == name);
        at.ok_or_else(|| Error::file(&path, &format!("it has no column `{name}`")))
    };
    let [outcome, day, low, median, high] =
        [place("outcome")?, place("time_day")?, place("q05")?, place("q50")?, place("q95")?];
    let mut bands: Vec<ColumnBand> = Vec::new();
    for row in &table.rows {
        let number = |at: usize| row[at].parse().unwrap_or(f64::NAN);
        if bands.last().is_none_or(|band| band.column != row[outcome]) {
            bands.push(ColumnBand { column: row[outcome].clone(), ..ColumnBand::default() });
        }
        let Some(band) = bands.last_mut() else { continue };
        band.days.push(number(day));
        band.low.push(number(low));
        band.median.push(number(median));
        band.high.push(number(high));
    }
    Ok(bands)
}
