//! Studies, their parts, and the validation.

use std::path::PathBuf;

use dermis::Error;
use dermis::cancel::Cancel;
use dermis::ensemble::{Layers, USUAL_SUITES};
use dermis::job;
use dermis::study::Study;
use dermis::study::asked::{Asked, asked};
use dermis::study::plan::base::Base;
use dermis::study::plan::shard::Shard;
use dermis::validation::plan::Selection;
use dermis::validation::suite::Suite;
use pyo3::prelude::*;
use serde_json::{Map, Value};

use crate::carrying::{Carrying, Source};
use crate::runs::wanted;
use crate::talk::carried;

/// Carries a study out, into a folder, whose path it returns.
#[pyfunction]
pub(crate) fn study(
    name: &str,
    of: Vec<Source>,
    keys: &str,
    how: Carrying,
    hear: &Bound<'_, PyAny>,
) -> PyResult<PathBuf> {
    let cancel = Cancel::default();
    carried(hear, &[], &cancel, |hear, _| {
        let study = made(name, of, keys)?;
        Ok(job::study(&study, &how.options(&cancel)?, hear)?.folder)
    })
}

/// Carries a part of a study out, as `1/4`, into its journal, whose path it returns.
#[pyfunction]
pub(crate) fn part(
    name: &str,
    of: Vec<Source>,
    keys: &str,
    shard: &str,
    how: Carrying,
    hear: &Bound<'_, PyAny>,
) -> PyResult<PathBuf> {
    let cancel = Cancel::default();
    carried(hear, &[], &cancel, |hear, _| {
        let study = made(name, of, keys)?;
        let shard: Shard = shard.parse().map_err(|error| Error::Usage(format!("shard {shard}: {error}")))?;
        job::part(&study, shard, &how.options(&cancel)?, hear)
    })
}

/// Joins the parts of a study into a folder, whose path it returns.
#[pyfunction]
pub(crate) fn merge(parts: Vec<PathBuf>, how: Carrying, hear: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    let cancel = Cancel::default();
    carried(hear, &[], &cancel, |_, _| Ok(job::merge(&parts, &how.options(&cancel)?)?.folder))
}

/// Holds the model against published findings, of one target or all, into a folder, whose path it
/// returns.
#[pyfunction]
pub(crate) fn validate(
    quick: bool,
    case: Option<&str>,
    changes: Vec<String>,
    ensemble: &str,
    how: Carrying,
    hear: &Bound<'_, PyAny>,
) -> PyResult<PathBuf> {
    let cancel = Cancel::default();
    carried(hear, &[], &cancel, |hear, _| {
        let suite = Suite::shipped()?;
        let suite = case.map_or(Ok(suite.clone()), |case| suite.only(case))?;
        let how = how.options(&cancel)?;
        let sample = wanted(ensemble)?.asked().sample(USUAL_SUITES, Layers::OF_MODEL)?;
        let selection = Selection { quick, changes };
        Ok(job::validate_with_ensemble(&suite, selection, sample.as_ref(), &how, hear)?.folder)
    })
}

fn made(name: &str, of: Vec<Source>, keys: &str) -> dermis::Result<Study> {
    let of = of.into_iter().map(|source| match source {
        Source::Text(name, text) => Asked::Scenario(Base { name, text }),
        Source::File(path) => Asked::File(path),
    });
    let keys: Map<String, Value> =
        serde_json::from_str(keys).map_err(|error| Error::Usage(format!("{name}: {error}")))?;
    asked(name, &of.collect::<Vec<_>>(), keys)
}
