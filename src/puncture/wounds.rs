//! Wounds that are not needling: cores, incisions and abrasions, which published healing was measured on.

use super::device::{Device, Preset, Region, Wound};
use super::technique::Technique;
use super::{ChannelParameters, DeviceSettings};
use crate::random::Random;

/// One wound in the middle of the region.
#[derive(Debug)]
pub struct OpenWound {
    preset: Preset,
    wound: Wound,
}

/// What every wound here has: no needle, so no taper, no scatter and the depth that is asked for.
const PLAIN: Preset = Preset {
    name: "",
    meaning: "",
    source: "",
    needle_length_mm: 1.0,
    needle_lengths_mm: (0.02, 6.0),
    needle_diameter_mm: 0.5,
    tip_length_mm: 0.01,
    technique: Technique::single(4),
    passes: 1,
    depth_efficacies: (1.0, 1.0),
    depth_jitter: 0.0,
};

/// A punched core.
pub static CORE: OpenWound = OpenWound {
    preset: Preset {
        name: "core",
        meaning: "cylinder of tissue punched out in the middle of the region; its density only says how much skin \
                  is its share",
        source: "full-thickness cores of 0.2 to 2 mm [champlain2022]",
        needle_length_mm: 1.8,
        ..PLAIN
    },
    wound: Wound::Core,
};

/// A linear cut.
pub static INCISION: OpenWound = OpenWound {
    preset: Preset {
        name: "incision",
        meaning: "straight cut along y in the middle of the region, which gapes in proportion to its depth",
        source: "graduated linear scratch [dunkin2007]",
        needle_length_mm: 1.0,
        needle_diameter_mm: 0.1,
        ..PLAIN
    },
    wound: Wound::Incision,
};

/// A grazed surface.
pub static ABRASION: OpenWound = OpenWound {
    preset: Preset {
        name: "abrasion",
        meaning: "surface removed to a depth over the whole region; epidermis regrows from hair follicles",
        source: "split-thickness wound [holt1992]",
        needle_length_mm: 0.2,
        ..PLAIN
    },
    wound: Wound::Abrasion,
};

impl Device for OpenWound {
    fn preset(&self) -> &Preset {
        &self.preset
    }

    fn wound(&self) -> Wound {
        self.wound
    }

    fn positions(&self, _: &DeviceSettings, region: Region, _: &mut Random) -> Vec<[f64; 2]> {
        vec![[0.5 * region.width, 0.5 * region.length]]
    }

    /// The mean distance between wounds, as for a single needle.
    fn slab_thickness_mm(&self, settings: &DeviceSettings, _: f64, _: usize) -> f64 {
        (crate::units::SQUARE_CENTIMETRE / settings.density_per_cm2).sqrt()
    }

    /// Tissue is taken away, not pushed aside: nothing recoils and all matrix in the hole is gone.
    fn channel(&self, parameters: &ChannelParameters<f64>) -> ChannelParameters<f64> {
        ChannelParameters { recoil: 1.0, cut_fraction: 1.0, ..*parameters }
    }
}
