//! An axis: a range of values on a range of pixels, with ticks.

use super::font;
use super::geometry::Rect;
use super::palette::{GRID, INK};
use super::sheet::{Align, LABEL, SMALL, Sheet};
use super::ticks;

/// Length of a tick line.
const TICK: f64 = 5.0;
/// Distance of a tick's line and its label.
const SPACE: f64 = 4.0;

/// Values from `range.0` to `range.1` with their ticks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    range: (f64, f64),
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// A horizontal axis: as many ticks as there is room for labels, `whole` ones at whole numbers.
    pub(super) fn horizontal(range: (f64, f64), whole: bool, length: f64) -> Self {
        let most = (length / 40.0) as usize;
        let fits = |axis: &Axis| {
            let room = length / axis.ticks.len().max(1) as f64;
            axis.label_width() + 12.0 < room
        };
        (2..=most.max(2)).rev().map(|most| Self::new(range, whole, most)).find(fits).unwrap_or_else(|| {
            let mut axis = Self::new(range, whole, 2);
            axis.ticks.truncate(1);
            axis
        })
    }

    /// A vertical axis.
    pub(super) fn vertical(range: (f64, f64), whole: bool, length: f64) -> Self {
        Self::new(range, whole, (length / 36.0) as usize)
    }

    fn new(range: (f64, f64), whole: bool, most: usize) -> Self {
        Self { range, ticks: ticks::ticks(range, most, whole) }
    }

    /// Pixel of a value, where the range lies on the pixels `from` to `to`.
    pub(super) fn place(&self, value: f64, from: f64, to: f64) -> f64 {
        from + (value - self.range.0) / (self.range.1 - self.range.0) * (to - from)
    }

    /// Width of the widest tick label.
    pub(super) fn label_width(&self) -> f64 {
        font::widest(self.ticks.iter().map(|(_, label)| label.as_str()), SMALL)
    }

    /// Room beside a panel for tick lines and labels.
    pub(super) fn room_beside(&self) -> f64 {
        TICK + SPACE + self.label_width()
    }

    /// Room beneath a panel for tick lines and labels.
    pub(super) fn room_beneath() -> f64 {
        TICK + SPACE + SMALL
    }

    /// Draws grid lines over a panel, across a horizontal axis.
    pub(super) fn grid_upright(&self, sheet: &mut Sheet, panel: Rect) {
        for (value, _) in &self.ticks {
            let x = self.place(*value, panel.left, panel.right);
            sheet.rule((x, panel.top), (x, panel.bottom), 1.0, GRID);
        }
    }

    /// Draws grid lines over a panel, across a vertical axis.
    pub(super) fn grid_level(&self, sheet: &mut Sheet, panel: Rect) {
        for (value, _) in &self.ticks {
            let y = self.place(*value, panel.bottom, panel.top);
            sheet.rule((panel.left, y), (panel.right, y), 1.0, GRID);
        }
    }

    /// Draws ticks beneath a panel.
    pub(super) fn beneath(&self, sheet: &mut Sheet, panel: Rect, labels: bool) {
        for (value, label) in &self.ticks {
            let x = self.place(*value, panel.left, panel.right);
            sheet.rule((x, panel.bottom), (x, panel.bottom + TICK), 1.0, INK);
            if labels {
                let y = panel.bottom + TICK + SPACE + 0.5 * SMALL;
                sheet.text(label, (x, y), SMALL, Align::Middle);
            }
        }
    }

    /// Draws ticks left of a panel, with values growing downwards or upwards.
    pub(super) fn left(&self, sheet: &mut Sheet, panel: Rect, downwards: bool, labels: bool) {
        let (from, to) = if downwards { (panel.top, panel.bottom) } else { (panel.bottom, panel.top) };
        for (value, label) in &self.ticks {
            let y = self.place(*value, from, to);
            sheet.rule((panel.left - TICK, y), (panel.left, y), 1.0, INK);
            if labels {
                sheet.text(label, (panel.left - TICK - SPACE, y), SMALL, Align::End);
            }
        }
    }

    /// Draws ticks right of a panel, with values growing upwards.
    pub(super) fn right(&self, sheet: &mut Sheet, panel: Rect) {
        for (value, label) in &self.ticks {
            let y = self.place(*value, panel.bottom, panel.top);
            sheet.rule((panel.right, y), (panel.right + TICK, y), 1.0, INK);
            sheet.text(label, (panel.right + TICK + SPACE, y), SMALL, Align::Start);
        }
    }

    /// Writes the label of a horizontal axis under its tick labels.
    pub(super) fn label_beneath(sheet: &mut Sheet, panel: Rect, label: &str) {
        let lines = font::wrap(label, LABEL, panel.right - panel.left);
        let at = (panel.middle().0, panel.bottom + Self::room_beneath() + 0.9 * LABEL);
        sheet.lines(&lines, at, LABEL, Align::Middle);
    }
}
