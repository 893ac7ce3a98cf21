//! How needles are used in one session.

use super::{Pattern, Puncture, Technique};

/// How a device's needles are used in one session; every value is resolved (no options left).
#[derive(Debug, Clone, PartialEq)]
pub struct Needling {
    /// Nominal needle length in mm.
    pub needle_length_mm: f64,
    /// Shaft diameter in mm.
    pub needle_diameter_mm: f64,
    /// Length of the tapered tip in mm.
    pub tip_length_mm: f64,
    /// Punctures per cm² of skin over the whole session.
    pub density_per_cm2: f64,
    /// Number of passes over the same skin.
    pub passes: u32,
    /// How the device is moved, from which the density follows unless it is said.
    pub technique: Technique,
    /// How punctures lie on the skin.
    pub pattern: Pattern,
    /// True depth divided by nominal length.
    pub depth_efficacy: f64,
    /// Half-width of the uniform relative scatter of depth, per needle.
    pub depth_jitter: f64,
    /// Tilt of the needles from the normal in degrees.
    pub tilt_degrees: f64,
}

impl Needling {
    /// True depth of the needles in mm, before scatter.
    pub fn true_depth_mm(&self) -> f64 {
        self.depth_efficacy * self.needle_length_mm
    }

    /// Punctures per cm² that the technique makes when nobody asks for a density.
    pub fn density_from_technique(&self) -> f64 {
        // Without the last digits of a product: fifteen times a fifteenth is the whole.
        let density = self.technique.density_per_pass() * f64::from(self.passes);
        (density * 1e9).round() / 1e9
    }

    /// The one needle that stands for all: upright in the middle of a round piece of skin, without scatter
    /// of depth.
    pub fn standing_for_all(&self) -> Puncture {
        Puncture {
            x: 0.0,
            y: 0.0,
            depth: self.true_depth_mm(),
            radius: 0.5 * self.needle_diameter_mm,
            tip_length: self.tip_length_mm,
            axis: [0.0, 0.0, 1.0],
        }
    }
}
