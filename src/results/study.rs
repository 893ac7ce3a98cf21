//! The tables of a study, with what `columns.json` says of them.

use std::path::Path;

use serde_json::Value;

use super::json;
use super::tables::Table;
use crate::error::{Error, Result};
use crate::tidy::{Cells, Tidy, TidyColumn};

/// The tables in the folder of a study, in its order.
///
/// # Errors
/// [`Error::File`] where one is not as a study leaves it; what the system says.
pub fn tidy_tables(folder: &Path) -> Result<Vec<Tidy>> {
    let described = json(&folder.join("columns.json"))?;
    let tables = described.as_object().into_iter().flatten();
    tables.map(|(name, columns)| table(folder, name, columns)).collect()
}

fn table(folder: &Path, name: &str, described: &Value) -> Result<Tidy> {
    let path = folder.join(format!("{name}.csv"));
    let read = Table::read(&path)?;
    let described: Vec<&Value> = described.as_array().into_iter().flatten().collect();
    let told = described.iter().map(|column| column["name"].as_str().unwrap_or_default());
    if !told.eq(read.columns.iter().map(String::as_str)) {
        return Err(Error::file(&path, "its columns are not those of columns.json"));
    }
    let column = |(at, described): (usize, &Value)| {
        let text = |key: &str| described[key].as_str().unwrap_or_default();
        let cells = read.rows.iter().map(|row| row[at].as_str());
        let cells = match text("cells") {
            "numbers" => Cells::Number(numbers(&path, cells)?),
            _ => Cells::Text(cells.map(str::to_owned).collect()),
        };
        Ok(TidyColumn::new(text("name"), text("unit"), text("meaning"), cells))
    };
    let columns = described.into_iter().enumerate().map(column).collect::<Result<_>>()?;
    Ok(Tidy { name: name.to_owned(), columns })
}

fn numbers<'c>(path: &Path, cells: impl Iterator<Item = &'c str>) -> Result<Vec<f64>> {
    let number = |(row, cell): (usize, &str)| match cell {
        "" => Ok(f64::NAN),
        cell => {
            cell.parse().map_err(|_| Error::file(path, &format!("line {}: `{cell}` is no number", row + 2)))
        }
    };
    cells.enumerate().map(number).collect()
}
