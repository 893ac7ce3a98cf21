//! Standard output for data, standard error for people. A closed pipe never panics, and whatever a user's names
//! hold, the terminal shows it.

use std::io::{self, Write};

use dermis::tidy::LINE;
use dermis::{Error, Result, visible};

/// Writes data. That the reader has gone, as after `| head`, is no failure.
pub fn output(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(visible::lines(text).as_bytes()).and_then(|()| stdout.flush()) {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::Io { doing: "write", path: "standard output".into(), source })
        }
        _ => Ok(()),
    }
}

/// Writes a line for people. There is nobody left to tell when that fails.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", visible::lines(text));
}

/// Tells a warning, on one line.
pub fn warning(text: &str) {
    note(&format!("warning: {}", visible::name(text)));
}

/// Tells warnings.
pub fn warn(warnings: &[String]) {
    warnings.iter().for_each(|text| warning(text));
}

/// Tells that there is no room for results, where there is not.
pub fn warn_of_disk(what: &str, needed: f64, free: Option<f64>) {
    if let Some(free) = free.filter(|free| needed > *free) {
        let (needed, free) = (bytes(needed), bytes(free));
        warning(&format!(
            "{what} would leave about {needed} on the disk, of which {free} are free; it would be refused"
        ));
    }
}

/// Tells an error. Faults of a scenario come with headings of their own; a stop that was asked for is no error.
pub fn error(error: &Error) {
    match error {
        Error::Scenario(faults) => note(&faults.text),
        Error::Interrupted { kept: true, .. } => {
            note(&format!("{error}: the same command goes on from there"))
        }
        Error::Differs(which) => note(which),
        Error::Paused { .. } => note(&format!("{error}: the same command with --resume goes on from there")),
        Error::Interrupted { .. } => note(&error.to_string()),
        Error::Cancelled { .. } => note(&format!("{error}; nothing was written")),
        // Faults of files have lines; whatever else there is stands on one, with what users called things.
        Error::File(text) => note(&format!("error: {text}")),
        other => note(&format!("error: {}", visible::name(&other.to_string()))),
    }
}

/// Letters of a line of standard output; as in files where nobody looks at it, so that what is kept of it hangs on no
/// window.
pub fn width() -> usize {
    match terminal_size::terminal_size_of(io::stdout()) {
        Some((terminal_size::Width(letters @ 1..), _)) => usize::from(letters),
        _ => LINE,
    }
}

/// Memory for people.
pub use dermis::units::bytes;

/// Time for people.
pub fn duration(seconds: f64) -> String {
    let units = [("h", 3600.0), ("min", 60.0)];
    let (unit, size) = units.into_iter().find(|(_, size)| seconds >= 2.0 * size).unwrap_or(("s", 1.0));
    format!("{:.0} {unit}", (seconds / size).max(1.0))
}
