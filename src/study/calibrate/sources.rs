//! Files of measured values, each perhaps of one condition.

use serde::{Deserialize, Serialize};

use crate::study::plan::base::Base;

/// A file of data: in a study's file its path, or name and text, and perhaps the condition that it is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Given")]
pub struct Source {
    /// The condition; empty where the table says it, or where there is one alone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub condition: String,
    /// The file.
    #[serde(flatten)]
    pub file: Base,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "data must be the path of a file, as \"wound.csv\"")]
enum Given {
    Path(String),
    Whole {
        #[serde(default)]
        condition: String,
        name: String,
        #[serde(default)]
        text: String,
    },
}

impl From<Given> for Source {
    fn from(given: Given) -> Self {
        let (condition, name, text) = match given {
            Given::Path(name) => (String::new(), name, String::new()),
            Given::Whole { condition, name, text } => (condition, name, text),
        };
        Self { condition, file: Base { name, text } }
    }
}

impl Source {
    /// Reads `FILE` or `CONDITION=FILE`; a path that holds an equals sign is written from `./` on.
    #[cfg(feature = "cli")]
    pub(super) fn at(text: &str) -> std::result::Result<Self, std::convert::Infallible> {
        let split = text.split_once('=').filter(|(condition, _)| !condition.contains(['/', '\\']));
        let (condition, path) = split.unwrap_or(("", text));
        Ok(Self {
            condition: condition.trim().to_owned(),
            file: Base { name: path.to_owned(), text: String::new() },
        })
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn a_condition_stands_before_its_file() {
        let at = |text: &str| Source::at(text).unwrap();
        assert_eq!((at("deep=a.csv").condition, at("deep=a.csv").file.name), ("deep".into(), "a.csv".into()));
        assert_eq!((at("a.csv").condition, at("./x=a.csv").file.name), (String::new(), "./x=a.csv".into()));
    }
}
