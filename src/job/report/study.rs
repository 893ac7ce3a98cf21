//! What the report of a study says: of one that has just ended, or of its folder.

use std::path::Path;

use serde_json::Value;

use super::{GAIN, entry};
use crate::error::Result;
use crate::report::{Drawings, Page};
use crate::simulation::summary::NOTE;
use crate::study::Study;
use crate::tidy::Tidy;

/// The file that holds what the report draws.
pub(in crate::job) const FIGURES: &str = "figures.json";

/// What a study has left, as its report shows it.
pub(in crate::job) struct OfStudy<'s> {
    /// The study.
    pub study: &'s Study,
    /// Headed tables and sentences.
    pub text: &'s str,
    /// Tables.
    pub tables: &'s [Tidy],
    /// Curves and bars, as a page holds them.
    pub panels: Vec<Value>,
    /// Program and version that it was run with.
    pub program: &'s str,
    /// Whether the folder has figures.
    pub drawn: bool,
}

impl OfStudy<'_> {
    /// The page.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) where it cannot be put together.
    pub(in crate::job) fn html(self) -> Result<String> {
        let page = Page {
            title: title(self.study),
            what: "A study of many runs".into(),
            cautions: vec![NOTE.to_owned(), GAIN.to_owned()],
            text: self.text.to_owned(),
            drawings: Drawings { panels: self.panels, ..Drawings::default() },
            drawn: self.drawn,
            tables: self.tables,
            filed: true,
            provenance: vec![entry("program", self.program)],
            files: vec![
                entry("study.toml", "the study, which runs again"),
                entry("columns.json", "unit and meaning of every column"),
                entry("summary.json", "the headline numbers"),
            ],
            ..Page::default()
        };
        page.html()
    }
}

/// Name of the study and of its scenarios.
fn title(study: &Study) -> String {
    let value = study.to_value().unwrap_or_default();
    let name = |of: &Value| of.get("name").and_then(Value::as_str).map(file_name);
    let many = value.get("scenarios").and_then(Value::as_array).into_iter().flatten();
    let scenarios: Vec<String> = value.get("scenario").into_iter().chain(many).filter_map(name).collect();
    format!("{} of {}", study.name(), scenarios.join(", "))
}

/// What people call a file.
fn file_name(path: &str) -> String {
    let stem = Path::new(path).file_stem();
    stem.map_or_else(|| path.to_owned(), |stem| stem.to_string_lossy().into_owned())
}
