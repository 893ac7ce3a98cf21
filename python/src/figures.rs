//! Figures from folders of results.

use std::path::PathBuf;

use dermis::Error;
use dermis::job::{self, Days, Plot};
use dermis::plot::{Format, Paper};
use pyo3::prelude::*;

use crate::errors::raised;

/// What is drawn, and on what.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Drawing {
    results: Vec<PathBuf>,
    what: Vec<String>,
    columns: Vec<String>,
    fields: Vec<String>,
    /// From a day to a day.
    span: Option<(f64, f64)>,
    /// Maps of these days.
    days: Option<Vec<f64>>,
    title: String,
    width_mm: f64,
    dpi: f64,
    format: String,
    out: PathBuf,
    force: bool,
}

/// Draws a figure into a file; returns what is to be told of it.
#[pyfunction]
pub(crate) fn plot(py: Python<'_>, drawing: Drawing) -> PyResult<Option<String>> {
    py.detach(|| drawn(drawing)).map_err(|error| raised(py, &error))
}

fn drawn(drawing: Drawing) -> dermis::Result<Option<String>> {
    let format = match drawing.format.as_str() {
        "png" => Format::Png,
        "svg" => Format::Svg,
        "pdf" => Format::Pdf,
        other => return Err(Error::Usage(format!("there is no format `{other}`; take png, svg or pdf"))),
    };
    let days = match (drawing.span, drawing.days) {
        (None, None) => Days::All,
        (None, Some(days)) => Days::These(days),
        (Some((from, to)), _) if from < to => Days::Span(from, to),
        (Some((from, to)), _) => {
            return Err(Error::Usage(format!("days {from} to {to} end before they begin")));
        }
    };
    let asked = Plot {
        results: drawing.results,
        what: drawing.what,
        columns: drawing.columns,
        fields: drawing.fields,
        days,
        paper: Paper { width_mm: drawing.width_mm, dpi: drawing.dpi, title: drawing.title },
        format,
        animate: None,
        out: Some(drawing.out),
        force: drawing.force,
    };
    Ok(job::plot(&asked)?.1)
}
