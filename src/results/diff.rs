//! Two folders of results held against each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::inputs::{InputDifference, Inputs};
use super::tables::{ColumnDifference, Table, units};
use super::{json, summary};
use crate::error::{Error, Result};
use crate::files;

/// Parts of summaries that say how a run went and not what came out of it, or stand in a table or the inputs.
const APART: [&str; 9] =
    ["work", "program", "title", "seed", "days", "changed_parameters", "sessions", "grid", "note"];

/// A number or word of both summaries that is not the same.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryDifference {
    /// Where it stands, as `outcomes.tewl.surface.highest`.
    pub key: String,
    /// The first.
    pub first: Value,
    /// The second.
    pub second: Value,
}

/// How two results differ.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// Keys of scenarios or studies, parameters among them.
    pub inputs: Vec<InputDifference>,
    /// Numbers of the summaries.
    pub summary: Vec<SummaryDifference>,
    /// Columns of tables.
    pub columns: Vec<ColumnDifference>,
    /// Columns that tables of both have.
    pub compared: usize,
    /// What only one of them has, and tables that cannot be laid beside each other.
    pub remarks: Vec<String>,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        self.inputs.is_empty()
            && self.summary.is_empty()
            && self.columns.is_empty()
            && self.remarks.is_empty()
    }

    /// What came out, of two folders; inputs are the caller's, who knows what is usual.
    ///
    /// # Errors
    /// [`Error::File`] where one holds no results; what the system says of files.
    pub fn of_outcomes(first: &Path, second: &Path, tolerance: Option<f64>) -> Result<Self> {
        let mut found = Self::default();
        let summaries = [summary(first)?, summary(second)?];
        leaves("", &summaries[0], &summaries[1], &mut found.summary);
        let names = [tables(first)?, tables(second)?];
        for (mine, theirs, whose) in [(0, 1, first), (1, 0, second)] {
            for name in names[mine].difference(&names[theirs]) {
                found.remarks.push(format!("only {} has {name}", crate::visible::path(whose)));
            }
        }
        for name in names[0].intersection(&names[1]) {
            found.table(first, second, name, tolerance)?;
        }
        Ok(found)
    }

    fn table(&mut self, first: &Path, second: &Path, name: &str, tolerance: Option<f64>) -> Result<()> {
        let (here, there) = (Table::read(&first.join(name))?, Table::read(&second.join(name))?);
        let both = here.columns.iter().filter(|column| there.columns.contains(column));
        self.compared += both.count();
        for (table, other, whose) in [(&here, &there, first), (&there, &here, second)] {
            let own: Vec<&str> = (table.columns.iter())
                .filter(|column| !other.columns.contains(column))
                .map(String::as_str)
                .collect();
            if !own.is_empty() {
                let whose = crate::visible::path(whose);
                self.remarks.push(format!("only {name} of {whose} has the columns {}", own.join(", ")));
            }
        }
        if here.rows.len() != there.rows.len() {
            let (rows, others) = (here.rows.len(), there.rows.len());
            self.remarks.push(format!("{name} has {rows} rows in the first and {others} in the second"));
        }
        let units = units(first, name)?;
        self.columns.extend(here.differences(&there, name, &units, tolerance));
        Ok(())
    }
}

/// The larger tolerance of two runs; nothing where a study has none of its own.
pub fn tolerance(first: &Inputs, second: &Inputs) -> Option<f64> {
    let of = |inputs: &Inputs| inputs.number("run.tolerance");
    Some(of(first)?.max(of(second)?))
}

fn tables(folder: &Path) -> Result<BTreeSet<String>> {
    Ok(super::names(folder)?.into_iter().filter(|name| name.ends_with(".csv")).collect())
}

/// Numbers and words of two values that stand at the same place and are not the same.
fn leaves(key: &str, first: &Value, second: &Value, found: &mut Vec<SummaryDifference>) {
    let under = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
    match (first, second) {
        (Value::Object(here), Value::Object(there)) => {
            let names: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
            for name in names.into_iter().filter(|name| !key.is_empty() || !APART.contains(&name.as_str())) {
                let of = |object: &serde_json::Map<String, Value>| {
                    object.get(name).cloned().unwrap_or(Value::Null)
                };
                leaves(&under(name), &of(here), &of(there), found);
            }
        }
        (Value::Array(here), Value::Array(there)) if here.len() == there.len() => {
            for (at, (first, second)) in (1..).zip(here.iter().zip(there)) {
                leaves(&under(&at.to_string()), first, second, found);
            }
        }
        (first, second) if first != second => {
            found.push(SummaryDifference {
                key: key.to_owned(),
                first: first.clone(),
                second: second.clone(),
            });
        }
        _ => {}
    }
}

/// Files of two folders that do not hold the same bytes, and how many there are in both.
///
/// # Errors
/// What the system says of files.
pub fn bytes(first: &Path, second: &Path, ours: impl Fn(&str) -> bool) -> Result<(Vec<String>, Vec<String>)> {
    let failed = |source| Error::io("read", first, source);
    let (mut same, mut apart) = (Vec::new(), Vec::new());
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(first).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if ours(&name) && entry.path().is_file() {
            names.push(name);
        }
    }
    names.sort();
    for name in names {
        let there = second.join(&name);
        let equal = there.is_file() && files::are_same(&first.join(&name), &there)?;
        if equal { same.push(name) } else { apart.push(name) }
    }
    Ok((same, apart))
}

/// Whether a folder's summary is that of a study.
///
/// # Errors
/// As for [`summary`].
pub fn is_study(folder: &Path) -> Result<bool> {
    let path = folder.join("summary.json");
    Ok(json(&path)?.get("study").is_some())
}
