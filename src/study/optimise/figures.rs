//! Figures of a protocol search: the front over all that was tried.

use super::Tried;
use super::goal::Objective;
use crate::figure::{Curves, Figure, Point, Points};

/// One panel for each further objective, over the first.
pub(super) fn fronts(objectives: &[Objective], tried: &[Tried], best: &[usize]) -> Vec<Figure> {
    let label = |objective: &Objective| {
        let (name, unit) = (objective.measure.name(), objective.measure.unit());
        if unit.is_empty() || unit == "1" { name } else { format!("{name} ({unit})") }
    };
    let wanted = |objective: &Objective| if objective.sign < 0.0 { "large" } else { "small" };
    let panel = |at: usize| {
        let place = |tried: &Tried| {
            let value = |at: usize| objectives[at].sign * tried.candidate.objectives[at];
            let (x, y) = (value(0), value(at));
            Point { x, y: Some(y), x_ends: (x, x), y_ends: None }
        };
        let kept: Vec<usize> = (0..tried.len())
            .filter(|row| tried[*row].candidate.violation == 0.0 && !best.contains(row))
            .collect();
        let points = |label: &str, rows: &[usize]| Points {
            label: label.into(),
            points: rows.iter().map(|row| place(&tried[*row])).collect(),
        };
        Curves {
            title: format!(
                "{} should be {}, {} {}",
                objectives[0].measure.name(),
                wanted(&objectives[0]),
                objectives[at].measure.name(),
                wanted(&objectives[at]),
            ),
            x_label: label(&objectives[0]),
            y_label: label(&objectives[at]),
            points: vec![points("tried, keeps the constraints", &kept), points("on the front", best)],
            ..Curves::default()
        }
    };
    let panels: Vec<Curves> = (1..objectives.len()).map(panel).collect();
    if panels.is_empty() { Vec::new() } else { vec![Figure::Curves { name: "front".into(), panels }] }
}
