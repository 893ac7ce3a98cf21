//! Figures as plain data: what to draw, not how.

use ndarray::Array2;

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Name in the legend.
    pub label: String,
    /// Abscissae.
    pub x: Vec<f64>,
    /// Ordinates, as long as `x`; `NaN` leaves a gap.
    pub y: Vec<f64>,
}

/// A panel of curves over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// Title of the panel.
    pub title: String,
    /// Axis label with unit.
    pub x_label: String,
    /// Axis label with unit.
    pub y_label: String,
    /// The curves.
    pub lines: Vec<Line>,
    /// Abscissae to mark with a thin vertical line (days of sessions).
    pub marks: Vec<f64>,
    /// What the marks are, for the legend (for instance "session").
    pub mark_label: String,
}

/// A depth–lateral map of one field.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Title of the panel.
    pub title: String,
    /// Label of the lateral axis with unit.
    pub x_label: String,
    /// Label of the depth axis with unit; depth grows downwards.
    pub y_label: String,
    /// Label of the colour bar with unit.
    pub value_label: String,
    /// Cell faces along the lateral axis, in mm (one more than columns of `values`).
    pub x_faces: Vec<f64>,
    /// Cell faces along depth, in mm (one more than rows of `values`).
    pub y_faces: Vec<f64>,
    /// Values, shape (depth, lateral).
    pub values: Array2<f64>,
    /// Depth of a horizontal line in mm and the name of the layer below it.
    pub layers: Vec<(f64, String)>,
}

/// A page of panels that share a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Panels of curves, one above the other.
    Curves {
        /// File name without extension.
        name: String,
        /// Panels from top to bottom.
        panels: Vec<Curves>,
    },
    /// Maps in a grid: one row a field, one column a day; a row shares its colour scale.
    HeatMaps {
        /// File name without extension.
        name: String,
        /// Rows of maps.
        rows: Vec<Vec<HeatMap>>,
    },
}
