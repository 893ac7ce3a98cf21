//! Where results go: one rule for runs, studies, parts and merges.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::disk::LONGEST_NAME;
use super::folder::refusal;
use crate::error::Result;

/// Most links that are followed; more are a circle.
const MOST_LINKS: usize = 40;

/// The folder that a path points to, however it is written: without slashes and dots at its end, and behind
/// links, which are followed and never replaced. It need not be there.
///
/// # Errors
/// [`Error::Create`](crate::error::Error::Create) where the path is no name of a folder: the root, links in a
/// circle, or a folder around the current one.
pub fn target(asked: &Path) -> Result<PathBuf> {
    // As components a path has no slash at its end and no dots but leading ones.
    let mut path: PathBuf = asked.components().collect();
    for _ in 0..MOST_LINKS {
        if path.file_name().is_none() {
            path = named(&path).ok_or_else(|| refused(asked, "it is not the name of a folder"))?;
        }
        let Ok(link) = fs::read_link(&path) else {
            return match inside(&path) {
                true => Err(refused(asked, "it is the folder you are in, or one around it")),
                false => Ok(path),
            };
        };
        path = path.parent().unwrap_or(Path::new("")).join(link).components().collect();
    }
    Err(refused(asked, "its links go in a circle"))
}

fn refused(asked: &Path, problem: &str) -> crate::error::Error {
    refusal(asked, &format!("{problem}; choose another with --out"))
}

/// `.`, `..` and what ends in them by the folder's own name; nothing for the root.
fn named(path: &Path) -> Option<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    fs::canonicalize(path).ok().filter(|path| path.file_name().is_some())
}

/// Whether the current folder is this one or inside of it: replaced, it would be gone.
fn inside(path: &Path) -> bool {
    let here = env::current_dir().and_then(fs::canonicalize);
    here.is_ok_and(|here| fs::canonicalize(path).is_ok_and(|path| here.starts_with(path)))
}

/// A file beside a folder of results, its name continued by `ending`.
///
/// # Errors
/// [`Error::Create`](crate::error::Error::Create) where no file can have a name that long.
pub fn beside(target: &Path, ending: &str) -> Result<PathBuf> {
    let mut path = target.as_os_str().to_owned();
    path.push(ending);
    let path = PathBuf::from(path);
    let length = path.file_name().unwrap_or_default().len();
    if length > LONGEST_NAME {
        let most = LONGEST_NAME - ending.len();
        let problem = format!(
            "its name with `{ending}` has {length} bytes of {LONGEST_NAME}; choose one of up to {most} with --out"
        );
        return Err(refusal(target, &problem));
    }
    Ok(path)
}
