//! What two results differ in, and whether a run comes out the same again.

use std::path::Path;

use super::{Hear, Options, bands, run, run_with_ensemble};
use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::results::diff::{self, Difference};
use crate::results::inputs::Inputs;
use crate::scenario::Scenario;
use crate::visible;

/// Files that say when, where, from what and by what something was run.
const OF_A_RUN: [&str; 2] = ["ro-crate-metadata.json", "restart.dermis"];

/// How two folders of results differ, or two files of scenarios or studies; of a file and a folder, in what
/// went in.
///
/// # Errors
/// What is wrong with a file, or where a folder holds no results; what the system says of files.
pub fn difference(first: &Path, second: &Path) -> Result<Difference> {
    let inputs = [inputs(first)?, inputs(second)?];
    let outcomes = if first.is_dir() && second.is_dir() {
        Difference::of_outcomes(first, second, diff::tolerance(&inputs[0], &inputs[1]))?
    } else {
        Difference::default()
    };
    Ok(Difference { inputs: inputs[0].differences(&inputs[1], usual), ..outcomes })
}

/// Parameters are written down where they are not as usual.
fn usual(key: &str) -> Option<String> {
    let value = ParameterSet::default().get(key.strip_prefix("parameters.")?)?;
    Some(format!("{value:?}"))
}

/// Of a folder what it has written down, of a scenario all that its keys stand for.
fn inputs(path: &Path) -> Result<Inputs> {
    if path.is_dir() {
        crate::results::summary(path)?;
        let file = Inputs::file(path).ok_or_else(|| {
            Error::File(format!("{}: it holds no scenario.toml and no study.toml", visible::path(path)))
        })?;
        return Inputs::read(&file);
    }
    let study = Inputs::read(path).is_ok_and(|inputs| inputs.0.contains_key("study"));
    if study {
        return Inputs::read(path);
    }
    let (scenario, _warnings) = Scenario::read(path, &[])?;
    Inputs::parse(path, &scenario.to_toml())
}

/// A run that was done again.
#[derive(Debug, Clone)]
pub struct Again {
    /// Files with the same bytes.
    pub same: Vec<String>,
    /// Files with others, or that were not written this time.
    pub apart: Vec<String>,
    /// Files that the folder should have, by its metadata or by this run where it has none, and has not.
    pub missing: Vec<String>,
    /// How the two differ, where any file does.
    pub difference: Difference,
}

/// Runs the scenario of a run's folder anew, in a place of its own that is removed again.
///
/// # Errors
/// As for [`run`](super::run()), and [`Error::File`] where the folder holds no run.
pub fn rerun(folder: &Path, options: &Options, hear: &Hear<'_>) -> Result<Again> {
    crate::results::summary(folder)?;
    if diff::is_study(folder)? {
        let advice = "it is of a study; run one of its scenarios, or the study's command again";
        return Err(Error::File(format!("{}: {advice}", visible::path(folder))));
    }
    let (scenario, _warnings) = Scenario::read(&folder.join("scenario.toml"), &[])?;
    let place = tempfile::tempdir().map_err(|source| Error::io("write", &std::env::temp_dir(), source))?;
    let again = place.path().join("again");
    let drawn = folder.join("collagen.png").is_file();
    let options = Options { out: again.clone(), figures: drawn, ..options.clone() };
    match bands::asked_in(folder)? {
        Some(asked) => run_with_ensemble(&scenario, &asked, &options, hear)?,
        None => run(&scenario, &options, hear)?,
    };
    let ours = |name: &str| !OF_A_RUN.contains(&name);
    let (same, apart) = diff::bytes(folder, &again, ours)?;
    let missing = listed(folder).or_else(|| listed(&again)).unwrap_or_default().into_iter();
    let missing: Vec<String> = missing.filter(|name| ours(name) && !folder.join(name).is_file()).collect();
    // Tables that are gone have nothing to be compared by.
    let compared = !apart.is_empty() && missing.is_empty();
    let difference = if compared { difference(folder, &again)? } else { Difference::default() };
    Ok(Again { same, apart, missing, difference })
}

/// Files that the metadata of a folder list; nothing where it has none that can be read.
fn listed(folder: &Path) -> Option<Vec<String>> {
    let metadata = crate::results::json(&folder.join(OF_A_RUN[0])).ok()?;
    let files = metadata["@graph"].as_array()?.iter().filter(|entity| entity["@type"] == "File");
    Some(files.filter_map(|file| file["@id"].as_str()).map(str::to_owned).collect())
}
