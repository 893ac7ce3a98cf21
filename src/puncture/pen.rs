//! Pens: a cartridge of needles that oscillates while it glides.

use super::device::{Device, Preset};
use super::technique::Technique;
use super::{Needling, TreatedArea};
use crate::random::Random;

/// A pen: even tracks within a pass, random overlap between passes.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    preset: Preset,
}

/// Needles per cartridge: next to 11 (Dermapen, `dermapen2012`) and 14 (usually stated for SkinPen).
const NEEDLES: u32 = 12;
/// Strokes per second: at most 90 (`dermapen2012`); 12 needles make the 1000 punctures/s it states.
const FREQUENCY: f64 = 90.0;
/// Width of skin in mm that one glide covers. Assumed.
const CARTRIDGE_WIDTH: f64 = 8.0;
/// Speed of gliding in mm/s. Assumed: one pass makes the standard session of 250/cm².
const GLIDE_SPEED: f64 = 54.0;
/// Largest shift of a puncture from its even place, relative to the distance between punctures.
/// Assumed: a hand's glide is even to a quarter.
const SHIFT: f64 = 0.25;

/// The pen of the catalogue.
pub const PEN: Pen = Pen {
    preset: Preset {
        name: "pen",
        meaning: "cartridge of 12 needles oscillating at 90 Hz while it glides over the skin",
        source: "about 1000 punctures/s [dermapen2012]; depth close to nominal [sasaki2019]; assumed: glide of \
                 54 mm/s on 8 mm of width (published densities of pens: none found), efficacy 0.8-1.0",
        needle_length_mm: 1.5,
        needle_lengths_mm: (0.25, 3.0),
        needle_diameter_mm: 0.25,
        tip_length_mm: 0.35,
        technique: Technique::glided(NEEDLES, CARTRIDGE_WIDTH, FREQUENCY, GLIDE_SPEED),
        passes: 1,
        depth_efficacies: (0.8, 1.0),
        depth_jitter: 0.1,
    },
};

impl Device for Pen {
    fn preset(&self) -> &Preset {
        &self.preset
    }

    /// In a pass the cartridge's fixed needles and even strokes space punctures evenly; the hand
    /// shifts each of them by up to `SHIFT`. Rows and passes know nothing of each other, so passes
    /// overlap at random.
    fn positions(&self, settings: &Needling, area: TreatedArea, random: &mut Random) -> Vec<[f64; 2]> {
        let (wanted, passes) = (area.punctures(settings.density_per_cm2), settings.passes.max(1) as usize);
        let mut positions = Vec::with_capacity(wanted);
        for pass in 0..passes {
            let count = share(wanted, passes, pass);
            let rows = (count as f64 * area.length / area.width).sqrt().round().max(1.0) as usize;
            let across = random.unit();
            for row in 0..rows {
                let (columns, along) = (share(count, rows, row), random.unit());
                let mut place = |index: usize, phase: f64, of: usize| {
                    let share = (index as f64 + phase + SHIFT * random.symmetric()) / of as f64;
                    // Beyond one end of the treated area the pattern goes on at the other.
                    (share + 1.0) % 1.0
                };
                for column in 0..columns {
                    let [x, y] = [place(column, along, columns), place(row, across, rows)];
                    positions.push([area.width * x, area.length * y]);
                }
            }
        }
        positions
    }
}

/// What falls to `part` when `whole` things are dealt to `parts`, as evenly as whole numbers allow.
fn share(whole: usize, parts: usize, part: usize) -> usize {
    whole * (part + 1) / parts - whole * part / parts
}
