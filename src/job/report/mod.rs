//! What the reports of runs and studies say, and how one is made anew.

mod again;
mod run;
mod study;

use crate::error::Result;
use crate::report::{Drawings, Entry};
use crate::scenario::Scenario;
use crate::series::band::ColumnBand;
use crate::simulation::RunResult;

use super::{Options, cost};

pub use again::{CrossSection, Remade, report};
pub(super) use study::{FIGURES, OfStudy};

/// Name of the file.
pub(super) const NAME: &str = "index.html";

/// What every headline number is not.
const GAIN: &str = "A gain is the change of total collagen, of all types, as a share of what the same skin holds at rest: not a synthesis \
                    rate, not new collagen alone, and not what a stain or an ultrasound measures.";

/// The report of a run that has just ended.
///
/// # Errors
/// [`Error::Internal`](crate::Error::Internal) where it cannot be put together.
pub(super) fn of_run(
    scenario: &Scenario,
    result: &RunResult,
    bands: &[ColumnBand],
    options: &Options,
) -> Result<String> {
    let page = run::OfRun {
        scenario,
        summary: &result.summary.to_value(),
        series: &result.series,
        bands,
        films: Drawings::of(&[], &result.films).films,
        without_films: None,
        drawn: cost::drawn(options),
    };
    page.html()
}

fn entry(name: &str, text: impl Into<String>) -> Entry {
    Entry { name: name.to_owned(), text: text.into() }
}
