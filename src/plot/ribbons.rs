//! Draws ribbons: what lies between two curves.

use super::axis::Axis;
use super::palette;
use super::sheet::{Point, Rect, Sheet};
use super::ticks::drawable;
use crate::figure::{Curves, Ribbon};

/// Draws the ribbons of a panel, each in a group of its own.
pub(super) fn draw(page: &mut Sheet, panel: &Curves, frame: Rect, across: &Axis, upright: &Axis) {
    let place = |x: f64, y: f64| {
        (across.place(x, frame.left, frame.right), upright.place(y, frame.bottom, frame.top))
    };
    for (i, ribbon) in panel.ribbons.iter().enumerate().filter(|(_, ribbon)| has_area(ribbon)) {
        page.group(format!("band: {}", ribbon.label), |page| {
            let rows: Vec<[f64; 3]> = rows(ribbon).collect();
            for run in rows.split(|row| !has_place(row)).filter(|run| run.len() > 1) {
                let lower = run.iter().map(|&[x, low, _]| place(x, low));
                let upper = run.iter().rev().map(|&[x, _, high]| place(x, high));
                let outline: Vec<Point> = lower.chain(upper).collect();
                page.area(outline, palette::tint(i));
            }
        });
    }
}

/// A sample of the ribbon at `index`, for the legend.
pub(super) fn sample(page: &mut Sheet, rect: Rect, index: usize) {
    page.fill(rect, palette::tint(index));
}

/// Whether there is anything of a ribbon to draw.
pub(super) fn has_area(ribbon: &Ribbon) -> bool {
    let rows: Vec<[f64; 3]> = rows(ribbon).collect();
    rows.windows(2).any(|pair| pair.iter().all(has_place))
}

/// Abscissae with lower and upper ends.
fn rows(ribbon: &Ribbon) -> impl Iterator<Item = [f64; 3]> {
    let ends = ribbon.low.iter().zip(&ribbon.high);
    ribbon.x.iter().zip(ends).map(|(&x, (&low, &high))| [x, low, high])
}

fn has_place(row: &[f64; 3]) -> bool {
    row.iter().all(|&value| drawable(value))
}
