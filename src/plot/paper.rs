//! What a figure is drawn on: width in print, resolution and title.

use super::font;
use super::sheet::{Align, Mark, Sheet, TITLE, leading};

/// Units of a layout to the inch: letters of 14 units are 7 points high in print.
pub(super) const UNITS_PER_INCH: f64 = 144.0;
const MM_PER_INCH: f64 = 25.4;
const MM_PER_METRE: f64 = 1000.0;
/// Space around a title.
const EDGE: f64 = 14.0;

/// Width in print, resolution and title of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// Width in mm; texts keep their size, so that a narrow figure is laid out anew.
    pub width_mm: f64,
    /// Pixels to the inch of a PNG.
    pub dpi: f64,
    /// Title over all panels; none where it is empty.
    pub title: String,
}

impl Default for Paper {
    /// A page of 1000 units at one pixel each.
    fn default() -> Self {
        let width_mm = 1000.0 / UNITS_PER_INCH * MM_PER_INCH;
        Self { width_mm, dpi: UNITS_PER_INCH, title: String::new() }
    }
}

impl Paper {
    /// That on which a sheet has one pixel a unit.
    pub(super) fn of(sheet: &Sheet) -> Self {
        Self { width_mm: sheet.width / UNITS_PER_INCH * MM_PER_INCH, ..Self::default() }
    }

    /// Width of a layout.
    pub(super) fn units(&self) -> f64 {
        (self.width_mm / MM_PER_INCH * UNITS_PER_INCH).round()
    }

    /// Pixels to the unit of a sheet, which may be wider than was asked for and is then drawn smaller.
    pub(super) fn pixels_per_unit(&self, sheet: &Sheet) -> f64 {
        let ratio = self.width_mm / MM_PER_INCH * self.dpi / sheet.width;
        // A page at one pixel a unit has exactly that.
        (ratio * 1e9).round() / 1e9
    }

    /// Pixels to the metre.
    pub(super) fn pixels_per_metre(&self) -> u32 {
        (self.dpi / MM_PER_INCH * MM_PER_METRE).round() as u32
    }

    /// The sheet under the title.
    pub(super) fn titled(&self, sheet: Sheet) -> Sheet {
        if self.title.is_empty() {
            return sheet;
        }
        let lines = font::wrap(&self.title, TITLE, sheet.width - 2.0 * EDGE);
        let down = lines.len() as f64 * leading(TITLE) + 0.5 * EDGE;
        let mut page = Sheet::new(sheet.width, sheet.height + down);
        page.lines(&lines, (0.5 * sheet.width, EDGE + 0.5 * TITLE), TITLE, Align::Middle);
        page.marks.extend(sheet.marks.into_iter().map(|mark| mark.lowered(down)));
        page
    }
}

impl Mark {
    /// The same further down.
    fn lowered(mut self, down: f64) -> Self {
        match &mut self {
            Mark::Stroke { points, .. } | Mark::Area { outline: points, .. } => {
                points.iter_mut().for_each(|point| point.1 += down);
            }
            Mark::Fill { rect, .. } => {
                rect.top += down;
                rect.bottom += down;
            }
            Mark::Dot { at, .. } => at.1 += down,
            Mark::Text(text) => text.at.1 += down,
            Mark::Group(_) | Mark::End => {}
        }
        self
    }
}
