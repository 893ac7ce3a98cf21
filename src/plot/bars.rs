//! Lays out panels of level bars one above the other, each with an axis of its own.

use super::axis::Axis;
use super::font;
use super::geometry::Rect;
use super::palette::{self, INK};
use super::sheet::{Align, LABEL, SMALL, Sheet, TITLE, leading};
use super::ticks;
use crate::figure::{Bar, Bars};

const WIDTH: f64 = 1000.0;
const EDGE: f64 = 14.0;
/// Thickness of one part of a bar, and distance between bars.
const THICK: f64 = 12.0;
const APART: f64 = 10.0;
/// Half-length of the caps of an interval.
const CAP: f64 = 3.0;
/// Side of a legend's sample.
const SAMPLE: f64 = 14.0;
/// Longer texts beside bars are broken.
const WIDEST_LEGEND: f64 = 170.0;

/// The page for these panels.
pub(super) fn lay_out(panels: &[Bars]) -> Sheet {
    let labels = panels.iter().flat_map(|panel| &panel.bars).map(|bar| bar.label.as_str());
    let left = EDGE + font::widest(labels, SMALL) + 8.0;
    let entries: Vec<Vec<Vec<String>>> = panels
        .iter()
        .map(|panel| panel.parts.iter().map(|part| font::wrap(part, LABEL, WIDEST_LEGEND)).collect())
        .collect();
    let texts = entries.iter().flatten().flatten().map(String::as_str);
    let right = WIDTH - EDGE - (SAMPLE + 8.0 + font::widest(texts, LABEL)) - 16.0;
    let mut page = Sheet::new(WIDTH, 0.0);
    let mut y = EDGE;
    for (panel, entries) in panels.iter().zip(&entries) {
        let title = font::wrap(&panel.title, TITLE, right - left);
        page.lines(&title, (left, y + 0.5 * TITLE), TITLE, Align::Start);
        let top = y + title.len() as f64 * leading(TITLE) + 3.0;
        let group = panel.parts.len() as f64 * THICK + APART;
        let frame = Rect { left, top, right, bottom: top + (panel.bars.len().max(1)) as f64 * group };
        let across = Axis::horizontal(range(panel), false, right - left);
        across.grid_upright(&mut page, frame);
        for (at, bar) in panel.bars.iter().enumerate() {
            let top = frame.top + at as f64 * group + 0.5 * APART;
            draw(&mut page, bar, top, frame, &across);
        }
        page.frame(frame);
        across.beneath(&mut page, frame, true);
        Axis::label_beneath(&mut page, frame, &panel.x_label);
        legend(&mut page, entries, (right + 16.0, top));
        let lines = font::wrap(&panel.x_label, LABEL, right - left).len() as f64;
        y = frame.bottom + Axis::room_beneath() + 0.4 * LABEL + lines * leading(LABEL) + 18.0;
    }
    page.height = (y + EDGE - 18.0).ceil();
    page
}

/// From zero, or below where an interval is, to the largest end.
fn range(panel: &Bars) -> (f64, f64) {
    let parts = panel.bars.iter().flat_map(|bar| &bar.parts);
    let ends = parts.flat_map(|(value, (low, high))| [*value, *low, *high]);
    let (low, high) = ticks::beyond_noise(ticks::span(ends.chain([0.0])), panel.x_floor);
    let room = 0.03 * (high - low);
    (if low < 0.0 { low - room } else { low }, high + room)
}

fn draw(page: &mut Sheet, bar: &Bar, top: f64, frame: Rect, across: &Axis) {
    let place = |value: f64| across.place(value, frame.left, frame.right);
    let middle = top + 0.5 * THICK * bar.parts.len() as f64;
    page.text(&bar.label, (frame.left - 8.0, middle), SMALL, Align::End);
    for (part, (value, (low, high))) in bar.parts.iter().enumerate() {
        let top = top + part as f64 * THICK;
        let y = top + 0.5 * THICK;
        if ticks::drawable(*value) {
            let (from, to) = (place(0.0).min(place(*value)), place(0.0).max(place(*value)));
            let rect = Rect { left: from, top: top + 1.0, right: to, bottom: top + THICK - 1.0 };
            page.fill(rect, palette::line(part).0);
        }
        if ticks::drawable(*low) && ticks::drawable(*high) && low < high {
            page.stroke(vec![(place(*low), y), (place(*high), y)], 1.5, INK);
            for end in [low, high] {
                page.stroke(vec![(place(*end), y - CAP), (place(*end), y + CAP)], 1.5, INK);
            }
        }
    }
}

fn legend(page: &mut Sheet, entries: &[Vec<String>], (left, top): super::geometry::Point) {
    let mut y = top + 0.5 * leading(LABEL);
    for (part, lines) in entries.iter().enumerate() {
        let half = 0.5 * SAMPLE;
        let sample = Rect { left, top: y - half, right: left + SAMPLE, bottom: y + half };
        page.fill(sample, palette::line(part).0);
        page.lines(lines, (left + SAMPLE + 8.0, y), LABEL, Align::Start);
        y += lines.len() as f64 * leading(LABEL) + 4.0;
    }
}
