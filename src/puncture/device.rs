//! What a device with needles is.

use std::fmt::Debug;
use std::sync::Arc;

use super::{ChannelParameters, Needling, Pattern, Puncture, Technique, TreatedArea};
use crate::random::{Purpose, Random};
use crate::units::{DEGREE, SQUARE_CENTIMETRE};
use std::f64::consts::TAU;

/// Name, use and limits of a device with needles, as data. Lengths in mm.
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

/// A device with needles: facts, and where the needles enter. A session holds it by
/// [`Tool::needles`](super::Tool::needles), one of your own like one of the catalogue.
///
/// ```
/// use dermis::random::Random;
/// use dermis::puncture::{Device, Needling, Preset, TreatedArea, STAMP, Tool};
/// use dermis::treatment::Session;
/// use std::sync::Arc;
///
/// /// Needles along a line.
/// #[derive(Debug)]
/// struct Comb(Preset);
///
/// impl Device for Comb {
///     fn preset(&self) -> &Preset {
///         &self.0
///     }
///
///     fn positions(&self, settings: &Needling, area: TreatedArea, _: &mut Random) -> Vec<[f64; 2]> {
///         let count = area.punctures(settings.density_per_cm2);
///         let x = |at| area.width * (at as f64 + 0.5) / count as f64;
///         (0..count).map(|at| [x(at), 0.5 * area.length]).collect()
///     }
/// }
///
/// let comb = Comb(Preset { name: "comb", ..*STAMP.preset() });
/// let session = Session { day: 0.0, device: Tool::needles(Arc::new(comb), 0.5) };
/// assert_eq!(session.device.name(), "comb");
/// ```
pub trait Device: Debug + Send + Sync {
    /// Facts and defaults.
    fn preset(&self) -> &Preset;

    /// How its passage injures; as the parameters say unless it takes tissue away.
    fn channel(&self, parameters: &ChannelParameters<f64>) -> ChannelParameters<f64> {
        *parameters
    }

    /// Where needles enter during one session, in order, in mm.
    fn positions(&self, settings: &Needling, area: TreatedArea, random: &mut Random) -> Vec<[f64; 2]>;

    /// Where its needles are in mm from its middle, where the user says it.
    fn places(&self) -> Option<&[[f64; 2]]> {
        None
    }

    /// The same with needles at these places, where the user says it.
    fn with_places(&self, _: Vec<[f64; 2]>) -> Option<Arc<dyn Device>> {
        None
    }

    /// True depth divided by nominal length; `firmness` of the skin from 0 (lax) to 1 (taut on bone).
    fn depth_efficacy(&self, firmness: f64) -> f64 {
        let (low, high) = self.preset().depth_efficacies;
        low + (high - low) * firmness
    }

    /// Settings with nothing said by the user.
    fn settings(&self, firmness: f64) -> Needling {
        let preset = self.preset();
        let mut settings = Needling {
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
        settings.density_per_cm2 = settings.density_from_technique();
        settings
    }

    /// Thickness of the slab in mm in which `count` needles over `width` mm have the density asked
    /// for. Rounding makes it differ a little from the mean distance between needles.
    fn slab_thickness_mm(&self, settings: &Needling, width: f64, count: usize) -> f64 {
        count.max(1) as f64 * SQUARE_CENTIMETRE / (settings.density_per_cm2 * width)
    }

    /// The needle channels of one session: positions, true depths and axes.
    fn punctures(&self, settings: &Needling, area: TreatedArea, seed: u64, session: u32) -> Vec<Puncture> {
        let [mut places, mut depths, mut tilts] = [Purpose::Positions, Purpose::Depths, Purpose::Tilts]
            .map(|purpose| Random::new(seed, purpose, session));
        let depth = settings.true_depth_mm();
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
        let wanted = area.punctures(settings.density_per_cm2);
        let positions = settings.pattern.positions(wanted, settings.passes, area, &mut places);
        let positions = positions.unwrap_or_else(|| self.positions(settings, area, &mut places));
        positions.into_iter().map(puncture).collect()
    }
}

/// Devices are the same where their facts and the places of their needles are.
impl PartialEq for dyn Device {
    fn eq(&self, other: &Self) -> bool {
        self.preset() == other.preset() && self.places() == other.places()
    }
}
