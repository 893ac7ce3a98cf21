//! Places on a page, in pixels from the top left corner.

/// x and y.
pub(super) type Point = (f64, f64);

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    /// Height in pixels.
    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Centre.
    pub(super) fn middle(&self) -> Point {
        (0.5 * (self.left + self.right), 0.5 * (self.top + self.bottom))
    }
}
