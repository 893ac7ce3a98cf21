//! `dermis new`: a commented scenario to start from.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use dermis::{Error, Result};

use super::terminal;

/// The scenario of the manual; it runs as it is.
const TEMPLATE: &str = include_str!("../../examples/scenarios/face_four_sessions.toml");

/// Write a commented scenario to start from
///
/// The scenario runs as it is: four monthly sessions with a pen on the cheek. Nothing is
/// overwritten.
#[derive(clap::Args)]
pub struct Options {
    /// Where to write it
    #[arg(default_value = "scenario.toml")]
    path: PathBuf,
}

/// Writes the scenario, unless there is something of that name.
pub fn new(options: &Options) -> Result<String> {
    let path = &options.path;
    let mut file = File::create_new(path).map_err(|error| Error::Create {
        path: path.clone(),
        reason: match error.kind() {
            ErrorKind::AlreadyExists => "it exists already; give another name".to_owned(),
            _ => error.to_string(),
        },
    })?;
    // The file that users find names the examples; theirs has a name of its own.
    let text =
        TEMPLATE.replace("face_four_sessions.toml", &name(path)).replace("face_four_sessions", &stem(path));
    let failed = |source| Error::Io { doing: "write", path: path.clone(), source };
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    terminal::note(&format!("wrote {0}; simulate it with: dermis run {0}", path.display()));
    Ok(String::new())
}

fn name(path: &std::path::Path) -> String {
    single_line(path.file_name())
}

fn stem(path: &std::path::Path) -> String {
    single_line(path.file_stem())
}

/// A name as it may stand in a comment.
fn single_line(name: Option<&std::ffi::OsStr>) -> String {
    name.map_or_else(String::new, |name| name.to_string_lossy().replace(char::is_control, "?"))
}
