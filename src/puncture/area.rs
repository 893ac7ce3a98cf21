//! The skin that a device is used on.

use crate::units::SQUARE_CENTIMETRE;

/// The rectangle of skin that is treated, from (0, 0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TreatedArea {
    /// Size along x in mm.
    pub width: f64,
    /// Size along y in mm; in a slab the mean distance between needles, 1/√density.
    pub length: f64,
}

impl TreatedArea {
    /// Number of punctures at a density per cm².
    pub fn punctures(&self, density_per_cm2: f64) -> usize {
        (density_per_cm2 * self.width * self.length / SQUARE_CENTIMETRE).round() as usize
    }

    /// Its middle in mm.
    pub fn middle(&self) -> [f64; 2] {
        [0.5 * self.width, 0.5 * self.length]
    }
}
