//! What the library knows, as tables.

use dermis::listing;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

/// A table of `dermis list` as JSON, an object a row.
#[pyfunction]
pub(crate) fn listed(what: &str) -> PyResult<String> {
    let table = match what {
        "fields" => listing::fields(),
        "parameters" => listing::parameters(),
        "keys" => listing::keys(),
        "devices" => listing::devices(),
        "sites" => listing::sites(),
        "outcomes" => listing::outcomes(),
        "indications" => listing::indications(),
        "agents" => listing::agents(),
        "modifiers" => listing::modifiers(),
        "precautions" => listing::precautions(),
        "measures" => listing::measures(),
        "steppers" => listing::steppers(),
        other => return Err(PyKeyError::new_err(other.to_owned())),
    };
    Ok(table.json())
}
