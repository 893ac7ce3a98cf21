//! Figures of a cohort: courses, distributions, paired differences.

use super::tables::Outcomes;
use crate::figure::{Curves, Figure, Line};
use crate::study::measure::Measure;
use crate::study::statistics::{sample_quantile, sorted};

/// Arms that the courses have room for.
const MOST_ARMS: usize = 6;

/// Pairs of arms that the differences have room for.
const MOST_CONTRASTS: usize = 10;

/// All figures.
pub fn figures(outcomes: &Outcomes, responder: &Measure) -> Vec<Figure> {
    let mut figures = vec![courses(outcomes)];
    if let Some(at) = outcomes.place(&responder.name()) {
        figures.extend(distributions(outcomes, at));
    }
    figures
}

/// Median and the middle nine tenths of patients, a panel an arm.
fn courses(outcomes: &Outcomes) -> Figure {
    let panel = |(name, days): (&String, &Vec<Vec<f64>>)| {
        let line = |label: &str, p: f64| Line {
            label: label.into(),
            x: outcomes.days.clone(),
            y: days.iter().map(|values| sample_quantile(&sorted(values), p)).collect(),
        };
        Curves {
            title: format!("Total collagen, whole dermis: {name}"),
            x_label: "time (days)".into(),
            y_label: "change (% of rest)".into(),
            lines: vec![
                line("median patient", 0.5),
                line("5 % of patients below", 0.05),
                line("5 % above", 0.95),
            ],
            ..Curves::default()
        }
    };
    let panels = outcomes.arms.iter().zip(&outcomes.courses).take(MOST_ARMS).map(panel).collect();
    Figure::Curves { name: "cohort_courses".into(), panels }
}

/// Shares of patients below each value, and below each paired difference.
fn distributions(outcomes: &Outcomes, at: usize) -> Vec<Figure> {
    let (name, unit, _) = &outcomes.measures[at];
    let share = |label: &String, values: &[f64]| {
        let sorted = sorted(values);
        let count = sorted.len() as f64;
        let y = (0..sorted.len()).map(|rank| 100.0 * (rank as f64 + 0.5) / count).collect();
        Line { label: label.clone(), x: sorted, y }
    };
    let lines = outcomes.arms.iter().zip(&outcomes.values).map(|(arm, values)| share(arm, &values[at]));
    let under = Curves {
        title: "Patients under each arm".into(),
        x_label: format!("{name} ({unit})"),
        y_label: "patients below (%)".into(),
        lines: lines.collect(),
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
            x_label: format!("difference of {name} ({unit})"),
            y_label: "patients below (%)".into(),
            lines: lines.collect(),
            marks: vec![0.0],
            mark_label: "no difference".into(),
            ..Curves::default()
        };
        figures.push(Figure::Curves { name: "cohort_differences".into(), panels: vec![differences] });
    }
    figures
}
