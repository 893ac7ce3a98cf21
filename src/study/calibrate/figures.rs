//! Figures of a calibration: the best run over the data, and the profiles.

use super::data::{Censoring, Datum};
use super::fit::Fit;
use super::interval;
use super::likelihood::{Estimate, Judged};
use super::search::Found;
use crate::figure::{Curves, Figure, Line, Point, Points};
use crate::study::findings::wording;
use crate::study::readout::measure::described;

/// Rise of χ² up to which profiles are drawn: steeper parts would hide the rest.
const HIGHEST: f64 = 12.0;

/// The best run's course of an outcome.
pub(super) struct BestCourse {
    /// Place of its condition.
    pub condition: usize,
    /// Name of its condition.
    pub name: String,
    /// Outcome column.
    pub outcome: String,
    /// Days.
    pub days: Vec<f64>,
    /// Values on them.
    pub values: Vec<f64>,
}

/// One panel an outcome and condition: the best run's course, as it is measured, and the data.
pub(super) fn courses(work: &Fit<'_>, judged: &Judged, courses: &[BestCourse]) -> Vec<Figure> {
    let panel = |course: &BestCourse| {
        let BestCourse { condition, name, outcome, days, values } = course;
        let of_course = |datum: &&Datum| datum.outcome == *outcome && datum.condition == *condition;
        let own: Vec<&Datum> = work.data.iter().filter(of_course).collect();
        let of_peak = own.iter().any(|datum| datum.of_peak);
        let whole = if of_peak { values.iter().copied().fold(f64::MIN_POSITIVE, f64::max) } else { 1.0 };
        let group = work.groups.iter().position(|group| group.observable.outcome == *outcome);
        let lognormal = group.is_some_and(|at| work.groups[at].observable.lognormal);
        let plain = Estimate { scale: 1.0, offset: 0.0, spread: None };
        let estimate = group.and_then(|at| judged.estimates.get(at)).copied().unwrap_or(plain);
        let point = |datum: &Datum| {
            let (value, spread) = (datum.value, estimate.spread.unwrap_or(datum.spread));
            let ends = match lognormal {
                true => (value * libm::exp(-spread), value * libm::exp(spread)),
                false => (value - spread, value + spread),
            };
            let y_ends = (datum.censoring == Censoring::None).then_some(ends);
            Point { x: datum.day, y: Some(value), x_ends: (datum.day, datum.day), y_ends }
        };
        let marked = |label: &str, censoring: Censoring| Points {
            label: label.into(),
            points: own
                .iter()
                .filter(|datum| datum.censoring == censoring)
                .map(|datum| point(datum))
                .collect(),
        };
        let points = [
            marked("data ± spread", Censoring::None),
            marked("data below this", Censoring::Below),
            marked("data above this", Censoring::Above),
        ];
        let title = wording::title(&wording::of_column(outcome));
        let measured = |value: &f64| estimate.scale * value / whole + estimate.offset;
        Curves {
            title: if name.is_empty() { title } else { format!("{title}: {name}") },
            x_label: "time (days)".into(),
            y_label: match (of_peak, estimate.scale == 1.0 && estimate.offset == 0.0) {
                (true, _) => "part of the peak".into(),
                (false, true) => wording::axis(&wording::of_column(outcome), &described(outcome).0),
                (false, false) => "as measured".into(),
            },
            lines: vec![Line {
                label: "model, best fit".into(),
                x: days.clone(),
                y: values.iter().map(measured).collect(),
            }],
            points: points.into_iter().filter(|points| !points.points.is_empty()).collect(),
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
