//! The calls of the system by which results, checkpoints and journals are read, locked and written, in one place: tests
//! make each of them fail once.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

#[cfg(test)]
pub(crate) mod faults;

/// Nothing fails here but what the system says.
#[cfg(not(test))]
#[inline]
fn may(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use faults::may;

/// A file that is written.
#[derive(Debug)]
pub struct Writing {
    file: File,
    path: PathBuf,
}

impl Writing {
    /// Goes on with an open file.
    pub fn of(file: File, path: &Path) -> Self {
        Self { file, path: path.into() }
    }

    /// The file.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Waits until it is on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> io::Result<()> {
        sync(&self.file, &self.path)
    }
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = may(&self.path) {
            // As where a disk becomes full: some of it is there.
            let _ = self.file.write(&bytes[..bytes.len() / 2]);
            return Err(error);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Opens a file, or a folder, to read it.
///
/// # Errors
/// What the system says, here and below.
pub fn open(path: &Path) -> io::Result<File> {
    may(path)?;
    File::open(path)
}

/// Opens a file, made if need be, to read it and to write at its end.
///
/// # Errors
/// As for [`open`].
pub fn open_to_go_on(path: &Path) -> io::Result<File> {
    may(path)?;
    OpenOptions::new().create(true).append(true).read(true).open(path)
}

/// Asks for the lock on the file or folder that `path` was opened as.
///
/// # Errors
/// As for [`open`], and where another has it.
pub fn try_lock(file: &File, path: &Path) -> Result<(), TryLockError> {
    may(path).map_err(TryLockError::Error)?;
    file.try_lock()
}

/// Makes a file, or empties it.
///
/// # Errors
/// As for [`open`].
pub fn create(path: &Path) -> io::Result<Writing> {
    may(path)?;
    Ok(Writing::of(File::create(path)?, path))
}

/// Writes a whole file.
///
/// # Errors
/// As for [`open`].
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    create(path)?.write_all(bytes.as_ref())
}

/// Makes a folder and those above it.
///
/// # Errors
/// As for [`open`].
pub fn create_folder(path: &Path) -> io::Result<()> {
    may(path)?;
    fs::create_dir_all(path)
}

/// Gives another name, in place of what had it.
///
/// # Errors
/// As for [`open`].
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    may(to)?;
    fs::rename(from, to)
}

/// Removes a file.
///
/// # Errors
/// As for [`open`].
pub fn remove_file(path: &Path) -> io::Result<()> {
    may(path)?;
    fs::remove_file(path)
}

/// Removes a folder and all in it.
///
/// # Errors
/// As for [`open`].
pub fn remove_folder(path: &Path) -> io::Result<()> {
    may(path)?;
    fs::remove_dir_all(path)
}

/// Copies a file.
///
/// # Errors
/// As for [`open`].
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    may(to)?;
    fs::copy(from, to).map(drop)
}

/// Puts a file into another place too: not every file system has a second name for one.
///
/// # Errors
/// As for [`open`].
pub fn put(from: &Path, to: &Path) -> io::Result<()> {
    may(to)?;
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

/// Waits until a file, or the names in a folder, are on the disk.
///
/// # Errors
/// As for [`open`].
pub fn sync(file: &File, path: &Path) -> io::Result<()> {
    may(path)?;
    file.sync_all()
}

/// A file below a folder that is to get its name when it is whole: what new files may be read by, it may.
///
/// # Errors
/// As for [`open`].
pub fn unnamed(folder: &Path, prefix: impl AsRef<OsStr>) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(prefix.as_ref());
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    below(folder, || builder.tempfile_in(folder))
}

/// Something of a folder, as `make` makes it: a temporary folder, or a thread that writes into it.
///
/// # Errors
/// As for [`open`].
pub fn below<T>(folder: &Path, make: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    may(folder)?;
    make()
}
