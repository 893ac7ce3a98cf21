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

/// What the reader of a table found in a file of results, by file and line.
pub(crate) fn unreadable(path: &Path, error: &csv::Error) -> Error {
    damaged(path, line(error), &problem(error))
}

/// The line at which the reader of a table stopped.
pub(crate) fn line(error: &csv::Error) -> u64 {
    error.position().map_or(1, csv::Position::line)
}

/// Why it stopped, in words.
pub(crate) fn problem(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let plural = if *len == 1 { "" } else { "s" };
            format!("{len} column{plural}, where the first line names {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "letters that are no UTF-8, where numbers are expected".to_owned(),
        _ => format!("it cannot be read ({error})"),
    }
}
