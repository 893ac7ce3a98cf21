//! Time series of outcomes and needles placed: plain data between observers, outputs and plots.

pub mod band;
pub mod curve;

use serde::Serialize;

use curve::Curve;

/// One column of a time series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// `<outcome>.<region>`.
    pub name: String,
    /// Outcome measure.
    pub outcome: String,
    /// Region it is taken over.
    pub region: String,
    /// Unit of the values.
    pub unit: String,
    /// What the values mean, and what they are relative to.
    pub meaning: String,
    /// One value per time; `NaN` where the region does not exist yet (written as an empty cell).
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// Columns over common times.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TimeSeries {
    /// Observation times in days, strictly increasing.
    pub time_day: Vec<f64>,
    /// The columns, each as long as `time_day`.
    pub columns: Vec<Column>,
}

/// One needle of one session, as it went in: what another program needs to place the same needles.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedNeedle {
    /// Session, counted from 1.
    pub session: usize,
    /// Its day.
    pub day: f64,
    /// Where the axis meets the surface, mm along x (the distance from the axis on a radial grid).
    pub x_mm: f64,
    /// The same along y; in a slab within the thickness that it stands for.
    pub y_mm: f64,
    /// True depth along the axis, mm.
    pub depth_mm: f64,
    /// Radius of the needle's shaft, mm; half the width of a wound that is not needled.
    pub radius_mm: f64,
    /// Length of the tapered tip, mm.
    pub tip_length_mm: f64,
    /// Unit vector of the axis into the skin, along x.
    pub axis_x: f64,
    /// The same along y.
    pub axis_y: f64,
    /// The same along depth.
    pub axis_z: f64,
}

impl TimeSeries {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The finite values of a column over time; nothing where there is no such column.
    pub fn curve(&self, name: &str) -> Option<Curve> {
        let column = self.column(name)?;
        Some(Curve::new(self.time_day.iter().copied().zip(column.values.iter().copied())))
    }
}
