//! An array of one's own: needles where the user puts them, printed over the skin again and again.

use std::sync::Arc;

use super::device::{Device, Preset};
use super::technique::Technique;
use super::{Needling, TreatedArea};
use crate::random::Random;
use crate::units::SQUARE_CENTIMETRE;
use std::f64::consts::TAU;

/// Needles of the usual rings, and their radii in mm.
const RINGS: [(u32, f64); 2] = [(8, 1.5), (16, 3.0)];

/// Needles at places in the frame of the device, whose origin is its middle.
#[derive(Debug, Clone)]
pub struct OwnArray {
    preset: Preset,
    /// Where needles are, mm.
    places: Vec<[f64; 2]>,
}

impl OwnArray {
    /// Two rings of needles.
    pub fn usual() -> Self {
        Self {
            preset: PRESET,
            places: RINGS.iter().flat_map(|&(needles, radius)| ring(radius, needles)).collect(),
        }
    }
}

const PRESET: Preset = Preset {
    name: "array",
    meaning: "needles where you put them, by places, rings, rows or a file, pressed on the skin again and again; \
              two rings of 8 and 16 unless others are given",
    source: "needle 0.25 mm (MF8 [schwarz2011]) and efficacy as of the stamp; assumed: rings of 3 and 6 mm across on 8 x 8 mm",
    needle_length_mm: 1.0,
    needle_lengths_mm: (0.2, 3.0),
    needle_diameter_mm: 0.25,
    tip_length_mm: 0.35,
    technique: Technique::pressed(RINGS[0].0 + RINGS[1].0, 8.0),
    passes: 4,
    depth_efficacies: (0.6, 0.9),
    depth_jitter: 0.1,
};

/// Needles on a circle around the middle, the first along x.
pub fn ring(radius: f64, needles: u32) -> Vec<[f64; 2]> {
    let place = |at| {
        let angle = TAU * f64::from(at) / f64::from(needles);
        [radius * libm::cos(angle), radius * libm::sin(angle)]
    };
    (0..needles).map(place).collect()
}

/// Needles along x, so far apart and at one y, around the middle.
pub fn row(needles: u32, y: f64, apart: f64) -> Vec<[f64; 2]> {
    let middle = 0.5 * f64::from(needles.saturating_sub(1));
    (0..needles).map(|at| [(f64::from(at) - middle) * apart, y]).collect()
}

/// Distance in mm at which the prints of one pass of an array lie side by side, so that all passes make the
/// density.
pub fn pitch_mm(settings: &Needling) -> f64 {
    let needles = f64::from(settings.technique.needles) * f64::from(settings.passes);
    (needles * SQUARE_CENTIMETRE / settings.density_per_cm2).sqrt()
}

impl Device for OwnArray {
    fn preset(&self) -> &Preset {
        &self.preset
    }

    fn places(&self) -> Option<&[[f64; 2]]> {
        Some(&self.places)
    }

    fn with_places(&self, places: Vec<[f64; 2]>) -> Option<Arc<dyn Device>> {
        let needles = u32::try_from(places.len()).ok()?;
        let technique = Technique { needles, ..self.preset.technique };
        Some(Arc::new(Self { preset: Preset { technique, ..self.preset }, places }))
    }

    /// The first pass has a print in the middle of the area; the others are shifted at random. A print that the
    /// edge of the area cuts leaves its needles beyond it out.
    fn positions(&self, settings: &Needling, area: TreatedArea, random: &mut Random) -> Vec<[f64; 2]> {
        let pitch = pitch_mm(settings);
        let mut positions = Vec::new();
        for pass in 0..settings.passes {
            let shift = match pass {
                0 => area.middle(),
                _ => [pitch * random.unit(), pitch * random.unit()],
            };
            for place in &self.places {
                for y in along(place[1] + shift[1], pitch, area.length) {
                    positions.extend(along(place[0] + shift[0], pitch, area.width).map(|x| [x, y]));
                }
            }
        }
        positions
    }
}

/// Places that differ from `place` by whole pitches, from 0 up to `length`.
fn along(place: f64, pitch: f64, length: f64) -> impl Iterator<Item = f64> {
    // Places on the edge belong to its lower side, whatever rounding makes of them.
    let first = libm::ceil(-place / pitch - 1e-9);
    let at = move |n: u32| (place + (first + f64::from(n)) * pitch).max(0.0);
    (0..).map(at).take_while(move |&x| x < length * (1.0 - 1e-12))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Purpose;

    #[test]
    fn prints_lie_side_by_side_and_make_the_density() {
        let device = OwnArray::usual().with_places(vec![[0.0, 0.0], [1.0, 0.5]]).unwrap();
        let mut settings = device.settings(0.5);
        settings.passes = 1;
        settings.technique.track_width_mm = 2.0;
        settings.technique.print_length_mm = 2.0;
        settings.density_per_cm2 = 50.0;
        let area = TreatedArea { width: 4.0, length: 4.0 };
        let mut random = Random::new(1, Purpose::Positions, 0);
        let mut found = device.positions(&settings, area, &mut random);
        found.sort_by(|a, b| a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0])));
        let expected =
            [[0.0, 0.0], [2.0, 0.0], [1.0, 0.5], [3.0, 0.5], [0.0, 2.0], [2.0, 2.0], [1.0, 2.5], [3.0, 2.5]];
        assert_eq!(found, expected);
        let rings = [ring(1.5, 8), ring(3.0, 16)].concat();
        assert_eq!(rings.len(), 24);
        assert_eq!(OwnArray::usual().places(), Some(&rings[..]));
        assert_eq!(row(3, 1.0, 0.5), [[-0.5, 1.0], [0.0, 1.0], [0.5, 1.0]]);
    }
}
