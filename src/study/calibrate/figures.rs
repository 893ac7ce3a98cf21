//! Figures of a calibration: the best run over the data, and the profiles.

use super::data::Datum;
use super::search::Found;
use super::{Fit, interval};
use crate::figure::{Curves, Figure, Line, Point, Points};
use crate::study::findings::wording;
use crate::study::readout::measure::described;

/// Rise of χ² up to which profiles are drawn: steeper parts would hide the rest.
const HIGHEST: f64 = 12.0;

/// The best run's course of an outcome.
pub(super) struct BestCourse {
    /// Outcome column.
    pub outcome: String,
    /// Days.
    pub days: Vec<f64>,
    /// Values on them.
    pub values: Vec<f64>,
}

/// One panel an outcome: the best run's course and the data.
pub(super) fn courses(data: &[Datum], courses: &[BestCourse]) -> Vec<Figure> {
    let panel = |BestCourse { outcome, days, values }: &BestCourse| {
        let own: Vec<&Datum> = data.iter().filter(|datum| datum.outcome == *outcome).collect();
        let of_peak = own.iter().any(|datum| datum.of_peak);
        let whole = if of_peak { values.iter().copied().fold(f64::MIN_POSITIVE, f64::max) } else { 1.0 };
        let point = |datum: &&Datum| Point {
            x: datum.day,
            y: Some(datum.value),
            x_ends: (datum.day, datum.day),
            y_ends: Some((datum.value - datum.spread, datum.value + datum.spread)),
        };
        Curves {
            title: wording::title(&wording::of_column(outcome)),
            x_label: "time (days)".into(),
            y_label: match of_peak {
                true => "part of the peak".into(),
                false => wording::axis(&wording::of_column(outcome), &described(outcome).0),
            },
            lines: vec![Line {
                label: "model, best fit".into(),
                x: days.clone(),
                y: values.iter().map(|value| value / whole).collect(),
            }],
            points: vec![Points { label: "data ± spread".into(), points: own.iter().map(point).collect() }],
            ..Curves::default()
        }
    };
    vec![Figure::Curves { name: "fit".into(), panels: courses.iter().map(panel).collect() }]
}

/// One figure a parameter: how far χ² must rise when it is held elsewhere.
pub(super) fn profiles(work: &Fit<'_>, best: &Found, profiles: &[Vec<Found>]) -> Vec<Figure> {
    let figure = |(at, profile): (usize, &Vec<Found>)| {
        let input = &work.inputs[at];
        let shown = profile.iter().map(|found| {
            let rise = found.chi_squared - best.chi_squared;
            (work.value(input, found.point[at]), if rise <= HIGHEST { rise } else { f64::NAN })
        });
        let (x, y): (Vec<f64>, Vec<f64>) = shown.unzip();
        let bound = Line { label: "95 %".into(), x: vec![input.low, input.high], y: vec![interval::RISE; 2] };
        let panel = Curves {
            title: format!("Profile of {}", wording::of_name(&input.name)),
            x_label: wording::name_axis(&input.name),
            x_whole: input.whole,
            y_label: "rise of χ²".into(),
            lines: vec![Line { label: "others fitted anew".into(), x, y }, bound],
            marks: vec![work.value(input, best.point[at])],
            mark_label: "best".into(),
            ..Curves::default()
        };
        Figure::Curves { name: format!("profile_{}", input.name.replace('.', "_")), panels: vec![panel] }
    };
    profiles.iter().enumerate().filter(|(_, profile)| !profile.is_empty()).map(figure).collect()
}
