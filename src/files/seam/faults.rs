//! Calls that fail on purpose, below a folder that no other test writes into.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// One call that is to fail.
#[derive(Debug)]
struct Fault {
    below: PathBuf,
    /// Calls before it.
    left: Option<usize>,
    /// Where it failed.
    failed: Option<PathBuf>,
}

static FAULTS: Mutex<Vec<Fault>> = Mutex::new(Vec::new());

fn faults<T>(with: impl FnOnce(&mut Vec<Fault>) -> T) -> T {
    with(&mut FAULTS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Whether a call goes on to the system.
pub(crate) fn may(path: &Path) -> io::Result<()> {
    faults(|all| {
        let Some(fault) = all.iter_mut().find(|fault| path.starts_with(&fault.below)) else { return Ok(()) };
        fault.left = fault.left.and_then(|left| {
            left.checked_sub(1).or_else(|| {
                fault.failed = Some(path.into());
                None
            })
        });
        // ENOSPC of Linux.
        if fault.failed.as_deref() == Some(path) && fault.left.is_none() {
            fault.below = PathBuf::from("/nowhere");
            return Err(io::Error::from_raw_os_error(28));
        }
        Ok(())
    })
}

/// Makes the call after so many others below a folder fail during `work`; what came of that, and where the call was,
/// if there was one.
pub(crate) fn failing<T>(below: &Path, after: usize, work: impl FnOnce() -> T) -> (T, Option<PathBuf>) {
    let place = faults(|all| {
        all.push(Fault { below: below.into(), left: Some(after), failed: None });
        all.len() - 1
    });
    let came = work();
    let failed = faults(|all| all[place].failed.clone());
    faults(|all| all[place].below = PathBuf::from("/nowhere"));
    (came, failed)
}
