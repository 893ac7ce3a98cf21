//! What went into results: a scenario or a study, key by key.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files;

/// Every key with its value as TOML writes it, and nothing in between; tables of a list are counted from 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs(pub BTreeMap<String, String>);

/// A key whose values differ.
#[derive(Debug, Clone, PartialEq)]
pub struct InputDifference {
    /// The key; `*` stands for several tables of a list that differ alike.
    pub key: String,
    /// How many keys it stands for.
    pub keys: usize,
    /// The first value; nothing where it is not given.
    pub first: Option<String>,
    /// The second.
    pub second: Option<String>,
}

impl Inputs {
    /// The file of a folder of results that says what went in; nothing where there is none.
    pub fn file(folder: &Path) -> Option<PathBuf> {
        ["scenario.toml", "study.toml"].map(|name| folder.join(name)).into_iter().find(|path| path.is_file())
    }

    /// Of a file as it stands.
    ///
    /// # Errors
    /// [`Error::File`] where it is not TOML; what the system says.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(path, &files::text(path, files::MOST_OF_DATA)?)
    }

    /// Of a text that came from `path`.
    ///
    /// # Errors
    /// [`Error::File`] where it is not TOML.
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let table: toml::Table =
            toml::from_str(text).map_err(|error| Error::file(path, &error.to_string()))?;
        let mut found = Self::default();
        found.add("", &toml::Value::Table(table));
        Ok(found)
    }

    fn add(&mut self, key: &str, value: &toml::Value) {
        let under = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
        match value {
            toml::Value::Table(table) => table.iter().for_each(|(name, value)| self.add(&under(name), value)),
            toml::Value::Array(items) if items.iter().any(toml::Value::is_table) => {
                for (at, item) in (1..).zip(items) {
                    self.add(&under(&at.to_string()), item);
                }
            }
            value => {
                self.0.insert(key.to_owned(), value.to_string());
            }
        }
    }

    /// The number of a key.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.0.get(key)?.parse().ok()
    }

    /// Keys whose values are not the same, in order. `usual` says what a key that is left out stands for.
    pub fn differences(&self, other: &Self, usual: impl Fn(&str) -> Option<String>) -> Vec<InputDifference> {
        let mut found: Vec<InputDifference> = Vec::new();
        let mut keys: Vec<&String> = self.0.keys().chain(other.0.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let of = |inputs: &Self| inputs.0.get(key).cloned().or_else(|| usual(key));
            let (first, second) = (of(self), of(other));
            if same(first.as_deref(), second.as_deref()) {
                continue;
            }
            let key = pattern(key);
            let alike = |known: &&mut InputDifference| {
                known.key == key && known.first == first && known.second == second
            };
            match found.iter_mut().find(alike) {
                Some(known) => known.keys += 1,
                None => found.push(InputDifference { key, keys: 1, first, second }),
            }
        }
        found
    }
}

/// Whether two values say the same: 4 and 4.0 do.
fn same(first: Option<&str>, second: Option<&str>) -> bool {
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<f64>().ok());
    first == second || number(first).is_some_and(|value| number(second) == Some(value))
}

/// A key with `*` for the numbers of tables in lists.
fn pattern(key: &str) -> String {
    let star = |part| if str::parse::<usize>(part).is_ok() { "*" } else { part };
    key.split('.').map(star).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_differences_of_sessions_are_one() {
        let inputs = |length: &str| {
            let session = format!("[[treatment.sessions]]\nday = 0\nneedle_length_mm = {length}\n");
            Inputs::parse(Path::new("a"), &format!("schema = 1\n{session}{session}")).unwrap()
        };
        let found = inputs("1.5").differences(&inputs("1.0"), |_| None);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].key.as_str(), found[0].keys), ("treatment.sessions.*.needle_length_mm", 2));
        assert!(inputs("1").differences(&inputs("1.0"), |_| None).is_empty());
        let usual = |key: &str| (key == "parameters.x").then(|| "2".to_owned());
        let set = Inputs::parse(Path::new("a"), "parameters = { x = 2.0 }").unwrap();
        assert!(set.differences(&Inputs::default(), usual).is_empty());
    }
}
