//! A small table in the three forms that lists are told in.

use serde_json::{Map, Value};

/// Columns and rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Headings; also the keys in JSON.
    pub columns: Vec<&'static str>,
    /// How many of them a terminal shows; long texts such as sources come after.
    pub brief: usize,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// The brief columns, aligned for a terminal.
    pub fn text(&self) -> String {
        let widths: Vec<usize> = (0..self.brief.min(self.columns.len()))
            .map(|column| self.lines().map(|line| line[column].chars().count()).max().unwrap_or(0))
            .collect();
        let line = |cells: Vec<String>| {
            let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
        };
        self.lines().map(line).collect()
    }

    /// A Markdown table, for documentation.
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut lines =
            self.lines().map(|cells| line(cells.iter().map(|cell| cell.replace('|', "\\|")).collect()));
        let head = lines.next().unwrap_or_default();
        let rule = line(vec!["---".to_owned(); self.columns.len()]);
        head + &rule + &lines.collect::<String>()
    }

    /// An array of objects.
    pub fn json(&self) -> String {
        let object = |row: &Vec<Value>| {
            let members = self.columns.iter().map(|key| (*key).to_owned()).zip(row.iter().cloned());
            Value::Object(members.collect::<Map<_, _>>())
        };
        format!("{:#}\n", Value::Array(self.rows.iter().map(object).collect()))
    }

    /// The headings and the rows as text.
    fn lines(&self) -> impl Iterator<Item = Vec<String>> {
        let head = self.columns.iter().map(|&column| column.to_owned()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(cell).collect());
        std::iter::once(head).chain(rows)
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
