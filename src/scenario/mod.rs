//! A scenario as plain, validated data: who, where, which device, how deep, how often.
//!
//! The way in: text → `tree` (with `overrides` put in) → `assemble` (each table by a `section`) →
//! [`Scenario`]. Every fault on the way is collected with its place and told in one go.

mod aliases;
mod assemble;
mod deeper;
mod device;
mod fault;
mod grid;
mod idle;
mod kept;
mod keys;
mod observe;
mod overrides;
mod parameters;
mod parameters_file;
mod places;
mod render;
mod resolved;
mod schema;
mod section;
mod sessions;
pub mod shape;
mod source;
mod topicals;
mod tree;
mod warnings;
mod wounds;

use std::path::Path;

pub use fault::nearest;
pub(crate) use fault::suggestion;
pub use keys::{Known, keys};
pub(crate) use overrides::parameter_named;
pub use overrides::{Settable, canonical_name, refuse_twice, settable_named};
pub use parameters_file::changes_of;
pub use schema::schema;

use crate::Result;
use crate::files;
use crate::indication::Indication;
use crate::parameters::ParameterSet;
use crate::patient::Patient;
use crate::site::Site;
use crate::topical::Topical;
use crate::treatment::{Session, within};

/// Names of the time steppers; the first is the default.
pub const STEPPERS: &[&str] = &{
    let table = crate::numerics::steppers::STEPPERS;
    let mut names = [""; crate::numerics::steppers::STEPPERS.len()];
    let mut i = 0;
    while i < names.len() {
        names[i] = table[i].0;
        i += 1;
    }
    names
};

/// The tightest tolerance that a run may ask for.
pub(crate) const TIGHTEST_TOLERANCE: f64 = keys::TIGHTEST_TOLERANCE;

/// Gives an enum its list and the names that scenarios use.
macro_rules! named {
    ($name:ident { $($variant:ident: $text:literal),+ }) => {
        impl $name {
            /// Every choice; the first is the default.
            pub const ALL: [Self; [$($text),+].len()] = [$(Self::$variant),+];

            /// The name in scenarios.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }
    };
}
named! { Geometry { Slab: "slab", Patch: "patch", Cell: "cell", WellMixed: "well_mixed" } }
named! { FieldRegion {
    Whole: "whole", Epidermis: "epidermis", Dermis: "dermis", Papillary: "papillary", Reticular: "reticular",
    Subcutis: "subcutis"
} }
named! { Precision { Single: "f32", Double: "f64", Rounded: "rounded" } }
named! { Boundary { Periodic: "periodic", NoFlux: "no_flux" } }

/// The shape that stands for the treated skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Geometry {
    /// x, y and z.
    Patch,
    /// x and z; stands for a thickness equal to the mean distance between needles.
    Slab,
    /// r and z around one needle.
    Cell,
    /// One cell: the kinetics of a perfectly mixed dermis.
    WellMixed,
}

/// What happens at the lateral sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// The skin goes on as it begins.
    Periodic,
    /// Nothing passes.
    NoFlux,
}

/// Depths of which fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldRegion {
    /// All of them.
    Whole,
    /// Stratum corneum and living epidermis.
    Epidermis,
    /// Papillary and reticular dermis.
    Dermis,
    /// Papillary dermis.
    Papillary,
    /// Reticular dermis.
    Reticular,
    /// Subcutis.
    Subcutis,
}

/// How values of fields are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits: seven digits.
    Single,
    /// 64 bits, as they are calculated.
    Double,
    /// 32 bits, of which those below an eighth of the run's tolerance are rounded away: half as much to keep.
    Rounded,
}

/// Formats that fields are written in; the first is the usual one.
pub const FIELD_FORMATS: [&str; 2] = ["zarr", "vtk"];

/// The grid as the user asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct GridSettings {
    /// Shape.
    pub geometry: Geometry,
    /// Lateral size along x in mm (ignored by `cell` and `well_mixed`).
    pub width_mm: f64,
    /// Lateral size along y in mm (`patch` only).
    pub length_mm: f64,
    /// Lateral spacing in µm.
    pub spacing_um: f64,
    /// Vertical spacing in µm below 0.3 mm.
    pub depth_spacing_um: f64,
    /// Vertical spacing in µm above 0.3 mm.
    pub surface_spacing_um: f64,
    /// Lateral sides.
    pub boundary: Boundary,
    /// Whether each session of a `cell` meets the mean of what earlier ones left.
    pub shifted_sessions: bool,
}

/// How the run is carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSettings {
    /// Simulated days.
    pub days: f64,
    /// Seed of every random stream.
    pub seed: u64,
    /// Relative error allowed per step, of each field's largest value.
    pub tolerance: f64,
    /// Name of the time stepper.
    pub stepper: &'static str,
    /// Whether skin that repeats itself is solved once for all its copies.
    pub symmetry: bool,
    /// Whether only a box around what has departed from rest is solved.
    pub active_box: bool,
}

/// When outcomes are taken.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservationSettings {
    /// Days after each session during which outcomes are taken often.
    pub dense_days: f64,
    /// Days between outcomes during that time (the very first are closer still).
    pub dense_interval_days: f64,
    /// Days between outcomes otherwise.
    pub interval_days: f64,
    /// Days on which depth-lateral maps are drawn.
    pub map_days: Vec<f64>,
    /// Names of the fields that are written, as in [`on_grid`](crate::outcome::on_grid); none for no fields.
    pub fields: Vec<&'static str>,
    /// Days on which they are written; none for every `interval_days`, and the end.
    pub field_days: Vec<f64>,
    /// The depths that are written.
    pub field_region: FieldRegion,
    /// Names of the formats that they are written in.
    pub field_formats: Vec<&'static str>,
    /// How their values are kept.
    pub precision: Precision,
}

impl GridSettings {
    /// The grid of a scenario that says nothing of it.
    pub const USUAL: Self = Self {
        geometry: Geometry::Slab,
        width_mm: 4.0,
        length_mm: 4.0,
        spacing_um: 25.0,
        depth_spacing_um: 25.0,
        surface_spacing_um: 25.0,
        boundary: Boundary::Periodic,
        shifted_sessions: false,
    };
}

impl RunSettings {
    /// How a scenario is run that says nothing of it.
    pub const USUAL: Self = Self {
        days: 300.0,
        seed: 1,
        tolerance: 1e-3,
        stepper: STEPPERS[0],
        symmetry: true,
        active_box: true,
    };
}

impl ObservationSettings {
    /// When outcomes are taken of a scenario that says nothing of it; its sessions say when maps are drawn.
    pub const USUAL: Self = Self {
        dense_days: 7.0,
        dense_interval_days: 0.25,
        interval_days: 1.0,
        map_days: Vec::new(),
        fields: Vec::new(),
        field_days: Vec::new(),
        field_region: FieldRegion::Whole,
        field_formats: Vec::new(),
        precision: Precision::Single,
    };
}

/// The thickness of a layer of the site. Lengths in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerSetting {
    /// Name of its key, as `site.subcutis_mm`.
    pub name: &'static str,
    /// Thickness.
    pub thickness_mm: f64,
    /// Smallest thickness allowed.
    pub low: f64,
    /// Largest thickness allowed.
    pub high: f64,
}

/// One complete scenario, validated, with every default filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Title for plots and summaries.
    pub title: String,
    /// Who.
    pub patient: Patient,
    /// Where on the body, with layer thicknesses.
    pub site: Site,
    /// What is treated; nothing for normal skin.
    pub indication: Option<Indication>,
    /// The grid.
    pub grid: GridSettings,
    /// Sessions in order of day; empty for untreated skin.
    pub sessions: Vec<Session>,
    /// What is put on the skin, and when.
    pub topicals: Vec<Topical>,
    /// How the run is carried out.
    pub run: RunSettings,
    /// When outcomes are taken.
    pub observe: ObservationSettings,
    /// Parameters, with the scenario's changes.
    pub parameters: ParameterSet,
    /// Names of parameters that differ from their defaults.
    pub changed_parameters: Vec<String>,
    /// Thicknesses of layers that stay as the file states them, with their values, although a change names another
    /// site than the file.
    pub kept_layers: Vec<String>,
}

/// A study's file is no scenario: its keys would all be told as unknown.
fn refuse_study(root: &tree::Table, faults: &mut fault::Faults) -> crate::Result<()> {
    let Some(entry) = root.get("study") else { return Ok(()) };
    let command = if let tree::Value::Text(name) = &entry.node.value { name } else { "sweep" };
    let way = format!("run it by its own command, as dermis {command} FILE");
    faults.add(entry.place, "this is the file of a study, not a scenario", way);
    faults.check()
}

impl Scenario {
    /// Layers of the site from the surface down.
    pub fn layers(&self) -> impl Iterator<Item = LayerSetting> {
        keys::SITE.iter().filter_map(|row| {
            let keys::Value::Number(thickness_mm) = (row.get)(&self.site)? else { return None };
            let keys::Bounds { low, high, .. } = row.key.bounds();
            Some(LayerSetting { name: row.key.path, thickness_mm, low, high })
        })
    }

    /// The sessions that the run lasts long enough for, in order.
    pub fn carried_out(&self) -> impl DoubleEndedIterator<Item = &Session> {
        self.sessions.iter().filter(|session| within(session.day, self.run.days))
    }

    /// Reads a scenario file and puts in the changes, each `name=value`. Returns it with its
    /// warnings.
    ///
    /// # Errors
    /// [`Error::Scenario`](crate::Error::Scenario) with every fault; what the system says of the file.
    pub fn read(path: &Path, overrides: &[String]) -> Result<(Self, Vec<String>)> {
        let text = files::text(path, files::MOST_OF_TEXT)?;
        Self::parse(&path.display().to_string(), &text, overrides)
    }

    /// As [`Scenario::read`], from a text; `name` is what errors call it.
    ///
    /// # Errors
    /// [`Error::Scenario`](crate::Error::Scenario) with every fault.
    pub fn parse(name: &str, text: &str, overrides: &[String]) -> Result<(Self, Vec<String>)> {
        let scenario = Self::quietly(name, text, overrides)?;
        let warnings = scenario.warnings();
        Ok((scenario, warnings))
    }

    /// The same without its warnings, which take as long as a good part of the rest.
    ///
    /// # Errors
    /// [`Error::Scenario`](crate::Error::Scenario) with every fault.
    pub(crate) fn quietly(name: &str, text: &str, overrides: &[String]) -> Result<Self> {
        let mut faults = fault::Faults::new(name, text, overrides);
        let mut root = tree::parse_file(text, &mut faults);
        // After a mistake of syntax the rest would only be guesses.
        faults.check()?;
        refuse_study(&root, &mut faults)?;
        aliases::resolve(&mut root, &mut faults);
        let before = kept::Named::by(&root);
        for (index, change) in overrides.iter().enumerate() {
            overrides::apply(&mut root, change, index + 1, &mut faults);
        }
        let stem = Path::new(name).file_stem().map_or(name.into(), |stem| stem.to_string_lossy());
        let mut scenario = assemble::scenario(&root, &stem, &mut faults);
        scenario.kept_layers = before.kept(&root, &faults.sources);
        faults.check()?;
        Ok(scenario)
    }
}
