//! Commented scenarios to start from: the examples, which the program carries within.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::error::{Error, Result};
use crate::files::{parent, seam};
use crate::scenario::{schema, suggestion};
use crate::visible;

/// The scenario of the manual.
const USUAL: &str = "face_four_sessions";
/// The file by which an editor completes keys, and how a scenario names it.
const SCHEMA: &str = "dermis.schema.json";

/// A scenario that is carried within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! templates {
    ($($name:literal)+) => {
        /// Every scenario of `examples/scenarios`, by name.
        pub const TEMPLATES: &[Template] = &[$(Template {
            name: $name,
            text: include_str!(concat!("../../examples/scenarios/", $name, ".toml")),
        }),+];
    };
}

templates! {
    "abrasion" "acne_scar_six_sessions" "atrophic_acne_scar" "core" "enlarged_pore" "face_four_sessions"
    "face_four_sessions_patch" "fields" "four_hundred_percent" "home_roller" "hypertrophic_scar" "incision"
    "maintenance_two_years" "neck_older_skin" "patient_modifiers" "pen_glide" "photoaged_skin" "regular_stamp"
    "roller_deeper_each_time" "single_needle" "stamp" "stretch_mark" "sun_and_years" "topicals" "two_rings"
    "untreated_control"
}

impl Template {
    /// Its title.
    pub fn title(&self) -> &'static str {
        let title = self.text.lines().find_map(|line| line.strip_prefix("title = \"")?.split('"').next());
        title.unwrap_or(self.name)
    }
}

/// Writes a commented scenario that runs as it is, the one of that name or the manual's. Nothing is overwritten.
/// Beside it, the format as a JSON Schema, which is written anew.
///
/// # Errors
/// [`Error::Usage`] where there is no template of that name, [`Error::Create`] where there is something in the
/// scenario's place; what the system says of the files.
pub fn new_scenario(path: &Path, from: Option<&str>) -> Result<()> {
    let name = from.unwrap_or(USUAL);
    let template = TEMPLATES.iter().find(|template| template.name == name).ok_or_else(|| {
        let near = suggestion(name, TEMPLATES.iter().map(|template| template.name));
        Error::Usage(format!("there is no example `{name}`: {near}; all of them: dermis new --list"))
    })?;
    let refused = |error: &io::Error| Error::Create {
        path: path.into(),
        reason: match error.kind() {
            ErrorKind::AlreadyExists => "it exists already; give another name".to_owned(),
            _ => error.to_string(),
        },
    };
    if path.symlink_metadata().is_ok() {
        return Err(refused(&ErrorKind::AlreadyExists.into()));
    }
    // The file that users find names the examples; theirs has a name of its own.
    let text = template
        .text
        .replace(&format!("examples/scenarios/{name}.toml"), &on_a_line(path.file_name()))
        .replace(&format!("{name}.toml"), &on_a_line(path.file_name()))
        .replace(&format!("results/{name}"), &format!("results/{}", on_a_line(path.file_stem())));
    let text = format!("#:schema ./{SCHEMA}\n{text}");
    // Under another name until it is whole: half a scenario is worse than none.
    let mut file = seam::unnamed(parent(path), ".dermis-new-").map_err(|error| refused(&error))?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all());
    written.map_err(|source| Error::io("write", path, source))?;
    file.persist_noclobber(path).map_err(|error| refused(&error.error))?;
    let beside = path.with_file_name(SCHEMA);
    let schema = format!("{:#}\n", schema());
    seam::write(&beside, schema).map_err(|source| Error::io("write", &beside, source))
}

/// A name as it may stand in a comment.
fn on_a_line(name: Option<&OsStr>) -> String {
    name.map_or_else(String::new, |name| visible::name(&name.to_string_lossy()))
}
