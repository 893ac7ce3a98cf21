//! The colour scale of a row of maps.

use super::axis::Axis;
use super::geometry::Rect;
use super::palette::{self, SHADES};
use super::sheet::{self, Sheet};

const WIDTH: f64 = 16.0;
/// Distance of tick labels and label.
const SPACE: f64 = 6.0;

/// A colour bar for values in a range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ColourBar<'a> {
    axis: Axis,
    label: &'a str,
    height: f64,
}

impl<'a> ColourBar<'a> {
    pub(super) fn new(range: (f64, f64), label: &'a str, height: f64) -> Self {
        Self { axis: Axis::vertical(range, false, height), label, height }
    }

    /// Width with ticks and label.
    pub(super) fn width(&self) -> f64 {
        WIDTH + self.axis.room_beside() + SPACE + sheet::rising_width(self.label, self.height)
    }

    /// Draws the bar with its top left corner at (`left`, `top`).
    pub(super) fn draw(&self, page: &mut Sheet, left: f64, top: f64) {
        let frame = Rect { left, top, right: left + WIDTH, bottom: top + self.height };
        let step = self.height / SHADES as f64;
        for shade in 0..SHADES {
            // Each reaches down to the end of the bar, under the next: seams cannot show.
            let top = frame.top + shade as f64 * step;
            page.fill(Rect { top, ..frame }, palette::viridis(SHADES - 1 - shade));
        }
        page.frame(frame);
        self.axis.right(page, frame);
        let label_left = frame.right + self.axis.room_beside() + SPACE;
        page.rising(self.label, label_left, frame.middle().1, self.height);
    }
}
