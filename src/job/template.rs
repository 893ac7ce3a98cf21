//! A commented scenario to start from.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::Builder;

use crate::error::{Error, Result};
use crate::output::parent;
use crate::visible;

/// The scenario of the manual; it runs as it is.
const TEMPLATE: &str = include_str!("../../examples/scenarios/face_four_sessions.toml");

/// Writes a commented scenario that runs as it is. Nothing is overwritten.
///
/// # Errors
/// [`Error::Create`] where there is something of that name; what the system says of the file.
pub fn new_scenario(path: &Path) -> Result<()> {
    let refused = |error: &io::Error| Error::Create {
        path: path.into(),
        reason: match error.kind() {
            ErrorKind::AlreadyExists => "it exists already; give another name".to_owned(),
            _ => error.to_string(),
        },
    };
    if path.symlink_metadata().is_ok() {
        return Err(refused(&ErrorKind::AlreadyExists.into()));
    }
    // The file that users find names the examples; theirs has a name of its own.
    let text = TEMPLATE
        .replace("face_four_sessions.toml", &on_a_line(path.file_name()))
        .replace("face_four_sessions", &on_a_line(path.file_stem()));
    // Under another name until it is whole: half a scenario is worse than none.
    let mut builder = Builder::new();
    builder.prefix(".dermis-new-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(parent(path)).map_err(|error| refused(&error))?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all());
    written.map_err(|source| Error::io("write", path, source))?;
    file.persist_noclobber(path).map(drop).map_err(|error| refused(&error.error))
}

/// A name as it may stand in a comment.
fn on_a_line(name: Option<&OsStr>) -> String {
    name.map_or_else(String::new, |name| visible::name(&name.to_string_lossy()))
}
