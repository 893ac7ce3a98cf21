//! A run that is finished, as far as a longer one goes on from it.

use std::path::Path;

use super::bands::ENSEMBLE;
use crate::checkpoint::{Checkpoints, Opened, Origin, RESTART};
use crate::error::{Error, Result};
use crate::output::target;
use crate::scenario::{Scenario, canonical_name, refuse_twice};
use crate::version::Build;
use crate::visible;

/// What a folder of results holds for a longer run.
#[derive(Debug)]
pub struct Finished {
    pub(super) opened: Opened,
    pub(super) planned: Scenario,
    origin: Origin,
    /// Whether the run was done with an ensemble.
    has_bands: bool,
}

impl Finished {
    /// Reads it from a folder of results.
    ///
    /// # Errors
    /// [`Error::Usage`] where the folder has nothing of the kind; [`Error::Io`] where it is damaged.
    pub fn read(results: &Path) -> Result<Self> {
        let path = results.join(RESTART);
        if !path.is_file() {
            let (folder, file) = (visible::path(results), RESTART);
            let what = match target(results).is_ok_and(|target| !Checkpoints::of(&target).found().is_empty())
            {
                true => {
                    "the run was interrupted and is not finished: give its command with --resume".to_owned()
                }
                false => format!(
                    "{file} is not there: only a folder that `dermis run` or `dermis extend` wrote without --no-restart \
                     can be extended"
                ),
            };
            return Err(Error::Usage(format!("{folder} cannot be extended: {what}")));
        }
        let opened = Opened::read(&path)?;
        let other = |problem: &str| Error::File(format!("{}: {problem}", visible::path(&path)));
        let build = &opened.header.build;
        if !build.is_this() {
            return Err(other(&format!(
                "it is of {build}, and this is {}, which may give other numbers: extend it with that build, or run the \
                 longer scenario from its first day",
                Build::this()
            )));
        }
        if !opened.header.extends {
            return Err(other("it is a checkpoint on the way, not of a finished run"));
        }
        let planned = as_kept(&opened)?;
        let spelt_out = || Origin {
            name: results.join("scenario.toml").display().to_string(),
            text: opened.header.scenario.clone(),
            changes: Vec::new(),
        };
        let origin = opened.header.origin.clone().unwrap_or_else(spelt_out);
        Ok(Self { opened, planned, origin, has_bands: results.join(ENSEMBLE).is_file() })
    }

    /// The scenario that the run was begun with, changed: as it would have been planned from the first day. Changes
    /// that were made then hold, but for what is changed anew. Also its warnings and what it was read from.
    ///
    /// # Errors
    /// [`Error::Scenario`] with what is wrong; [`Error::Usage`] where something is changed twice.
    pub fn scenario(&self, changes: &[String]) -> Result<(Scenario, Vec<String>, Origin)> {
        refuse_twice(changes)?;
        let name = |change: &String| canonical_name(change.split('=').next().unwrap_or_default());
        let anew = |change: &String| changes.iter().any(|other| name(other) == name(change));
        let kept = self.origin.changes.iter().filter(|change| !anew(change));
        let changes: Vec<String> = kept.chain(changes).cloned().collect();
        let (scenario, mut warnings) = Scenario::parse(&self.origin.name, &self.origin.text, &changes)?;
        if self.has_bands {
            let told = "the run was done with an ensemble, and its draws do not go on: run the longer scenario with \
                        --ensemble to have bands";
            warnings.push(told.to_owned());
        }
        Ok((scenario, warnings, Origin { changes, ..self.origin.clone() }))
    }
}

/// The scenario that a checkpoint is of.
pub(super) fn as_kept(opened: &Opened) -> Result<Scenario> {
    let name = opened.path().display().to_string();
    let (scenario, _) = Scenario::parse(&name, &opened.header.scenario, &[])?;
    Ok(scenario)
}
