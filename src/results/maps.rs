//! `maps.json`.

use std::path::Path;

use ndarray::Array2;
use serde::Deserialize;

use super::MOST_OF_TABLE;
use crate::error::{Error, Result};
use crate::figure::HeatMap;
use crate::files;

#[derive(Deserialize)]
struct Field {
    value_label: String,
    least_range: f64,
}

#[derive(Deserialize)]
struct Day {
    day: f64,
    titles: Vec<String>,
    values: Vec<Vec<Vec<Option<f64>>>>,
}

#[derive(Deserialize)]
struct Contents {
    x_label: String,
    y_label: String,
    x_faces_mm: Vec<f64>,
    depth_faces_mm: Vec<f64>,
    layers: Vec<(f64, String)>,
    fields: Vec<Field>,
    days: Vec<Day>,
}

/// The maps of a run's folder by day; none where it has none.
pub(super) fn read(folder: &Path) -> Result<Vec<(f64, Vec<HeatMap>)>> {
    let path = folder.join("maps.json");
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let bytes = files::read(&path, MOST_OF_TABLE)?;
    let mut contents: Contents =
        serde_json::from_slice(&bytes).map_err(|error| Error::file(&path, &error.to_string()))?;
    let days = std::mem::take(&mut contents.days);
    let maps = |day: Day| {
        let parts = contents.fields.iter().zip(day.titles).zip(day.values);
        let maps: Option<Vec<HeatMap>> =
            parts.map(|((field, title), values)| contents.map(field, title, values)).collect();
        let maps = maps.ok_or_else(|| {
            Error::file(
                &path,
                &format!("the maps of day {} have another number of cells than faces", day.day),
            )
        });
        Ok((day.day, maps?))
    };
    days.into_iter().map(maps).collect()
}

impl Contents {
    /// Nothing where there are more or fewer values than cells.
    fn map(&self, field: &Field, title: String, values: Vec<Vec<Option<f64>>>) -> Option<HeatMap> {
        let shape = (self.depth_faces_mm.len().checked_sub(1)?, self.x_faces_mm.len().checked_sub(1)?);
        let flat = values.into_iter().flatten().map(|value| value.unwrap_or(f64::NAN)).collect();
        Some(HeatMap {
            title,
            x_label: self.x_label.clone(),
            y_label: self.y_label.clone(),
            value_label: field.value_label.clone(),
            x_faces: self.x_faces_mm.clone(),
            y_faces: self.depth_faces_mm.clone(),
            values: Array2::from_shape_vec(shape, flat).ok()?,
            layers: self.layers.clone(),
            value_floor: field.least_range,
            value_reach: None,
        })
    }
}
