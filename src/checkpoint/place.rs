//! Where checkpoints lie: the last two beside the results that they will become.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::header::Header;
use super::seal::Sealing;
use super::unseal::Opened;
use crate::error::{Error, Result};
use crate::files::parent;
use crate::files::seam::{self, Writing};
use crate::output::{near, prefix, sweep_files, sync_folder};

/// The file in a folder of results that a longer run goes on from.
pub const RESTART: &str = "restart.dermis";

/// The checkpoints of one folder of results.
#[derive(Debug, Clone)]
pub struct Checkpoints {
    target: PathBuf,
    newest: PathBuf,
    before: PathBuf,
    fields: PathBuf,
}

impl Checkpoints {
    /// Of the results that will lie there, a path that [`target`](crate::output::target) gave.
    pub fn of(target: &Path) -> Self {
        let (newest, before) = (near(target, ".checkpoint"), near(target, ".checkpoint.before"));
        Self { target: target.into(), newest, before, fields: near(target, ".checkpoint.fields") }
    }

    /// The newest of them, by name.
    pub fn path(&self) -> &Path {
        &self.newest
    }

    /// Where the fields lie that a run writes while it goes on.
    pub fn fields(&self) -> &Path {
        &self.fields
    }

    /// Those that are there, the newest first.
    pub fn found(&self) -> Vec<&Path> {
        let there = |path: &&Path| path.symlink_metadata().is_ok();
        [self.newest.as_path(), &self.before].into_iter().filter(there).collect()
    }

    /// Writes one, in place of the one before the last; one that has to last is on the disk then.
    ///
    /// # Errors
    /// What the system says of the file; those that are there are left as they are.
    pub fn write(
        &self,
        header: &Header,
        lasts: bool,
        body: &mut dyn FnMut(Sealing) -> io::Result<()>,
    ) -> Result<()> {
        let failed = |source| Error::io("write", &self.newest, source);
        let folder = parent(&self.target);
        seam::create_folder(folder).map_err(failed)?;
        sweep_files(&self.target, "checkpoint");
        let file = self.temporary().map_err(failed)?;
        // Held until it is renamed, so that nobody sweeps it away.
        let _ = crate::files::lock(file.as_file(), file.path());
        let whole = file.as_file().try_clone().and_then(|to| {
            let sealing = Sealing::begin(Writing::of(to, file.path()), header)?;
            body(sealing.clone())?;
            sealing.end(lasts)
        });
        whole.map_err(failed)?;
        if self.newest.exists() {
            seam::rename(&self.newest, &self.before).map_err(failed)?;
        }
        seam::rename(file.path(), &self.newest).map_err(failed)?;
        // The temporary name is gone: nothing is left to remove under it.
        let _ = file.keep();
        if lasts { sync_folder(folder) } else { Ok(()) }
    }

    fn temporary(&self) -> io::Result<NamedTempFile> {
        let prefix = prefix(&self.target, "checkpoint");
        seam::unnamed(parent(&self.target), &prefix)
    }

    /// The newest that is whole, and what is wrong with a newer one; nothing where there is none at all.
    ///
    /// # Errors
    /// That of the newest where there is no whole one.
    pub fn open(&self) -> Result<Option<(Opened, Option<Error>)>> {
        let mut wrong = None;
        for path in self.found() {
            match Opened::read(path) {
                Ok(opened) => return Ok(Some((opened, wrong))),
                Err(error) => wrong = wrong.or(Some(error)),
            }
        }
        wrong.map_or(Ok(None), Err)
    }

    /// Puts the newest into a folder too, as what a longer run goes on from.
    ///
    /// # Errors
    /// What the system says of the file.
    pub fn put_into(&self, folder: &Path) -> Result<()> {
        let path = folder.join(RESTART);
        seam::put(&self.newest, &path).map_err(|source| Error::io("write", &path, source))
    }

    /// Removes them, and the fields beside them: the results are written.
    ///
    /// # Errors
    /// What the system says of the files.
    pub fn remove(&self) -> Result<()> {
        sweep_files(&self.target, "checkpoint");
        for path in self.found() {
            seam::remove_file(path).map_err(|source| Error::io("remove", path, source))?;
        }
        match seam::remove_folder(&self.fields) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(Error::io("remove", &self.fields, source))
            }
            _ => Ok(()),
        }
    }
}
