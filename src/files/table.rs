//! What is wrong with a table that this program wrote and that is no longer as it was.

use std::path::Path;

use crate::error::Error;
use crate::visible;

/// What to do where a file of results is damaged.
const MEND: &str =
    "the file is damaged: restore it, or run scenario.toml (of a study study.toml) in its folder again";

/// A line of a table that is not what was written.
pub(crate) fn damaged(path: &Path, line: u64, problem: &str) -> Error {
    Error::File(format!("{}:{line}: {problem}; {MEND}", visible::path(path)))
}

/// What the reader of a table found, by file and line.
pub(crate) fn unreadable(path: &Path, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let plural = if *len == 1 { "" } else { "s" };
            damaged(path, line, &format!("{len} column{plural}, where the first line names {expected_len}"))
        }
        csv::ErrorKind::Utf8 { .. } => {
            damaged(path, line, "letters that are no UTF-8, where numbers are expected")
        }
        _ => damaged(path, line, &format!("it cannot be read ({error})")),
    }
}
