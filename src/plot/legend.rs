//! The legend beside a panel of curves.

use super::curves;
use super::font;
use super::geometry::Rect;
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
}

impl Legend {
    /// One entry for each curve, for all the marks, and for each kind of points, each band and each ribbon;
    /// none for what is not drawn.
    pub(super) fn new(panel: &Curves) -> Self {
        let lines = panel.lines.iter().enumerate().filter(|(_, line)| curves::has_curve(line));
        let lines = lines.map(|(i, line)| (Sample::Line(i), &line.label));
        let ribbons = panel.ribbons.iter().enumerate().filter(|(_, ribbon)| ribbons::has_area(ribbon));
        let ribbons = ribbons.map(|(i, ribbon)| (Sample::Ribbon(i), &ribbon.label));
        let mark = (!panel.marks.is_empty()).then_some((Sample::Mark, &panel.mark_label));
        let dot = curves::has_dots(panel).then_some((Sample::Dot, &panel.dot_label));
        let broken = |(sample, text): (Sample, &String)| (sample, font::wrap(text, LABEL, WIDEST_TEXT));
        let points = panel.points.iter().enumerate().filter(|(_, points)| !points.points.is_empty());
        let points = points.map(|(i, points)| (Sample::Points(i), &points.label));
        let bands = panel.bands.iter().enumerate().map(|(i, band)| (Sample::Band(i), &band.label));
        let entries = lines.chain(ribbons).chain(mark).chain(dot).chain(points).chain(bands);
        Self { entries: entries.map(broken).collect() }
    }

    /// Width in pixels, 0 without entries.
    pub(super) fn width(&self) -> f64 {
        let texts = self.entries.iter().flat_map(|(_, lines)| lines).map(String::as_str);
        if self.entries.is_empty() { 0.0 } else { SAMPLE + SPACE + font::widest(texts, LABEL) }
    }

    /// Height in pixels.
    pub(super) fn height(&self) -> f64 {
        self.entries.iter().map(|(_, lines)| height(lines)).sum()
    }

    /// Draws the entries, their top left corner at (`left`, `top`).
    pub(super) fn draw(&self, sheet: &mut Sheet, left: f64, top: f64) {
        let mut y = top + 0.5 * leading(LABEL);
        for (sample, lines) in &self.entries {
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
            y += height(lines);
        }
    }
}

/// Where the sample of a shaded place lies.
fn patch(left: f64, y: f64) -> Rect {
    let half = 0.35 * leading(LABEL);
    Rect { left: left + 0.25 * SAMPLE, top: y - half, right: left + SAMPLE, bottom: y + half }
}

fn height(lines: &[String]) -> f64 {
    lines.len() as f64 * leading(LABEL) + APART
}
