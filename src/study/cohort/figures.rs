//! Figures of a cohort: courses, distributions, paired differences.

use super::tables::Outcomes;
use crate::figure::{Curves, Figure, Line, Ribbon};
use crate::study::measure::Measure;
use crate::study::plan::{Case, Plan};
use crate::study::statistics::{sample_quantile, sorted};
use crate::study::wording;

/// Arms that the courses have room for.
const MOST_ARMS: usize = 6;

/// Pairs of arms that the differences have room for.
const MOST_CONTRASTS: usize = 10;

/// Quantiles between which nine tenths of patients lie.
const NINE_TENTHS: (f64, f64) = (0.05, 0.95);

/// Least range of the courses, in % of rest: less is what the tolerance leaves.
const LEAST_GAIN: f64 = 0.1;

/// All figures.
pub fn figures(outcomes: &Outcomes, plan: &Plan, responder: &Measure) -> Vec<Figure> {
    let mut figures = vec![courses(outcomes, plan)];
    if let Some(at) = outcomes.place(&responder.name()) {
        figures.extend(distributions(outcomes, at, responder));
    }
    figures
}

/// Median and the middle nine tenths of patients, a panel an arm; all arms on one scale.
fn courses(outcomes: &Outcomes, plan: &Plan) -> Figure {
    let panel = |(at, name): (usize, &String)| {
        let quantile = |p: f64| -> Vec<f64> {
            let days = outcomes.courses[at].iter();
            days.map(|values| sample_quantile(&sorted(values), p)).collect()
        };
        Curves {
            title: format!("Total collagen, whole dermis: {name}"),
            x_label: "time (days)".into(),
            y_label: "change (% of rest)".into(),
            lines: vec![Line { label: "median patient".into(), x: outcomes.days.clone(), y: quantile(0.5) }],
            ribbons: vec![Ribbon {
                label: "nine tenths of patients".into(),
                x: outcomes.days.clone(),
                low: quantile(NINE_TENTHS.0),
                high: quantile(NINE_TENTHS.1),
            }],
            marks: sessions(plan, at, outcomes.arms.len()),
            mark_label: "session".into(),
            y_floor: LEAST_GAIN,
            ..Curves::default()
        }
    };
    let mut panels: Vec<Curves> = outcomes.arms.iter().enumerate().take(MOST_ARMS).map(panel).collect();
    let ends =
        panels.iter().flat_map(|panel| &panel.ribbons).flat_map(|band| band.low.iter().chain(&band.high));
    let ends = ends.copied().filter(|end| end.is_finite());
    let reach = ends.fold(None, |reach: Option<(f64, f64)>, end| {
        Some(reach.map_or((end, end), |(low, high)| (low.min(end), high.max(end))))
    });
    panels.iter_mut().for_each(|panel| panel.y_reach = reach);
    Figure::Curves { name: "cohort_courses".into(), panels }
}

/// Days of an arm's sessions, where all patients have the same.
fn sessions(plan: &Plan, arm: usize, arms: usize) -> Vec<f64> {
    let days = |case: &Case| -> Vec<f64> { case.scenario.carried_out().map(|session| session.day).collect() };
    let patients = plan.cases.iter().take(plan.rows()).skip(arm).step_by(arms.max(1));
    let mut each = patients.map(days);
    let first = each.next().unwrap_or_default();
    if each.all(|other| other == first) { first } else { Vec::new() }
}

/// Shares of patients below each value, and below each paired difference.
fn distributions(outcomes: &Outcomes, at: usize, responder: &Measure) -> Vec<Figure> {
    let (words, unit) = (wording::of_measure(responder), responder.unit());
    let share = |label: &String, values: &[f64]| {
        let sorted = sorted(values);
        let count = sorted.len() as f64;
        let y = (0..sorted.len()).map(|rank| 100.0 * (rank as f64 + 0.5) / count).collect();
        Line { label: label.clone(), x: sorted, y }
    };
    let lines = outcomes.arms.iter().zip(&outcomes.values).map(|(arm, values)| share(arm, &values[at]));
    let under = Curves {
        title: "Patients under each arm".into(),
        x_label: wording::axis(&words, &unit),
        y_label: "patients below (%)".into(),
        lines: lines.collect(),
        x_floor: wording::floor(&unit),
        ..Curves::default()
    };
    let mut figures = vec![Figure::Curves { name: "cohort_distributions".into(), panels: vec![under] }];
    if !outcomes.contrasts.is_empty() {
        let lines = outcomes.contrasts.iter().take(MOST_CONTRASTS).map(|contrast| {
            let label = format!("{} minus {}", outcomes.arms[contrast.arm], outcomes.arms[contrast.minus]);
            share(&label, &outcomes.differences(*contrast, at))
        });
        let differences = Curves {
            title: "Differences of each patient between arms".into(),
            x_label: wording::axis(&format!("difference in {words}"), &unit),
            y_label: "patients below (%)".into(),
            lines: lines.collect(),
            marks: vec![0.0],
            mark_label: "no difference".into(),
            x_floor: wording::floor(&unit),
            ..Curves::default()
        };
        figures.push(Figure::Curves { name: "cohort_differences".into(), panels: vec![differences] });
    }
    figures
}
