//! Other spellings of keys, read from a file as the one that counts, so that nothing can be given twice.

use super::fault::Faults;
use super::keys::{Key, SESSIONS, settable};
use super::tree::{Table, Value};

/// Gives every key of the tree its one name.
pub(super) fn resolve(root: &mut Table, faults: &mut Faults) {
    let spelt: Vec<(&Key, &str)> =
        settable().filter_map(|key| Some((key, key.also?.rsplit_once('.')?.1))).collect();
    for (key, also) in spelt {
        if let Some(Value::Table(table)) = value(root, key.table()) {
            rename(table, also, key.name(), faults);
        }
        // A session takes the keys of its device.
        let Some(Value::Table(treatment)) = value(root, SESSIONS.table()) else { continue };
        let Some(Value::List(sessions)) = value(treatment, SESSIONS.name()) else { continue };
        for session in sessions.iter_mut().map(|node| &mut node.value) {
            if let (Value::Table(session), "device") = (session, key.table()) {
                rename(session, also, key.name(), faults);
            }
        }
    }
}

fn value<'a>(table: &'a mut Table, key: &str) -> Option<&'a mut Value> {
    table.0.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node.value)
}

fn rename(table: &mut Table, also: &str, name: &str, faults: &mut Faults) {
    let twice = table.get(name).is_some();
    let Some(at) = table.0.iter().position(|entry| entry.key == also) else { return };
    if twice {
        // Told once: nobody knows it under its other spelling any more.
        let entry = table.0.remove(at);
        faults.add(entry.place, format!("`{also}` and `{name}` are the same key"), "give it once");
    } else {
        name.clone_into(&mut table.0[at].key);
    }
}
