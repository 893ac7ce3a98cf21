//! `fields.zarr`: a Zarr v3 store for xarray. The only file that names its library.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use zarrs::array::{Array, ArrayMetadataOptions, CodecOptions};
use zarrs::filesystem::FilesystemStore;
use zarrs::group::Group;

use super::zarr_metadata::{BYTE, coordinates, field, root};
use super::{Format, ZARR};
use crate::dataset::{Dataset, Frame, Values};
use crate::error::{Error, Result};

type Stored = Array<FilesystemStore>;

/// A store that is being written: everything but the values of fields is there from the beginning.
pub(super) struct Store {
    path: PathBuf,
    /// Arrays of the fields, each with its number of dimensions.
    fields: Vec<(Stored, usize)>,
    options: CodecOptions,
}

impl Store {
    /// Begins a store in `folder`.
    pub(super) fn create(dataset: &Dataset, folder: &Path) -> Result<Self> {
        let path = folder.join(ZARR);
        std::fs::create_dir_all(&path).map_err(|source| Error::io("write", &path, source))?;
        let store = FilesystemStore::new(&path).map_err(|error| failed(&path, error))?;
        let store = Arc::new(store);
        // On the writer's thread alone: the others are the run's.
        let options = CodecOptions::default().with_concurrent_target(1);
        let mut described = Vec::new();
        let mut begin = |name: &str, metadata: Value| {
            let (array, written) = array(&store, name, metadata).map_err(|error| failed(&path, error))?;
            described.push((name.to_owned(), written));
            Ok::<_, Error>(array)
        };
        let mut fields = Vec::new();
        for entry in &dataset.fields {
            let of = field(dataset, entry);
            let array = begin(&of.name, of.metadata)?;
            let dimensions = array.shape().len();
            fields.push((array, dimensions));
        }
        for of in coordinates(dataset) {
            let bytes = of.metadata["data_type"] == BYTE;
            let array = begin(&of.name, of.metadata)?;
            let chunk = vec![0; array.shape().len()];
            let stored = if bytes {
                let values: Vec<u8> = of.values.iter().map(|value| *value as u8).collect();
                array.store_chunk_opt(&chunk, values, &options)
            } else {
                array.store_chunk_opt(&chunk, of.values, &options)
            };
            stored.map_err(|error| failed(&path, error))?;
        }
        group(&store, root(dataset, &described)).map_err(|error| failed(&path, error))?;
        Ok(Self { path, fields, options })
    }
}

impl Format for Store {
    fn put(&mut self, frame: &Frame) -> Result<()> {
        let Some((array, dimensions)) = self.fields.get(frame.field) else { return Ok(()) };
        let mut chunk = vec![0; *dimensions];
        chunk[0] = frame.day as u64;
        let stored = match &frame.values {
            Values::Single(values) => array.store_chunk_opt(&chunk, &values[..], &self.options),
            Values::Double(values) => array.store_chunk_opt(&chunk, &values[..], &self.options),
        };
        stored.map_err(|error| failed(&self.path, error))
    }

    fn end(&mut self) -> Result<()> {
        Ok(())
    }
}

type Anything = Box<dyn std::error::Error + Send + Sync>;

/// Writes what an array is; returns it with that.
fn array(
    store: &Arc<FilesystemStore>,
    name: &str,
    metadata: Value,
) -> std::result::Result<(Stored, Value), Anything> {
    let options = ArrayMetadataOptions::default().with_include_zarrs_metadata(false);
    let array =
        Array::new_with_metadata(Arc::clone(store), &format!("/{name}"), serde_json::from_value(metadata)?)?;
    array.store_metadata_opt(&options)?;
    let written = serde_json::to_value(array.metadata_opt(&options))?;
    Ok((array, written))
}

fn group(store: &Arc<FilesystemStore>, metadata: Value) -> std::result::Result<(), Anything> {
    let group = Group::new_with_metadata(Arc::clone(store), "/", serde_json::from_value(metadata)?)?;
    Ok(group.store_metadata()?)
}

fn failed(path: &Path, error: impl Into<Anything>) -> Error {
    Error::io("write", path, std::io::Error::other(error))
}
