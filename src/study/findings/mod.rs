//! What a study found, as plain data for files and people.

pub(in crate::study) mod responses;
pub mod tables;
pub(super) mod unmoved;
pub(in crate::study) mod wording;

use serde_json::Value;

use crate::figure::Figure;
use crate::tidy::{Prose, Tidy};

/// A file of text beside the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name, as `fitted.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A text that the Parquet file of a table carries beside its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Name of the table.
    pub table: String,
    /// Key.
    pub key: String,
    /// Text.
    pub text: String,
}

/// Tables, figures and text.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Tables for files.
    pub tables: Vec<Tidy>,
    /// What their Parquet files carry beside their columns.
    pub metadata: Vec<Metadata>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Further files of text.
    pub documents: Vec<Document>,
    /// What people read first: headed tables and sentences.
    pub text: Prose,
    /// The headline numbers for `summary.json`.
    pub summary: Value,
}
