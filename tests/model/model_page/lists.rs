//! The lists of the program as tables of the page.

use assert_cmd::Command;
use serde_json::Value;

/// Rows of `dermis list`.
pub fn list(what: &str) -> Vec<Value> {
    let output = Command::cargo_bin("dermis").unwrap().args(["list", what, "--json"]).output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A number without the point that says nothing.
fn number(value: &Value) -> String {
    let text = value.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A Markdown table of some columns of some rows, as (key, heading).
fn table(rows: &[Value], columns: &[(&str, &str)]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(columns.iter().map(|(_, heading)| (*heading).to_owned()).collect());
    text += &line(vec!["---".to_owned(); columns.len()]);
    for row in rows {
        let cell = |(key, _): &(&str, &str)| match &row[key] {
            Value::Null => panic!("no {key} in {row}"),
            Value::String(text) => text.replace('|', "\\|"),
            value => number(value),
        };
        text += &line(columns.iter().map(cell).collect());
    }
    text
}

/// The same with code marks around a column.
fn code(mut rows: Vec<Value>, keys: &[&str]) -> Vec<Value> {
    for row in &mut rows {
        for key in keys {
            if let Some(text) = row[key].as_str().filter(|text| !text.is_empty()) {
                row[key] = Value::String(format!("`{text}`"));
            }
        }
    }
    rows
}

fn only(what: &str, key: &str, value: &str) -> Vec<Value> {
    list(what).into_iter().filter(|row| row[key] == value).collect()
}

pub fn fields(over: &str) -> String {
    let rows = code(only("fields", "over", over), &["symbol", "name", "diffusivity", "follows"]);
    let mut columns = vec![
        ("symbol", "symbol"),
        ("name", "name"),
        ("rest", "rest"),
        ("unit", "unit"),
        ("diffusivity", "D"),
    ];
    if over == "volume" {
        columns.extend([("where", "moves"), ("follows", "toward")]);
    }
    columns.push(("meaning", "meaning"));
    table(&rows, &columns)
}

pub fn parameters(group: &str) -> String {
    let mut rows = code(only("parameters", "group", group), &["symbol", "name"]);
    for row in &mut rows {
        row["range"] = Value::String(format!("{} to {}", number(&row["low"]), number(&row["high"])));
    }
    table(
        &rows,
        &[
            ("symbol", "symbol"),
            ("name", "name"),
            ("default", "value"),
            ("unit", "unit"),
            ("range", "range"),
            ("tag", "tag"),
            ("meaning", "meaning"),
            ("source", "source"),
        ],
    )
}

/// Sites, and beneath them their sources: of the dermis by letters, of the layers around it by numbers, each once.
pub fn sites() -> String {
    let columns = [
        ("name", "site"),
        ("sex", "sex"),
        ("stratum_corneum_mm", "stratum corneum, mm"),
        ("viable_epidermis_mm", "viable epidermis"),
        ("papillary_dermis_mm", "papillary dermis"),
        ("reticular_dermis_mm", "reticular dermis"),
        ("subcutis_mm", "subcutis"),
        ("firmness", "firmness"),
        ("source", "source"),
    ];
    let mut rows = code(list("sites"), &["name"]);
    let (mut of_dermis, mut around) = (Vec::new(), Vec::new());
    for row in &mut rows {
        let source = row["source"].as_str().unwrap();
        let at =
            source.find("; assumed: epidermis").expect("each site says what it assumes of the epidermis");
        let (dermis, layers) = (place(&mut of_dermis, &source[..at]), place(&mut around, &source[at + 2..]));
        row["source"] = Value::String(format!("{}{}", letter(dermis), layers + 1));
    }
    let mut text =
        table(&rows, &columns) + "\nSources, letters of the dermis and numbers of the other layers:\n\n";
    for (at, source) in of_dermis.iter().enumerate() {
        text += &format!("- **{}**: {source}\n", letter(at));
    }
    for (at, source) in around.iter().enumerate() {
        text += &format!("- **{}**: {source}\n", at + 1);
    }
    text
}

/// Where a text stands in a list, at whose end it is put if it is new.
fn place(texts: &mut Vec<String>, text: &str) -> usize {
    texts.iter().position(|known| known == text).unwrap_or_else(|| {
        texts.push(text.to_owned());
        texts.len() - 1
    })
}

fn letter(at: usize) -> char {
    ('a'..='z').nth(at).expect("no more sources than letters")
}

pub fn devices() -> String {
    let columns = [
        ("name", "device"),
        ("needle_length_mm", "length, mm"),
        ("shortest_mm", "shortest"),
        ("longest_mm", "longest"),
        ("depth_mm", "depth, mm"),
        ("needle_diameter_mm", "shaft, mm"),
        ("diameter_mm", "core, mm"),
        ("blade_mm", "blade, mm"),
        ("tip_length_mm", "tip, mm"),
        ("density_per_cm2", "per cm²"),
        ("density_per_pass", "per cm² and pass"),
        ("passes", "passes"),
        ("efficacy_soft", "efficacy, soft"),
        ("efficacy_firm", "efficacy, firm"),
        ("depth_jitter", "jitter"),
        ("meaning", "what it is"),
        ("source", "source"),
    ];
    let mut rows = list("devices");
    // What a device does not have.
    for value in rows.iter_mut().filter_map(Value::as_object_mut).flat_map(|row| row.values_mut()) {
        if value.is_null() {
            *value = "–".into();
        }
    }
    table(&code(rows, &["name"]), &columns)
}

pub fn agents() -> String {
    let columns = [
        ("name", "agent"),
        ("diffusivity_epidermis", "D, epidermis, mm²/day"),
        ("diffusivity_dermis", "D, dermis"),
        ("permeability_intact", "p_SC, mm/day"),
        ("permeability_open", "p_open"),
        ("partition", "P"),
        ("binding", "β"),
        ("unbinding_per_day", "k_off, 1/day"),
        ("clearance_per_day", "k_cl, 1/day"),
        ("half_effect", "f_half, µg/mL"),
        ("effects", "effects"),
        ("source", "source of transport"),
        ("effect_sources", "source of effects"),
    ];
    table(&code(list("agents"), &["name"]), &columns)
}

pub fn indications() -> String {
    let columns = [
        ("name", "indication"),
        ("shape", "shape"),
        ("width_mm", "width, mm"),
        ("depth_mm", "depth, mm"),
        ("missing_papillary", "missing, papillary"),
        ("missing_reticular", "missing, reticular"),
        ("scar_like", "scar-like"),
        ("excess", "excess"),
        ("meaning", "what it is"),
        ("source", "source"),
    ];
    table(&code(list("indications"), &["name"]), &columns)
}

pub fn outcomes() -> String {
    let columns = [("name", "outcome"), ("unit", "unit"), ("regions", "regions"), ("meaning", "what it is")];
    table(&code(list("outcomes"), &["name"]), &columns)
}
