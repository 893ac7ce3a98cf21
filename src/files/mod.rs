//! Reads files: bounded in size, and never waiting for somebody who writes. Replaces them whole. Locks them where that
//! can be. [`seam`] writes them.

mod lock;
pub mod seam;
pub(crate) mod table;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use crate::error::{Error, Result};

pub use lock::{Lock, lock};

/// Most bytes of a scenario or a study file; none that makes sense is larger.
pub const MOST_OF_TEXT: u64 = 1 << 20;
/// Most bytes of measured data.
pub const MOST_OF_DATA: u64 = 1 << 24;

/// The bytes of a file.
///
/// # Errors
/// [`Error::Io`] with what the system says; [`Error::File`] of a pipe or a device, which may have no end, and of a
/// file of more than `most` bytes.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Looked at twice: a file may grow while it is read.
    let read = open_bounded(path, most)?.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|source| Error::io("read", path, source))?;
    if bytes.len() as u64 > most {
        let problem = format!("larger than {}; is it the right file?", size(most));
        return Err(Error::file(path, &problem));
    }
    Ok(bytes)
}

/// The text of a file.
///
/// # Errors
/// As for [`read`]; [`Error::File`] where it is no UTF-8.
pub fn text(path: &Path, most: u64) -> Result<String> {
    let bytes = read(path, most)?;
    if matches!(bytes[..], [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err(Error::file(path, "it is written in UTF-16; save the file as UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Error::file(path, &format!("byte {at} is not UTF-8 text; save the file as UTF-8"))
    })
}

/// Opens a file that has an end.
///
/// # Errors
/// As for [`read`], whatever its size.
pub fn open(path: &Path) -> Result<File> {
    // Looked at first: to open a pipe waits for its other end.
    let kind = fs::metadata(path).map_err(|source| Error::io("read", path, source))?;
    if kind.is_dir() {
        return Err(Error::io("read", path, io::Error::from(io::ErrorKind::IsADirectory)));
    }
    if !kind.is_file() {
        return Err(Error::file(path, "it is a pipe or a device, not a file; write it into a file first"));
    }
    seam::open(path).map_err(|source| Error::io("read", path, source))
}

/// Opens a file that has an end, of no more than so many bytes.
///
/// # Errors
/// As for [`read`].
pub fn open_bounded(path: &Path, most: u64) -> Result<File> {
    let file = open(path)?;
    let length = file.metadata().map_err(|source| Error::io("read", path, source))?.len();
    if length > most {
        return Err(Error::file(path, &format!("larger than {}; is it the right file?", size(most))));
    }
    Ok(file)
}

/// Whether two files hold the same bytes.
///
/// # Errors
/// As for [`open`].
pub fn are_same(first: &Path, second: &Path) -> Result<bool> {
    let mut both = [(open(first)?, first), (open(second)?, second)];
    let mut pieces = [Vec::new(), Vec::new()];
    loop {
        for ((file, path), piece) in both.iter_mut().zip(&mut pieces) {
            piece.clear();
            let read = file.take(1 << 16).read_to_end(piece);
            read.map_err(|source| Error::io("read", path, source))?;
        }
        if pieces[0] != pieces[1] || pieces[0].is_empty() {
            return Ok(pieces[0] == pieces[1]);
        }
    }
}

/// The folder that holds a path.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts bytes in a file's place, whole or not at all.
///
/// # Errors
/// [`Error::Create`] where something else than a file has the name; [`Error::Io`] with what the system says.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::metadata(path).is_ok_and(|kind| !kind.is_file()) {
        let reason = "it is a folder, a pipe or a device, which no file replaces; choose another name".into();
        return Err(Error::Create { path: path.into(), reason });
    }
    let failed = |source| Error::io("write", path, source);
    let file = seam::unnamed(parent(path), ".dermis-new-").map_err(failed)?;
    let mut writing = seam::create(file.path()).map_err(failed)?;
    writing.write_all(bytes).and_then(|()| writing.sync()).map_err(failed)?;
    seam::rename(file.path(), path).map_err(failed)?;
    // Its first name is gone: nothing is left to remove under it.
    let _ = file.keep();
    Ok(())
}

fn size(bytes: u64) -> String {
    let (unit, size) = if bytes >= 1 << 30 { ("GiB", 1 << 30) } else { ("MiB", 1 << 20) };
    format!("{} {unit}", bytes / size)
}
