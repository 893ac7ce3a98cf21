//! What a session is done with: a device of its own kind with its own settings.

use std::sync::Arc;

use super::open::{abrade, incise};
use super::quadrature::{Lateral, injure};
use super::wounds::USUAL_DENSITY;
use super::{Abrasion, ChannelParameters, Core, Device, Incision, Injury, Needling, Puncture, TreatedArea};
use crate::numerics::grid::Grid;
use crate::units::SQUARE_CENTIMETRE;

/// A device with the settings that its kind has; every value is resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Tool {
    /// Needles that enter where the device puts them.
    Needles {
        /// Whose needles.
        device: Arc<dyn Device>,
        /// How they are used.
        settings: Needling,
    },
    /// A cylinder of tissue punched out.
    Core(Core),
    /// A linear cut along y.
    Incision(Incision),
    /// The surface removed to a depth.
    Abrasion(Abrasion),
}

/// What a device is, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Name in scenarios.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Where its numbers come from, and which are assumed.
    pub source: &'static str,
}

const CORE: About = About {
    name: "core",
    meaning: "cylinder of tissue punched out in the middle of the treated area; its density only says how much skin \
              is its share",
    source: "full-thickness cores of 0.2 to 2 mm [champlain2022]",
};

const INCISION: About = About {
    name: "incision",
    meaning: "straight cut along y in the middle of the treated area, which gapes in proportion to its depth",
    source: "graduated linear scratch [dunkin2007]",
};

const ABRASION: About = About {
    name: "abrasion",
    meaning: "surface removed to a depth over the whole treated area; epidermis regrows from hair follicles",
    source: "split-thickness wound [holt1992]",
};

impl Tool {
    /// A device as it comes, on skin of that firmness.
    pub fn needles(device: Arc<dyn Device>, firmness: f64) -> Self {
        let settings = device.settings(firmness);
        Self::Needles { device, settings }
    }

    /// What it is.
    pub fn about(&self) -> About {
        match self {
            Self::Needles { device, .. } => {
                let preset = device.preset();
                About { name: preset.name, meaning: preset.meaning, source: preset.source }
            }
            Self::Core(_) => CORE,
            Self::Incision(_) => INCISION,
            Self::Abrasion(_) => ABRASION,
        }
    }

    /// Its name in scenarios.
    pub fn name(&self) -> &'static str {
        self.about().name
    }

    /// How its needles are used, where it has any.
    pub fn needling(&self) -> Option<&Needling> {
        match self {
            Self::Needles { settings, .. } => Some(settings),
            _ => None,
        }
    }

    /// The same as it comes on skin of that firmness.
    #[must_use]
    pub fn as_it_comes(&self, firmness: f64) -> Self {
        match self {
            Self::Needles { device, .. } => Self::needles(Arc::clone(device), firmness),
            Self::Core(_) => Self::Core(Core::USUAL),
            Self::Incision(_) => Self::Incision(Incision::USUAL),
            Self::Abrasion(_) => Self::Abrasion(Abrasion::USUAL),
        }
    }

    /// True depth in mm, before scatter.
    pub fn true_depth_mm(&self) -> f64 {
        match self {
            Self::Needles { settings, .. } => settings.true_depth_mm(),
            Self::Core(core) => core.depth_mm,
            Self::Incision(incision) => incision.depth_mm,
            Self::Abrasion(abrasion) => abrasion.depth_mm,
        }
    }

    /// Wounds per cm², whose inverse is the share of skin of one.
    pub fn density_per_cm2(&self) -> f64 {
        match self {
            Self::Needles { settings, .. } => settings.density_per_cm2,
            Self::Core(core) => core.density_per_cm2,
            Self::Incision(_) | Self::Abrasion(_) => USUAL_DENSITY,
        }
    }

    /// The channels of one session.
    pub fn punctures(&self, area: TreatedArea, seed: u64, session: u32) -> Vec<Puncture> {
        match self {
            Self::Needles { device, settings } => device.punctures(settings, area, seed, session),
            Self::Core(core) => vec![core.puncture(area.middle())],
            Self::Incision(incision) => vec![incision.puncture(area.middle())],
            Self::Abrasion(abrasion) => vec![abrasion.puncture(area.middle())],
        }
    }

    /// The one channel in the middle of a round piece of skin that stands for all.
    pub fn standing_for_all(&self) -> Puncture {
        const MIDDLE: [f64; 2] = [0.0, 0.0];
        match self {
            Self::Needles { settings, .. } => settings.standing_for_all(),
            Self::Core(core) => core.puncture(MIDDLE),
            Self::Incision(incision) => incision.puncture(MIDDLE),
            Self::Abrasion(abrasion) => abrasion.puncture(MIDDLE),
        }
    }

    /// Thickness in mm of the slab that `count` channels over `width` mm stand in.
    pub fn slab_thickness_mm(&self, width: f64, count: usize) -> f64 {
        match self {
            Self::Needles { device, settings } => device.slab_thickness_mm(settings, width, count),
            // One wound is in the slab however wide it is: the mean distance between wounds.
            _ => (SQUARE_CENTIMETRE / self.density_per_cm2()).sqrt(),
        }
    }

    /// What the channels of a session do to the cells of a grid. Channels that end above `bleeds_mm` do not
    /// bleed.
    pub fn injure(
        &self,
        grid: &Grid,
        channels: &[Puncture],
        parameters: &ChannelParameters<f64>,
        lateral: Lateral,
        bleeds_mm: f64,
    ) -> Injury {
        match self {
            Self::Needles { device, .. } => {
                injure(grid, channels, &device.channel(parameters), lateral, bleeds_mm)
            }
            Self::Core(_) => injure(grid, channels, &Core::channel(parameters), lateral, bleeds_mm),
            Self::Incision(incision) => incise(grid, *incision, parameters, bleeds_mm),
            Self::Abrasion(abrasion) => {
                // A mixed cell begins at the junction.
                let top = if matches!(lateral, Lateral::WellMixed { .. }) { bleeds_mm } else { 0.0 };
                abrade(grid, *abrasion, parameters, bleeds_mm, top)
            }
        }
    }
}
