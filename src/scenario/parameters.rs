//! Reads `[parameters]`: any parameter by its name, within its plausible range.

use super::fault::{Advice, Faults, nearest};
use super::keys::Bounds;
use super::section::{number, shown};
use super::tree::{Table, Value};
use crate::parameters::ParameterSet;
use crate::quantities::{Quantity, Tag, WHOLE_NUMBER};

/// The parameters, with the scenario's changes.
pub(super) fn read(root: &Table, faults: &mut Faults) -> ParameterSet {
    let mut set = ParameterSet::default();
    let Some(entry) = root.get("parameters") else { return set };
    let Value::Table(table) = &entry.node.value else {
        let title = format!("`parameters` must be a table, not {}", entry.node.value.kind());
        faults.add(entry.node.place, title, "write [parameters] and their names below");
        return set;
    };
    for entry in &table.0 {
        let rows = || ParameterSet::table().map(|(_, row)| row);
        let Some(row) = rows().find(|row| row.name == entry.key) else {
            let title = format!("there is no parameter `{}`", shown(&entry.key));
            faults.add(entry.place, title, unknown_parameter(&entry.key, faults.is_full()));
            continue;
        };
        let Quantity { name: key, low, high, unit, .. } = *row;
        if row.tag == Tag::Derived {
            faults.add(
                entry.place,
                format!("`{key}` cannot be set"),
                format!("it is derived: {}", row.source),
            );
            continue;
        }
        let Some(value) = number(&entry.node, key, &Bounds { low, high, unit }, faults) else {
            continue;
        };
        if unit == WHOLE_NUMBER && value.fract() != 0.0 {
            let title = format!("`{key}` is {value}, which is not whole");
            faults.add(entry.node.place, title, format!("allowed: whole numbers from {low} to {high}"));
            continue;
        }
        set.set(key, value);
    }
    set
}

fn unknown_parameter(key: &str, hurried: bool) -> Advice {
    let rows = || ParameterSet::table().map(|(_, row)| row);
    if hurried {
        return Advice::default();
    }
    if let Some(row) = rows().find(|row| row.symbol == key) {
        let text = format!("this is the symbol of `{}`", row.name);
        return Advice { suggestion: Some(row.name.to_owned()), ..text.into() };
    }
    nearest(key, rows().map(|row| row.name)).map_or("see `dermis list parameters`".into(), Advice::meant)
}
