//! How measures follow what is varied: one figure a varied name, one panel a measure.

use crate::figure::{Curves, Figure, Line, Point, Points};
use crate::study::findings::wording;
use crate::study::plan::Plan;
use crate::study::plan::names::is_whole;
use crate::study::plan::vary::Vary;
use crate::study::readout::measure::Measure;
use crate::tidy::{Cells, Tidy, TidyColumn};

/// Panels of a figure.
const MOST_PANELS: usize = 4;
/// Values of a second name up to which each has a line of its own.
const MOST_LINES: usize = 7;
/// Measures that figures show first.
const FIRST: [&str; 4] = ["gain_after_last", "gain_on_day", "scar_like_share", "downtime_days"];

/// The figures: lines where one name or two make a grid, points otherwise.
pub(crate) fn responses(plan: &Plan, runs: &Tidy) -> Vec<Figure> {
    let numbers = |column: &&TidyColumn| matches!(column.cells, Cells::Number(_));
    plan.labels.iter().filter(numbers).map(|varied| figure(plan, runs, varied)).collect()
}

fn figure(plan: &Plan, runs: &Tidy, varied: &TidyColumn) -> Figure {
    let rank =
        |measure: &&Measure| FIRST.iter().position(|name| *name == measure.name()).unwrap_or(FIRST.len());
    let mut shown: Vec<&Measure> = plan.readout.measures.iter().collect();
    shown.sort_by_key(rank);
    let columns = shown.into_iter().filter_map(|measure| Some((measure, runs.column(&measure.name())?)));
    let panels = columns.filter(|(_, column)| known(column)).take(MOST_PANELS);
    let panels = panels.map(|(measure, column)| panel(plan, varied, measure, column)).collect();
    Figure::Curves { name: format!("by_{}", varied.name.replace('.', "_")), panels }
}

/// Whether there is anything to draw.
fn known(column: &TidyColumn) -> bool {
    matches!(&column.cells, Cells::Number(values) if values.iter().any(|value| value.is_finite()))
}

fn panel(plan: &Plan, varied: &TidyColumn, measure: &Measure, column: &TidyColumn) -> Curves {
    let (Cells::Number(x), Cells::Number(y)) = (&varied.cells, &column.cells) else {
        return Curves::default();
    };
    let words = wording::of_measure(measure);
    let bare = Curves {
        title: format!("{}, by {}", wording::title(&words), wording::of_name(&varied.name)),
        x_label: wording::name_axis(&varied.name),
        y_label: wording::measure_axis(measure),
        y_floor: wording::floor(&measure.unit()),
        x_whole: is_whole(&varied.name),
        y_whole: wording::is_whole(measure),
        ..Curves::default()
    };
    match groups(plan, varied, x.len()) {
        Some(groups) => {
            let line = |(label, rows): (String, Vec<usize>)| {
                let mut rows = rows;
                rows.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
                let (x, y) = rows.into_iter().map(|row| (x[row], y[row])).unzip();
                Line { label, x, y }
            };
            Curves { lines: groups.into_iter().map(line).collect(), ..bare }
        }
        None => {
            let point = |(&x, &y): (&f64, &f64)| Point { x, y: Some(y), x_ends: (x, x), y_ends: None };
            let points = x.iter().zip(y).filter(|(_, y)| y.is_finite()).map(point).collect();
            Curves { points: vec![Points { label: "one run each".into(), points }], ..bare }
        }
    }
}

/// Rows that belong on one line, by the value of the other name; none where that makes no lines.
fn groups(plan: &Plan, varied: &TidyColumn, rows: usize) -> Option<Vec<(String, Vec<usize>)>> {
    let others: Vec<&TidyColumn> = plan.labels.iter().filter(|other| other.name != varied.name).collect();
    match others[..] {
        [] => Some(vec![("runs".into(), (0..rows).collect())]),
        [other] => {
            let shown = |row: usize| match &other.cells {
                Cells::Number(values) => values[row].to_string(),
                Cells::Text(words) => words[row].clone(),
            };
            let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
            for row in 0..rows {
                let value = shown(row);
                match groups.iter().position(|(other, _)| *other == value) {
                    Some(at) => groups[at].1.push(row),
                    None if groups.len() == MOST_LINES => return None,
                    None => groups.push((value, vec![row])),
                }
            }
            let values = groups.iter().map(|(value, _)| value.clone()).collect();
            let vary = Vary { name: other.name.clone(), values };
            groups.iter_mut().zip(vary.labels()).for_each(|((value, _), label)| *value = label);
            let several = groups.iter().all(|(_, rows)| rows.len() > 1);
            several.then_some(groups)
        }
        _ => None,
    }
}
