//! docs/keys.md: every key of scenarios, as `dermis list keys` tells it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::lists::list;

const HEAD: &str = "\
# Keys of a scenario

Every key with what holds where it is left out, its range or choices, its unit and meaning. Made from the table that
reading, checking, `--set` and `--vary` go by; `dermis list keys` prints it, with `--json` for programs.

A key is set on the command line by its whole name, `--set grid.width_mm=2`, and varied likewise; keys of lists of tables
(`treatment.sessions.*`, `treatment.topicals.*`) are given in the file. `[parameters]` takes every parameter of
`dermis list parameters` by name, `--set` by name or symbol. Each of `[[treatment.sessions]]` takes any key of `[device]` beside its `day`.
A key that a device does not have is refused, one that changes nothing is warned of.
";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md")
}

pub fn read() -> String {
    fs::read_to_string(path()).unwrap_or_default()
}

pub fn write(page: &str) {
    fs::write(path(), page).unwrap();
}

/// The page as it should be.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    let mut table = None;
    for key in list("keys") {
        let text = |what: &str| key[what].as_str().unwrap_or_default().replace('|', "\\|");
        let whole = text("name");
        let (of, name) = whole.rsplit_once('.').unwrap_or(("", &whole));
        if table.as_deref() != Some(of) {
            page += &heading(of);
            table = Some(of.to_owned());
        }
        let also = key["also"].as_str().map_or_else(String::new, |also| {
            format!(" (until 0.1.0 `{}`, still read)", also.rsplit('.').next().unwrap())
        });
        page += &format!(
            "| `{name}` | {} | {} | {} | {}{also} |\n",
            text("default"),
            allowed(&key),
            text("unit"),
            text("meaning")
        );
    }
    page
}

fn heading(table: &str) -> String {
    let title = match table {
        "" => "Outside of tables".to_owned(),
        list if list.contains('.') => format!("`[[{list}]]`"),
        table => format!("`[{table}]`"),
    };
    format!("\n## {title}\n\n| key | default | allowed | unit | meaning |\n|---|---|---|---|---|\n")
}

/// What a key accepts.
fn allowed(key: &Value) -> String {
    let choices: Vec<String> = key["choices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| format!("`{}`", name.as_str().unwrap()))
        .collect();
    let accepts = key["accepts"].as_str().unwrap();
    let number = |end: &str| {
        let text = key[end].to_string();
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    };
    let range = || format!("{} to {}", number("low"), number("high"));
    match accepts {
        "number" => range(),
        "whole number" | "list of days" => {
            format!("{accepts}{}, {}", if accepts.starts_with("list") { "" } else { "s" }, range())
        }
        _ if choices.is_empty() => accepts.to_owned(),
        "name" => choices.join(", "),
        _ => format!("list of {}", choices.join(", ")),
    }
}
