//! Patterns of punctures that do not depend on the device.

use super::Region;
use crate::random::Random;

/// How punctures lie on the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// As the device's own technique lays them.
    Device,
    /// One even array: no two punctures near each other.
    Regular,
    /// Each anywhere, whatever the others did.
    Random,
    /// Every pass an even array that knows nothing of the others.
    Overlapping,
}

impl Pattern {
    /// Every pattern; the first is the default.
    pub const ALL: [Self; 4] = [Self::Device, Self::Regular, Self::Random, Self::Overlapping];

    /// The name in scenarios.
    pub fn name(self) -> &'static str {
        match self {
            Pattern::Device => "device",
            Pattern::Regular => "regular",
            Pattern::Random => "random",
            Pattern::Overlapping => "overlapping",
        }
    }

    /// Places in mm of so many punctures; `None` where the device decides.
    pub(super) fn positions(
        self,
        wanted: usize,
        passes: u32,
        region: Region,
        random: &mut Random,
    ) -> Option<Vec<[f64; 2]>> {
        // A region smaller than an array's pitch is not hit by every pass.
        let passes = (passes.max(1) as usize).min(wanted);
        match self {
            Pattern::Device => None,
            Pattern::Regular => Some(array(region, wanted as f64, [0.5, 0.5], wanted)),
            Pattern::Random => {
                let mut place = |_| [region.width * random.unit(), region.length * random.unit()];
                Some((0..wanted).map(&mut place).collect())
            }
            Pattern::Overlapping => {
                let mut pass =
                    |_| array(region, wanted as f64 / passes as f64, [random.unit(), random.unit()], wanted);
                Some((0..passes).flat_map(&mut pass).collect())
            }
        }
    }
}

/// A regular array of about `needles` over the region, shifted by a share of its pitch; empty where
/// the whole session has no puncture.
fn array(region: Region, needles: f64, shift: [f64; 2], wanted: usize) -> Vec<[f64; 2]> {
    if wanted == 0 {
        return Vec::new();
    }
    let (columns, rows) = nearest(region, needles);
    let place = |row: usize, column: usize| {
        let x = region.width * (column as f64 + shift[0]) / columns as f64;
        [x, region.length * (row as f64 + shift[1]) / rows as f64]
    };
    (0..rows).flat_map(|row| (0..columns).map(move |column| place(row, column))).collect()
}

/// Columns and rows of the array whose number of needles is nearest to `wanted`, nearly square.
pub(super) fn nearest(region: Region, wanted: f64) -> (usize, usize) {
    let pitch = (region.width * region.length / wanted).sqrt();
    let count = |needles: f64| needles.round().max(1.0);
    let by_rows = (count(wanted / count(region.length / pitch)), count(region.length / pitch));
    let by_columns = (count(region.width / pitch), count(wanted / count(region.width / pitch)));
    let miss = |(columns, rows): (f64, f64)| (columns * rows - wanted).abs();
    let (columns, rows) = if miss(by_columns) < miss(by_rows) { by_columns } else { by_rows };
    (columns as usize, rows as usize)
}
