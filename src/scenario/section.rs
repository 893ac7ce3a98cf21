//! Reading one table of the scenario: each key is checked, and a fault never stops the reading.

use super::fault::{Advice, Faults};
use super::keys::{Bounds, Key, Kind, Names, Usual, Value as Read};
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
    pub(super) fn open(root: &'a Table, name: &str, keys: &[&'static str], faults: &mut Faults) -> Self {
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

    /// What a key gives; nothing where it is left out or wrong, which is then told. Of a list of tables its
    /// reader says what is in it.
    pub(super) fn value(&self, key: &Key, faults: &mut Faults) -> Option<Read> {
        match key.kind {
            Kind::Number(_) => self.given(key, faults).map(Read::Number),
            Kind::Whole(_) => self.whole(key, faults).map(Read::Whole),
            Kind::Flag => self.flag(key.name(), faults).map(Read::Flag),
            Kind::Text => self.text(key.name(), faults).map(|(text, _)| Read::Text(text.to_owned())),
            Kind::Name(names) => self.name(key.name(), names, faults).map(Read::Name),
            Kind::Names(names) => self.names(key.name(), names, faults).map(Read::Names),
            Kind::Days(_) => {
                let days = self.increasing(key, faults)?;
                Some(Read::Days(days.into_iter().map(|(day, _)| day).collect()))
            }
            Kind::Lists(..) => {
                let lists = self.lists(key, faults)?;
                Some(Read::Lists(lists.into_iter().map(|(list, _)| list).collect()))
            }
            Kind::Tables => None,
        }
    }

    /// A number of a key that says what holds where it is left out; 0 of one that does not.
    pub(super) fn number(&self, key: &Key, faults: &mut Faults) -> f64 {
        let usual = if let Usual::Is(number) = key.usual { number } else { 0.0 };
        self.given(key, faults).unwrap_or(usual)
    }

    /// A number in its range.
    pub(super) fn given(&self, key: &Key, faults: &mut Faults) -> Option<f64> {
        self.entry(key.name()).and_then(|entry| number(&entry.node, key.name(), &key.bounds(), faults))
    }

    /// A whole number in its range.
    pub(super) fn whole(&self, key: &Key, faults: &mut Faults) -> Option<u64> {
        let entry = self.entry(key.name())?;
        if matches!(entry.node.value, Value::Text(_) | Value::Flag(_)) {
            let kind = entry.node.value.kind();
            let title = format!("`{}` must be a whole number in digits, not {kind}", key.name());
            faults.add(entry.node.place, title, allowed(&key.bounds()) + &with_comma(&entry.node.value));
            return None;
        }
        match (&entry.node.value, number(&entry.node, key.name(), &key.bounds(), faults)) {
            // A number that is right but for its fraction.
            (Value::Number(value), Some(_)) if value.fract() != 0.0 => {
                let title = format!("`{}` is {}, it must be a whole number", key.name(), show(*value));
                faults.add(entry.node.place, title, allowed(&key.bounds()));
                None
            }
            (_, value) => value.map(|value| value as u64),
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

    /// One of a list of names.
    fn name(&self, key: &str, names: Names, faults: &mut Faults) -> Option<&'static str> {
        let (text, place) = self.text(key, faults)?;
        let (what, all) = (names.what, (names.all)());
        let found = all.iter().copied().find(|name| *name == text);
        if found.is_none() {
            let title = format!("there is no {what} `{}`", shown(text));
            faults.add(place, title, Advice::names(text, all.iter().copied()));
        }
        found
    }

    /// Names out of a list, each at most once.
    fn names(&self, key: &str, names: Names, faults: &mut Faults) -> Option<Vec<&'static str>> {
        let (what, all) = (names.what, (names.all)());
        let mut found = Vec::new();
        for item in self.list(key, faults)? {
            let Value::Text(text) = &item.value else {
                let title = format!("a {what} must be a string, not {}", item.value.kind());
                faults.add(item.place, title, "write it in \"quotation marks\"");
                continue;
            };
            match all.iter().copied().find(|name| name == text) {
                None => {
                    let title = format!("there is no {what} `{}`", shown(text));
                    faults.add(item.place, title, Advice::names(text, all.iter().copied()));
                }
                Some(name) if found.contains(&name) => {
                    faults.add(item.place, format!("`{name}` is given twice"), "once is enough");
                }
                Some(name) => found.push(name),
            }
        }
        Some(found)
    }

    /// True or false.
    fn flag(&self, key: &str, faults: &mut Faults) -> Option<bool> {
        let entry = self.entry(key)?;
        if let Value::Flag(flag) = entry.node.value {
            return Some(flag);
        }
        let title = format!("`{key}` must be true or false, not {}", entry.node.value.kind());
        faults.add(entry.node.place, title, format!("write {key} = true or {key} = false"));
        None
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

    /// Lists of numbers in the key's range, with their places; of as many numbers as they come with.
    pub(super) fn lists(&self, key: &Key, faults: &mut Faults) -> Option<Vec<(Vec<f64>, Place)>> {
        let mut found = Vec::new();
        for item in self.list(key.name(), faults)? {
            let Value::List(numbers) = &item.value else {
                let title =
                    format!("each of `{}` is a list of numbers, not {}", key.name(), item.value.kind());
                faults.add(item.place, title, "write it in [brackets] of its own");
                continue;
            };
            let given = numbers.iter().map(|node| number(node, key.name(), &key.bounds(), faults));
            let given: Vec<f64> = given.collect::<Vec<_>>().into_iter().flatten().collect();
            if given.len() == numbers.len() {
                found.push((given, item.place));
            }
        }
        Some(found)
    }

    /// The first of its tables that has one of these keys; none of them where there is no such.
    pub(super) fn first_with(&self, keys: &[&str]) -> Self {
        let has = |table: &&&Table| keys.iter().any(|key| table.get(key).is_some());
        Self { tables: self.tables.iter().find(has).copied().into_iter().collect() }
    }

    /// An array of days, each later than the one before it, to the microday.
    pub(super) fn increasing(&self, key: &Key, faults: &mut Faults) -> Option<Vec<(f64, Place)>> {
        let (name, bounds) = (key.name(), key.bounds());
        let mut found: Vec<(f64, Place)> = Vec::new();
        for item in self.list(name, faults)? {
            let Some(value) = number(item, name, &bounds, faults).map(microday) else { continue };
            follows(value, found.last().map(|(last, _)| *last), name, item.place, faults);
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
pub(super) fn number(node: &Node, key: &str, bounds: &Bounds, faults: &mut Faults) -> Option<f64> {
    let value = match &node.value {
        Value::Whole(whole) => *whole as f64,
        Value::Number(number) => *number,
        other => {
            faults.add(
                node.place,
                format!("`{key}` must be a number, not {}", other.kind()),
                allowed(bounds) + &with_comma(other),
            );
            return None;
        }
    };
    // Not a number is in no range, so this refuses it too.
    if (bounds.low..=bounds.high).contains(&value) {
        // `-0.0` is in a range that begins at 0; a plain zero surprises nobody later.
        return Some(value + 0.0);
    }
    faults.add(
        node.place,
        format!("`{key}` is {}, which is out of range", faults.sources.excerpt(node.place)),
        Advice::from(allowed(bounds) + &in_micrometres(bounds, value)).within(
            bounds.low,
            bounds.high,
            bounds.unit,
        ),
    );
    None
}

/// A hint where a decimal was written with a comma.
fn with_comma(value: &Value) -> String {
    let Value::Text(text) = value else { return String::new() };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|letter| letter.is_ascii_digit());
    match text.trim().split_once(',') {
        Some((whole, part)) if digits(whole.trim_start_matches(['-', '+'])) && digits(part) => {
            format!("; decimals take a point: {whole}.{part}")
        }
        _ => String::new(),
    }
}

/// A hint where a length in mm would fit if it were µm.
fn in_micrometres(field: &Bounds, value: f64) -> String {
    let fits =
        field.unit.starts_with("mm") && !field.unit.starts_with("mm/") && !field.unit.starts_with("mm²");
    if fits && value > field.high && (field.low..=field.high).contains(&(value / 1000.0)) {
        return format!("; {0} looks like µm: {0} µm are {1} mm", show(value), show(value / 1000.0));
    }
    String::new()
}

/// The range of a key as a sentence.
pub(super) fn allowed(field: &Bounds) -> String {
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
