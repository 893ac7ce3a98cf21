//! The figure of a run with an ensemble.

use super::LEAST;
use crate::figure::{Curves, Figure, Line, Ribbon};
use crate::series::TimeSeries;
use crate::series::band::{self, ColumnBand};

/// A curve that is drawn with its band.
struct Banded {
    title: &'static str,
    y_label: &'static str,
    /// What is drawn of a value: factor × (value + offset).
    factor: f64,
    offset: f64,
    column: &'static str,
}

const fn of(title: &'static str, y_label: &'static str, factor: f64, column: &'static str) -> Banded {
    Banded { title, y_label, factor, offset: 0.0, column }
}

const BANDED: [Banded; 5] = [
    Banded {
        offset: -1.0,
        ..of("Total collagen, whole dermis", "change (% of rest)", 100.0, "collagen_total.dermis")
    },
    of("Newly deposited collagen, whole dermis", "% of rest total collagen", 100.0, "collagen_new.dermis"),
    of("Scar-like collagen, whole dermis", "% of rest total collagen", 100.0, "collagen_scar.dermis"),
    of("Inflammation index, whole dermis", "index", 1.0, "inflammation_index.dermis"),
    of("Redness", "erythema index", 1.0, "erythema_index.surface"),
];

/// The figure of a run with an ensemble: own curve, median and band of the headline outcomes.
pub fn banded(series: &TimeSeries, session_days: &[f64], bands: &[ColumnBand], note: &str) -> Figure {
    let panel = |Banded { title, y_label, factor, offset, column }: &Banded| {
        let (band, column) = (band::find(bands, column)?, series.column(column)?);
        let shown = |values: &[f64]| values.iter().map(|value| factor * (value + offset)).collect();
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
            y_floor: LEAST * factor,
            note: note.into(),
            ..Curves::default()
        })
    };
    Figure::Curves { name: "bands".into(), panels: BANDED.iter().filter_map(panel).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Column;

    #[test]
    fn collagen_is_drawn_as_the_change_from_rest() {
        let named = ["collagen_total.dermis", "erythema_index.surface"];
        let column = |name: &str| Column {
            name: name.into(),
            outcome: String::new(),
            region: String::new(),
            unit: String::new(),
            meaning: String::new(),
            values: vec![1.0, 1.25],
        };
        let days = || vec![0.0, 30.0];
        let band = |name: &str| ColumnBand {
            column: name.into(),
            days: days(),
            low: vec![1.0, 1.125],
            median: vec![1.0, 1.5],
            high: vec![1.0, 1.75],
        };
        let series = TimeSeries { time_day: days(), columns: named.map(column).to_vec() };
        let bands = [band(named[0]), band(named[1]), band("mmp.dermis")];
        let Figure::Curves { panels, .. } = banded(&series, &[0.0], &bands, "") else { panic!("no curves") };
        let drawn = |Curves { lines, ribbons, .. }: &Curves| {
            [&lines[0].y, &lines[1].y, &ribbons[0].low, &ribbons[0].high].map(|values| values[1])
        };
        let found: Vec<[f64; 4]> = panels.iter().map(drawn).collect();
        assert_eq!(found, [[50.0, 25.0, 12.5, 75.0], [1.5, 1.25, 1.125, 1.75]]);
        assert_eq!(panels[0].y_floor, 100.0 * LEAST);
    }
}
