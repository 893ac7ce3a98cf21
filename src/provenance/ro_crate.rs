//! `ro-crate-metadata.json`: RO-Crate 1.1 with the profile Process Run Crate 0.5.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use humantime::format_rfc3339_seconds;
use serde_json::{Value, json};

use super::{Deed, Setting, VERSION, machine};
use crate::error::{Error, Result};
use crate::files::seam;

/// Name of the file.
pub const METADATA: &str = "ro-crate-metadata.json";

const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";
const PROGRAM: &str = "#dermis";
const ACTION: &str = "#action";

/// A file of the folder, by its path within.
struct File {
    path: String,
    bytes: u64,
    /// BLAKE3 in hexadecimal.
    hash: String,
}

/// Writes what was done beside its results, with a fingerprint of each file that is there, but for one of that name.
///
/// # Errors
/// What the system says of files.
pub fn write(folder: &Path, deed: &Deed, but_for: &str) -> Result<()> {
    let mut files = Vec::new();
    gather(folder, "", &mut files)?;
    files.retain(|file| file.path != but_for);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let path = folder.join(METADATA);
    let text = format!("{:#}\n", described(deed, &files));
    seam::write(&path, text).map_err(|source| Error::io("write", &path, source))
}

fn gather(folder: &Path, within: &str, found: &mut Vec<File>) -> Result<()> {
    let failed = |source| Error::io("read", folder, source);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = format!("{within}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            gather(&entry.path(), &format!("{path}/"), found)?;
            continue;
        }
        let (bytes, hash) = seam::open(&entry.path()).and_then(fingerprint).map_err(failed)?;
        found.push(File { path, bytes, hash });
    }
    Ok(())
}

/// Bytes of a file and their BLAKE3 in hexadecimal.
pub(super) fn fingerprint(file: fs::File) -> io::Result<(u64, String)> {
    let bytes = file.metadata()?.len();
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok((bytes, hasher.finalize().to_hex().to_string()))
}

fn described(deed: &Deed, files: &[File]) -> Value {
    let of = |id: &str| json!({ "@id": id });
    let at = |time: SystemTime| format_rfc3339_seconds(time).to_string();
    let taken = Duration::from_secs_f64(deed.clock.seconds());
    let (began, ended) = (at(deed.clock.began), at(deed.clock.began + taken));
    let machine = [
        Setting { name: "processor", value: json!(machine::described()), unit: "" },
        Setting { name: "threads", value: json!(deed.threads), unit: "" },
        Setting { name: "duration", value: json!(taken.as_secs_f64()), unit: "s" },
    ];
    let settings: Vec<&Setting> = deed.settings.iter().chain(&machine).collect();
    let identity = |setting: &Setting| format!("#{}", setting.name.replace(' ', "_"));
    let input = files.iter().filter(|file| file.path == deed.input).map(|file| of(&file.path));
    let objects: Vec<Value> = input.chain(settings.iter().map(|setting| of(&identity(setting)))).collect();
    let results: Vec<Value> =
        files.iter().filter(|file| file.path != deed.input).map(|file| of(&file.path)).collect();
    let mut graph = vec![
        json!({
            "@id": METADATA, "@type": "CreativeWork", "about": of("./"),
            "conformsTo": of("https://w3id.org/ro/crate/1.1"),
        }),
        json!({
            "@id": "./", "@type": "Dataset", "name": deed.title, "description": deed.note,
            "datePublished": ended, "conformsTo": of(PROFILE), "mentions": of(ACTION),
            "hasPart": files.iter().map(|file| of(&file.path)).collect::<Vec<_>>(),
        }),
        json!({
            "@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5",
        }),
        json!({
            "@id": PROGRAM, "@type": "SoftwareApplication", "name": "dermis", "softwareVersion": VERSION,
            "description": env!("CARGO_PKG_DESCRIPTION"), "license": env!("CARGO_PKG_LICENSE"),
        }),
        json!({
            "@id": ACTION, "@type": "CreateAction", "name": format!("dermis {}", deed.kind),
            "instrument": of(PROGRAM), "object": objects, "result": results,
            "startTime": began, "endTime": ended,
            "actionStatus": "http://schema.org/CompletedActionStatus",
        }),
    ];
    for setting in settings {
        let mut value = json!({
            "@id": identity(setting), "@type": "PropertyValue", "name": setting.name, "value": setting.value,
        });
        if !setting.unit.is_empty() {
            value["unitText"] = json!(setting.unit);
        }
        graph.push(value);
    }
    for file in files {
        let fingerprint = format!("#blake3-{}", file.path);
        graph.push(json!({
            "@id": file.path, "@type": "File", "name": file.path, "encodingFormat": format_of(&file.path),
            "contentSize": file.bytes.to_string(), "identifier": of(&fingerprint),
        }));
        graph.push(json!({
            "@id": fingerprint, "@type": "PropertyValue", "propertyID": "BLAKE3", "value": file.hash,
        }));
    }
    let context = ["https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context"];
    json!({ "@context": context, "@graph": graph })
}

pub(super) fn format_of(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "csv" => "text/csv",
        "json" => "application/json",
        "toml" => "application/toml",
        "txt" => "text/plain",
        "html" => "text/html",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "parquet" => "application/vnd.apache.parquet",
        _ => "application/octet-stream",
    }
}
