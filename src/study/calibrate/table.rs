//! A CSV table of measurements as people's programs write it: with commas, semicolons or tabs, columns in
//! any order, and further ones beside those that are read.

use crate::error::{Error, Result};
use crate::scenario::nearest;
use crate::study::plan::base::Base;
use crate::visible;

/// Columns that are read; the last may be absent.
const COLUMNS: [&str; 5] = ["outcome", "day", "value", "spread", "of_peak"];
/// How many of them there must be.
const NEEDED: usize = 4;
/// What a table needs.
pub(super) const NEEDS: &str = "the first line names outcome, day, value, spread and perhaps of_peak, and each line below \
    it is a measured value";
/// What separates cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A table with its heads read.
pub(super) struct Table<'a> {
    file: &'a str,
    text: &'a str,
    /// Place of each of [`COLUMNS`].
    places: [Option<usize>; COLUMNS.len()],
    rows: Vec<csv::StringRecord>,
    /// Heads of columns that are not read.
    pub unread: Vec<String>,
}

/// A row, for its cells and for messages.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table<'a>,
    cells: &'a csv::StringRecord,
}

impl<'a> Table<'a> {
    /// Splits a text into rows.
    ///
    /// # Errors
    /// [`Error::File`] that names file and line: a column that is missing or there twice, or a row of
    /// another length.
    pub(super) fn read(text: &'a Base) -> Result<Self> {
        let file = &text.name;
        // A byte-order mark is no part of the first head.
        let text = text.text.trim_start_matches('\u{feff}');
        let bytes = text.as_bytes();
        if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
            return Err(wrong(file, None, &format!("it is empty; {NEEDS}")));
        }
        let separators = SEPARATORS.into_iter().map(|separator| (heads(bytes, separator), separator));
        let most = separators.max_by_key(|(heads, separator)| (known(heads), *separator == b','));
        let Some((heads, separator)) = most else { return Err(wrong(file, None, "there are no columns")) };
        let heads: Vec<String> = heads.iter().map(|head| head.to_ascii_lowercase()).collect();
        let place = |name: &str| heads.iter().position(|head| head == name);
        let unread: Vec<String> =
            heads.iter().filter(|head| !COLUMNS.contains(&head.as_str())).cloned().collect();
        let absent = |name: &&&str| place(name).is_none();
        // A slip in the head of a column that may be absent would go unseen.
        let meant = COLUMNS.iter().filter(absent).find_map(|name| {
            let head = unread.iter().find(|head| nearest(head, [*name]).is_some())?;
            Some((head, *name))
        });
        if let Some((head, name)) = meant {
            return Err(wrong(file, None, &format!("there is no column `{head}`: did you mean `{name}`?")));
        }
        let missing: Vec<&str> = COLUMNS[..NEEDED].iter().filter(absent).copied().collect();
        if !missing.is_empty() {
            let (missing, found) = (missing.join(", "), heads.join(", "));
            return Err(wrong(file, None, &format!("there is no column {missing} among {found}; {NEEDS}")));
        }
        let twice = |name: &&&str| heads.iter().filter(|head| *head == **name).count() > 1;
        if let Some(name) = COLUMNS.iter().find(twice) {
            return Err(wrong(file, None, &format!("the column {name} is there twice")));
        }
        let row = |row: csv::Result<csv::StringRecord>| {
            row.map_err(|error| match error.kind() {
                csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
                    let problem = format!("{len} cells where the first line has {expected_len}");
                    wrong(file, pos.as_ref().map(|pos| line_of(text, pos)), &problem)
                }
                _ => wrong(file, error.position().map(|pos| line_of(text, pos)), &error.to_string()),
            })
        };
        let rows = reader(bytes, separator).records().map(row).collect::<Result<_>>()?;
        Ok(Self { file, text, places: COLUMNS.map(place), rows, unread })
    }

    /// The rows.
    pub(super) fn rows(&'a self) -> impl Iterator<Item = Row<'a>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// Something that is wrong with the whole.
    pub(super) fn wrong(&self, problem: &str) -> Error {
        wrong(self.file, None, problem)
    }
}

impl<'a> Row<'a> {
    /// The cell of a column; empty where there is no such column.
    fn cell(&self, name: &str) -> (&'a str, usize) {
        let at = COLUMNS.iter().position(|other| *other == name).and_then(|at| self.table.places[at]);
        (at.and_then(|at| self.cells.get(at)).unwrap_or_default(), at.unwrap_or_default())
    }

    /// Words.
    ///
    /// # Errors
    /// [`Error::File`] where there are none.
    pub(super) fn words(&self, name: &str) -> Result<&'a str> {
        match self.cell(name).0 {
            "" => Err(self.wrong(name, "it is empty; fill it or leave the row out")),
            words => Ok(words),
        }
    }

    /// A number.
    ///
    /// # Errors
    /// [`Error::File`] that names line, column and text.
    pub(super) fn number(&self, name: &str) -> Result<f64> {
        let text = self.words(name)?;
        let number = |text: &str| text.parse().ok().filter(|value: &f64| value.is_finite());
        number(text).ok_or_else(|| match number(&text.replacen(',', ".", 1)) {
            Some(meant) => self.wrong(name, &format!("`{text}` has a comma; write {meant}")),
            None => self.wrong(name, &format!("`{text}` is not a number")),
        })
    }

    /// True or false; false where the cell is empty or there is no column.
    ///
    /// # Errors
    /// [`Error::File`] where it is neither.
    pub(super) fn flag(&self, name: &str) -> Result<bool> {
        match self.cell(name).0.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" | "" => Ok(false),
            other => Err(self.wrong(name, &format!("`{other}` is neither true nor false"))),
        }
    }

    /// Something that is wrong with a cell; columns are counted from 1.
    pub(super) fn wrong(&self, name: &str, problem: &str) -> Error {
        let line = self.cells.position().map(|position| line_of(self.table.text, position));
        let column = self.cell(name).1 + 1;
        wrong(self.table.file, line, &format!("column {column} ({name}): {problem}"))
    }
}

/// The line of a row, counted from 1. The reader's own position is where it began to look for it, before empty
/// lines and comments.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let ahead = usize::try_from(position.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    let passed = ahead.lines().take_while(|line| line.trim().is_empty() || line.starts_with('#'));
    position.line() + passed.count() as u64
}

fn reader(bytes: &[u8], separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).delimiter(separator).from_reader(bytes)
}

fn heads(bytes: &[u8], separator: u8) -> Vec<String> {
    let heads = reader(bytes, separator).headers().map(|heads| heads.iter().map(str::to_owned).collect());
    heads.unwrap_or_default()
}

/// How many columns that are read are among the heads; of none of them the number of heads tells.
fn known(heads: &[String]) -> (usize, usize) {
    let known = heads.iter().filter(|head| COLUMNS.contains(&head.to_ascii_lowercase().as_str()));
    (known.count(), heads.len())
}

fn wrong(file: &str, line: Option<u64>, problem: &str) -> Error {
    let line = line.map_or(String::new(), |line| format!(":{line}"));
    Error::File(visible::name(&format!("{file}{line}: {problem}")))
}
