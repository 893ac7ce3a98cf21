//! A CSV table of measurements as people's programs write it: with commas, semicolons or tabs, decimal points or
//! commas, columns in any order, and further ones beside those that are read.

use super::observable::is_outcome;
use crate::error::{Error, Result};
use crate::scenario::nearest;
use crate::study::plan::base::Base;
use crate::visible;

/// Columns that are read, each under any of its names, the usual one first.
const COLUMNS: [&[&str]; 7] = [
    &["outcome"],
    &["day", "days", "time_day"],
    &["hour", "hours", "time_h"],
    &["value"],
    &["spread", "sd"],
    &["of_peak"],
    &["condition", "scenario"],
];
/// What a table needs.
pub(super) const NEEDS: &str = "the first line names outcome, day (or hour), value, spread and perhaps of_peak and condition, or day \
    and a column an outcome, as neutrophils.halo with neutrophils.halo_sd; each line below it is measured";
/// What separates cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Cells that say that nothing was measured.
const NOTHING: [&str; 5] = ["", "na", "n/a", "nan", "-"];

/// A table with its heads read.
pub(super) struct Table<'a> {
    file: &'a str,
    text: &'a str,
    separator: u8,
    /// Heads in small letters.
    pub heads: Vec<String>,
    rows: Vec<csv::StringRecord>,
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
    /// [`Error::File`] that names file and line: a head that is there twice or misspelt, or a row of another length.
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
        let found = |names: &[&str]| heads.iter().filter(|head| names.contains(&head.as_str())).count();
        if let Some(names) = COLUMNS.iter().find(|names| found(names) > 1) {
            return Err(wrong(file, None, &format!("the column {} is there twice", names[0])));
        }
        // A slip in the head of a column that may be absent would go unseen.
        let unread = || heads.iter().filter(|head| !is_known(head));
        let meant = COLUMNS.iter().filter(|names| found(names) == 0).find_map(|names| {
            let head = unread().find(|head| nearest(head, [names[0]]).is_some())?;
            Some((head, names[0]))
        });
        if let Some((head, name)) = meant {
            return Err(wrong(file, None, &format!("there is no column `{head}`: did you mean `{name}`?")));
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
        Ok(Self { file, text, separator, heads, rows })
    }

    /// Place of a column by its usual name.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        let names = COLUMNS.iter().find(|names| names[0] == name)?;
        self.heads.iter().position(|head| names.contains(&head.as_str()))
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
    fn cell(&self, at: usize) -> &'a str {
        self.cells.get(at).unwrap_or_default()
    }

    /// Words of a column.
    ///
    /// # Errors
    /// [`Error::File`] where there are none.
    pub(super) fn words(&self, at: usize) -> Result<&'a str> {
        match self.cell(at) {
            "" => Err(self.wrong(at, "it is empty; fill it or leave the row out")),
            words => Ok(words),
        }
    }

    /// Whether a cell says that nothing was measured.
    pub(super) fn nothing(&self, at: usize) -> bool {
        NOTHING.contains(&self.cell(at).to_ascii_lowercase().as_str())
    }

    /// A number of a column.
    ///
    /// # Errors
    /// [`Error::File`] that names line, column and text.
    pub(super) fn number(&self, at: usize) -> Result<f64> {
        self.as_number(at, self.words(at)?)
    }

    /// A number, or the limit of a censored one: what stands before it, `<` or `>`, and the number.
    ///
    /// # Errors
    /// As for [`number`](Self::number).
    pub(super) fn limit(&self, at: usize) -> Result<(Option<char>, f64)> {
        let text = self.words(at)?;
        let sign = text.chars().next().filter(|letter| ['<', '>'].contains(letter));
        let number = text.trim_start_matches(['<', '>']).trim_start_matches('=').trim();
        Ok((sign, self.as_number(at, number)?))
    }

    fn as_number(&self, at: usize, text: &str) -> Result<f64> {
        let number = |text: &str| text.parse().ok().filter(|value: &f64| value.is_finite());
        let with_point = || text.replacen(',', ".", 1);
        // Where commas separate no cells they are decimal ones.
        let found = match self.table.separator {
            b',' => number(text),
            _ => number(text).or_else(|| number(&with_point())),
        };
        found.ok_or_else(|| match number(&with_point()) {
            Some(meant) => self.wrong(at, &format!("`{text}` has a comma; write {meant}")),
            None if self.nothing(at) => self.wrong(at, &format!("`{text}` is no value; leave the row out")),
            None => self.wrong(at, &format!("`{text}` is not a number")),
        })
    }

    /// True or false; false where the cell is empty or there is no column.
    ///
    /// # Errors
    /// [`Error::File`] where it is neither.
    pub(super) fn flag(&self, at: Option<usize>) -> Result<bool> {
        let Some(at) = at else { return Ok(false) };
        match self.cell(at).to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" | "" => Ok(false),
            other => Err(self.wrong(at, &format!("`{other}` is neither true nor false"))),
        }
    }

    /// Something that is wrong with a cell; columns are counted from 1.
    pub(super) fn wrong(&self, at: usize, problem: &str) -> Error {
        let line = self.cells.position().map(|position| line_of(self.table.text, position));
        let head = self.table.heads.get(at).map_or("", String::as_str);
        wrong(self.table.file, line, &format!("column {} ({head}): {problem}", at + 1))
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

fn is_known(head: &str) -> bool {
    COLUMNS.iter().any(|names| names.contains(&head))
}

/// How many columns that are read are among the heads; of none of them the number of heads tells.
fn known(heads: &[String]) -> (usize, usize) {
    let read = |head: &&String| {
        is_known(&head.to_ascii_lowercase()) || is_outcome(&head.to_ascii_lowercase()).is_ok()
    };
    (heads.iter().filter(read).count(), heads.len())
}

fn wrong(file: &str, line: Option<u64>, problem: &str) -> Error {
    let line = line.map_or(String::new(), |line| format!(":{line}"));
    Error::File(visible::name(&format!("{file}{line}: {problem}")))
}
