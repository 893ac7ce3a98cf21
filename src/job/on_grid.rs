//! Fields that a run writes while it goes on: beside its checkpoints, until the results are whole.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::rc::Rc;

use crate::checkpoint::Checkpoints;
use crate::error::{Error, Result};
use crate::files::{Lock, lock, seam};
use crate::output::fields::{Background, VTK, ZARR};
use crate::scenario::Scenario;
use crate::simulation::observe::fields::FieldsOnGrid;
use crate::simulation::{Schedule, Simulation};

/// The folder of such fields. It goes with the last checkpoint, without which nothing goes on from it.
pub(super) struct OnGrid<'c> {
    checkpoints: &'c Checkpoints,
    writer: Rc<RefCell<Background>>,
    /// Held, so that no other run writes there.
    _lock: Option<File>,
}

/// What a run has of fields before its first step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before<'f> {
    /// None.
    Nothing,
    /// Those that an interrupted run left.
    Interrupted,
    /// Those of the finished run in this folder.
    Finished(&'f Path),
}

impl<'c> OnGrid<'c> {
    /// Makes the folder, with what there is before.
    ///
    /// # Errors
    /// [`Error::Create`] where another run writes there; what the system says of files.
    pub(super) fn begin(
        scenario: &Scenario,
        checkpoints: &'c Checkpoints,
        before: Before<'_>,
    ) -> Result<Self> {
        let place = checkpoints.fields();
        let failed = |source| Error::io("write", place, source);
        seam::create_folder(place).map_err(failed)?;
        let locked = seam::open(place).ok();
        if locked.as_ref().is_some_and(|folder| lock(folder, place) == Lock::Others) {
            let reason = "another run writes its fields there; wait for it, or choose another with --out";
            return Err(Error::Create { path: place.into(), reason: reason.into() });
        }
        let writer = Background::new(place, &scenario.observe.field_formats);
        let on_grid = Self { checkpoints, writer: Rc::new(RefCell::new(writer)), _lock: locked };
        if before != Before::Interrupted {
            empty(place).map_err(failed)?;
        }
        if let Before::Finished(results) = before {
            for name in [ZARR, VTK] {
                // Copies: files of days to come are written in their place.
                each_file(&results.join(name), &place.join(name), &seam::copy).map_err(failed)?;
            }
        }
        Ok(on_grid)
    }

    /// Has a run show its fields.
    pub(super) fn watch<'a>(&self, simulation: Simulation<'a>, scenario: &Scenario) -> Simulation<'a> {
        simulation.watched(Schedule::fields(), FieldsOnGrid::new(scenario, Rc::clone(&self.writer)))
    }

    /// Waits until all so far is written, and where it has to last, on the disk.
    ///
    /// # Errors
    /// What the system says of files.
    pub(super) fn settle(&self, lasts: bool) -> Result<()> {
        self.writer.borrow_mut().settle(lasts)
    }

    /// Puts the fields into the results too: where those cannot be written whole, they are still here.
    ///
    /// # Errors
    /// What the system says of files.
    pub(super) fn put_into(&self, results: &Path) -> Result<()> {
        let place = self.checkpoints.fields();
        each_file(place, results, &seam::put).map_err(|source| Error::io("write", results, source))
    }
}

impl Drop for OnGrid<'_> {
    fn drop(&mut self) {
        if self.checkpoints.found().is_empty() {
            // Nobody writes there any more: whoever watched the run is gone.
            drop(self.writer.replace(Background::new(self.checkpoints.fields(), &[])));
            let _ = fs::remove_dir_all(self.checkpoints.fields());
        }
    }
}

fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => seam::remove_folder(&entry.path())?,
            false => seam::remove_file(&entry.path())?,
        }
    }
    Ok(())
}

/// Does something with every file below a folder and its name below another, whose folders are made; nothing where
/// there is no such folder.
fn each_file(from: &Path, to: &Path, with: &dyn Fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    seam::create_folder(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type()?.is_dir() {
            true => each_file(&from, &to, with)?,
            false => with(&from, &to)?,
        }
    }
    Ok(())
}
