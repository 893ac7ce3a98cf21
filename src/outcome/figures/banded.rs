//! The figure of a run with an ensemble.

use super::LEAST;
use crate::figure::{Curves, Figure, Line, Ribbon};
use crate::series::TimeSeries;
use crate::series::band::{self, ColumnBand};

/// Curves that a run with an ensemble draws with their bands: title, label of the ordinate, factor, offset, column.
const BANDED: [(&str, &str, f64, f64, &str); 5] = [
    ("Total collagen, whole dermis", "change (% of rest)", 100.0, -1.0, "collagen_total.dermis"),
    ("Newly deposited collagen, whole dermis", "% of rest total collagen", 100.0, 0.0, "collagen_new.dermis"),
    ("Scar-like collagen, whole dermis", "% of rest total collagen", 100.0, 0.0, "collagen_scar.dermis"),
    ("Inflammation index, whole dermis", "index", 1.0, 0.0, "inflammation_index.dermis"),
    ("Redness", "erythema index", 1.0, 0.0, "erythema_index.surface"),
];

/// The figure of a run with an ensemble: own curve, median and band of the headline outcomes.
pub fn banded(series: &TimeSeries, session_days: &[f64], bands: &[ColumnBand], note: &str) -> Figure {
    let panel = |(title, y_label, scale, offset, name): &(&str, &str, f64, f64, &str)| {
        let (band, column) = (band::find(bands, name)?, series.column(name)?);
        let shown = |values: &[f64]| values.iter().map(|value| scale * (value + offset)).collect();
        let line =
            |label: &str, x: &[f64], y: &[f64]| Line { label: label.into(), x: x.to_vec(), y: shown(y) };
        Some(Curves {
            title: (*title).into(),
            x_label: "time (days)".into(),
            y_label: (*y_label).into(),
            lines: vec![
                line("median of draws", &band.days, &band.median),
                line("the model's own parameters", &series.time_day, &column.values),
            ],
            ribbons: vec![Ribbon {
                label: "90 % of draws".into(),
                x: band.days.clone(),
                low: shown(&band.low),
                high: shown(&band.high),
            }],
            marks: session_days.to_vec(),
            mark_label: "session".into(),
            y_floor: LEAST * scale,
            note: note.into(),
            ..Curves::default()
        })
    };
    Figure::Curves { name: "bands".into(), panels: BANDED.iter().filter_map(panel).collect() }
}
