//! Reads fields back from `fields.zarr`: stores that dermis wrote, of sizes that it writes, and nothing else.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::ZARR;
use super::blosc::unpacked;
use super::zarr_metadata::chunk_name;
use crate::dataset::Axis;
use crate::error::{Error, Result};
use crate::files;
use crate::visible;

/// Most bytes of what a store says of itself.
const MOST_OF_METADATA: u64 = 1 << 24;
/// Most values of one chunk: no run has more cells.
const MOST_VALUES: usize = 40_000_000;

/// Fields in a folder of results.
#[derive(Debug)]
pub struct StoredFields {
    path: PathBuf,
    arrays: Value,
    /// Days that are written.
    pub days: Vec<f64>,
    /// Axes along which anything varies, depth first.
    pub axes: Vec<Axis>,
    /// Shape that stands for the skin.
    pub geometry: String,
    /// Layer of each row of cells, as an index into `layers`.
    pub row_layers: Vec<usize>,
    /// Names of the layers.
    pub layers: Vec<String>,
}

/// What a field is, and how it is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// A sentence.
    pub meaning: String,
    /// Unit; `1` where there is none.
    pub unit: String,
    /// Its name in words.
    pub words: String,
    /// Its name in words with the unit, for axes.
    pub label: String,
    /// Whether it varies with depth.
    pub deep: bool,
}

impl StoredFields {
    /// Opens the fields of a folder of results.
    ///
    /// # Errors
    /// [`Error::Usage`] where the folder has none, [`Error::File`] where they are not as dermis writes them.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(ZARR);
        if !path.is_dir() {
            let folder = visible::path(folder);
            return Err(Error::Usage(format!(
                "{folder} has no {ZARR}: run the scenario with, for instance, --set 'observe.fields=[\"collagen_total\"]'"
            )));
        }
        let file = path.join("zarr.json");
        let root: Value = serde_json::from_str(&files::text(&file, MOST_OF_METADATA)?)
            .map_err(|error| Error::file(&file, &format!("it is no JSON: {error}")))?;
        let attributes = root["attributes"].clone();
        let text = |name: &str| attributes[name].as_str().unwrap_or_default().to_owned();
        let mut store = Self {
            path,
            arrays: root["consolidated_metadata"]["metadata"].clone(),
            days: Vec::new(),
            axes: Vec::new(),
            geometry: text("geometry"),
            row_layers: Vec::new(),
            layers: Vec::new(),
        };
        store.days = store.values("time", 0)?;
        let periodic = text("periodic");
        for name in ["z", "y", "x", "r"].into_iter().filter(|name| store.arrays.get(*name).is_some()) {
            let bounds = store.values(&format!("{name}_bnds"), 0)?;
            let faces: Vec<f64> = bounds
                .first()
                .copied()
                .into_iter()
                .chain(bounds.chunks(2).map(|pair| pair[pair.len() - 1]))
                .collect();
            let centres = store.values(name, 0)?;
            if faces.len() != centres.len() + 1
                || centres.is_empty()
                || !faces.iter().all(|face| face.is_finite())
            {
                return Err(Error::file(&store.path, &format!("{name} and {name}_bnds do not fit")));
            }
            let (periodic, radial) = (periodic.split(' ').any(|axis| axis == name), name == "r");
            store.axes.push(Axis { name, meaning: "", faces, centres, periodic, radial });
        }
        if store.axes.first().is_none_or(|axis| axis.name != "z") {
            return Err(Error::file(&store.path, "it has no depth"));
        }
        store.row_layers = store.values("layer", 0)?.into_iter().map(|layer| layer as usize).collect();
        let names = store.arrays["layer"]["attributes"]["flag_meanings"].as_str().unwrap_or_default();
        store.layers = names.split(' ').map(|name| name.replace('_', " ")).collect();
        Ok(store)
    }

    /// Names of the fields: arrays over time that are no coordinates.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let all = self.arrays.as_object().into_iter().flatten();
        let field = |(name, of): &(&String, &Value)| {
            *name != "time" && of["dimension_names"].get(0) == Some(&json!("time"))
        };
        all.filter(field).map(|(name, _)| name.as_str())
    }

    /// What a field is, and how it is measured; nothing where there is no such field.
    pub fn described(&self, name: &str) -> Option<Described> {
        self.names().find(|other| *other == name)?;
        let of = &self.arrays[name];
        let deep = of["dimension_names"].as_array()?.contains(&json!("z"));
        let text = |key: &str| of["attributes"][key].as_str().unwrap_or_default().to_owned();
        let (words, unit) = (name.replace('_', " "), text("units"));
        let label = format!("{words} ({})", if unit == "1" { "dimensionless" } else { &unit });
        Some(Described { meaning: text("long_name"), unit, words, label, deep })
    }

    /// Depth at which each layer but the first begins, mm, with its name.
    pub fn boundaries(&self) -> Vec<(f64, String)> {
        let rows = self.row_layers.iter().zip(self.row_layers.iter().skip(1));
        let begins = rows.enumerate().filter(|(_, (above, row))| above != row);
        begins
            .filter_map(|(z, (_, row))| {
                let name = self.layers.get(*row).cloned().unwrap_or_default();
                Some((*self.axes[0].faces.get(z + 1)?, name))
            })
            .collect()
    }

    /// Values of an array: of a field on a day by its index, x fastest; of a coordinate all of them.
    ///
    /// # Errors
    /// [`Error::File`] where the array is not as dermis writes it; what the system says of the file.
    pub fn values(&self, name: &str, day: usize) -> Result<Vec<f64>> {
        let of = &self.arrays[name];
        let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let bad =
            |problem: &str| Error::file(&self.path, &format!("array {}: {problem}", visible::name(name)));
        let sizes = |list: &Value| -> Option<Vec<usize>> {
            list.as_array()?
                .iter()
                .map(|size| size.as_u64().and_then(|size| usize::try_from(size).ok()))
                .collect()
        };
        if !name.chars().all(plain) {
            return Err(bad("no array of dermis has such a name"));
        }
        let chunk = sizes(&of["chunk_grid"]["configuration"]["chunk_shape"]).zip(sizes(&of["shape"]));
        let (chunk, shape) = chunk.ok_or_else(|| bad("it is missing or has no shape"))?;
        let fits = chunk.len() == shape.len() && !chunk.is_empty() && chunk[1..] == shape[1..];
        let count = chunk.iter().try_fold(1_usize, |product, size| product.checked_mul(*size));
        let count = count.filter(|count| fits && *count <= MOST_VALUES && day * chunk[0] < shape[0].max(1));
        let count = count.ok_or_else(|| bad("its shape is none that dermis writes"))?;
        let codecs: Vec<&str> = of["codecs"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|codec| codec["name"].as_str())
            .collect();
        let packed = match codecs[..] {
            ["bytes"] => false,
            ["bytes", "blosc"] => true,
            _ => return Err(bad("its codecs are none that this version writes: run the scenario again")),
        };
        let (size, decode): (usize, fn(&[u8]) -> f64) = match of["data_type"].as_str() {
            Some("float32") => {
                (4, |bytes| bytes.try_into().map_or(f64::NAN, |of| f64::from(f32::from_le_bytes(of))))
            }
            Some("float64") => (8, |bytes| bytes.try_into().map_or(f64::NAN, f64::from_le_bytes)),
            Some("uint8") => (1, |bytes| f64::from(bytes[0])),
            _ => return Err(bad("its data type is none that dermis writes")),
        };
        let file = self.path.join(name).join(chunk_name(day, chunk.len()));
        if !file.exists() {
            // What is not there holds the fill value, as Zarr says.
            return Ok(vec![of["fill_value"].as_f64().unwrap_or(f64::NAN); count]);
        }
        // Noise takes a little more room packed.
        let most = count * size + count / 64 + (1 << 12);
        let mut bytes = files::read(&file, most as u64)?;
        if packed {
            bytes = unpacked(&bytes, size, count * size)
                .ok_or_else(|| Error::file(&file, "it is damaged, or no chunk of its array"))?;
        }
        if bytes.len() != count * size {
            return Err(Error::file(&file, "its length is not that of its array"));
        }
        Ok(bytes.chunks_exact(size).map(decode).collect())
    }
}
