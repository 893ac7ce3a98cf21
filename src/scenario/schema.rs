//! The format of scenarios as a JSON Schema, by which editors complete keys and show what they mean.

use serde_json::{Map, Value, json};

use super::{Known, keys};
use crate::parameters::ParameterSet;

/// Keys of `[device]` that each of `[[treatment.sessions]]` may set anew.
const DEVICE: &str = "device.";
const SESSIONS: &str = "treatment.sessions";

/// The schema (JSON Schema, draft 7), made from the table of keys.
pub fn schema() -> Value {
    let mut root = table();
    for key in keys() {
        let mut names = vec![key.name];
        names.extend(key.also);
        for name in names {
            add(&mut root, &name.split('.').collect::<Vec<_>>(), property(&key));
        }
    }
    // By their places: a session takes what a device does.
    for key in keys().iter().filter(|key| key.name.starts_with(DEVICE)) {
        let path = format!("{SESSIONS}.{}", &key.name[DEVICE.len()..]);
        add(&mut root, &path.split('.').collect::<Vec<_>>(), property(key));
    }
    add(&mut root, &["parameters"], parameters());
    root["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    root["title"] = json!("Scenario of dermis");
    root["required"] = json!(["schema"]);
    root
}

fn table() -> Value {
    json!({ "type": "object", "properties": {}, "additionalProperties": false })
}

/// Puts a property at its place, through tables and lists of tables.
fn add(of: &mut Value, path: &[&str], property: Value) {
    let of = if of["type"] == "array" { &mut of["items"] } else { of };
    let Some((first, remainder)) = path.split_first() else { return };
    let Some(properties) = of["properties"].as_object_mut() else { return };
    if remainder.is_empty() {
        properties.insert((*first).to_owned(), property);
    } else {
        add(properties.entry(*first).or_insert_with(table), remainder, property);
    }
}

fn property(key: &Known) -> Value {
    let range = |kind: &str| {
        let mut number = json!({ "type": kind });
        key.low.iter().for_each(|low| number["minimum"] = json!(low));
        key.high.iter().for_each(|high| number["maximum"] = json!(high));
        number
    };
    let mut found = match key.accepts {
        "number" => range("number"),
        "whole number" => range("integer"),
        "true or false" => json!({ "type": "boolean" }),
        "name" => json!({ "type": "string", "enum": key.choices }),
        "list of names" => json!({ "type": "array", "items": { "type": "string", "enum": key.choices } }),
        "list of days" => json!({ "type": "array", "items": range("number") }),
        "list of pairs" => lists(&range("number"), 2),
        "list of threes" => lists(&range("number"), 3),
        "list of tables" => json!({ "type": "array", "items": table() }),
        _ => json!({ "type": "string" }),
    };
    let unit = if key.unit.is_empty() { String::new() } else { format!(" ({})", key.unit) };
    let left_out = match key.default.as_str() {
        "" => String::new(),
        default => format!(". Left out: {default}"),
    };
    found["description"] = json!(format!("{}{unit}{left_out}", key.meaning));
    found
}

fn lists(number: &Value, of: usize) -> Value {
    let list = json!({ "type": "array", "items": number, "minItems": of, "maxItems": of });
    json!({ "type": "array", "items": list })
}

/// Parameters go by name; their plausible ranges are no limits.
fn parameters() -> Value {
    let mut properties = Map::new();
    for (_, row) in ParameterSet::table() {
        let unit = if row.unit.is_empty() { String::new() } else { format!(" ({})", row.unit) };
        let description = format!("{}{unit}. Left out: {}", row.meaning, row.default);
        properties.insert(row.name.into(), json!({ "type": "number", "description": description }));
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": { "type": "number" } })
}
