//! Lays out panels of curves one above the other, over one abscissa.

use super::axis::Axis;
use super::dashes::distance;
use super::font;
use super::geometry::{Point, Rect};
use super::legend::Legend;
use super::palette;
use super::points;
use super::ribbons;
use super::sheet::{self, Align, SMALL, Sheet, TITLE, leading};
use super::ticks;
use crate::figure::{Curves, Line};

const PANEL_HEIGHT: f64 = 240.0;
/// Height of a panel as a part of its page's width, where that is narrow, and the least.
const NARROW_HEIGHT: f64 = 0.42;
const LEAST_HEIGHT: f64 = 130.0;
/// Narrower pages have legends beneath their panels.
const LEGENDS_BESIDE: f64 = 640.0;
/// Room at the right edge of a narrow page, for half of a tick label.
const TICK_ROOM: f64 = 10.0;
const EDGE: f64 = 14.0;
/// Radius of a spot on a curve.
pub(super) const DOT: f64 = 4.5;
/// Free part of a panel beside its curves, and above and below them.
const PADDING: (f64, f64) = (0.01, 0.05);
/// Beside the strip of points that are facts about the abscissa alone.
const WITHOUT_VALUE: &str = "no value";

/// The page of that width for these panels.
pub(super) fn lay_out(panels: &[Curves], width: f64) -> Sheet {
    let beneath = (width < LEGENDS_BESIDE).then_some(width - 2.0 * EDGE);
    let legends: Vec<Legend> = panels.iter().map(|panel| Legend::new(panel, beneath)).collect();
    let narrow = (NARROW_HEIGHT * width).clamp(LEAST_HEIGHT, PANEL_HEIGHT);
    let height = |legend: &Legend| match beneath {
        Some(_) => narrow,
        None => legend.height().max(PANEL_HEIGHT),
    };
    let heights: Vec<f64> = legends.iter().map(height).collect();
    let uprights: Vec<Axis> = panels
        .iter()
        .zip(&heights)
        .map(|(panel, &height)| Axis::vertical(y_range(panel), panel.y_whole, height))
        .collect();
    let label_widths: Vec<f64> =
        panels.iter().zip(&heights).map(|(p, &height)| sheet::rising_width(&p.y_label, height)).collect();

    let beside = uprights.iter().map(Axis::room_beside).fold(0.0, f64::max);
    let left = EDGE + label_widths.iter().copied().fold(0.0, f64::max) + 6.0 + beside;
    let legend_width = legends.iter().map(Legend::width).fold(0.0, f64::max);
    let right = match beneath {
        Some(_) => width - EDGE - TICK_ROOM,
        None => width - EDGE - legend_width.max(6.0) - 16.0,
    };

    let mut page = Sheet::new(width, 0.0);
    let mut y = EDGE;
    let mut i = 0;
    for sharing in panels.chunk_by(|a, b| a.x_label == b.x_label) {
        let whole = sharing.iter().all(|panel| panel.x_whole);
        let across = Axis::horizontal(x_range(sharing), whole, right - left);
        for (at, panel) in sharing.iter().enumerate() {
            let title = font::wrap(&panel.title, TITLE, right - left);
            let top = y + title.len() as f64 * leading(TITLE) + 3.0;
            let strip = Rect { left, top, right, bottom: top + points::strip(panel) };
            let frame = Rect { top: strip.bottom, bottom: strip.bottom + heights[i], ..strip };
            let last = at + 1 == sharing.len();
            page.group(format!("panel: {}", panel.title), |page| {
                page.lines(&title, (left, y + 0.5 * TITLE), TITLE, Align::Start);
                draw_panel(page, panel, strip, frame, &across, &uprights[i]);
                page.group("axes", |page| {
                    across.beneath(page, frame, last);
                    uprights[i].left(page, frame, false, true);
                    let label_left = left - beside - 6.0 - label_widths[i];
                    page.rising(&panel.y_label, label_left, frame.middle().1, frame.height());
                    if last {
                        Axis::label_beneath(page, frame, &panel.x_label);
                    }
                });
                if beneath.is_none() {
                    page.group("legend", |page| legends[i].draw(page, right + 16.0, top));
                }
            });
            y = frame.bottom + 24.0;
            if last {
                let lines = font::wrap(&panel.x_label, sheet::LABEL, right - left).len() as f64;
                let label = 0.4 * sheet::LABEL + lines * leading(sheet::LABEL);
                y = frame.bottom + Axis::room_beneath() + label + 18.0;
            }
            if beneath.is_some() && legends[i].height() > 0.0 {
                page.group("legend", |page| legends[i].draw(page, EDGE, y - 10.0));
                y += legends[i].height() + 8.0;
            }
            i += 1;
        }
    }
    page.height = (y - 18.0 + EDGE).max(2.0 * EDGE).ceil();
    page
}

/// Everything inside a panel's frame, and in the strip above it.
fn draw_panel(page: &mut Sheet, panel: &Curves, strip: Rect, frame: Rect, across: &Axis, upright: &Axis) {
    page.group("background", |page| {
        points::draw_bands(page, panel, strip, frame, across, upright);
        ribbons::draw(page, panel, frame, across, upright);
        across.grid_upright(page, frame);
        upright.grid_level(page, frame);
    });
    draw_curves(page, panel, frame, across, upright);
    points::draw_points(page, panel, strip, frame, across, upright);
    if strip.height() > 0.0 {
        page.text(WITHOUT_VALUE, (strip.left - 8.0, strip.middle().1), SMALL, Align::End);
        page.frame(strip);
    }
    page.frame(frame);
}

/// Abscissae of everything in panels that share them.
fn x_range(panels: &[Curves]) -> (f64, f64) {
    let lines = panels.iter().flat_map(|panel| &panel.lines).flat_map(|line| line.x.iter());
    let ribbons = panels.iter().flat_map(|panel| &panel.ribbons).flat_map(|ribbon| ribbon.x.iter());
    let marks = panels.iter().flat_map(|panel| panel.marks.iter());
    let others = panels.iter().flat_map(points::abscissae);
    let span = ticks::span(lines.chain(ribbons).chain(marks).copied().chain(others));
    let floor = panels.iter().map(|panel| panel.x_floor).fold(0.0, f64::max);
    let range = if floor > 0.0 { ticks::beyond_noise(span, floor) } else { ticks::widen(span) };
    padded(range, PADDING.0)
}

/// Ordinates of a panel, with zero where that is not far.
fn y_range(panel: &Curves) -> (f64, f64) {
    let lines = panel.lines.iter().flat_map(drawable).map(|point| point.1);
    let ribbons = panel.ribbons.iter().flat_map(|ribbon| ribbon.low.iter().chain(&ribbon.high).copied());
    let reach = panel.y_reach.into_iter().flat_map(|(low, high)| [low, high]);
    let span = ticks::span(lines.chain(ribbons).chain(reach).chain(points::ordinates(panel)));
    padded(ticks::reach_zero(ticks::beyond_noise(span, panel.y_floor), 0.3), PADDING.1)
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
    let place = |x: f64, y: f64| {
        (across.place(x, frame.left, frame.right), upright.place(y, frame.bottom, frame.top))
    };
    if !panel.marks.is_empty() {
        page.group(format!("marks: {}", panel.mark_label), |page| {
            for &mark in panel.marks.iter().filter(|&&mark| ticks::drawable(mark)) {
                let x = across.place(mark, frame.left, frame.right);
                let ends = vec![(x, frame.top), (x, frame.bottom)];
                page.dashes(ends, 1.0, palette::MARK, palette::MARK_DASHES);
            }
        });
    }
    for (i, line) in panel.lines.iter().enumerate().filter(|(_, line)| has_curve(line)) {
        let (colour, pattern) = palette::line(i);
        page.group(format!("curve: {}", line.label), |page| {
            let points: Vec<Point> = line.x.iter().copied().zip(line.y.iter().copied()).collect();
            for run in points.split(|&p| !has_place(p)).filter(|run| !run.is_empty()) {
                let path = thinned(run.iter().map(|&(x, y)| place(x, y)));
                match path[..] {
                    [only] => page.dot(only, 3.0, colour),
                    _ => page.dashes(path, 2.0, colour, pattern),
                }
            }
        });
    }
    for dot in panel.dots.iter().filter(|dot| has_place((dot.x, dot.y))) {
        let at = place(dot.x, dot.y);
        page.dot(at, DOT + 1.5, palette::PAPER);
        page.dot(at, DOT, palette::line(dot.line).0);
    }
    let empty = !panel.lines.iter().any(has_curve) && !panel.ribbons.iter().any(ribbons::has_area);
    if empty && panel.points.iter().all(|points| points.points.is_empty()) {
        page.text("no data", frame.middle(), SMALL, Align::Middle);
    }
}

/// Whether there is anything of a line to draw.
pub(super) fn has_curve(line: &Line) -> bool {
    drawable(line).next().is_some()
}

/// Whether there is a place for any of the spots.
pub(super) fn has_dots(panel: &Curves) -> bool {
    panel.dots.iter().any(|dot| has_place((dot.x, dot.y)))
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
