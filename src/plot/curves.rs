//! Lays out panels of curves one above the other, over one abscissa.

use super::axis::Axis;
use super::dashes::distance;
use super::font;
use super::legend::Legend;
use super::palette;
use super::points;
use super::sheet::{self, Align, Point, Rect, SMALL, Sheet, TITLE, leading};
use super::ticks;
use crate::figure::{Curves, Line};

const WIDTH: f64 = 1000.0;
const PANEL_HEIGHT: f64 = 240.0;
const EDGE: f64 = 14.0;
/// Radius of a spot on a curve.
pub(super) const DOT: f64 = 4.5;
/// Free part of a panel beside its curves, and above and below them.
const PADDING: (f64, f64) = (0.01, 0.05);

/// The page for these panels.
pub(super) fn lay_out(panels: &[Curves]) -> Sheet {
    let legends: Vec<Legend> = panels.iter().map(Legend::new).collect();
    let heights: Vec<f64> = legends.iter().map(|legend| legend.height().max(PANEL_HEIGHT)).collect();
    let uprights: Vec<Axis> = panels
        .iter()
        .zip(&heights)
        .map(|(panel, &height)| Axis::vertical(y_range(panel, height), height))
        .collect();
    let label_widths: Vec<f64> =
        panels.iter().zip(&heights).map(|(p, &height)| sheet::rising_width(&p.y_label, height)).collect();

    let beside = uprights.iter().map(Axis::room_beside).fold(0.0, f64::max);
    let left = EDGE + label_widths.iter().copied().fold(0.0, f64::max) + 6.0 + beside;
    let legend_width = legends.iter().map(Legend::width).fold(0.0, f64::max);
    let right = WIDTH - EDGE - legend_width.max(6.0) - 16.0;
    let titles: Vec<Vec<String>> =
        panels.iter().map(|panel| font::wrap(&panel.title, TITLE, right - left)).collect();
    let across = Axis::horizontal(x_range(panels), right - left);

    let mut page = Sheet::new(WIDTH, 0.0);
    let mut y = EDGE;
    for (i, panel) in panels.iter().enumerate() {
        page.lines(&titles[i], (left, y + 0.5 * TITLE), TITLE, Align::Start);
        let top = y + titles[i].len() as f64 * leading(TITLE) + 3.0;
        let frame = Rect { left, top, right, bottom: top + heights[i] };
        let last = i + 1 == panels.len();
        points::draw_bands(&mut page, panel, frame, &across, &uprights[i]);
        across.grid_upright(&mut page, frame);
        uprights[i].grid_level(&mut page, frame);
        draw_curves(&mut page, panel, frame, &across, &uprights[i]);
        points::draw_points(&mut page, panel, frame, &across, &uprights[i]);
        page.frame(frame);
        across.beneath(&mut page, frame, last);
        uprights[i].left(&mut page, frame, false, true);
        let label_left = left - beside - 6.0 - label_widths[i];
        page.rising(&panel.y_label, label_left, frame.middle().1, frame.height());
        legends[i].draw(&mut page, right + 16.0, top);
        y = frame.bottom + 24.0;
        if last {
            Axis::label_beneath(&mut page, frame, &panel.x_label);
            let lines = font::wrap(&panel.x_label, sheet::LABEL, right - left).len() as f64;
            y = frame.bottom + Axis::room_beneath() + 0.4 * sheet::LABEL + lines * leading(sheet::LABEL);
        }
    }
    page.height = (y + EDGE).ceil();
    page
}

/// Abscissae of all curves, marks, points and bands.
fn x_range(panels: &[Curves]) -> (f64, f64) {
    let lines = panels.iter().flat_map(|panel| &panel.lines).flat_map(|line| line.x.iter());
    let marks = panels.iter().flat_map(|panel| panel.marks.iter());
    let others = panels.iter().flat_map(points::abscissae);
    padded(ticks::widen(ticks::span(lines.chain(marks).copied().chain(others))), PADDING.0)
}

/// Ordinates of a panel of that height, with zero where that is not far.
fn y_range(panel: &Curves, height: f64) -> (f64, f64) {
    let values = panel.lines.iter().flat_map(drawable).map(|point| point.1).chain(points::ordinates(panel));
    let (low, high) = padded(ticks::reach_zero(ticks::widen(ticks::span(values)), 0.3), PADDING.1);
    (low, high + (high - low) * points::headroom(panel, height))
}

fn padded((lo, hi): (f64, f64), part: f64) -> (f64, f64) {
    (lo - part * (hi - lo), hi + part * (hi - lo))
}

/// The points of a line that have a place; the others are gaps.
fn drawable(line: &Line) -> impl Iterator<Item = Point> {
    line.x.iter().copied().zip(line.y.iter().copied()).filter(|p| has_place(*p))
}

fn has_place((x, y): Point) -> bool {
    ticks::drawable(x) && ticks::drawable(y)
}

fn draw_curves(page: &mut Sheet, panel: &Curves, frame: Rect, across: &Axis, upright: &Axis) {
    for &mark in panel.marks.iter().filter(|&&mark| ticks::drawable(mark)) {
        let x = across.place(mark, frame.left, frame.right);
        page.dashes(vec![(x, frame.top), (x, frame.bottom)], 1.0, palette::MARK, palette::MARK_DASHES);
    }
    for (i, line) in panel.lines.iter().enumerate() {
        let (colour, pattern) = palette::line(i);
        let points: Vec<Point> = line.x.iter().copied().zip(line.y.iter().copied()).collect();
        for run in points.split(|&p| !has_place(p)).filter(|run| !run.is_empty()) {
            let place = |&(x, y): &Point| {
                (across.place(x, frame.left, frame.right), upright.place(y, frame.bottom, frame.top))
            };
            let path = thinned(run.iter().map(place));
            match path[..] {
                [only] => page.dot(only, 3.0, colour),
                _ => page.dashes(path, 2.0, colour, pattern),
            }
        }
    }
    for dot in panel.dots.iter().filter(|dot| has_place((dot.x, dot.y))) {
        let at =
            (across.place(dot.x, frame.left, frame.right), upright.place(dot.y, frame.bottom, frame.top));
        page.dot(at, DOT + 1.5, palette::PAPER);
        page.dot(at, DOT, palette::line(dot.line).0);
    }
    let lines = panel.lines.iter().any(|line| drawable(line).next().is_some());
    if !lines && panel.points.iter().all(|points| points.points.is_empty()) {
        page.text("no data", frame.middle(), SMALL, Align::Middle);
    }
}

/// Leaves out points that are nearer to their predecessor than can be seen, but not the last.
fn thinned(path: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    let mut last = None;
    for point in path {
        if kept.last().is_none_or(|&before| distance(before, point) > 0.7) {
            kept.push(point);
        }
        last = Some(point);
    }
    kept.extend(last.filter(|point| kept.last() != Some(point)));
    kept
}
