//! Wounds that are not needling: cores, incisions and abrasions, which published healing was measured on.

use super::{ChannelParameters, Puncture};

/// A cylinder of tissue punched out. Lengths in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Core {
    /// Depth of the hole.
    pub depth_mm: f64,
    /// Diameter of the punch.
    pub diameter_mm: f64,
    /// Cores per cm²: how much skin is the share of one.
    pub density_per_cm2: f64,
}

/// A straight cut along y, which gapes in proportion to its depth. Lengths in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Incision {
    /// Depth of the cut.
    pub depth_mm: f64,
    /// Thickness of the blade.
    pub blade_mm: f64,
}

/// The surface removed. Lengths in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Abrasion {
    /// Depth to which it is removed.
    pub depth_mm: f64,
}

/// Wounds per cm² of which a slab's thickness is the mean distance, unless a density is said.
pub(super) const USUAL_DENSITY: f64 = 4.0;

/// Length over which the end of a wound tapers, mm: as good as blunt.
const BLUNT_MM: f64 = 0.01;

/// Radius that `punctures.csv` gives an abrasion, which has none.
const ABRASION_RADIUS_MM: f64 = 0.25;

impl Core {
    /// As it comes.
    pub const USUAL: Self = Self { depth_mm: 1.8, diameter_mm: 0.5, density_per_cm2: USUAL_DENSITY };

    /// Where it goes.
    pub fn puncture(&self, at: [f64; 2]) -> Puncture {
        upright(at, self.depth_mm, 0.5 * self.diameter_mm)
    }

    /// Tissue is taken away, not pushed aside: nothing recoils and all matrix in the hole is gone.
    pub fn channel(parameters: &ChannelParameters<f64>) -> ChannelParameters<f64> {
        ChannelParameters { recoil: 1.0, cut_fraction: 1.0, ..*parameters }
    }
}

impl Incision {
    /// As it comes.
    pub const USUAL: Self = Self { depth_mm: 1.0, blade_mm: 0.1 };

    /// The middle of the cut.
    pub fn puncture(&self, at: [f64; 2]) -> Puncture {
        upright(at, self.depth_mm, 0.5 * self.blade_mm)
    }
}

impl Abrasion {
    /// As it comes.
    pub const USUAL: Self = Self { depth_mm: 0.2 };

    /// The middle of the surface.
    pub fn puncture(&self, at: [f64; 2]) -> Puncture {
        upright(at, self.depth_mm, ABRASION_RADIUS_MM)
    }
}

fn upright([x, y]: [f64; 2], depth: f64, radius: f64) -> Puncture {
    Puncture { x, y, depth, radius, tip_length: BLUNT_MM, axis: [0.0, 0.0, 1.0] }
}
