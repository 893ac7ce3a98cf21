//! The one error type. Each message says what went wrong and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use crate::units::bytes;
use crate::visible;

/// Everything that can go wrong, from reading a scenario to writing its results.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A scenario or a `--set` is wrong: every fault with its place.
    #[error("{0}")]
    Scenario(Faults),
    /// Another file is wrong, as a study's, data or a validation target; the text names file and line.
    #[error("{0}")]
    File(String),
    /// The command line, or a study, asks for something impossible.
    #[error("{0}")]
    Usage(String),
    /// What was asked for does not fit into the memory that there may be.
    #[error("{what} needs about {}, more than the {} that {whose}: {advice}", bytes(*bytes_needed), bytes(*bytes_allowed))]
    Plan {
        /// What does not fit, as "a run".
        what: &'static str,
        /// Bytes that it needs, by the estimate.
        bytes_needed: f64,
        /// Bytes that there may be.
        bytes_allowed: f64,
        /// Whose limit that is, as "the study may use".
        whose: &'static str,
        /// What to try.
        advice: &'static str,
    },
    /// A field stopped being a number or the step size collapsed.
    #[error("the run stopped on day {day:.4}: field {field} at {} (cell {x}, {y}, {z}) {problem}", place(*place_mm))]
    Numerical {
        /// Name of the field.
        field: String,
        /// Cell index along x.
        x: usize,
        /// Cell index along y.
        y: usize,
        /// Cell index along z.
        z: usize,
        /// Middle of the cell: x, y and depth, mm.
        place_mm: [f64; 3],
        /// Simulated day.
        day: f64,
        /// What happened and what to try.
        problem: String,
    },
    /// The result folder cannot be created.
    #[error("cannot create {}: {reason}", visible::path(path))]
    Create {
        /// The folder or file.
        path: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
    /// Reading or writing failed.
    #[error("cannot {doing} {}: {source}", visible::path(path))]
    Io {
        /// "read", "write", "rename" ….
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Somebody asked for the stop of a run, by a [`Cancel`](crate::cancel::Cancel) token.
    #[error("stopped on day {day:.4}, as asked")]
    Cancelled {
        /// Simulated day that was reached.
        day: f64,
    },
    /// A run was stopped, by a [`Cancel`](crate::cancel::Cancel) token or because its time was over, and kept.
    #[error("stopped on day {day:.4}, as asked; {} is kept", visible::path(kept))]
    Paused {
        /// Simulated day that was reached.
        day: f64,
        /// The checkpoint.
        kept: PathBuf,
    },
    /// A run is done, and not all of its results could be written.
    #[error("{source}{}{}", match left {
        Some(left) => format!("; what was written so far is in {}", visible::path(left)),
        None => String::new(),
    }, if *resumes { "; the run is kept: the same command with --resume writes its results" } else { "" })]
    Unfinished {
        /// What went wrong.
        source: Box<Error>,
        /// The folder of what was written.
        left: Option<PathBuf>,
        /// Whether the run need not be done again.
        resumes: bool,
    },
    /// Somebody asked for the stop of several runs.
    #[error("stopped after {done} of {runs} runs, as asked; {}", if *kept { "these are kept" } else { "nothing is kept" })]
    Interrupted {
        /// Runs that are done, those found done included.
        done: usize,
        /// Runs that there were to do.
        runs: usize,
        /// Whether what is done need not be done again: a study has it in its journal.
        kept: bool,
    },
    /// The model misses targets that it must meet.
    #[error("hard targets missed: {}", .0.join("; "))]
    Missed(
        /// Target and check.
        Vec<String>,
    ),
    /// Two results are not the same where that was asked.
    #[error("{0}")]
    Differs(
        /// Which, and in what.
        String,
    ),
    /// A figure could not be drawn.
    #[error("cannot draw {}: {reason}", visible::path(path))]
    Figure {
        /// The figure's file.
        path: PathBuf,
        /// What the drawing library said.
        reason: String,
    },
    /// A fault of this program, not of its user.
    #[error("{0}; this is a fault of dermis, please report it")]
    Internal(String),
}

/// A place in the skin, for people.
pub(crate) fn place([x, y, depth]: [f64; 3]) -> String {
    format!("x {x:.3} mm, y {y:.3} mm, depth {depth:.3} mm")
}

impl Error {
    /// Exit code of the program: 1 a hard target missed or results that differ, 2 wrong input, 70 numerical guard or a fault of the
    /// program, 73 cannot create, 74 input or output, 75 stopped as asked.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Missed(_) | Error::Differs(_) => 1,
            Error::Scenario(_) | Error::File(_) | Error::Usage(_) | Error::Plan { .. } => 2,
            Error::Numerical { .. } | Error::Internal(_) => 70,
            Error::Create { .. } => 73,
            Error::Io { .. } | Error::Figure { .. } => 74,
            Error::Cancelled { .. } | Error::Paused { .. } | Error::Interrupted { .. } => 75,
            Error::Unfinished { source, .. } => source.exit_code(),
        }
    }

    /// A file that is not as it should be.
    pub(crate) fn file(path: &Path, problem: &str) -> Self {
        Error::File(format!("{}: {problem}", visible::path(path)))
    }

    /// Reading or writing that failed.
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Error::Io { doing, path: path.into(), source }
    }
}

/// Every fault of a scenario. Its text is the whole message for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Faults {
    /// The faults in the order of the text; of very many the first.
    pub faults: Vec<Fault>,
    /// How many there are.
    pub count: usize,
    /// The message: each fault with its line, then how many there are.
    pub text: String,
}

impl std::fmt::Display for Faults {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// One fault of a scenario, and where it stands.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// Name of the file, or `--set`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The key on that line, if there is one.
    pub key: Option<String>,
    /// What is wrong, with the value.
    pub problem: String,
    /// What is allowed there, or what to write.
    pub advice: String,
    /// What a number may be, where one is out of range.
    pub range: Option<Range>,
    /// The name that was perhaps meant.
    pub suggestion: Option<String>,
}

/// What a number may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The smallest value.
    pub low: f64,
    /// The largest.
    pub high: f64,
    /// Their unit; empty or `1` for none.
    pub unit: String,
}

/// Result with the crate's error.
pub type Result<T> = std::result::Result<T, Error>;
