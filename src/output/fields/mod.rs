//! Fields on the grid: the formats, and the thread that writes them while a run goes on.

mod background;
#[cfg(feature = "zarr")]
mod blosc;
#[cfg(feature = "zarr")]
mod read;
#[cfg(feature = "zarr")]
mod store;
mod vtk;
mod vtk_blocks;
#[cfg(feature = "zarr")]
mod zarr_metadata;

use std::path::Path;

use crate::dataset::{Dataset, Frame};
use crate::error::{Error, Result};
use crate::visible;

pub use background::Background;
#[cfg(feature = "zarr")]
pub use read::{Described, StoredFields};

/// Name of the Zarr store in a folder of results.
pub const ZARR: &str = "fields.zarr";
/// Name of the list of times that ParaView opens.
pub const PVD: &str = "fields.pvd";
/// Name of the folder of its single days.
pub const VTK: &str = "vtk";

/// A format that fields are written in, one frame after another.
trait Format: Send {
    /// The next frame.
    fn put(&mut self, frame: &Frame) -> Result<()>;

    /// After the last frame.
    fn end(&mut self) -> Result<()>;
}

/// The format of that name, begun in `folder`, which has the frames of so many days already.
fn begin(name: &str, dataset: &Dataset, folder: &Path, written: usize) -> Result<Box<dyn Format>> {
    match name {
        #[cfg(feature = "zarr")]
        "zarr" => Ok(Box::new(store::Store::create(dataset, folder, written)?)),
        "vtk" => Ok(Box::new(vtk::Series::create(dataset, folder, written)?)),
        other => Err(Error::Internal(format!("fields cannot be written as {other}"))),
    }
}

/// A file of days that were written, and are gone on after.
fn there(file: &Path) -> Result<()> {
    match file.is_file() {
        true => Ok(()),
        false => Err(Error::File(format!(
            "{}: this part of the fields, from which the run would go on, is gone: run it from its first day",
            visible::path(file)
        ))),
    }
}

/// Whether this build writes that format.
pub fn is_built(name: &str) -> bool {
    name == "vtk" || (name == "zarr" && cfg!(feature = "zarr"))
}
