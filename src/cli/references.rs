//! `dermis list references`: the bibliography as a table.

use std::io;

use biblatex::{Bibliography, ChunksExt, DateValue, Entry, PermissiveType};
use dermis::error::{Error, Result};
use dermis::listing::Table;
use serde_json::json;

const BIBLIOGRAPHY: &str = include_str!("../../docs/references.bib");

/// One row an entry, in the order of the keys: key, who and when, where to find it; then the title,
/// the journal and what is not verified.
pub fn references() -> Result<Table> {
    let bibliography = Bibliography::parse(BIBLIOGRAPHY).map_err(|error| Error::Io {
        doing: "read",
        path: "docs/references.bib".into(),
        source: io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
    })?;
    let mut entries: Vec<&Entry> = bibliography.iter().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    let row = |entry: &Entry| {
        let [title, journal, note] = ["title", "journaltitle", "note"].map(|field| text(entry, field));
        vec![
            json!(entry.key),
            json!(citation(entry)),
            json!(address(entry)),
            json!(title),
            json!(journal),
            json!(note),
        ]
    };
    let columns = vec!["key", "citation", "address", "title", "journal", "note"];
    Ok(Table { columns, brief: 3, rows: entries.into_iter().map(row).collect() })
}

/// Who and when, as "Verzijl and others 2000"; the title where no author is known.
fn citation(entry: &Entry) -> String {
    let authors = entry.author().unwrap_or_default();
    let names: Vec<&str> = authors.iter().map(|person| person.name.as_str()).collect();
    let who = match names[..] {
        [] => text(entry, "title"),
        [one] => one.to_owned(),
        [one, "others"] => format!("{one} and others"),
        [one, two] => format!("{one} and {two}"),
        [one, ..] => format!("{one} and others"),
    };
    let year = match entry.date() {
        Ok(PermissiveType::Typed(date)) => match date.value {
            DateValue::At(at) | DateValue::After(at) | DateValue::Before(at) | DateValue::Between(at, _) => {
                format!(" {}", at.year)
            }
        },
        _ => String::new(),
    };
    who + &year
}

/// The DOI as an address, else the URL.
fn address(entry: &Entry) -> String {
    entry.doi().map_or_else(|_| entry.url().unwrap_or_default(), |doi| format!("https://doi.org/{doi}"))
}

fn text(entry: &Entry, field: &str) -> String {
    entry.get(field).map(ChunksExt::format_verbatim).unwrap_or_default()
}
