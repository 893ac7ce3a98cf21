//! The legend beside a panel of curves.

use super::curves;
use super::font;
use super::palette;
use super::points;
use super::sheet::{Align, LABEL, Rect, Sheet, leading};
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
}

/// The entries of a panel, broken into lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Legend {
    entries: Vec<(Sample, Vec<String>)>,
}

impl Legend {
    /// One entry for each curve, for all the marks, and for each kind of points and each band.
    pub fn new(panel: &Curves) -> Self {
        let lines = panel.lines.iter().enumerate().map(|(i, line)| (Sample::Line(i), &line.label));
        let mark = (!panel.marks.is_empty()).then_some((Sample::Mark, &panel.mark_label));
        let dot = (!panel.dots.is_empty()).then_some((Sample::Dot, &panel.dot_label));
        let broken = |(sample, text): (Sample, &String)| (sample, font::wrap(text, LABEL, WIDEST_TEXT));
        let points = panel.points.iter().enumerate().map(|(i, points)| (Sample::Points(i), &points.label));
        let bands = panel.bands.iter().enumerate().map(|(i, band)| (Sample::Band(i), &band.label));
        Self { entries: lines.chain(mark).chain(dot).chain(points).chain(bands).map(broken).collect() }
    }

    /// Width in pixels, 0 without entries.
    pub fn width(&self) -> f64 {
        let texts = self.entries.iter().flat_map(|(_, lines)| lines).map(String::as_str);
        if self.entries.is_empty() { 0.0 } else { SAMPLE + SPACE + font::widest(texts, LABEL) }
    }

    /// Height in pixels.
    pub fn height(&self) -> f64 {
        self.entries.iter().map(|(_, lines)| height(lines)).sum()
    }

    /// Draws the entries, their top left corner at (`left`, `top`).
    pub fn draw(&self, sheet: &mut Sheet, left: f64, top: f64) {
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
                Sample::Band(index) => {
                    let (from, half) = (left + 0.25 * SAMPLE, 0.35 * leading(LABEL));
                    let sample = Rect { left: from, top: y - half, right: left + SAMPLE, bottom: y + half };
                    points::sample(sheet, sample, index);
                }
            }
            sheet.lines(lines, (left + SAMPLE + SPACE, y), LABEL, Align::Start);
            y += height(lines);
        }
    }
}

fn height(lines: &[String]) -> f64 {
    lines.len() as f64 * leading(LABEL) + APART
}
