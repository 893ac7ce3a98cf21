//! What a device is, and the catalogue of devices.

use super::{ChannelParameters, DeviceSettings, Pattern, Puncture, Technique};
use crate::random::{Purpose, Random};
use crate::units::{DEGREE, SQUARE_CENTIMETRE};
use std::f64::consts::TAU;

/// Name, use and limits of a device, as data. Lengths in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Preset {
    /// Name in scenarios.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Where its numbers come from, and which are assumed.
    pub source: &'static str,
    /// Needle length that is used unless another is asked for.
    pub needle_length_mm: f64,
    /// Shortest and longest needle.
    pub needle_lengths_mm: (f64, f64),
    /// Shaft diameter.
    pub needle_diameter_mm: f64,
    /// Length of the tapered tip.
    pub tip_length_mm: f64,
    /// How it is moved unless another way is asked for.
    pub technique: Technique,
    /// Passes that are made unless others are asked for.
    pub passes: u32,
    /// True depth divided by nominal length on the softest and on the firmest skin.
    pub depth_efficacies: (f64, f64),
    /// Half-width of the uniform relative scatter of depth, per needle.
    pub depth_jitter: f64,
}

/// What a device leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wound {
    /// Needle channels.
    Needles,
    /// A cylinder of tissue punched out: a channel without recoil.
    Core,
    /// A linear cut along y.
    Incision,
    /// The surface removed to a depth.
    Abrasion,
}

/// The rectangle of skin that is treated, from (0, 0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Size along x in mm.
    pub width: f64,
    /// Size along y in mm; in a slab the mean distance between needles, 1/√density.
    pub length: f64,
}

impl Region {
    /// Number of punctures at a density per cm².
    pub fn punctures(&self, density_per_cm2: f64) -> usize {
        (density_per_cm2 * self.width * self.length / SQUARE_CENTIMETRE).round() as usize
    }
}

/// A device: facts, and where its needles enter. To add one, implement this and add a line below.
pub trait Device: Sync {
    /// Facts and defaults.
    fn preset(&self) -> &Preset;

    /// What it leaves behind; needle channels unless it says otherwise.
    fn wound(&self) -> Wound {
        Wound::Needles
    }

    /// How its passage injures; as the parameters say unless it takes tissue away.
    fn channel(&self, parameters: &ChannelParameters<f64>) -> ChannelParameters<f64> {
        *parameters
    }

    /// Where needles enter during one session, in order, in mm.
    fn positions(&self, settings: &DeviceSettings, region: Region, random: &mut Random) -> Vec<[f64; 2]>;

    /// True depth divided by nominal length; `firmness` of the skin from 0 (lax) to 1 (taut on bone).
    fn depth_efficacy(&self, firmness: f64) -> f64 {
        let (low, high) = self.preset().depth_efficacies;
        low + (high - low) * firmness
    }

    /// Punctures per cm² that follow from the technique when nobody asks for a density.
    fn density_from_technique(&self, settings: &DeviceSettings) -> f64 {
        // Without the last digits of a product: fifteen times a fifteenth is the whole.
        let density = settings.technique.density_per_pass() * f64::from(settings.passes);
        (density * 1e9).round() / 1e9
    }

    /// Settings with nothing said by the user.
    fn settings(&self, firmness: f64) -> DeviceSettings {
        let preset = self.preset();
        let mut settings = DeviceSettings {
            device: preset.name.to_owned(),
            needle_length_mm: preset.needle_length_mm,
            needle_diameter_mm: preset.needle_diameter_mm,
            tip_length_mm: preset.tip_length_mm,
            density_per_cm2: 0.0,
            passes: preset.passes,
            technique: preset.technique,
            pattern: Pattern::Device,
            depth_efficacy: self.depth_efficacy(firmness),
            depth_jitter: preset.depth_jitter,
            tilt_degrees: 0.0,
        };
        settings.density_per_cm2 = self.density_from_technique(&settings);
        settings
    }

    /// Thickness of the slab in mm in which `count` needles over `width` mm have the density asked
    /// for. Rounding makes it differ a little from the mean distance between needles.
    fn slab_thickness_mm(&self, settings: &DeviceSettings, width: f64, count: usize) -> f64 {
        count.max(1) as f64 * SQUARE_CENTIMETRE / (settings.density_per_cm2 * width)
    }

    /// The needle channels of one session: positions, true depths and axes.
    fn punctures(&self, settings: &DeviceSettings, region: Region, seed: u64, session: u32) -> Vec<Puncture> {
        let [mut places, mut depths, mut tilts] = [Purpose::Positions, Purpose::Depths, Purpose::Tilts]
            .map(|purpose| Random::new(seed, purpose, session));
        let depth = settings.depth_efficacy * settings.needle_length_mm;
        let tilt = settings.tilt_degrees * DEGREE;
        let (sine, cosine) = (libm::sin(tilt), libm::cos(tilt));
        let puncture = |[x, y]: [f64; 2]| {
            let azimuth = TAU * tilts.unit();
            Puncture {
                x,
                y,
                depth: depth * (1.0 + settings.depth_jitter * depths.symmetric()),
                radius: 0.5 * settings.needle_diameter_mm,
                tip_length: settings.tip_length_mm,
                axis: [sine * libm::cos(azimuth), sine * libm::sin(azimuth), cosine],
            }
        };
        let positions = settings.pattern.positions(settings, region, &mut places);
        let positions = positions.unwrap_or_else(|| self.positions(settings, region, &mut places));
        positions.into_iter().map(puncture).collect()
    }
}

static DEVICES: [&dyn Device; 8] = [
    &super::stamp::STAMP,
    &super::roller::ROLLER,
    &super::pen::PEN,
    &super::roller::HOME_ROLLER,
    &super::single_needle::SINGLE_NEEDLE,
    &super::wounds::CORE,
    &super::wounds::INCISION,
    &super::wounds::ABRASION,
];

/// Every device, in the order of the documentation.
pub fn devices() -> &'static [&'static dyn Device] {
    &DEVICES
}

/// The device of that name.
pub fn find(name: &str) -> Option<&'static dyn Device> {
    DEVICES.into_iter().find(|device| device.preset().name == name)
}
