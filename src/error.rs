//! The one error type. Each message says what went wrong and what to do about it.

use std::io;
use std::path::PathBuf;

/// Everything that can go wrong, from reading a scenario to writing its results.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A scenario or a `--set` is wrong; the text already names file, line and what is allowed.
    #[error("{0}")]
    Scenario(String),
    /// The command line asks for something impossible.
    #[error("{0}")]
    Usage(String),
    /// A field stopped being a number or the step size collapsed.
    #[error("the run stopped on day {day:.4}: field {field} at cell (x {x}, y {y}, z {z}) {problem}")]
    Numerical {
        /// Name of the field.
        field: String,
        /// Cell index along x.
        x: usize,
        /// Cell index along y.
        y: usize,
        /// Cell index along z.
        z: usize,
        /// Simulated day.
        day: f64,
        /// What happened and what to try.
        problem: String,
    },
    /// The result folder cannot be created.
    #[error("cannot create {}: {reason}", path.display())]
    Create {
        /// The folder or file.
        path: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
    /// Reading or writing failed.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// "read", "write", "rename" ….
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Somebody asked for the stop, by a [`Cancel`](crate::cancel::Cancel) token.
    #[error("stopped on day {day:.4}, as asked")]
    Cancelled {
        /// Simulated day that was reached.
        day: f64,
    },
    /// The model misses targets that it must meet.
    #[error("hard targets missed: {}", .0.join("; "))]
    Missed(
        /// Target and check.
        Vec<String>,
    ),
    /// A figure could not be drawn.
    #[error("cannot draw {}: {reason}", path.display())]
    Figure {
        /// The figure's file.
        path: PathBuf,
        /// What the drawing library said.
        reason: String,
    },
}

impl Error {
    /// Exit code of the program: 1 a hard target missed, 2 wrong input, 70 numerical guard, 73 cannot create, 74 input or output.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Missed(_) => 1,
            Error::Scenario(_) | Error::Usage(_) => 2,
            Error::Numerical { .. } => 70,
            Error::Create { .. } => 73,
            Error::Cancelled { .. } => 75,
            Error::Io { .. } | Error::Figure { .. } => 74,
        }
    }
}

/// Result with the crate's error.
pub type Result<T> = std::result::Result<T, Error>;
