//! Folders of results read back, for figures and for telling two of them apart.

mod bands;
pub mod diff;
pub mod inputs;
mod maps;
mod series;
mod study;
pub mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::error::{Error, Result};
use crate::figure::HeatMap;
use crate::files;
use crate::series::TimeSeries;

pub use bands::{BANDS, bands};
pub use study::tidy_tables;

/// Most bytes of a table of results.
pub const MOST_OF_TABLE: u64 = 1 << 31;

/// What a run has left in its folder.
#[derive(Debug, Clone)]
pub struct RunFolder {
    /// The folder as it was asked for.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// Outcomes over time.
    pub series: TimeSeries,
    /// Days of the sessions that were carried out.
    pub sessions: Vec<f64>,
    /// Maps over depth with their days; none of a run in one cell.
    pub maps: Vec<(f64, Vec<HeatMap>)>,
}

impl RunFolder {
    /// Reads the folder of a run.
    ///
    /// # Errors
    /// [`Error::File`] where it is none, or a file in it is not as a run leaves it; what the system says.
    pub fn read(path: &Path) -> Result<Self> {
        let summary = summary(path)?;
        if let Some(study) = summary.get("study").and_then(Value::as_str) {
            let problem = format!("it holds the results of a study ({study}), not of one run");
            return Err(Error::file(path, &problem));
        }
        let days = summary.get("sessions").and_then(Value::as_array).into_iter().flatten();
        let sessions = days.filter_map(|session| session.get("day")?.as_f64()).collect();
        let name = path.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into()));
        Ok(Self {
            path: path.into(),
            name: name.unwrap_or_else(|| path.to_string_lossy().into()),
            series: series::read(path)?,
            sessions,
            maps: maps::read(path)?,
        })
    }
}

/// The summary of a folder of results, by which it is known as one.
///
/// # Errors
/// As for [`RunFolder::read`].
pub fn summary(folder: &Path) -> Result<Value> {
    let path = folder.join("summary.json");
    if !path.is_file() {
        return Err(Error::file(folder, "it is no folder of results; it has no summary.json"));
    }
    json(&path)
}

/// The outcomes over time in the folder of a run.
///
/// # Errors
/// As for [`RunFolder::read`].
pub fn series(folder: &Path) -> Result<TimeSeries> {
    series::read(folder)
}

/// A file of JSON.
pub(crate) fn json(path: &Path) -> Result<Value> {
    let bytes = files::read(path, MOST_OF_TABLE)?;
    serde_json::from_slice(&bytes).map_err(|error| Error::file(path, &error.to_string()))
}

/// Names of the files and folders in a folder.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>> {
    let failed = |source| Error::io("read", folder, source);
    let name = |entry: std::io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
    fs::read_dir(folder).and_then(|entries| entries.map(name).collect()).map_err(failed)
}
