//! What a scenario will cost, known before anything is allocated.

use super::{Geometry, GridSettings, Scenario};
use crate::model::fields::Fields;
use crate::puncture::DeviceSettings;
use crate::site::Site;
use crate::treatment::Session;
use crate::units::{MICROMETRE, SQUARE_CENTIMETRE};

/// Depth above which the finer vertical spacing holds, in mm.
const SURFACE_ZONE_MM: f64 = 0.3;
/// Copies of the fields that a stepper keeps: stages, right-hand sides, the solution before.
const COPIES: f64 = 10.0;
/// Steps of a session's first weeks, and then one a day.
const STEPS_PER_SESSION: f64 = 150.0;
/// Time of one step of one cell on one core.
const SECONDS_PER_CELL_STEP: f64 = 6.5e-7;

/// The cost of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Cells along depth, length and width (z, y, x).
    pub shape: [usize; 3],
    /// Memory of the fields in bytes.
    pub memory_bytes: f64,
    /// Time steps, roughly.
    pub steps: f64,
    /// Seconds on one core, roughly.
    pub seconds: f64,
}

impl Scenario {
    /// What running this scenario will cost.
    pub fn estimate(&self) -> Estimate {
        let shape = self.grid.shape(&self.site, &self.sessions);
        let cells = shape.iter().map(|&n| n as f64).product::<f64>();
        let steps = self.sessions.len() as f64 * STEPS_PER_SESSION + self.run.days;
        Estimate {
            shape,
            memory_bytes: cells * Fields::COUNT as f64 * COPIES * size_of::<f64>() as f64,
            steps,
            seconds: cells * steps * SECONDS_PER_CELL_STEP,
        }
    }
}

impl GridSettings {
    /// Most cells that a scenario may ask for: about 70 GB of fields.
    pub const MOST_CELLS: f64 = 4e7;
    /// Fewest cells across a slab or a patch.
    pub const FEWEST_ACROSS: usize = 4;

    /// Cells along depth, length and width. Faces lie on the layers' boundaries.
    pub fn shape(&self, site: &Site, sessions: &[Session]) -> [usize; 3] {
        let count =
            |length: f64, spacing: f64| (length / (spacing * MICROMETRE) - 1e-9).ceil().max(1.0) as usize;
        let lateral = |length| count(length, self.spacing_um);
        let (y, x) = match self.geometry {
            Geometry::Patch => (lateral(self.length_mm), lateral(self.width_mm)),
            Geometry::Slab => (1, lateral(self.width_mm)),
            Geometry::Cell => (1, lateral(cell_radius_mm(sessions))),
            Geometry::WellMixed => return [1, 1, 1],
        };
        let mut top = 0.0;
        let mut z = 0;
        for thickness in site.layers_mm() {
            let bottom = top + thickness;
            let fine = (SURFACE_ZONE_MM.min(bottom) - top).max(0.0);
            let coarse = thickness - fine;
            z += if fine > 0.0 { count(fine, self.surface_spacing_um) } else { 0 };
            z += if coarse > 1e-9 { count(coarse, self.depth_spacing_um) } else { 0 };
            top = bottom;
        }
        [z, y, x]
    }
}

/// Radius of the disc that is one needle's share of the skin, at the density of the first session.
pub fn cell_radius_mm(sessions: &[Session]) -> f64 {
    let density = sessions
        .first()
        .map_or(250.0, |Session { device: DeviceSettings { density_per_cm2, .. }, .. }| *density_per_cm2);
    (SQUARE_CENTIMETRE / (density * std::f64::consts::PI)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::{Boundary, Scenario};
    use super::*;

    fn shape(geometry: Geometry) -> [usize; 3] {
        let (scenario, _) = Scenario::parse("", "schema = 1", &[]).unwrap();
        let boundary = Boundary::Periodic;
        GridSettings { geometry, boundary, length_mm: 2.0, ..scenario.grid }.shape(&scenario.site, &[])
    }

    #[test]
    fn shapes_follow_from_layers_and_spacing() {
        // 15 µm, 85 µm, 200 µm, 1.5 mm and 0.8 mm at 25 µm, faces on the layers' boundaries.
        let depth = 1 + 4 + 8 + 60 + 32;
        assert_eq!(shape(Geometry::Slab), [depth, 1, 160]);
        assert_eq!(shape(Geometry::Patch), [depth, 80, 160]);
        // One needle in 0.4 mm²: a radius of 0.357 mm.
        assert_eq!(shape(Geometry::Cell), [depth, 1, 15]);
        assert_eq!(shape(Geometry::WellMixed), [1, 1, 1]);
    }
}
