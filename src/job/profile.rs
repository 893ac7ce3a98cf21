//! Profiles of a field out of a folder of results.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::figure::{Curves, Figure, Line};
use crate::files;
use crate::output::fields::{Described, StoredFields};
use crate::output::{PUNCTURES, read_punctures, tidy_csv, write_text};
use crate::profile::Bins;
use crate::scenario::suggestion;
use crate::tidy::{Tidy, TidyColumn};

/// Days that differ by less are the same.
const SAME: f64 = 1e-6;
/// Most days that an error lists.
const MOST_LISTED: usize = 12;

/// What is asked of the fields of a folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The folder of results.
    pub folder: PathBuf,
    /// Name of the field.
    pub field: String,
    /// Days.
    pub days: Vec<f64>,
    /// Whether means are taken over the distance from needles instead of over depth.
    pub around_needles: bool,
}

/// A profile as a table and as a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// One row a bin: its middle, its layer or share, the mean on each day.
    pub table: Tidy,
    /// The same as curves.
    pub figure: Figure,
}

/// Means of a field over depth, or over the distance from the nearest needle.
///
/// # Errors
/// [`Error::Usage`] where folder, field or day are not there; [`Error::File`] where the store is not as dermis writes
/// it; what the system says of files.
pub fn profile(asked: &Asked) -> Result<Profile> {
    let store = StoredFields::open(&asked.folder)?;
    let Described { meaning, unit, words, label, .. } = field(&store, &asked.field)?;
    let days = asked.days.iter().map(|day| index(&store.days, *day)).collect::<Result<Vec<_>>>()?;
    let bins = if asked.around_needles { around(&store, asked)? } else { Bins::over_depth(&store.axes) };
    let mut columns = vec![place(asked, &bins)];
    columns.push(match asked.around_needles {
        true => {
            TidyColumn::numbers("share", "1", "part of the dermis that is as near as this", bins.shares())
        }
        false => TidyColumn::words("layer", "layer of the skin", layers(&store)),
    });
    let mut lines = Vec::new();
    for day in days {
        let means = bins.means(&store.values(&asked.field, day)?);
        let (name, label) =
            (format!("{}_day_{}", asked.field, store.days[day]), format!("day {}", store.days[day]));
        lines.push(Line { label, x: bins.centres.clone(), y: means.clone() });
        columns.push(TidyColumn::numbers(&name, &unit, &meaning, means));
    }
    let figure = Figure::Curves {
        name: "profile".into(),
        panels: vec![Curves {
            title: match asked.around_needles {
                true => format!("{words} around needles: mean over the dermis as deep as they reach"),
                false => format!("{words} over depth: mean across the skin"),
            },
            x_label: if asked.around_needles { AROUND } else { DEPTH }.into(),
            y_label: label,
            marks: if asked.around_needles { Vec::new() } else { boundaries(&store) },
            mark_label: "layer boundary".into(),
            lines,
            ..Curves::default()
        }],
    };
    Ok(Profile { table: Tidy { name: "profile".into(), columns }, figure })
}

/// A field that varies with depth.
///
/// # Errors
/// [`Error::Usage`] where there is none of that name, or it lies on the surface.
pub(super) fn field(store: &StoredFields, name: &str) -> Result<Described> {
    match store.described(name) {
        Some(described) if described.deep => Ok(described),
        Some(_) => {
            Err(Error::Usage(format!("`{name}` lies on the surface: nothing of it varies with depth")))
        }
        None => {
            let near = suggestion(name, store.names());
            Err(Error::Usage(format!("there is no field `{name}` in these results; {near}")))
        }
    }
}

const DEPTH: &str = "depth below the surface (mm)";
const AROUND: &str = "distance from the nearest needle's axis (mm)";

/// Writes a profile as `<to>.csv`, and as figures where the feature `plots` is on. Returns the files.
///
/// # Errors
/// [`Error::Create`] where there is something of such a name and `force` is not given; what the system says.
pub fn write_profile(profile: &Profile, to: &Path, force: bool) -> Result<Vec<PathBuf>> {
    let endings: &[&str] = if cfg!(feature = "plots") { &["csv", "png", "svg"] } else { &["csv"] };
    let ending = |ending: &&str| {
        let mut name = to.as_os_str().to_owned();
        name.push(format!(".{ending}"));
        PathBuf::from(name)
    };
    let files: Vec<PathBuf> = endings.iter().map(ending).collect();
    if let Some(path) = files.iter().find(|path| !force && path.exists()).cloned() {
        return Err(Error::Create {
            path,
            reason: "it exists; replace it with --force or choose another --out".into(),
        });
    }
    write_text(&files[0], &tidy_csv(&profile.table)?)?;
    #[cfg(feature = "plots")]
    {
        let mut figure = profile.figure.clone();
        if let (Figure::Curves { name, .. }, Some(stem)) = (&mut figure, to.file_name()) {
            *name = stem.to_string_lossy().into_owned();
        }
        let folder = files::parent(to);
        crate::plot::draw(&figure, folder)?;
    }
    Ok(files)
}

/// Where a day lies among those that are written.
fn index(days: &[f64], day: f64) -> Result<usize> {
    let found = days.iter().position(|written| (written - day).abs() < SAME);
    found.ok_or_else(|| {
        let mut near: Vec<f64> = days.to_vec();
        near.sort_by(|a, b| (a - day).abs().total_cmp(&(b - day).abs()));
        near.truncate(MOST_LISTED);
        near.sort_by(f64::total_cmp);
        let near: Vec<String> = near.iter().map(f64::to_string).collect();
        Error::Usage(format!("no fields are written of day {day}; near it are {}", near.join(", ")))
    })
}

/// Bins around the needles of every session before the last day that is asked for.
fn around(store: &StoredFields, asked: &Asked) -> Result<Bins> {
    let last = asked.days.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut needles = read_punctures(&asked.folder)?;
    needles.retain(|needle| needle.day < last - SAME && needle.axis_z > 0.0);
    if needles.is_empty() {
        return Err(Error::Usage(format!("{PUNCTURES} has no needle before day {last}")));
    }
    let dermis = |layer: &usize| {
        store.layers.get(*layer).is_some_and(|name| name.ends_with("dermis") && name != "epidermis")
    };
    let rows: Vec<bool> = store.row_layers.iter().map(dermis).collect();
    let bins = Bins::around(&store.axes, &rows, &needles);
    if bins.centres.is_empty() {
        return Err(Error::Usage(
            "no needle reaches the dermis that is written; see observe.field_region".into(),
        ));
    }
    Ok(bins)
}

fn place(asked: &Asked, bins: &Bins) -> TidyColumn {
    let (name, meaning) = if asked.around_needles { ("distance_mm", AROUND) } else { ("depth_mm", DEPTH) };
    TidyColumn::numbers(name, "mm", meaning, bins.centres.clone())
}

/// Layer of each row by name.
fn layers(store: &StoredFields) -> Vec<String> {
    let name = |z: usize| {
        store.row_layers.get(z).and_then(|layer| store.layers.get(*layer)).cloned().unwrap_or_default()
    };
    (0..store.axes[0].len()).map(name).collect()
}

/// Depths at which the layer changes.
fn boundaries(store: &StoredFields) -> Vec<f64> {
    store.boundaries().into_iter().map(|(depth, _)| depth).collect()
}
