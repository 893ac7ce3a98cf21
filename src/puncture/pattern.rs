//! Patterns of punctures that do not depend on the device.

use super::TreatedArea;
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
        area: TreatedArea,
        random: &mut Random,
    ) -> Option<Vec<[f64; 2]>> {
        // An area smaller than an array's pitch is not hit by every pass.
        let passes = (passes.max(1) as usize).min(wanted);
        match self {
            Pattern::Device => None,
            Pattern::Regular => Some(array(area, wanted as f64, [0.5, 0.5], wanted)),
            Pattern::Random => {
                let mut place = |_| [area.width * random.unit(), area.length * random.unit()];
                Some((0..wanted).map(&mut place).collect())
            }
            Pattern::Overlapping => {
                let mut pass =
                    |_| array(area, wanted as f64 / passes as f64, [random.unit(), random.unit()], wanted);
                Some((0..passes).flat_map(&mut pass).collect())
            }
        }
    }
}

/// A regular array of about `needles` over the treated area, shifted by a share of its pitch; empty where
/// the whole session has no puncture.
fn array(area: TreatedArea, needles: f64, shift: [f64; 2], wanted: usize) -> Vec<[f64; 2]> {
    if wanted == 0 {
        return Vec::new();
    }
    let (columns, rows) = nearest(area, needles);
    let place = |row: usize, column: usize| {
        let x = area.width * (column as f64 + shift[0]) / columns as f64;
        [x, area.length * (row as f64 + shift[1]) / rows as f64]
    };
    (0..rows).flat_map(|row| (0..columns).map(move |column| place(row, column))).collect()
}

/// Columns and rows of the array whose number of needles is nearest to `wanted`, nearly square.
pub(super) fn nearest(area: TreatedArea, wanted: f64) -> (usize, usize) {
    let pitch = (area.width * area.length / wanted).sqrt();
    let count = |needles: f64| needles.round().max(1.0);
    let by_rows = (count(wanted / count(area.length / pitch)), count(area.length / pitch));
    let by_columns = (count(area.width / pitch), count(wanted / count(area.width / pitch)));
    let miss = |(columns, rows): (f64, f64)| (columns * rows - wanted).abs();
    let (columns, rows) = if miss(by_columns) < miss(by_rows) { by_columns } else { by_rows };
    (columns as usize, rows as usize)
}
