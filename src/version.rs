//! Which build this is, so that what one build has left is not gone on with by another.

use serde::{Deserialize, Serialize};

/// The program and its number, as results name it.
pub const PROGRAM: &str = concat!("dermis ", env!("CARGO_PKG_VERSION"));

/// A build of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// Program, version and commit.
    pub program: String,
    /// Hash of the sources that results hang on, and of the versions of what computes: the same for any checkout.
    pub sources: String,
}

impl Build {
    /// This one.
    pub fn this() -> Self {
        let program = concat!("dermis ", env!("DERMIS_VERSION")).to_owned();
        Self { program, sources: env!("DERMIS_SOURCES").into() }
    }

    /// Whether it is this one, as far as results go: a commit that changes none of them makes no other build.
    pub fn is_this(&self) -> bool {
        self.sources == env!("DERMIS_SOURCES")
    }
}

impl std::fmt::Display for Build {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} with sources {}", self.program, self.sources.get(..12).unwrap_or(&self.sources))
    }
}
