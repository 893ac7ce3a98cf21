//! The legend beside a panel of curves, or beneath it.

use super::curves;
use super::font;
use super::geometry::{Point, Rect};
use super::palette;
use super::points;
use super::ribbons;
use super::sheet::{Align, LABEL, Sheet, leading};
use crate::figure::Curves;

/// Length of the sample of a line.
const SAMPLE: f64 = 38.0;
/// Distance of sample and text.
const SPACE: f64 = 8.0;
/// Longer texts are broken.
const WIDEST_TEXT: f64 = 190.0;
/// Additional distance of two entries.
const APART: f64 = 4.0;
/// Distance of two entries side by side.
const ASIDE: f64 = 18.0;

/// What to show before a text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sample {
    Line(usize),
    Mark,
    Dot,
    Points(usize),
    Band(usize),
    Ribbon(usize),
}

/// The entries of a panel, broken into lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Legend {
    entries: Vec<(Sample, Vec<String>)>,
    /// Where each entry's top left corner is, from that of the legend.
    places: Vec<Point>,
}

impl Legend {
    /// One entry for each curve, for all the marks, and for each kind of points, each band and each ribbon;
    /// none for what is not drawn. Beneath a panel they share lines within `room`.
    pub(super) fn new(panel: &Curves, room: Option<f64>) -> Self {
        let widest = room.map_or(WIDEST_TEXT, |room| room - SAMPLE - SPACE);
        let lines = panel.lines.iter().enumerate().filter(|(_, line)| curves::has_curve(line));
        let lines = lines.map(|(i, line)| (Sample::Line(i), &line.label));
        let ribbons = panel.ribbons.iter().enumerate().filter(|(_, ribbon)| ribbons::has_area(ribbon));
        let ribbons = ribbons.map(|(i, ribbon)| (Sample::Ribbon(i), &ribbon.label));
        let mark = (!panel.marks.is_empty()).then_some((Sample::Mark, &panel.mark_label));
        let dot = curves::has_dots(panel).then_some((Sample::Dot, &panel.dot_label));
        let broken = |(sample, text): (Sample, &String)| (sample, font::wrap(text, LABEL, widest));
        let points = panel.points.iter().enumerate().filter(|(_, points)| !points.points.is_empty());
        let points = points.map(|(i, points)| (Sample::Points(i), &points.label));
        let bands = panel.bands.iter().enumerate().map(|(i, band)| (Sample::Band(i), &band.label));
        let entries = lines.chain(ribbons).chain(mark).chain(dot).chain(points).chain(bands);
        let entries: Vec<(Sample, Vec<String>)> = entries.map(broken).collect();
        let places = places(&entries, room);
        Self { entries, places }
    }

    /// Width in pixels, 0 without entries.
    pub(super) fn width(&self) -> f64 {
        let ends = self.entries.iter().zip(&self.places).map(|((_, lines), place)| place.0 + width(lines));
        ends.fold(0.0, f64::max)
    }

    /// Height in pixels.
    pub(super) fn height(&self) -> f64 {
        let ends = self.entries.iter().zip(&self.places).map(|((_, lines), place)| place.1 + height(lines));
        ends.fold(0.0, f64::max)
    }

    /// Draws the entries, their top left corner at (`left`, `top`).
    pub(super) fn draw(&self, sheet: &mut Sheet, left: f64, top: f64) {
        for ((sample, lines), place) in self.entries.iter().zip(&self.places) {
            let (left, y) = (left + place.0, top + place.1 + 0.5 * leading(LABEL));
            match *sample {
                Sample::Line(index) => {
                    let (colour, pattern) = palette::line(index);
                    sheet.dashes(vec![(left, y), (left + SAMPLE, y)], 2.0, colour, pattern);
                }
                Sample::Mark => {
                    let (x, reach) = (left + 0.5 * SAMPLE, 0.5 * leading(LABEL));
                    let upright = vec![(x, y - reach), (x, y + reach)];
                    sheet.dashes(upright, 1.0, palette::MARK, palette::MARK_DASHES);
                }
                Sample::Dot => sheet.dot((left + 0.5 * SAMPLE, y), curves::DOT, palette::INK),
                Sample::Points(index) => points::spot(sheet, (left + 0.5 * SAMPLE, y), index),
                Sample::Band(index) => points::sample(sheet, patch(left, y), index),
                Sample::Ribbon(index) => ribbons::sample(sheet, patch(left, y), index),
            }
            sheet.lines(lines, (left + SAMPLE + SPACE, y), LABEL, Align::Start);
        }
    }
}

/// Where the sample of a shaded place lies.
fn patch(left: f64, y: f64) -> Rect {
    let half = 0.35 * leading(LABEL);
    Rect { left: left + 0.25 * SAMPLE, top: y - half, right: left + SAMPLE, bottom: y + half }
}

/// One below the other, or side by side as far as there is room.
fn places(entries: &[(Sample, Vec<String>)], room: Option<f64>) -> Vec<Point> {
    let (mut places, mut x, mut y, mut line) = (Vec::with_capacity(entries.len()), 0.0, 0.0, 0.0_f64);
    for (_, lines) in entries {
        if x > 0.0 && room.is_none_or(|room| x + width(lines) > room) {
            (x, y, line) = (0.0, y + line, 0.0);
        }
        places.push((x, y));
        x += width(lines) + ASIDE;
        line = line.max(height(lines));
    }
    places
}

fn width(lines: &[String]) -> f64 {
    SAMPLE + SPACE + font::widest(lines.iter().map(String::as_str), LABEL)
}

fn height(lines: &[String]) -> f64 {
    lines.len() as f64 * leading(LABEL) + APART
}
