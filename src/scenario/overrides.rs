//! `--set name=value`: a change to the scenario from the command line.

use super::fault::{Advice, Faults, nearest};
use super::keys::{Kind, find, settable};
use super::section::shown;
use super::source::Place;
use super::tree::{Entry, Node, Table, Value, parse_value};
use crate::parameters::ParameterSet;
use crate::quantities::{Quantity, WHOLE_NUMBER};
use crate::{Error, Result};

/// Puts the change `text`, which is text number `source`, into the tree.
pub(super) fn apply(root: &mut Table, text: &str, source: usize, faults: &mut Faults) {
    let Some((name, value)) = text.split_once('=') else {
        let place = Place { source, start: 0, end: text.len() };
        return faults.add(place, "`--set` needs a name and a value", "write name=value, as in run.days=365");
    };
    let place = Place { source, start: 0, end: name.len() };
    let Some((table, key)) = resolve(name.trim()) else {
        let fields = settable().map(|key| key.path.to_owned());
        let known = fields.chain(ParameterSet::table().map(|(_, row)| row.name.to_owned()));
        let known: Vec<String> = known.collect();
        // A key without its table is more likely meant than another name that looks like it.
        let whole =
            known.iter().find(|known| known.split_once('.').is_some_and(|(_, key)| key == name.trim()));
        let near = match whole
            .map(String::as_str)
            .or_else(|| nearest(name.trim(), known.iter().map(String::as_str)))
        {
            Some(name) => Advice::meant(name),
            None => "name a field of the scenario, as run.days, or a parameter".into(),
        };
        return faults.add(place, format!("there is no `{}` to set", shown(name.trim())), near);
    };
    let Some(node) = read(value, source, name.len() + 1, faults) else { return };
    let entry = Entry { key: key.to_owned(), place, node };
    if table.is_empty() {
        return root.put(entry);
    }
    if root.get(table).is_none() {
        let node = Node { place, value: Value::Table(Table::default()) };
        root.put(Entry { key: table.to_owned(), place, node });
    }
    // Where the file gives something else than a table, reading it will say so.
    if let Some(Node { value: Value::Table(table), .. }) =
        root.0.iter_mut().find(|entry| entry.key == table).map(|entry| &mut entry.node)
    {
        table.put(entry);
    }
}

/// The table and key that a name stands for: `table.key`, a top key, a parameter or its symbol.
fn resolve(name: &str) -> Option<(&'static str, &'static str)> {
    if let Some(key) = find(name).filter(|key| !key.table().contains('.')) {
        return Some((key.table(), key.name()));
    }
    parameter_named(name).map(|row| ("parameters", row.name))
}

/// The parameter of that name, with or without its section, or of that symbol.
pub(crate) fn parameter_named(name: &str) -> Option<&'static Quantity> {
    let name = name.strip_prefix("parameters.").unwrap_or(name);
    ParameterSet::table().map(|(_, row)| row).find(|row| row.name == name || row.symbol == name)
}

/// What is known of what a name of `--set` stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settable {
    /// Its one name: `table.key`, a top key, or a parameter by its name, however it was spelt (`k_D`,
    /// `parameters.phagocytosis_rate`, `device.width_mm`).
    pub name: &'static str,
    /// Unit; 1 where it has none.
    pub unit: &'static str,
    /// Whether it takes whole numbers alone.
    pub whole: bool,
}

/// What a name of `--set` stands for; nothing where there is no such thing.
pub fn settable_named(name: &str) -> Option<Settable> {
    let name = name.trim();
    if let Some(key) = find(name).filter(|key| !key.table().contains('.')) {
        let whole = matches!(key.kind, Kind::Whole(_));
        // What is counted is no unit.
        let unit = Some(key.bounds().unit).filter(|unit| !unit.is_empty() && !whole).unwrap_or("1");
        return Some(Settable { name: key.path, unit, whole });
    }
    let row = parameter_named(name)?;
    Some(Settable { name: row.name, unit: row.unit, whole: row.unit == WHOLE_NUMBER })
}

/// The one name of what a name of `--set` stands for: `table.key`, a top key, or a parameter by its name,
/// however it was spelt (`k_D`, `parameters.phagocytosis_rate`). Nothing where there is no such thing.
pub fn canonical_name(name: &str) -> Option<&'static str> {
    settable_named(name).map(|settable| settable.name)
}

/// Refuses changes that set the same thing twice, under whichever names.
///
/// # Errors
/// [`Error::Usage`] that tells both. What does not exist is told when the changes are put in.
pub fn refuse_twice(changes: &[String]) -> Result<()> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for change in changes {
        let name = change.split('=').next().unwrap_or(change).trim();
        let Some(canonical) = canonical_name(name) else { continue };
        if let Some((_, before)) = seen.iter().find(|(other, _)| *other == canonical) {
            return Err(Error::Usage(format!(
                "`--set {}` and `--set {}` set the same thing, `{canonical}`; give it once",
                shown(before),
                shown(change)
            )));
        }
        seen.push((canonical, change));
    }
    Ok(())
}

/// The value as TOML; words without quotation marks are a string.
fn read(text: &str, source: usize, offset: usize, faults: &mut Faults) -> Option<Node> {
    let value = text.trim();
    let start = offset + text.len() - text.trim_start().len();
    let place = Place { source, start, end: start + value.len() };
    if value.is_empty() {
        faults.add(place, "`--set` gives no value", "write one after the =");
        return None;
    }
    match parse_value(value, source, start) {
        Ok(node) => Some(node),
        Err(_) if !value.starts_with(['[', '{', '"', '\'']) => {
            Some(Node { place, value: Value::Text(value.to_owned()) })
        }
        Err(problem) => {
            faults.add(place, format!("not a TOML value: {problem}"), "here");
            None
        }
    }
}
