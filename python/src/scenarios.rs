//! Scenarios as text: read, told what they cost, and made of keys.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::job;
use dermis::scenario::{self, Scenario, keys, nearest, refuse_twice};
use dermis::simulation::session;
use dermis::{Error, files};
use pyo3::prelude::*;
use serde_json::{Value, json};

use crate::carrying::{Carrying, Source};
use crate::errors::raised;

/// The warnings of a scenario, and the scenario with every default spelled out.
#[pyfunction]
pub(crate) fn read(py: Python<'_>, source: Source, changes: Vec<String>) -> PyResult<(Vec<String>, String)> {
    let read = py.detach(|| parsed(source, &changes));
    let (scenario, warnings) = read.map_err(|error| raised(py, &error))?;
    Ok((warnings, scenario.to_toml()))
}

/// The warnings of a scenario, and what a run would say of its sessions.
#[pyfunction]
pub(crate) fn checked(py: Python<'_>, source: Source, changes: Vec<String>) -> PyResult<Vec<String>> {
    let checked = py.detach(|| {
        let (scenario, mut warnings) = parsed(source, &changes)?;
        warnings.extend(session::foreseen(&scenario));
        Ok(warnings)
    });
    checked.map_err(|error: Error| raised(py, &error))
}

/// Cells, memory, steps and seconds of a run by its estimate, as JSON.
#[pyfunction]
pub(crate) fn cost(py: Python<'_>, source: Source, changes: Vec<String>, how: Carrying) -> PyResult<String> {
    let cost = py.detach(|| {
        let options = how.options(&Cancel::default())?;
        job::run_cost(&parsed(source, &changes)?.0, &options)
    });
    let cost = cost.map_err(|error| raised(py, &error))?;
    Ok(json!({
        "cells": cost.shape.iter().product::<usize>(),
        "solved_cells": cost.solved.iter().product::<usize>(),
        "stepper": cost.stepper,
        "memory_bytes": cost.memory_bytes,
        "steps": cost.steps,
        "seconds_on_one_core": cost.seconds,
    })
    .to_string())
}

fn parsed(source: Source, changes: &[String]) -> dermis::Result<(Scenario, Vec<String>)> {
    refuse_twice(changes)?;
    match source {
        Source::Text(name, text) => Scenario::parse(&name, &text, changes),
        Source::File(path) => {
            let text = files::text(&path, files::MOST_OF_TEXT)?;
            Scenario::parse(&path.display().to_string(), &text, changes)
        }
    }
}

/// A tree of keys, which is JSON, as the text of a scenario.
#[pyfunction]
pub(crate) fn spelt(py: Python<'_>, tree: &str) -> PyResult<String> {
    let wrong = |error: &dyn std::fmt::Display| raised(py, &Error::Usage(format!("no scenario: {error}")));
    let tree: Value = serde_json::from_str(tree).map_err(|error| wrong(&error))?;
    toml::to_string(&tree).map_err(|error| wrong(&error))
}

/// The key that was perhaps meant.
#[pyfunction]
pub(crate) fn nearest_key(name: &str) -> Option<&'static str> {
    let all = keys();
    nearest(name, all.iter().map(|key| key.name))
}

/// The changes that a file of parameters makes, each `name=value`.
#[pyfunction]
pub(crate) fn changes_of(py: Python<'_>, file: PathBuf) -> PyResult<Vec<String>> {
    scenario::changes_of(&file).map_err(|error| raised(py, &error))
}
