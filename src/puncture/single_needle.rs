//! One needle, for studies of a single channel.

use super::device::{Device, Preset};
use super::technique::Technique;
use super::{Needling, TreatedArea};
use crate::random::Random;

/// One needle in the middle of the treated area, whatever the density.
#[derive(Debug, Clone, Copy)]
pub struct SingleNeedle {
    preset: Preset,
}

/// The single needle of the catalogue.
pub const SINGLE_NEEDLE: SingleNeedle = SingleNeedle {
    preset: Preset {
        name: "single_needle",
        meaning: "one needle in the middle of the treated area; its density only says how much skin is its share",
        source: "needle of the MF8 roller [schwarz2011] put to its full length by hand (assumed); 250/cm² is the \
                 standard session",
        needle_length_mm: 1.5,
        needle_lengths_mm: (0.2, 3.0),
        needle_diameter_mm: 0.25,
        tip_length_mm: 0.35,
        technique: Technique::single(250),
        passes: 1,
        depth_efficacies: (1.0, 1.0),
        depth_jitter: 0.0,
    },
};

impl Device for SingleNeedle {
    fn preset(&self) -> &Preset {
        &self.preset
    }

    fn positions(&self, _: &Needling, area: TreatedArea, _: &mut Random) -> Vec<[f64; 2]> {
        vec![area.middle()]
    }

    /// The mean distance between needles: the number of needles says nothing about the density.
    fn slab_thickness_mm(&self, settings: &Needling, _: f64, _: usize) -> f64 {
        (crate::units::SQUARE_CENTIMETRE / settings.density_per_cm2).sqrt()
    }
}
