//! What a Zarr store of fields says of itself: dimensions, coordinates and attributes after CF.

use serde_json::{Map, Value, json};

use crate::dataset::{Axis, Dataset, FieldEntry};
use crate::version::PROGRAM;

/// Between the indices of a chunk in its file's name. No slash: making folders takes a file system as long as files.
const SEPARATOR: &str = ".";
/// Name of the dimension of time.
pub(super) const TIME: &str = "time";
/// Name of the dimension of layers.
const SKIN_LAYER: &str = "skin_layer";
/// Kinds of coordinates.
const DOUBLE: &str = "float64";
pub(super) const BYTE: &str = "uint8";
const NOTE: &str = "Results of a simulation model for research. They are not medical advice and predict no person's healing.";
/// What a field that lives in the dermis alone says of the rows above.
const DERMAL: &str = "not a number above the dermis";

/// One array of a store, with all of its values where it is a coordinate.
pub(super) struct Array {
    /// Name.
    pub name: String,
    /// Its `zarr.json`.
    pub metadata: Value,
    /// Values of a coordinate.
    pub values: Vec<f64>,
}

/// File of the chunk that has that index along the first dimension, of arrays that are whole along the others.
pub(super) fn chunk_name(first: usize, dimensions: usize) -> String {
    let place = std::iter::once(first).chain((1..dimensions).map(|_| 0));
    place.fold("c".to_owned(), |name, index| format!("{name}{SEPARATOR}{index}"))
}

/// Axes along which anything varies, from the slowest.
fn axes(dataset: &Dataset) -> impl Iterator<Item = &Axis> {
    dataset.axes.iter().enumerate().filter(|(at, axis)| *at == 0 || !axis.is_flat()).map(|(_, axis)| axis)
}

/// Names and lengths of the dimensions of a field.
pub(super) fn dimensions(dataset: &Dataset, field: &FieldEntry) -> Vec<(&'static str, usize)> {
    let space = axes(dataset).filter(|axis| !(field.surface && axis.name == "z"));
    std::iter::once((TIME, dataset.days.len())).chain(space.map(|axis| (axis.name, axis.len()))).collect()
}

/// The array of a field: one chunk a day.
pub(super) fn field(dataset: &Dataset, field: &FieldEntry) -> Array {
    let dimensions = dimensions(dataset, field);
    let mut chunk: Vec<usize> = dimensions.iter().map(|(_, length)| *length).collect();
    chunk[0] = 1;
    let mut attributes = described(&field.meaning, field.unit);
    // Finite volumes: each value is the mean over its cell.
    let space: String = dimensions[1..].iter().map(|(name, _)| format!(" {name}:")).collect();
    attributes.insert("cell_methods".into(), json!(format!("{TIME}: point{space} mean")));
    if field.dermal {
        attributes.insert("comment".into(), json!(DERMAL));
    }
    if let Some(bits) = dataset.kept_bits {
        // As netCDF says it.
        attributes.insert("_QuantizeBitRoundNumberOfSignificantBits".into(), json!(bits));
    }
    let (kind, size) =
        if dataset.double { (DOUBLE, size_of::<f64>()) } else { ("float32", size_of::<f32>()) };
    let mut metadata = array(&dimensions, &chunk, kind, json!("NaN"), attributes);
    if let Some(codecs) = metadata["codecs"].as_array_mut() {
        codecs.push(json!({
            "name": "blosc",
            // Readers go by what each chunk says of itself.
            "configuration": { "cname": "lz4", "clevel": 1, "shuffle": "shuffle", "typesize": size, "blocksize": 0 },
        }));
    }
    Array { name: field.name.into(), metadata, values: Vec::new() }
}

/// The coordinates: time, axes with their bounds, layers.
pub(super) fn coordinates(dataset: &Dataset) -> Vec<Array> {
    let mut days = described("time since the run began", "day");
    days.insert("axis".into(), json!("T"));
    let mut all = vec![numbers(TIME, &[(TIME, dataset.days.len())], dataset.days.clone(), days)];
    for axis in axes(dataset) {
        let (name, bounds) = (axis.name, format!("{}_bnds", axis.name));
        let mut own = described(axis.meaning, "mm");
        own.insert("bounds".into(), json!(bounds));
        match name {
            "z" => own.extend([("axis".into(), json!("Z")), ("positive".into(), json!("down"))]),
            "y" => own.extend([("axis".into(), json!("Y"))]),
            "x" => own.extend([("axis".into(), json!("X"))]),
            _ => {}
        }
        all.push(numbers(name, &[(name, axis.len())], axis.centres.clone(), own));
        let faces = axis.faces.windows(2).flat_map(|faces| [faces[0], faces[1]]).collect();
        let meaning = described(&format!("faces of the cells along {name}"), "mm");
        all.push(numbers(&bounds, &[(name, axis.len()), ("bnds", 2)], faces, meaning));
    }
    let names: Vec<String> = dataset.layers.iter().map(|layer| layer.name.replace(' ', "_")).collect();
    let flags = |what: &str| {
        let mut flags = described(what, "1");
        flags.remove("units");
        flags.insert("flag_values".into(), json!((0..names.len()).collect::<Vec<_>>()));
        flags.insert("flag_meanings".into(), json!(names.join(" ")));
        flags
    };
    let rows = dataset.row_layers.iter().map(|layer| f64::from(*layer)).collect();
    let of_rows = [("z", dataset.row_layers.len())];
    all.push(whole_numbers("layer", &of_rows, rows, flags("layer of each row of cells")));
    let (which, layers) = ((0..names.len()).map(|layer| layer as f64).collect(), [(SKIN_LAYER, names.len())]);
    all.push(whole_numbers(SKIN_LAYER, &layers, which, flags("layer of the skin")));
    for (end, name, meaning) in [
        (0, "layer_top", "depth at which the layer begins"),
        (1, "layer_bottom", "depth at which the layer ends"),
    ] {
        let depths = dataset.layers.iter().map(|layer| layer.span_mm[end]).collect();
        all.push(numbers(name, &layers, depths, described(meaning, "mm")));
    }
    all
}

/// The `zarr.json` of the store, given those of its arrays.
pub(super) fn root(dataset: &Dataset, arrays: &[(String, Value)]) -> Value {
    let dimensions = |of: &Value| of["dimension_names"].as_array().cloned().unwrap_or_default();
    let is_field = |name: &str| dataset.fields.iter().any(|field| field.name == name);
    // What no dimension is named after would else be read as a field.
    let coordinates: Vec<&str> = arrays
        .iter()
        .filter(|(name, of)| !is_field(name) && !dimensions(of).contains(&json!(name)))
        .map(|(name, _)| name.as_str())
        .collect();
    let consolidated: Map<String, Value> = arrays.iter().cloned().collect();
    let mut attributes = json!({
        "Conventions": "CF-1.11",
        "title": dataset.title,
        "source": PROGRAM,
        "comment": NOTE,
        "coordinates": coordinates.join(" "),
        "geometry": dataset.geometry,
        "session_days": dataset.session_days,
        "periodic": axes(dataset).filter(|axis| axis.periodic).map(|axis| axis.name).collect::<Vec<_>>().join(" "),
    });
    let [_, length, _] = &dataset.axes;
    if length.is_flat() && dataset.geometry == "slab" {
        attributes["thickness_mm"] = json!(length.faces[1] - length.faces[0]);
    }
    json!({
        "zarr_format": 3,
        "node_type": "group",
        "attributes": attributes,
        "consolidated_metadata": { "kind": "inline", "must_understand": false, "metadata": consolidated },
    })
}

fn described(meaning: &str, unit: &str) -> Map<String, Value> {
    [("long_name", meaning), ("units", unit)]
        .map(|(key, text)| (key.to_owned(), json!(text)))
        .into_iter()
        .collect()
}

/// An array that is one chunk of doubles.
fn numbers(name: &str, of: &[(&str, usize)], values: Vec<f64>, attributes: Map<String, Value>) -> Array {
    let chunk: Vec<usize> = of.iter().map(|(_, length)| *length).collect();
    let metadata = array(of, &chunk, DOUBLE, json!("NaN"), attributes);
    Array { name: name.to_owned(), metadata, values }
}

/// An array that is one chunk of bytes.
fn whole_numbers(
    name: &str,
    of: &[(&str, usize)],
    values: Vec<f64>,
    attributes: Map<String, Value>,
) -> Array {
    let chunk: Vec<usize> = of.iter().map(|(_, length)| *length).collect();
    let metadata = array(of, &chunk, BYTE, json!(u8::MAX), attributes);
    Array { name: name.to_owned(), metadata, values }
}

fn array(
    of: &[(&str, usize)],
    chunk: &[usize],
    kind: &str,
    fill: Value,
    attributes: Map<String, Value>,
) -> Value {
    let (names, shape): (Vec<&str>, Vec<usize>) = of.iter().copied().unzip();
    json!({
        "zarr_format": 3,
        "node_type": "array",
        "shape": shape,
        "data_type": kind,
        "chunk_grid": { "name": "regular", "configuration": { "chunk_shape": chunk } },
        "chunk_key_encoding": { "name": "default", "configuration": { "separator": SEPARATOR } },
        "fill_value": fill,
        "codecs": [{ "name": "bytes", "configuration": { "endian": "little" } }],
        "attributes": attributes,
        "dimension_names": names,
    })
}
