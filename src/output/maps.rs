//! `maps.json`: the maps over depth as numbers, for figures and programs that come later.

use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use super::io_error;
use crate::error::Result;
use crate::figure::HeatMap;
use crate::files::seam;

/// Name of the file.
pub const MAPS: &str = "maps.json";

/// Maps of one day.
#[derive(Serialize)]
struct Day<'m> {
    day: f64,
    titles: Vec<&'m str>,
    /// By field, depth and lateral place; null where a field is not found.
    values: Vec<Vec<Vec<Option<f32>>>>,
}

#[derive(Serialize)]
struct Contents<'m> {
    schema: u32,
    x_label: &'m str,
    y_label: &'m str,
    x_faces_mm: &'m [f64],
    depth_faces_mm: &'m [f64],
    /// Depth in mm at which each layer begins, and its name.
    layers: &'m [(f64, String)],
    fields: Vec<Value>,
    days: Vec<Day<'m>>,
}

/// Writes `maps.json` into `folder`, in single precision; nothing without maps. `days` and `maps` go together.
///
/// # Errors
/// What the system says of the file.
pub fn write_maps(days: &[f64], maps: &[Vec<HeatMap>], folder: &Path) -> Result<()> {
    let Some(first) = maps.first().and_then(|maps| maps.first()) else { return Ok(()) };
    let field = |map: &HeatMap| json!({ "value_label": map.value_label, "least_range": map.value_floor });
    let contents = Contents {
        schema: 1,
        x_label: &first.x_label,
        y_label: &first.y_label,
        x_faces_mm: &first.x_faces,
        depth_faces_mm: &first.y_faces,
        layers: &first.layers,
        fields: maps[0].iter().map(field).collect(),
        days: days.iter().zip(maps).map(|(&day, maps)| of_day(day, maps)).collect(),
    };
    let path = folder.join(MAPS);
    let failed = |source| io_error("write", &path, source);
    let mut file = BufWriter::new(seam::create(&path).map_err(failed)?);
    serde_json::to_writer(&mut file, &contents).map_err(|error| failed(error.into()))?;
    file.write_all(b"\n").and_then(|()| file.flush()).map_err(failed)
}

fn of_day(day: f64, maps: &[HeatMap]) -> Day<'_> {
    let titles = maps.iter().map(|map| map.title.as_str()).collect();
    Day { day, titles, values: maps.iter().map(values).collect() }
}

fn values(map: &HeatMap) -> Vec<Vec<Option<f32>>> {
    let number = |value: &f64| value.is_finite().then_some(*value as f32 + 0.0);
    map.values.outer_iter().map(|row| row.iter().map(number).collect()).collect()
}
