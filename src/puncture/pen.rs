//! Pens: a cartridge of needles that oscillates while it glides.

use super::DeviceSettings;
use super::device::{Device, Preset, Region};
use super::random::Random;
use crate::units::SQUARE_CENTIMETRE;

/// A pen: nothing ties one stroke to the next, so needles enter anywhere, also twice.
#[derive(Debug)]
pub struct Pen {
    preset: Preset,
}

/// Needles per cartridge: within 9-36 (termedia.pl review), next to 11 (Dermapen) and 14 (SkinPen).
const NEEDLES: f64 = 12.0;
/// Strokes per second: at most 90 (Dermapen, 2012); 12 needles make the 1000 punctures/s it states.
const FREQUENCY: f64 = 90.0;
/// Width of skin in mm that one glide covers. Assumed.
const CARTRIDGE_WIDTH: f64 = 8.0;
/// Speed of gliding in mm/s. Assumed: two passes make the standard session of 250/cm².
const GLIDE_SPEED: f64 = 108.0;

/// The pen of the catalogue.
pub static PEN: Pen = Pen {
    preset: Preset {
        name: "pen",
        meaning: "cartridge of 12 needles oscillating at 90 Hz while it glides over the skin",
        source: "about 1000 punctures/s (Dermapen, 2012); depth close to nominal (Sasaki 2019); assumed: glide of \
                 108 mm/s on 8 mm of width (published densities of pens: none found), efficacy 0.8-1.0",
        needle_length_mm: 1.5,
        needle_lengths_mm: (0.25, 3.0),
        needle_diameter_mm: 0.25,
        tip_length_mm: 0.35,
        density_per_pass: NEEDLES * FREQUENCY * SQUARE_CENTIMETRE / (GLIDE_SPEED * CARTRIDGE_WIDTH),
        passes: 2,
        depth_efficacies: (0.8, 1.0),
        depth_jitter: 0.1,
    },
};

impl Device for Pen {
    fn preset(&self) -> &Preset {
        &self.preset
    }

    fn positions(&self, settings: &DeviceSettings, region: Region, random: &mut Random) -> Vec<[f64; 2]> {
        (0..region.punctures(settings.density_per_cm2))
            .map(|_| [region.width * random.unit(), region.length * random.unit()])
            .collect()
    }
}
