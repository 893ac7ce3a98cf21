//! Temporary folders and files beside a target, and certainty that files are on the disk.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir};
use twox_hash::XxHash3_64;

use super::io_error;
use crate::error::Result;
use crate::files::{Lock, lock, parent, seam};

/// The name of results that are being replaced, in a temporary folder.
pub(super) const REPLACED: &str = "old";

/// Whether there is anything of that name, even a broken link.
pub(super) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Most bytes of a name on the usual file systems, and letters that are drawn for a temporary one.
pub(super) const LONGEST_NAME: usize = 255;
const DRAWN: usize = 6;

/// `.NAME.kind-`: how names of our temporary folders and files begin.
pub fn prefix(target: &Path, kind: &str) -> OsString {
    let ending = format!(".{kind}-");
    let mut prefix = OsString::from(".");
    prefix.push(fitted(target, LONGEST_NAME - 1 - ending.len() - DRAWN));
    prefix.push(ending);
    prefix
}

/// A place of our own beside the target, its name continued by `ending`, whatever length that has.
pub fn near(target: &Path, ending: &str) -> PathBuf {
    let mut name = fitted(target, LONGEST_NAME - ending.len());
    name.push(ending);
    target.with_file_name(name)
}

/// The target's name. One that leaves no room for the rest is cut, with its hash to tell it from others.
fn fitted(target: &Path, room: usize) -> OsString {
    let name = target.file_name().unwrap_or_default();
    if name.len() <= room {
        return name.to_owned();
    }
    let hash = format!("~{:016x}", XxHash3_64::oneshot(name.as_encoded_bytes()));
    let mut fitted = OsString::from(cut(&name.to_string_lossy(), room - hash.len()));
    fitted.push(hash);
    fitted
}

/// The beginning of a text, of no more than so many bytes.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// A new temporary folder beside the target; others may read it.
pub(super) fn sibling(target: &Path, kind: &str) -> io::Result<TempDir> {
    let prefix = prefix(target, kind);
    let mut builder = Builder::new();
    builder.prefix(&prefix).rand_bytes(DRAWN);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755));
    seam::below(parent(target), || builder.tempdir_in(parent(target)))
}

/// Removes what crashed runs for the same target have left, and puts back results that one was about to replace; a
/// run that goes on holds its lock. Left-over folders do no harm, so failures are not reported.
pub(super) fn sweep(target: &Path) {
    for left in abandoned(target, "replaced").into_iter().filter(|left| left.is_dir()) {
        if exists(target) || fs::rename(left.join(REPLACED), target).is_ok() {
            let _ = fs::remove_dir_all(left);
        }
    }
    for left in abandoned(target, "partial").into_iter().filter(|left| left.is_dir()) {
        let _ = fs::remove_dir_all(left);
    }
}

/// Removes files that crashed runs for the same target have left.
pub fn sweep_files(target: &Path, kind: &str) {
    for left in abandoned(target, kind).into_iter().filter(|left| !left.is_dir()) {
        let _ = fs::remove_file(left);
    }
}

/// What lies beside a target under a temporary name and nobody holds; nothing behind a link.
fn abandoned(target: &Path, kind: &str) -> Vec<PathBuf> {
    let prefix = prefix(target, kind);
    let Ok(entries) = fs::read_dir(parent(target)) else { return Vec::new() };
    let left = |entry: &fs::DirEntry| {
        entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes())
            && entry.file_type().is_ok_and(|kind| kind.is_dir() || kind.is_file())
            && seam::open(&entry.path()).is_ok_and(|file| lock(&file, &entry.path()) == Lock::Ours)
    };
    entries.flatten().filter(left).map(|entry| entry.path()).collect()
}

/// Waits until a folder and all in it are on the disk.
pub(super) fn sync(folder: &Path) -> Result<()> {
    let failed = |source| io_error("save", folder, source);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            sync(&entry.path())?;
        } else {
            let saved = seam::open(&entry.path()).and_then(|file| seam::sync(&file, &entry.path()));
            saved.map_err(|source| io_error("save", &entry.path(), source))?;
        }
    }
    sync_folder(folder)
}

/// Waits until the names in a folder are on the disk, where the system can say so: only Unix opens folders as files,
/// and not every file system of it knows how to save one.
pub fn sync_folder(folder: &Path) -> Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let saved = seam::open(folder).and_then(|file| seam::sync(&file, folder));
    match saved {
        Err(source) if !is_unknown(&source) => Err(io_error("save", folder, source)),
        _ => Ok(()),
    }
}

/// Whether a file system says that it has no such thing.
fn is_unknown(error: &io::Error) -> bool {
    // EBADF is what some network file systems say of folders.
    const EBADF: i32 = 9;
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
        || error.raw_os_error() == Some(EBADF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_saved_is_no_error_where_nothing_is_wrong() {
        let unknown = |code: i32| is_unknown(&io::Error::from_raw_os_error(code));
        // EINVAL, ENOSYS, EOPNOTSUPP and EBADF of Linux; EIO, ENOSPC and EACCES are errors.
        assert_eq!([22, 38, 95, 9].map(unknown), [true; 4]);
        assert_eq!([5, 28, 13].map(unknown), [false; 3]);
    }
}
