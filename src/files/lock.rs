//! Locks on files, on file systems that have them and on those that have not.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::seam;

/// What came of asking for a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// It is ours as long as the file is open.
    Ours,
    /// Somebody else has it.
    Others,
    /// The file system has no locks, as some shared ones of clusters.
    Unknown,
}

/// Asks for the lock on the file or folder that `path` was opened as; waits for nobody.
pub fn lock(file: &File, path: &Path) -> Lock {
    told(seam::try_lock(file, path))
}

/// Only a lock that is held says that there is somebody else.
fn told(result: Result<(), TryLockError>) -> Lock {
    match result {
        Ok(()) => Lock::Ours,
        Err(TryLockError::WouldBlock) => Lock::Others,
        Err(TryLockError::Error(_)) => Lock::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_file_system_without_locks_is_no_other_process() {
        let unsupported = |code: i32| told(Err(TryLockError::Error(io::Error::from_raw_os_error(code))));
        // ENOSYS, EOPNOTSUPP and ENOLCK of Linux.
        assert_eq!([38, 95, 37].map(unsupported), [Lock::Unknown; 3]);
        let file = tempfile::NamedTempFile::new().unwrap();
        let again = file.reopen().unwrap();
        let [first, second] = [file.as_file(), &again].map(|opened| lock(opened, file.path()));
        assert_eq!((first, second), (Lock::Ours, Lock::Others));
    }
}
