//! Stamps: a square array of needles pressed on the skin.

use super::device::{Device, Preset};
use super::pattern::nearest;
use super::technique::Technique;
use super::{Needling, TreatedArea};
use crate::random::Random;

/// A stamp: each pass is one regular array over the whole treated area.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    preset: Preset,
}

/// The stamp of the catalogue.
pub const STAMP: Stamp = Stamp {
    preset: Preset {
        name: "stamp",
        meaning: "square array of needles pressed on the skin, moved aside between passes",
        source: "needle 0.25 mm (MF8 [schwarz2011]) within 0.10-0.25 mm [gowda2021]; assumed: 40 needles on 8 x 8 mm, \
                 62.5/cm² a pass, so that four make the standard 250/cm²; efficacy 0.6-0.9, between roller and pen",
        needle_length_mm: 1.0,
        needle_lengths_mm: (0.2, 3.0),
        needle_diameter_mm: 0.25,
        tip_length_mm: 0.35,
        technique: Technique::pressed(40, 8.0),
        passes: 4,
        depth_efficacies: (0.6, 0.9),
        depth_jitter: 0.1,
    },
};

impl Device for Stamp {
    fn preset(&self) -> &Preset {
        &self.preset
    }

    /// The first pass is centred; the others are shifted at random.
    fn positions(&self, settings: &Needling, area: TreatedArea, random: &mut Random) -> Vec<[f64; 2]> {
        let wanted = area.punctures(settings.density_per_cm2);
        // An area smaller than the array's pitch is not hit by every pass.
        let passes = (settings.passes.max(1) as usize).min(wanted);
        let mut positions = Vec::new();
        for pass in 0..passes {
            let (columns, rows) = nearest(area, wanted as f64 / passes as f64);
            let shift = if pass == 0 { [0.5, 0.5] } else { [random.unit(), random.unit()] };
            for row in 0..rows {
                for column in 0..columns {
                    positions.push([
                        area.width * (column as f64 + shift[0]) / columns as f64,
                        area.length * (row as f64 + shift[1]) / rows as f64,
                    ]);
                }
            }
        }
        positions
    }
}
