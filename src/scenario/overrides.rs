//! `--set name=value`: a change to the scenario from the command line.

use super::fault::{Advice, Faults, nearest};
use super::field::{TABLES, TOP};
use super::section::shown;
use super::source::Place;
use super::tree::{Entry, Node, Table, Value, parse_value};
use crate::parameters::ParameterSet;
use crate::{Error, Result};

/// Puts the change `text`, which is text number `source`, into the tree.
pub(super) fn apply(root: &mut Table, text: &str, source: usize, faults: &mut Faults) {
    let Some((name, value)) = text.split_once('=') else {
        let place = Place { source, start: 0, end: text.len() };
        return faults.add(place, "`--set` needs a name and a value", "write name=value, as in run.days=365");
    };
    let place = Place { source, start: 0, end: name.len() };
    let Some((table, key)) = resolve(name.trim()) else {
        let known = fields().chain(ParameterSet::table().map(|(_, row)| row.name.to_owned()));
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
    let entry = Entry { key, place, node };
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
fn resolve(name: &str) -> Option<(&'static str, String)> {
    let (table, key) = name.split_once('.').unwrap_or(("", name));
    if table.is_empty() && TOP.contains(&key) {
        return Some(("", key.to_owned()));
    }
    if let Some((table, _)) = TABLES.iter().find(|(known, keys)| *known == table && keys.contains(&key)) {
        return Some((table, key.to_owned()));
    }
    let parameter = if table == "parameters" { key } else { name };
    ParameterSet::table()
        .find(|(_, row)| row.name == parameter || row.symbol == parameter)
        .map(|(_, row)| ("parameters", row.name.to_owned()))
}

/// The one name of what a name of `--set` stands for: `table.key`, a top key, or a parameter by its name,
/// however it was spelt (`k_D`, `parameters.phagocytosis_rate`). Nothing where there is no such thing.
pub fn canonical_name(name: &str) -> Option<String> {
    let (table, key) = resolve(name.trim())?;
    Some(if table.is_empty() || table == "parameters" { key } else { format!("{table}.{key}") })
}

/// Refuses changes that set the same thing twice, under whichever names.
///
/// # Errors
/// [`Error::Usage`] that tells both. What does not exist is told when the changes are put in.
pub fn refuse_twice(changes: &[String]) -> Result<()> {
    let mut seen: Vec<(String, &str)> = Vec::new();
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

fn fields() -> impl Iterator<Item = String> {
    let dotted = TABLES.iter().flat_map(|(table, keys)| keys.iter().map(move |key| format!("{table}.{key}")));
    TOP.iter().map(|key| (*key).to_owned()).chain(dotted)
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
