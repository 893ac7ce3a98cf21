//! A file of parameters, as a calibration to targets writes one.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::{files, visible};

/// What such a file holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    parameters: BTreeMap<String, f64>,
}

/// A change `name=value` for every parameter of a file.
///
/// # Errors
/// What the system says of the file, or that it holds anything but numbers below `[parameters]`.
pub fn changes_of(file: &Path) -> Result<Vec<String>> {
    let text = files::text(file, files::MOST_OF_TEXT)?;
    let read: Parameters = toml::from_str(&text).map_err(|error| {
        let whole = "a file for --set holds numbers below [parameters] and nothing else";
        Error::File(format!("{}: {}\n{whole}", visible::path(file), error.to_string().trim_end()))
    })?;
    Ok(read.parameters.iter().map(|(name, value)| format!("{name}={value:?}")).collect())
}
