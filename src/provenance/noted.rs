//! What is said of a file of results: whether it is still that one, and how another takes its place.

use std::path::Path;

use serde_json::{Value, json};

use super::METADATA;
use super::ro_crate::{fingerprint, format_of};
use crate::error::{Error, Result};
use crate::files::{self, seam};

/// Most bytes of such notes.
const MOST_BYTES: u64 = 1 << 28;

/// Whether a file of a folder of results holds the bytes that were noted when it was written; not where nothing is
/// noted of it.
pub fn is_as_noted(folder: &Path, name: &str) -> bool {
    let noted = || {
        let metadata = read(&folder.join(METADATA)).ok()?;
        let noted = entry(&metadata, &identity(name))?["value"].as_str()?.to_owned();
        let (_, hash) = fingerprint(files::open(&folder.join(name)).ok()?).ok()?;
        Some(hash == noted)
    };
    noted() == Some(true)
}

/// Notes the file that is there now, also one of which nothing was noted before; nothing where the folder has no such
/// notes.
///
/// # Errors
/// What the system says of files, or that the notes are not as they are written.
pub fn note_again(folder: &Path, name: &str) -> Result<()> {
    let path = folder.join(METADATA);
    if !path.is_file() {
        return Ok(());
    }
    let mut metadata = read(&path)?;
    let (bytes, hash) = seam::open(&folder.join(name))
        .and_then(fingerprint)
        .map_err(|source| Error::io("read", &folder.join(name), source))?;
    let Some(graph) = metadata["@graph"].as_array_mut() else {
        return Err(Error::file(&path, "it has no list `@graph`"));
    };
    let id = identity(name);
    let new = [
        json!({
            "@id": name, "@type": "File", "name": name, "encodingFormat": format_of(name),
            "contentSize": bytes.to_string(), "identifier": { "@id": id },
        }),
        json!({ "@id": id, "@type": "PropertyValue", "propertyID": "BLAKE3", "value": hash }),
    ];
    for entity in new {
        match graph.iter_mut().find(|other| other["@id"] == entity["@id"]) {
            Some(other) => *other = entity,
            None => graph.push(entity),
        }
    }
    let lists = [("./", "hasPart"), ("#action", "result")];
    for (whole, key) in lists {
        let part = json!({ "@id": name });
        let parts = graph.iter_mut().find(|other| other["@id"] == whole).map(|whole| &mut whole[key]);
        if let Some(parts) = parts.and_then(Value::as_array_mut).filter(|parts| !parts.contains(&part)) {
            parts.push(part);
        }
    }
    files::replace(&path, format!("{metadata:#}\n").as_bytes())
}

fn read(path: &Path) -> Result<Value> {
    let bytes = files::read(path, MOST_BYTES)?;
    serde_json::from_slice(&bytes).map_err(|error| Error::file(path, &error.to_string()))
}

fn entry<'m>(metadata: &'m Value, id: &str) -> Option<&'m Value> {
    metadata["@graph"].as_array()?.iter().find(|entity| entity["@id"] == id)
}

/// Of the fingerprint of a file.
fn identity(name: &str) -> String {
    format!("#blake3-{name}")
}
