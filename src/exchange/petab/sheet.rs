//! A table of a PEtab problem: cells separated by tabs, with the place of each for messages.

use crate::error::{Error, Result};
use crate::scenario::suggestion;
use crate::study::plan::base::Base;
use crate::visible;

/// A table.
pub(super) struct Sheet {
    pub file: String,
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row of it.
pub(super) struct Row {
    /// Line in the file, from 1.
    pub line: usize,
    cells: Vec<String>,
}

/// A cell, or its absence.
#[derive(Clone, Copy)]
pub(super) struct Cell<'s> {
    sheet: &'s Sheet,
    row: &'s Row,
    column: usize,
    /// What stands in it; empty where there is no such column.
    pub text: &'s str,
}

impl Sheet {
    /// Reads a file that has these columns, perhaps beside others.
    ///
    /// # Errors
    /// [`Error::File`] with file and line.
    pub(super) fn read(file: &Base, needed: &[&str]) -> Result<Self> {
        let name = &file.name;
        let wrong =
            |line: usize, problem: String| Error::File(visible::name(&format!("{name}:{line}: {problem}")));
        let text = file.text.trim_start_matches('\u{feff}');
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let split = |line: &str| line.split('\t').map(|cell| unquoted(cell.trim())).collect::<Vec<String>>();
        let Some((_, first)) = lines.next() else { return Err(wrong(1, "the table is empty".into())) };
        let heads = split(first);
        if let Some(missing) = needed.iter().find(|needed| !heads.iter().any(|head| head == *needed)) {
            let near = suggestion(missing, heads.iter().map(String::as_str));
            return Err(wrong(
                1,
                format!("there is no column {missing} among those separated by tabs: {near}"),
            ));
        }
        if let Some(twice) = (1..heads.len()).find(|at| heads[..*at].contains(&heads[*at])) {
            return Err(wrong(1, format!("the column {} is there twice", heads[twice])));
        }
        let mut rows = Vec::new();
        for (at, line) in lines {
            let cells = split(line);
            if cells.len() > heads.len() {
                let problem = format!("{} cells where the first line has {}", cells.len(), heads.len());
                return Err(wrong(at + 1, problem));
            }
            rows.push(Row { line: at + 1, cells });
        }
        Ok(Self { file: name.clone(), heads, rows })
    }

    /// A cell of a row by its column's head.
    pub(super) fn cell<'s>(&'s self, row: &'s Row, head: &str) -> Cell<'s> {
        let column = self.heads.iter().position(|known| known == head).unwrap_or(usize::MAX);
        self.at(row, column)
    }

    /// A cell of a row by its place.
    pub(super) fn at<'s>(&'s self, row: &'s Row, column: usize) -> Cell<'s> {
        Cell { sheet: self, row, column, text: row.cells.get(column).map_or("", String::as_str) }
    }
}

impl<'s> Cell<'s> {
    /// The head of its column.
    pub(super) fn head(&self) -> &'s str {
        self.sheet.heads.get(self.column).map_or("", String::as_str)
    }

    /// What is wrong with it.
    pub(super) fn wrong(&self, problem: &str) -> Error {
        let Self { sheet, row, column, .. } = *self;
        let head = sheet.heads.get(column);
        let at = head.map_or(String::new(), |head| format!("column {} ({head}): ", column + 1));
        Error::File(visible::name(&format!("{}:{}: {at}{problem}", sheet.file, row.line)))
    }

    /// What was told of it elsewhere, on one line.
    pub(super) fn because(&self, error: &Error) -> Error {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        self.wrong(first.strip_prefix("error: ").unwrap_or(first))
    }

    /// What stands in it.
    ///
    /// # Errors
    /// [`Error::File`] where nothing does.
    pub(super) fn words(&self) -> Result<&'s str> {
        if self.text.is_empty() { Err(self.wrong("it is empty")) } else { Ok(self.text) }
    }

    /// Its number.
    ///
    /// # Errors
    /// [`Error::File`] where there is none.
    pub(super) fn number(&self) -> Result<f64> {
        let text = self.words()?;
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| self.wrong(&format!("`{text}` is not a number")))
    }

    /// Refuses an endless time.
    ///
    /// # Errors
    /// [`Error::File`] with what to do.
    pub(super) fn only_finite(&self) -> Result<()> {
        match self.text.trim_start_matches('+').to_ascii_lowercase().as_str() {
            "inf" | "infinity" => Err(self.wrong("steady states are not fitted: give a day")),
            _ => Ok(()),
        }
    }

    /// Refuses all but these words; an empty cell is fine.
    ///
    /// # Errors
    /// [`Error::File`] with what `instead` says.
    pub(super) fn only(&self, allowed: &[&str], instead: &str) -> Result<()> {
        match self.text.is_empty() || allowed.contains(&self.text) {
            true => Ok(()),
            false => Err(self.wrong(&format!("`{}` {instead}", self.text))),
        }
    }
}

fn unquoted(cell: &str) -> String {
    let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    inner.map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\""))
}
