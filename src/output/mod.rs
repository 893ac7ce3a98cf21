//! Result files: the formats, and the folder that appears whole or not at all.

use std::path::Path;

use crate::error::{Error, Result};
use crate::files::seam;
use crate::series::TimeSeries;

mod csv;
mod disk;
pub mod fields;
mod folder;
mod json;
mod maps;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_read;
mod punctures;
mod target;
mod tidy;

pub use csv::CsvTable;
pub use disk::{near, prefix, sweep_files, sync_folder};
pub use folder::{NOTICE, ResultFolder, discard_incomplete};
pub use json::{ColumnTable, write_json};
pub use maps::{MAPS, write_maps};
#[cfg(feature = "parquet")]
pub use parquet::{write_parquet, write_parquet_with};
#[cfg(feature = "parquet")]
pub use parquet_read::{ParquetNumbers, read_parquet};
pub use punctures::{PUNCTURES, read_punctures, write_punctures};
pub use target::{beside, target};
pub use tidy::{describe, tidy_csv, write_tidy_csv};

/// Name of the first column, in every format.
const TIME: &str = "time_day";

/// A format that a time series is written in.
pub trait Output {
    /// Name of the file.
    fn file_name(&self) -> &'static str;

    /// Writes the file into `folder`.
    ///
    /// # Errors
    /// What the system says of the file; a number that is infinite.
    fn write(&self, series: &TimeSeries, folder: &Path) -> Result<()>;
}

/// Every format, in the order they are written.
pub fn catalogue() -> [&'static dyn Output; 2] {
    [&CsvTable, &ColumnTable]
}

fn io_error(doing: &'static str, path: &Path, source: std::io::Error) -> Error {
    Error::io(doing, path, source)
}

/// Writes a text file.
///
/// # Errors
/// What the system says of it.
pub fn write_text(path: &Path, text: &str) -> Result<()> {
    seam::write(path, text).map_err(|source| io_error("write", path, source))
}
