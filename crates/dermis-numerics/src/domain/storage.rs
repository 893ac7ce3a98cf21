//! How values are kept where their own rounding hardly counts.

use crate::memory::Saved;

/// A number that values are kept as; all arithmetic is in double precision.
pub trait Stored: Saved + Copy + Default + Send + Sync + 'static {
    /// Keeps a value.
    fn stored(value: f64) -> Self;

    /// The value kept.
    fn value(self) -> f64;
}

impl Stored for f64 {
    #[inline(always)]
    fn stored(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn value(self) -> f64 {
        self
    }
}

impl Stored for f32 {
    #[inline(always)]
    fn stored(value: f64) -> Self {
        value as Self
    }

    #[inline(always)]
    fn value(self) -> f64 {
        f64::from(self)
    }
}
