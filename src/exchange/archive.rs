//! Model and experiment in one file: a COMBINE archive.

use std::io::{self, Write};

use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::kinetics::Kinetics;
use super::{Origin, write_sbml, write_sed_ml};
use crate::error::{Error, Result};

/// Name of the model in the archive.
const MODEL: &str = "model.xml";
/// What the archive holds, and of which format it is.
const MANIFEST: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<omexManifest xmlns=\"http://identifiers.org/combine.specifications/omex-manifest\">
  <content location=\".\" format=\"http://identifiers.org/combine.specifications/omex\"/>
  <content location=\"./manifest.xml\" format=\"http://identifiers.org/combine.specifications/omex-manifest\"/>
  <content location=\"./model.xml\" format=\"http://identifiers.org/combine.specifications/sbml.level-3.version-2\"/>
  <content location=\"./simulation.sedml\" format=\"http://identifiers.org/combine.specifications/sed-ml.level-1.version-4\" master=\"true\"/>
</omexManifest>
";

/// The bytes of a COMBINE archive with the model as SBML and what to simulate and draw of it as SED-ML.
///
/// # Errors
/// [`Error::Internal`] where a part cannot be written.
pub fn write_omex(kinetics: &Kinetics, origin: &Origin) -> Result<Vec<u8>> {
    let (model, experiment) = (write_sbml(kinetics, Some(origin))?, write_sed_ml(kinetics, MODEL)?);
    let files = [("manifest.xml", MANIFEST), (MODEL, &model), ("simulation.sedml", &experiment)];
    packed(&files).map_err(|error| Error::Internal(format!("COMBINE archive: {error}")))
}

/// Files in an archive, as they are and without a time, so that the same files make the same bytes.
fn packed(files: &[(&str, &str)]) -> io::Result<Vec<u8>> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, text) in files {
        let file = archive.new_file(*name).compression_method(CompressionMethod::STORE);
        let (mut entry, config) = file.start().map_err(io::Error::other)?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(text.as_bytes())?;
        let (_, descriptor) = writer.finish().map_err(io::Error::other)?;
        entry.finish(descriptor).map_err(io::Error::other)?;
    }
    archive.finish().map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_as_they_were() {
        let bytes = packed(&[("a.txt", "one"), ("b.txt", "two")]).unwrap();
        assert_eq!(packed(&[("a.txt", "one"), ("b.txt", "two")]).unwrap(), bytes);
        let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
        let mut entries = archive.entries();
        let mut found = Vec::new();
        while let Some(entry) = entries.next_entry().unwrap() {
            let local = archive.get_entry(entry.wayfinder()).unwrap();
            let mut text = String::new();
            io::Read::read_to_string(&mut local.verifying_reader(local.data()), &mut text).unwrap();
            found.push(text);
        }
        assert_eq!(found, ["one", "two"]);
    }
}
