//! Stamps: a square array of needles pressed on the skin.

use super::DeviceSettings;
use super::device::{Device, Preset, Region};
use super::random::Random;

/// A stamp: each pass is one regular array over the whole region.
#[derive(Debug)]
pub struct Stamp {
    preset: Preset,
}

/// The stamp of the catalogue.
pub static STAMP: Stamp = Stamp {
    preset: Preset {
        name: "stamp",
        meaning: "square array of needles pressed on the skin, moved aside between passes",
        source: "needle 0.25 mm (MF8 [schwarz2011]) within 0.10-0.25 mm [gowda2021]; assumed: 62.5/cm² a pass \
                 (pitch 1.26 mm) so that four make the standard 250/cm²; efficacy 0.6-0.9, between roller and pen",
        needle_length_mm: 1.0,
        needle_lengths_mm: (0.2, 3.0),
        needle_diameter_mm: 0.25,
        tip_length_mm: 0.35,
        density_per_pass: 62.5,
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
    fn positions(&self, settings: &DeviceSettings, region: Region, random: &mut Random) -> Vec<[f64; 2]> {
        let wanted = region.punctures(settings.density_per_cm2);
        // A region smaller than the array's pitch is not hit by every pass.
        let passes = (settings.passes.max(1) as usize).min(wanted);
        let mut positions = Vec::new();
        for pass in 0..passes {
            let (columns, rows) = array(region, wanted as f64 / passes as f64);
            let shift = if pass == 0 { [0.5, 0.5] } else { [random.unit(), random.unit()] };
            for row in 0..rows {
                for column in 0..columns {
                    positions.push([
                        region.width * (column as f64 + shift[0]) / columns as f64,
                        region.length * (row as f64 + shift[1]) / rows as f64,
                    ]);
                }
            }
        }
        positions
    }
}

/// Columns and rows of the array whose number of needles is nearest to `wanted`, nearly square.
fn array(region: Region, wanted: f64) -> (usize, usize) {
    let pitch = (region.width * region.length / wanted).sqrt();
    let count = |needles: f64| needles.round().max(1.0);
    let by_rows = (count(wanted / count(region.length / pitch)), count(region.length / pitch));
    let by_columns = (count(region.width / pitch), count(wanted / count(region.width / pitch)));
    let miss = |(columns, rows): (f64, f64)| (columns * rows - wanted).abs();
    let (columns, rows) = if miss(by_columns) < miss(by_rows) { by_columns } else { by_rows };
    (columns as usize, rows as usize)
}
