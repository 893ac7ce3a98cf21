//! Reads a study's file. What is wrong names the file, the key and the nearest name.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Study;
use crate::error::{Error, Result};
use crate::scenario::{nearest, suggestion};
use crate::study::plan::base::Base;
use crate::visible;

/// What a file holds that a study is asked of.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is one of it a command")]
pub enum Given {
    /// A study, with its scenarios read.
    Study(Study),
    /// A scenario, or what the reader of scenarios will tell about.
    Scenario(Base),
}

impl Given {
    /// The study; nothing of a scenario.
    pub fn study(self) -> Option<Study> {
        match self {
            Self::Study(study) => Some(study),
            Self::Scenario(_) => None,
        }
    }
}

/// The keys that tell which study a file holds.
#[derive(Deserialize)]
struct Head {
    schema: Option<i64>,
    study: Option<String>,
}

/// What is in a file.
///
/// # Errors
/// What the system says of the file or one of its scenarios; where the file stops being right.
pub fn read(path: &Path) -> Result<Given> {
    let base = Base::read(path)?;
    let text = &base.text;
    let file = visible::path(path);
    // A file that is not TOML is left to the reader of scenarios, which shows where.
    let Ok(Head { schema, study: Some(name) }) = toml::from_str(text) else {
        return Ok(Given::Scenario(base));
    };
    let wrong = |problem: String| Error::File(format!("{file}: {problem}"));
    if schema != Some(1) {
        return Err(wrong("begin the file with schema = 1".into()));
    }
    let study = Study::from_toml(&name, text).map_err(|error| {
        let hint = hint(error.message());
        wrong(format!("{}{hint}", error.to_string().trim_end()))
    })?;
    let unknown = || {
        let hint = suggestion(&name, Study::NAMES.into_iter());
        wrong(format!("there is no study `{name}`: {hint}"))
    };
    let mut study = study.ok_or_else(unknown)?;
    study.make_arms().map_err(|error| wrong(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    study.load(folder)?;
    Ok(Given::Study(study))
}

impl Study {
    /// From the members of its definition by their keys, as in a study's file; `schema` and `study` need not be given.
    ///
    /// # Errors
    /// [`Error::Usage`] with the key that is wrong and the nearest one.
    pub fn from_keys(name: &str, mut keys: Map<String, Value>) -> Result<Self> {
        keys.insert("schema".into(), json!(1));
        keys.insert("study".into(), json!(name));
        let read = Self::read_value(name, Value::Object(keys)).map_err(|error| {
            let message = error.to_string();
            Error::Usage(format!("{name}: {message}{}", hint(&message)))
        })?;
        read.ok_or_else(|| {
            let hint = suggestion(name, Study::NAMES.into_iter());
            Error::Usage(format!("there is no study `{name}`: {hint}"))
        })
    }
}

/// "did you mean …?" for messages such as "unknown field `a`, expected one of `b`, `c`".
fn hint(message: &str) -> String {
    let mut names = message.split('`').skip(1).step_by(2);
    match (names.next(), message.starts_with("unknown ")) {
        (Some(name), true) => {
            nearest(name, names).map_or(String::new(), |near| format!("\ndid you mean `{near}`?"))
        }
        _ => String::new(),
    }
}
