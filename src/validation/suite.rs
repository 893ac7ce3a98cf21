//! Targets and base scenarios together.

use super::catalogue::{SCENARIOS, TARGETS};
use super::plan::known;
use super::read;
use super::target::{Basis, Target};
use crate::error::{Error, Result};
use crate::scenario::suggestion;

/// Targets with the scenarios that they change.
#[derive(Debug, Clone)]
pub struct Suite {
    /// The targets in order.
    pub targets: Vec<Target>,
    /// Name and text of the base scenarios.
    scenarios: Vec<(String, String)>,
}

impl Suite {
    /// The suite that comes with the program.
    ///
    /// # Errors
    /// As [`Suite::parse`].
    pub fn shipped() -> Result<Self> {
        Self::parse(TARGETS, SCENARIOS)
    }

    /// A suite from the names and texts of its files.
    ///
    /// # Errors
    /// An error that names the file, the key and the nearest name if a target's file is wrong.
    pub fn parse(targets: &[(&str, &str)], scenarios: &[(&str, &str)]) -> Result<Self> {
        let targets: Vec<Target> =
            targets.iter().map(|(file, text)| read::target(file, text)).collect::<Result<_>>()?;
        for (i, target) in targets.iter().enumerate() {
            if targets[..i].iter().any(|other| other.id == target.id) {
                return Err(Error::File(format!("two targets have the id {}", target.id)));
            }
        }
        let scenarios =
            scenarios.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Ok(Self { targets, scenarios })
    }

    /// Only the target of that id, in any case of letters.
    ///
    /// # Errors
    /// [`Error::Usage`] with the nearest id where there is no such target.
    pub fn only(mut self, id: &str) -> Result<Self> {
        let known = self.targets.iter().map(|target| target.id.as_str());
        if !known.clone().any(|other| other.eq_ignore_ascii_case(id)) {
            let hint = suggestion(id, known);
            return Err(Error::Usage(format!("there is no validation case `{id}`: {hint}")));
        }
        self.targets.retain(|target| target.id.eq_ignore_ascii_case(id));
        Ok(self)
    }

    /// Only what is to be checked of some targets: those of these bases (`fitted`, …) or ids, with nothing to draw.
    ///
    /// # Errors
    /// [`Error::Usage`] with the nearest word where there is no such basis and no such target.
    pub fn to_check(mut self, wanted: &[String]) -> Result<Self> {
        let bases = Basis::ALL.map(Basis::key);
        let known = || self.targets.iter().map(|target| target.id.as_str()).chain(bases);
        if let Some(word) = wanted.iter().find(|word| known().all(|other| !other.eq_ignore_ascii_case(word)))
        {
            let hint = suggestion(word, known());
            return Err(Error::Usage(format!("there is no target and no basis `{word}`: {hint}")));
        }
        let is = |word: &String, name: &str| name.eq_ignore_ascii_case(word);
        self.targets
            .retain(|target| wanted.iter().any(|word| is(word, &target.id) || is(word, target.basis.key())));
        self.targets = self.targets.into_iter().map(Target::undrawn).collect();
        Ok(self)
    }

    /// Files of its targets, by name and text, of those that come with the program: what a fit to them hangs on.
    pub fn evidence(&self) -> Vec<(&'static str, &'static str)> {
        let there = |(file, text): &&(&str, &str)| {
            let id = read::target(file, text).map(|target| target.id);
            id.is_ok_and(|id| self.targets.iter().any(|target| target.id == id))
        };
        TARGETS.iter().filter(there).copied().collect()
    }

    /// Refuses parameters that a run of one of the targets states itself: the fit would overwrite it in silence.
    ///
    /// # Errors
    /// [`Error::Usage`] with the parameter and the target.
    pub fn refuse_stated<'n>(&self, names: impl Iterator<Item = &'n str>) -> Result<()> {
        let all = self.all_stated();
        for name in names {
            if let Some((_, id)) = all.iter().find(|(stated, _)| stated == name) {
                return Err(Error::Usage(format!(
                    "`{name}` is what a run of {id} is about, which sets it: leave it out, or that target"
                )));
            }
        }
        Ok(())
    }

    /// Names of parameters that runs set, each with the identifier of their target.
    pub fn all_stated(&self) -> Vec<(String, &str)> {
        let of = |target: &Target| {
            let runs = target.runs.values().map(|run| (run.scenario.as_str(), &run.set));
            let scans = target.scans.values().map(|scan| (scan.scenario.as_str(), &scan.set));
            runs.chain(scans).flat_map(|(base, set)| self.stated(base, set)).collect::<Vec<String>>()
        };
        let named = self.targets.iter().map(|target| (of(target), target.id.as_str()));
        named.flat_map(|(names, id)| names.into_iter().map(move |name| (name, id))).collect()
    }

    /// Names of parameters that a base scenario's text or changes state, each change `name=value`.
    pub(super) fn stated(&self, base: &str, changes: &[String]) -> Vec<String> {
        let text = self.scenario(base).unwrap_or_default();
        let tables: toml::Table = text.parse().unwrap_or_default();
        let in_file = tables.get("parameters").and_then(toml::Value::as_table);
        let named = in_file.into_iter().flat_map(|inner| inner.keys().map(String::as_str));
        let changed = changes.iter().filter_map(|change| change.split('=').next());
        named.chain(changed).map(|name| known(name).to_owned()).collect()
    }

    /// Text of the base scenario of that name.
    pub(super) fn scenario(&self, name: &str) -> Result<&str> {
        let known = self.scenarios.iter().map(|(file, _)| file.trim_end_matches(".toml"));
        let found = self.scenarios.iter().find(|(file, _)| file.trim_end_matches(".toml") == name);
        found.map(|(_, text)| text.as_str()).ok_or_else(|| {
            Error::File(format!("there is no base scenario `{name}`: {}", suggestion(name, known)))
        })
    }
}
