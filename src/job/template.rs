//! A commented scenario to start from.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::error::{Error, Result};
use crate::visible;

/// The scenario of the manual; it runs as it is.
const TEMPLATE: &str = include_str!("../../examples/scenarios/face_four_sessions.toml");

/// Writes a commented scenario that runs as it is. Nothing is overwritten.
///
/// # Errors
/// [`Error::Create`] where there is something of that name; what the system says of the file.
pub fn new_scenario(path: &Path) -> Result<()> {
    let mut file = File::create_new(path).map_err(|error| Error::Create {
        path: path.into(),
        reason: match error.kind() {
            ErrorKind::AlreadyExists => "it exists already; give another name".to_owned(),
            _ => error.to_string(),
        },
    })?;
    // The file that users find names the examples; theirs has a name of its own.
    let text = TEMPLATE
        .replace("face_four_sessions.toml", &on_a_line(path.file_name()))
        .replace("face_four_sessions", &on_a_line(path.file_stem()));
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|source| {
        // Half a scenario is worse than none.
        let _ = fs::remove_file(path);
        Error::io("write", path, source)
    })
}

/// A name as it may stand in a comment.
fn on_a_line(name: Option<&OsStr>) -> String {
    name.map_or_else(String::new, |name| visible::name(&name.to_string_lossy()))
}
