//! `fields.zarr`: a Zarr v3 store for xarray.
//!
//! Every array is written as whole chunks, each a file of its own, beside a `zarr.json` that says how: fields in the
//! container of Blosc, coordinates as little-endian numbers. A library of the whole format would be built for no more
//! (`docs/performance.md`).

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::blosc::Packer;
use super::zarr_metadata::{BYTE, chunk_name, coordinates, field, root};
use super::{Format, ZARR, there};
use crate::dataset::{Dataset, Frame, Values};
use crate::error::{Error, Result};
use crate::files::seam;

/// A store that is being written: everything but the values of fields is there from the beginning.
pub(super) struct Store {
    path: PathBuf,
    /// Names of the fields, each with its number of dimensions.
    fields: Vec<(String, usize)>,
    /// Kept from chunk to chunk, as its room costs more to come by than its work.
    packer: Packer,
}

impl Store {
    /// Begins a store in `folder`, which has the chunks of so many days already.
    pub(super) fn create(dataset: &Dataset, folder: &Path, written: usize) -> Result<Self> {
        let path = folder.join(ZARR);
        let mut store = Self { path, fields: Vec::new(), packer: Packer::default() };
        let mut described = Vec::new();
        for of in dataset.fields.iter().map(|entry| field(dataset, entry)) {
            store.describe(&of.name, &of.metadata)?;
            let dimensions = dimensions(&of.metadata);
            (0..written).try_for_each(|day| there(&store.place(&of.name, day, dimensions)))?;
            store.fields.push((of.name.clone(), dimensions));
            described.push((of.name, of.metadata));
        }
        for of in coordinates(dataset) {
            store.describe(&of.name, &of.metadata)?;
            let values = if of.metadata["data_type"] == BYTE {
                of.values.iter().map(|value| *value as u8).collect()
            } else {
                Values::Double(of.values).bytes()
            };
            write(&store.place(&of.name, 0, dimensions(&of.metadata)), &values)?;
            described.push((of.name, of.metadata));
        }
        store.describe("", &root(dataset, &described))?;
        Ok(store)
    }

    /// Writes what an array, or the store itself, is.
    fn describe(&self, array: &str, metadata: &Value) -> Result<()> {
        let folder = self.path.join(array);
        seam::create_folder(&folder).map_err(|source| Error::io("write", &folder, source))?;
        let file = folder.join("zarr.json");
        seam::write(&file, format!("{metadata:#}")).map_err(|source| Error::io("write", &file, source))
    }

    /// Where the chunk lies that has that index along the first dimension, of arrays that are whole along the others.
    fn place(&self, array: &str, first: usize, dimensions: usize) -> PathBuf {
        self.path.join(array).join(chunk_name(first, dimensions))
    }
}

/// Writes a chunk.
fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    seam::write(file, bytes).map_err(|source| Error::io("write", file, source))
}

fn dimensions(metadata: &Value) -> usize {
    metadata["shape"].as_array().map_or(0, Vec::len)
}

impl Format for Store {
    fn put(&mut self, frame: &Frame) -> Result<()> {
        let Some((array, dimensions)) = self.fields.get(frame.field) else { return Ok(()) };
        write(&self.place(array, frame.day, *dimensions), self.packer.pack(&frame.values))
    }

    fn end(&mut self) -> Result<()> {
        Ok(())
    }
}
