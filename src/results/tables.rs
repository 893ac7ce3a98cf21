//! Tables of two folders, column by column.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::{MOST_OF_TABLE, json};
use crate::error::Result;
use crate::files;
use crate::files::table::unreadable;

/// A table as it stands in a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Names of columns.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// How far a column of two tables differs.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDifference {
    /// File of the table.
    pub table: String,
    /// The column.
    pub column: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// The row where it differs most, by its first cell: `time_day 28`.
    pub at: String,
    /// The first table's cell there.
    pub first: String,
    /// The second's.
    pub second: String,
    /// Second minus first; nothing where one is no number.
    pub difference: Option<f64>,
    /// The same in tolerances of the runs: in parts of tolerance × largest size in the column.
    pub tolerances: Option<f64>,
    /// Rows whose cells are not the same.
    pub rows: usize,
}

impl Table {
    /// Reads a file of a folder.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File) where it is no table; what the system says.
    pub fn read(path: &Path) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(files::open_bounded(path, MOST_OF_TABLE)?);
        let failed = |error: csv::Error| unreadable(path, &error);
        let columns = reader.headers().map_err(failed)?.iter().map(str::to_owned).collect();
        let row = |row: csv::Result<csv::StringRecord>| {
            Ok(row.map_err(failed)?.iter().map(str::to_owned).collect())
        };
        Ok(Self { columns, rows: reader.records().map(row).collect::<Result<_>>()? })
    }

    /// What the first column says of each row, with the row's number; rows of a series go by their times,
    /// others by their places.
    fn keys(&self) -> BTreeMap<String, usize> {
        let timed = self.columns.first().is_some_and(|name| name == "time_day");
        let key = |(at, row): (usize, &Vec<String>)| {
            let key = if timed { row.first().cloned().unwrap_or_default() } else { at.to_string() };
            (key, at)
        };
        self.rows.iter().enumerate().map(key).collect()
    }

    /// Pairs of rows that stand for the same.
    fn pairs(&self, other: &Self) -> Vec<(usize, usize)> {
        let theirs = other.keys();
        let pair = |(key, at): (String, usize)| Some((at, *theirs.get(&key)?));
        let mut pairs: Vec<(usize, usize)> = self.keys().into_iter().filter_map(pair).collect();
        pairs.sort_unstable();
        pairs
    }

    /// Columns that both have and whose cells are not the same in rows that stand for the same.
    pub fn differences(
        &self,
        other: &Self,
        name: &str,
        units: &BTreeMap<String, String>,
        tolerance: Option<f64>,
    ) -> Vec<ColumnDifference> {
        let pairs = self.pairs(other);
        let mut found = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let Some(theirs) = other.columns.iter().position(|known| known == column) else { continue };
            let cells = |&(first, second): &(usize, usize)| {
                let cells = (self.rows[first].get(at)?, other.rows[second].get(theirs)?);
                Some((first, cells.0.as_str(), cells.1.as_str()))
            };
            let apart: Vec<_> =
                pairs.iter().filter_map(cells).filter(|(_, first, second)| first != second).collect();
            let by = |&(_, first, second): &(usize, &str, &str)| {
                difference(first, second).map_or(f64::INFINITY, f64::abs)
            };
            let Some(&(row, first, second)) = apart.iter().max_by(|a, b| by(a).total_cmp(&by(b))) else {
                continue;
            };
            let size = |table: &Self, at: usize| {
                let numbers = table.rows.iter().filter_map(|row| row.get(at)?.parse::<f64>().ok());
                numbers.fold(0.0, |size: f64, value| size.max(value.abs()))
            };
            let scale = tolerance.map(|tolerance| tolerance * size(self, at).max(size(other, theirs)));
            let difference = difference(first, second);
            found.push(ColumnDifference {
                table: name.to_owned(),
                column: column.clone(),
                unit: units.get(column).cloned().unwrap_or_default(),
                at: format!("{} {}", self.columns[0], self.rows[row][0]),
                first: first.to_owned(),
                second: second.to_owned(),
                difference,
                tolerances: difference.zip(scale).map(|(by, scale)| by.abs() / scale),
                rows: apart.len(),
            });
        }
        found
    }
}

fn difference(first: &str, second: &str) -> Option<f64> {
    Some(second.parse::<f64>().ok()? - first.parse::<f64>().ok()?)
}

/// Units of columns by table, as `outcomes.json` of a run or `columns.json` of a study says.
///
/// # Errors
/// What the system says of these files, or that they are no JSON.
pub(super) fn units(folder: &Path, table: &str) -> Result<BTreeMap<String, String>> {
    let (file, key) = match table {
        "timeseries.csv" => ("outcomes.json", "columns"),
        other => ("columns.json", other.trim_end_matches(".csv")),
    };
    let path = folder.join(file);
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    let described = json(&path)?;
    let columns = described.get(key).and_then(Value::as_array).into_iter().flatten();
    let unit = |column: &Value| {
        let text = |key: &str| column.get(key)?.as_str().map(str::to_owned);
        Some((text("name")?, text("unit")?))
    };
    Ok(columns.filter_map(unit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(days: &[&str], values: &[&str]) -> Table {
        let rows = days.iter().zip(values).map(|(day, value)| vec![(*day).to_owned(), (*value).to_owned()]);
        Table { columns: vec!["time_day".into(), "a.all".into()], rows: rows.collect() }
    }

    #[test]
    fn rows_go_by_their_times_and_differences_by_the_tolerance() {
        let (first, second) = (table(&["0", "1", "2"], &["1", "4", "2"]), table(&["0", "2"], &["1", "2.5"]));
        let found = first.differences(&second, "t.csv", &BTreeMap::new(), Some(0.001));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].at.as_str(), found[0].difference), ("time_day 2", Some(0.5)));
        assert_eq!(found[0].tolerances, Some(0.5 / 0.004));
        assert!(first.differences(&first, "t.csv", &BTreeMap::new(), None).is_empty());
        // What is missing in one is more than any number.
        let found =
            first.differences(&table(&["0", "1", "2"], &["1", "", "9"]), "t.csv", &BTreeMap::new(), None);
        assert_eq!((found[0].at.as_str(), found[0].difference, found[0].rows), ("time_day 1", None, 2));
    }
}
