//! Figures of a protocol search: the front over all that was tried.

use super::goal::Objective;
use super::judged::{Tried, Verdict};
use crate::figure::{Curves, Figure, Point, Points};
use crate::study::findings::wording;

/// One panel for each further objective, over the first.
pub(super) fn fronts(objectives: &[Objective], tried: &[Tried], best: &[usize]) -> Vec<Figure> {
    let label = |objective: &Objective| wording::measure_axis(&objective.measure);
    let floor = |objective: &Objective| wording::floor(&objective.measure.unit());
    let wanted = |objective: &Objective| if objective.sign < 0.0 { "large" } else { "small" };
    let panel = |at: usize| {
        let place = |tried: &Tried| {
            let value = |at: usize| objectives[at].sign * tried.candidate.objectives[at];
            let (x, y) = (value(0), value(at));
            Point { x, y: Some(y), x_ends: (x, x), y_ends: None }
        };
        // A run that failed, or lacks an aim, has no place.
        let placed = |row: &usize| [0, at].iter().all(|&at| tried[*row].candidate.objectives[at].is_finite());
        let others = (0..tried.len()).filter(|row| !best.contains(row) && placed(row));
        let others: Vec<usize> = others.collect();
        let of = |verdict: Verdict| -> Vec<usize> {
            others.iter().copied().filter(|row| tried[*row].verdict == verdict).collect()
        };
        let points = |label: &str, rows: &[usize]| Points {
            label: label.into(),
            points: rows.iter().map(|row| place(&tried[*row])).collect(),
        };
        Curves {
            title: format!(
                "{} should be {}, {} {}",
                wording::title(&wording::of_measure(&objectives[0].measure)),
                wanted(&objectives[0]),
                wording::of_measure(&objectives[at].measure),
                wanted(&objectives[at]),
            ),
            x_label: label(&objectives[0]),
            y_label: label(&objectives[at]),
            points: vec![
                points("tried, lacks a value of a constraint", &of(Verdict::Missing)),
                points("tried, breaks a constraint", &of(Verdict::Breaks)),
                points("tried, keeps the constraints", &of(Verdict::Keeps)),
                points("on the front", best),
            ],
            x_floor: floor(&objectives[0]),
            y_floor: floor(&objectives[at]),
            x_whole: wording::is_whole(&objectives[0].measure),
            y_whole: wording::is_whole(&objectives[at].measure),
            ..Curves::default()
        }
    };
    let panels: Vec<Curves> = (1..objectives.len()).map(panel).collect();
    if panels.is_empty() { Vec::new() } else { vec![Figure::Curves { name: "front".into(), panels }] }
}
