//! A result folder that appears whole or not at all.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::disk::{REPLACED, exists, near, sibling, sweep, sync, sync_folder};
use super::io_error;
use super::target::target;
use crate::error::{Error, Result};
use crate::files::{Lock, lock, parent, seam};
use crate::visible;

/// The file by which a folder of results is known.
const KEY_FILE: &str = "summary.json";
/// What the folder of results is called that could not be written whole, after the name of the whole.
const INCOMPLETE: &str = ".incomplete";
/// The file in it that says so.
pub const NOTICE: &str = "INCOMPLETE.txt";

/// A folder that is filled under a temporary name beside its target, then moved there by
/// [`commit`](Self::commit). Dropped without that, it vanishes.
#[derive(Debug)]
pub struct ResultFolder {
    target: PathBuf,
    force: bool,
    /// The file by which an older one is known that may be replaced.
    key: &'static str,
    partial: TempDir,
    /// Held as long as the folder is being filled, so that no other run sweeps it away.
    _lock: Option<File>,
}

impl ResultFolder {
    /// Starts a folder that will become what [`target`] says of `asked`. With `force` an older result may be in
    /// its place.
    ///
    /// # Errors
    /// [`Error::Create`] where it exists, `force` must not replace it, or nothing can be written there.
    pub fn create(asked: &Path, force: bool) -> Result<Self> {
        Self::known_by(KEY_FILE, asked, force)
    }

    /// The same of something else than results, which is known by the file `key`.
    ///
    /// # Errors
    /// As for [`create`](Self::create).
    pub fn known_by(key: &'static str, asked: &Path, force: bool) -> Result<Self> {
        let target = &target(asked)?;
        let parent = parent(target);
        sweep(target);
        check_target(target, force, key)?;
        seam::create_folder(parent).map_err(|error| {
            let parent = visible::path(parent);
            let reason = format!("{parent} cannot be made ({error}); choose another with --out");
            refusal(target, &reason)
        })?;
        let partial = sibling(target, "partial").map_err(|error| {
            refusal(target, &format!("{error}; choose a place that can be written with --out"))
        })?;
        // Where folders cannot be locked, runs must be kept apart by their targets.
        let locked = seam::open(partial.path()).ok();
        let locked = locked.filter(|folder| lock(folder, partial.path()) == Lock::Ours);
        Ok(Self { target: target.to_path_buf(), force, key, partial, _lock: locked })
    }

    /// Where to write the files for now.
    pub fn path(&self) -> &Path {
        self.partial.path()
    }

    /// Where it will be in the end.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// As for [`create`](Self::create), as the place may have been taken meanwhile; what the system says.
    pub fn commit(self) -> Result<()> {
        sync(self.path())?;
        // Looked at again: the run may have taken hours.
        check_target(&self.target, self.force, self.key)?;
        if exists(&self.target) && exchange(self.path(), &self.target) {
            // The old results are under the temporary name now.
            let path = self.path().to_path_buf();
            self.partial
                .close()
                .map_err(|source| io_error("remove the replaced results in", &path, source))?;
            return sync_folder(parent(&self.target));
        }
        let old = if exists(&self.target) { Some(set_aside(&self.target)?) } else { None };
        if let Err(source) = seam::rename(self.path(), &self.target) {
            if let Some(old) = old {
                put_back(old, &self.target)?;
            }
            return Err(io_error("create", &self.target, source));
        }
        // The temporary name is gone: nothing is left to remove under it.
        let _ = self.partial.keep();
        if let Some(old) = old {
            let path = old.path().to_path_buf();
            old.close().map_err(|source| io_error("remove the replaced results in", &path, source))?;
        }
        sync_folder(parent(&self.target))
    }

    /// Begins with a file that says that the folder is not whole, for [`leave`](Self::leave); it goes by
    /// [`complete`](Self::complete).
    ///
    /// # Errors
    /// What the system says of the file.
    pub fn begin(&self, notice: &str) -> Result<()> {
        super::write_text(&self.path().join(NOTICE), notice)
    }

    /// Everything is written: takes the file away that says otherwise.
    ///
    /// # Errors
    /// What the system says of the file.
    pub fn complete(&self) -> Result<()> {
        let path = self.path().join(NOTICE);
        seam::remove_file(&path).map_err(|source| io_error("remove", &path, source))
    }

    /// Leaves what was written so far under a name that says that it is not whole, beside the target. Where even
    /// that cannot be, nothing is left.
    pub fn leave(self) -> Option<PathBuf> {
        let place = near(&self.target, INCOMPLETE);
        // What does not say of itself that it is not whole would be taken for somebody else's.
        if !self.path().join(NOTICE).is_file() {
            return None;
        }
        discard_incomplete(&self.target);
        seam::rename(self.path(), &place).ok()?;
        let _ = self.partial.keep();
        Some(place)
    }
}

/// Removes what [`ResultFolder::leave`] left beside a target.
pub fn discard_incomplete(target: &Path) {
    let place = near(target, INCOMPLETE);
    // What somebody else called so is let be, and so is what is not a folder.
    let ours = place.symlink_metadata().is_ok_and(|found| found.is_dir()) && place.join(NOTICE).is_file();
    if ours {
        let _ = seam::remove_folder(&place);
    }
}

/// Puts one folder in another's place and that one in its, in one go; false where the system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(new: &Path, old: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok()
}

/// Other systems cannot.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_new: &Path, _old: &Path) -> bool {
    false
}

/// Refuses targets that exist, or that `force` must not replace.
fn check_target(target: &Path, force: bool, key: &str) -> Result<()> {
    if !exists(target) {
        return Ok(());
    }
    if !force {
        return Err(refusal(target, "it exists; replace it with --force or choose another with --out"));
    }
    let entries = fs::read_dir(target).map_err(|_| {
        refusal(target, "it exists and is not a folder that can be read; choose another with --out")
    })?;
    if target.join(key).is_file() || entries.count() == 0 {
        return Ok(());
    }
    let reason = format!(
        "it is not empty and holds no {key}, so --force does not replace it; choose another with --out"
    );
    Err(refusal(target, &reason))
}

pub(super) fn refusal(target: &Path, reason: &str) -> Error {
    Error::Create { path: target.to_path_buf(), reason: reason.to_string() }
}

/// Moves the old results into a temporary folder, under the name [`REPLACED`].
fn set_aside(target: &Path) -> Result<TempDir> {
    let aside = sibling(target, "replaced").map_err(|source| io_error("move", target, source))?;
    // Held, so that no other run takes it for what a crash has left.
    let _held = seam::open(aside.path()).map(|folder| lock(&folder, aside.path()));
    seam::rename(target, &aside.path().join(REPLACED)).map_err(|source| io_error("move", target, source))?;
    Ok(aside)
}

/// Undoes `set_aside`; keeps the old results where they are if that fails.
fn put_back(aside: TempDir, target: &Path) -> Result<()> {
    seam::rename(&aside.path().join(REPLACED), target).map_err(|source| {
        let kept = aside.keep().join(REPLACED);
        io_error("move back", &kept, source)
    })
}
