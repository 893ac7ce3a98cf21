//! The scenario that a study starts from, with its text, so that a study is whole in itself.

use std::path::Path;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Result;
use crate::files;
use crate::scenario::Scenario;

/// A scenario file as a study holds it: in a study's file its path, or name and text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Given")]
pub struct Base {
    /// Name of the file, for messages and tables.
    pub name: String,
    /// Its text; empty until [`Base::load`] has read it.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a scenario must be the path of its file, as \"face.toml\"")]
enum Given {
    Path(String),
    Whole { name: String, text: String },
}

impl From<Given> for Base {
    fn from(given: Given) -> Self {
        match given {
            Given::Path(name) => Self { name, text: String::new() },
            Given::Whole { name, text } => Self { name, text },
        }
    }
}

impl Base {
    /// The scenario file at a path.
    ///
    /// # Errors
    /// What the system says of the file, or that it is not text.
    pub fn read(path: &Path) -> Result<Self> {
        Ok(Self { name: path.display().to_string(), text: files::text(path, files::MOST_OF_TEXT)? })
    }

    /// Reads the file if only its path is known; paths count from `folder`.
    ///
    /// # Errors
    /// As [`Base::read`].
    pub fn load(&mut self, folder: &Path) -> Result<()> {
        if self.text.is_empty() {
            // Scenarios and data alike.
            self.text = files::text(&folder.join(&self.name), files::MOST_OF_DATA)?;
        }
        Ok(())
    }

    /// The scenario with changes, each `name=value`.
    ///
    /// # Errors
    /// Every fault of the scenario and the changes.
    pub fn scenario(&self, changes: &[String]) -> Result<Scenario> {
        Scenario::quietly(&self.name, &self.text, changes)
    }

    /// The file's name without folder and extension.
    pub fn stem(&self) -> String {
        let path = Path::new(&self.name);
        path.file_stem().map_or_else(|| self.name.clone(), |stem| stem.to_string_lossy().into_owned())
    }
}

/// One thing, or a list of them.
pub(in crate::study) fn one_or_many<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected the path of a file, as \"face.toml\", or a list of them")]
    enum Given<T> {
        Many(Vec<T>),
        One(T),
    }
    Ok(match Given::deserialize(from)? {
        Given::One(one) => vec![one],
        Given::Many(many) => many,
    })
}

/// One thing, or a list of it alone.
pub(in crate::study) fn only_one<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<T, D::Error> {
    let [only] = <[T; 1]>::try_from(one_or_many(from)?)
        .map_err(|all| D::Error::custom(format!("this study is of one scenario, not of {}", all.len())))?;
    Ok(only)
}
