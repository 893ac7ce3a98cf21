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

/// A spot on a curve, in the curve's colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Which of the panel's lines, from 0.
    pub line: usize,
    /// Abscissa.
    pub x: f64,
    /// Ordinate.
    pub y: f64,
}

/// A published value with its spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Abscissa.
    pub x: f64,
    /// Ordinate; `None` for a fact about the abscissa alone, drawn in a row of its own.
    pub y: Option<f64>,
    /// Ends of the error bar along x; both `x` where there is none.
    pub x_ends: (f64, f64),
    /// Ends of the error bar along y, where there is one.
    pub y_ends: Option<(f64, f64)>,
}

/// Points that share a mark and a line of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// Text in the legend.
    pub label: String,
    /// The points.
    pub points: Vec<Point>,
}

/// A shaded rectangle behind the curves; an infinite end reaches the panel's edge, and one that is
/// narrower than can be seen is drawn wide enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Text in the legend.
    pub label: String,
    /// From and to along x.
    pub x: (f64, f64),
    /// From and to along y.
    pub y: (f64, f64),
}

/// What lies between two curves, as quantiles of patients do; drawn behind the curves, in the tint of the
/// curve of the same place.
#[derive(Debug, Clone, PartialEq)]
pub struct Ribbon {
    /// Text in the legend.
    pub label: String,
    /// Abscissae.
    pub x: Vec<f64>,
    /// Lower ends, as long as `x`; `NaN` leaves a gap.
    pub low: Vec<f64>,
    /// Upper ends, as long as `x`; `NaN` leaves a gap.
    pub high: Vec<f64>,
}

/// A panel of curves, over time or another abscissa.
///
/// Panels one above the other that have the same `x_label` share their abscissa.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Spots on the curves (sessions, where each curve has its own).
    pub dots: Vec<Dot>,
    /// What the spots are, for the legend.
    pub dot_label: String,
    /// Points with error bars, over the curves.
    pub points: Vec<Points>,
    /// Shaded rectangles, behind the curves.
    pub bands: Vec<Band>,
    /// Ribbons, behind the curves.
    pub ribbons: Vec<Ribbon>,
    /// What else is to be said of it, for those who show text beside a panel.
    pub note: String,
    /// Ordinates that the panel reaches in any case, as for panels that are to be compared: those of all.
    pub y_reach: Option<(f64, f64)>,
    /// Least range of the abscissa, in its unit, where it is a result and not what was asked for.
    pub x_floor: f64,
    /// Least range of the ordinate, in its unit: smaller differences are rounding or what the tolerance
    /// leaves. A thousandth of the largest ordinate at least, whatever is given.
    pub y_floor: f64,
    /// Whether abscissae are whole numbers: ticks then are too.
    pub x_whole: bool,
    /// Whether ordinates are whole numbers.
    pub y_whole: bool,
}

/// One bar, or several close together.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Text beside it.
    pub label: String,
    /// Lengths with the ends of their intervals, as many as the panel has parts.
    pub parts: Vec<(f64, (f64, f64))>,
}

/// A panel of level bars.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bars {
    /// Title of the panel.
    pub title: String,
    /// Axis label with unit.
    pub x_label: String,
    /// What the parts of every bar are, for the legend.
    pub parts: Vec<String>,
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// Least range of the axis, in its unit: shorter bars are rounding or what the tolerance leaves.
    pub x_floor: f64,
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
    /// Least range of the colour bar, in its unit: smaller differences are rounding or what the tolerance
    /// leaves. A thousandth of the largest value at least, whatever is given.
    pub value_floor: f64,
    /// Values that the colour bar reaches in any case, as those of the same field on other pages.
    pub value_reach: Option<(f64, f64)>,
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
    /// Panels of bars, one above the other.
    Bars {
        /// File name without extension.
        name: String,
        /// Panels from top to bottom.
        panels: Vec<Bars>,
    },
    /// Maps in a grid: one row a field, one column a day; a row shares its colour scale.
    HeatMaps {
        /// File name without extension.
        name: String,
        /// Rows of maps.
        rows: Vec<Vec<HeatMap>>,
    },
}

/// A field in one slice of the skin, over days: what can be scrubbed through.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Film {
    /// Name of the field, in words.
    pub field: String,
    /// Unit of its values.
    pub unit: String,
    /// Which slice of the skin.
    pub slice: String,
    /// Label of the lateral axis with unit.
    pub x_label: String,
    /// Label of the other axis with unit; it grows downwards.
    pub y_label: String,
    /// Cell faces along the lateral axis, in mm (one more than columns of a frame).
    pub x_faces: Vec<f64>,
    /// Cell faces along the other axis, in mm (one more than rows of a frame).
    pub y_faces: Vec<f64>,
    /// Where each layer begins along the other axis, in mm.
    pub layers: Vec<(f64, String)>,
    /// Least range of the colour bar, in the unit.
    pub value_floor: f64,
    /// Whether it has fewer days than usual, as the grid is large.
    pub sparse: bool,
    /// Day of each frame.
    pub days: Vec<f64>,
    /// Each day, shape (other axis, lateral).
    pub frames: Vec<Frame>,
}

/// A picture of values: in 255 steps between its own ends, compressed.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Lowest value.
    pub low: f32,
    /// Highest value.
    pub high: f32,
    /// Values, rows one after the other, as they are kept.
    pub bytes: Vec<u8>,
}

impl Frame {
    /// The byte of a value that does not exist.
    pub const NOTHING: u8 = 255;
    /// Steps between the ends of a scale.
    const STEPS: f32 = 254.0;
    /// How hard to compress: what is saved beyond takes longer than a step.
    const LEVEL: u8 = 3;

    /// Keeps values; `NaN` where the field does not exist.
    pub fn new(values: &Array2<f64>) -> Self {
        let finite = values.iter().map(|value| *value as f32).filter(|value| value.is_finite());
        let (low, high) = finite
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| (value.min(low), value.max(high)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        let bytes: Vec<u8> = values.iter().map(|value| Self::byte(*value as f32, low, high)).collect();
        Self { low, high, bytes: miniz_oxide::deflate::compress_to_vec_zlib(&bytes, Self::LEVEL) }
    }

    /// A value on a scale.
    pub fn byte(value: f32, low: f32, high: f32) -> u8 {
        match value.is_finite() {
            true if high > low => (Self::STEPS * (value - low) / (high - low)).round() as u8,
            true => 0,
            false => Self::NOTHING,
        }
    }

    /// The values, to a part in 254 of their range; nothing where what is kept is damaged or longer than `most`.
    pub fn values(&self, most: usize) -> Option<Vec<f32>> {
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&self.bytes, most).ok()?;
        let value = |byte: &u8| match *byte {
            Self::NOTHING => f32::NAN,
            byte => self.low + (self.high - self.low) * f32::from(byte) / Self::STEPS,
        };
        Some(bytes.iter().map(value).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_keeps_values_to_a_step_of_its_range() {
        let values = Array2::from_shape_vec((2, 3), vec![1.0, 2.0, f64::NAN, 1.3, 3.0, 2.99]).unwrap();
        let frame = Frame::new(&values);
        let back = frame.values(6).unwrap();
        assert!(back[2].is_nan() && frame.values(5).is_none());
        for (kept, value) in back.iter().zip(&values).filter(|(_, value)| value.is_finite()) {
            assert!((f64::from(*kept) - value).abs() <= 0.5 * 2.0 / 254.0 + 1e-6, "{kept} {value}");
        }
        assert_eq!(Frame::new(&Array2::from_elem((1, 2), 0.7)).values(2).unwrap(), [0.7, 0.7]);
    }
}
