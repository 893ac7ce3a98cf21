//! Reading one table of the scenario: each key is checked, and a fault never stops the reading.

use super::fault::{Advice, Faults};
use super::field::Number;
use super::source::Place;
use super::tree::{Entry, Node, Table, Value};
use crate::treatment::microday;

/// A table of the scenario, perhaps absent, perhaps with a further table that it goes before.
#[derive(Clone, Default)]
pub(super) struct Section<'a> {
    tables: Vec<&'a Table>,
}

impl<'a> Section<'a> {
    /// The table `name` of the scenario; its keys must be among `keys`.
    pub(super) fn open(root: &'a Table, name: &str, keys: &[&str], faults: &mut Faults) -> Self {
        let Some(entry) = root.get(name) else { return Self::default() };
        match &entry.node.value {
            Value::Table(table) => Self::of(table, &format!("[{name}]"), keys, faults),
            other => {
                let title = format!("`{name}` must be a table, not {}", other.kind());
                faults.add(entry.node.place, title, format!("write [{name}] and its keys below"));
                Self::default()
            }
        }
    }

    /// A table whose keys must be among `keys`.
    pub(super) fn of(table: &'a Table, title: &str, keys: &[&str], faults: &mut Faults) -> Self {
        for entry in &table.0 {
            if !keys.contains(&entry.key.as_str()) {
                let advice = if faults.is_full() {
                    Advice::default()
                } else {
                    Advice::names(&entry.key, keys.iter().copied())
                };
                faults.add(entry.place, format!("unknown key `{}` in {title}", shown(&entry.key)), advice);
            }
        }
        Self { tables: vec![table] }
    }

    /// This section, with what it leaves out taken from `below`.
    pub(super) fn before(&self, below: &Self) -> Self {
        Self { tables: self.tables.iter().chain(&below.tables).copied().collect() }
    }

    /// The first entry of that key.
    pub(super) fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.tables.iter().find_map(|table| table.get(key))
    }

    /// A number in its range.
    pub(super) fn number(&self, field: &Number, default: f64, faults: &mut Faults) -> f64 {
        self.entry(field.key).and_then(|entry| number(&entry.node, field, faults)).unwrap_or(default)
    }

    /// A whole number in its range.
    pub(super) fn whole(&self, field: &Number, default: u64, faults: &mut Faults) -> u64 {
        let Some(entry) = self.entry(field.key) else { return default };
        match (&entry.node.value, number(&entry.node, field, faults)) {
            // A number that is right but for its fraction.
            (Value::Number(value), Some(_)) if value.fract() != 0.0 => {
                let title = format!("`{}` is {}, it must be a whole number", field.key, show(*value));
                faults.add(entry.node.place, title, allowed(field));
                default
            }
            (_, Some(value)) => value as u64,
            (_, None) => default,
        }
    }

    /// A text with the place where it stands.
    pub(super) fn text(&self, key: &str, faults: &mut Faults) -> Option<(&'a str, Place)> {
        let entry = self.entry(key)?;
        if let Value::Text(text) = &entry.node.value {
            return Some((text, entry.node.place));
        }
        let title = format!("`{key}` must be a string, not {}", entry.node.value.kind());
        faults.add(entry.node.place, title, "write it in \"quotation marks\"");
        None
    }

    /// One of a list of names, as its place in the list, the first by default. `what` is named.
    pub(super) fn name(&self, key: &str, what: &str, names: &[&str], faults: &mut Faults) -> usize {
        let Some((text, place)) = self.text(key, faults) else { return 0 };
        names.iter().position(|name| *name == text).unwrap_or_else(|| {
            let title = format!("there is no {what} `{}`", shown(text));
            faults.add(place, title, Advice::names(text, names.iter().copied()));
            0
        })
    }

    /// Names out of a list, each at most once; none unless it is given. `what` is named.
    pub(super) fn names(
        &self,
        key: &str,
        what: &str,
        names: impl Iterator<Item = &'static str> + Clone,
        faults: &mut Faults,
    ) -> Vec<&'static str> {
        let mut found = Vec::new();
        for item in self.list(key, faults).unwrap_or_default() {
            let Value::Text(text) = &item.value else {
                let title = format!("a {what} must be a string, not {}", item.value.kind());
                faults.add(item.place, title, "write it in \"quotation marks\"");
                continue;
            };
            match names.clone().find(|name| name == text) {
                None => {
                    let title = format!("there is no {what} `{}`", shown(text));
                    faults.add(item.place, title, Advice::names(text, names.clone()));
                }
                Some(name) if found.contains(&name) => {
                    faults.add(item.place, format!("`{name}` is given twice"), "once is enough");
                }
                Some(name) => found.push(name),
            }
        }
        found
    }

    /// True or false; false unless it is given.
    pub(super) fn flag(&self, key: &str, faults: &mut Faults) -> bool {
        self.flag_or(key, false, faults)
    }

    /// True or false; `default` unless it is given.
    pub(super) fn flag_or(&self, key: &str, default: bool, faults: &mut Faults) -> bool {
        let Some(entry) = self.entry(key) else { return default };
        if let Value::Flag(flag) = entry.node.value {
            return flag;
        }
        let title = format!("`{key}` must be true or false, not {}", entry.node.value.kind());
        faults.add(entry.node.place, title, format!("write {key} = true or {key} = false"));
        default
    }

    /// The items of an array.
    pub(super) fn list(&self, key: &str, faults: &mut Faults) -> Option<&'a [Node]> {
        let entry = self.entry(key)?;
        if let Value::List(items) = &entry.node.value {
            return Some(items);
        }
        let title = format!("`{key}` must be an array, not {}", entry.node.value.kind());
        faults.add(entry.node.place, title, "write it in [brackets]");
        None
    }

    /// An array of days, each later than the one before it, to the microday.
    pub(super) fn increasing(&self, field: &Number, faults: &mut Faults) -> Option<Vec<(f64, Place)>> {
        let mut found: Vec<(f64, Place)> = Vec::new();
        for item in self.list(field.key, faults)? {
            let Some(value) = number(item, field, faults).map(microday) else { continue };
            follows(value, found.last().map(|(last, _)| *last), field.key, item.place, faults);
            found.push((value, item.place));
        }
        Some(found)
    }
}

/// Faults a value that is not larger than the one before it.
pub(super) fn follows(value: f64, last: Option<f64>, key: &str, place: Place, faults: &mut Faults) {
    if let Some(last) = last.filter(|last| *last >= value) {
        let problem = if last == value { "given twice" } else { "out of order" };
        faults.add(
            place,
            format!("`{key}` {} is {problem}", show(value)),
            format!("comes after {}; days must increase", show(last)),
        );
    }
}

/// A number in its range, or nothing and a fault.
pub(super) fn number(node: &Node, field: &Number, faults: &mut Faults) -> Option<f64> {
    let key = field.key;
    let value = match &node.value {
        Value::Whole(whole) => *whole as f64,
        Value::Number(number) => *number,
        other => {
            faults.add(node.place, format!("`{key}` must be a number, not {}", other.kind()), allowed(field));
            return None;
        }
    };
    // Not a number is in no range, so this refuses it too.
    if (field.low..=field.high).contains(&value) {
        // `-0.0` is in a range that begins at 0; a plain zero surprises nobody later.
        return Some(value + 0.0);
    }
    faults.add(
        node.place,
        format!("`{key}` is {}, which is out of range", faults.sources.excerpt(node.place)),
        Advice::from(allowed(field) + &in_micrometres(field, value))
            .within(field.low, field.high, field.unit),
    );
    None
}

/// A hint where a length in mm would fit if it were µm.
fn in_micrometres(field: &Number, value: f64) -> String {
    let fits =
        field.unit.starts_with("mm") && !field.unit.starts_with("mm/") && !field.unit.starts_with("mm²");
    if fits && value > field.high && (field.low..=field.high).contains(&(value / 1000.0)) {
        return format!("; {0} looks like µm: {0} µm are {1} mm", show(value), show(value / 1000.0));
    }
    String::new()
}

/// The range of a key as a sentence.
fn allowed(field: &Number) -> String {
    let space = if field.unit.is_empty() || field.unit == "1" { "" } else { " " };
    let unit = if space.is_empty() { "" } else { field.unit };
    if field.low == field.high {
        return format!("must be {}{space}{unit}", show(field.low));
    }
    format!("allowed: {} to {}{space}{unit}", show(field.low), show(field.high))
}

/// A number as short as it can be written exactly.
pub(super) fn show(value: f64) -> String {
    let size = value.abs();
    let whole = value.fract() == 0.0 && size < 1e16;
    if value != 0.0 && !whole && !(1e-4..1e7).contains(&size) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

/// A text of the user, cut where it would flood the message.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
