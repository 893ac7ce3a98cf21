//! Cells of regions with their weights: volumes, or areas at depths of one height.

use std::slice;

use crate::model::Layer;
use crate::numerics::sums::{Stretch, stretch_sums};

/// Cells of a depth at least, or several depths are summed up in one go.
const WIDE: usize = 256;
/// Cells from which on nothing more is summed up with them: one long sum would lose digits that slow fields move by.
const PART: usize = 1024;
/// Cells of no weight that are summed up where that saves a stretch.
const GAP: usize = 16;

/// Weighted cells of a region.
#[derive(Default)]
pub(super) struct Cells {
    weights: Vec<f64>,
    stretches: Vec<Stretch>,
}

impl Cells {
    /// Those of some weight, in their order; short gaps between them are filled.
    pub(super) fn of(cells: impl Iterator<Item = (usize, f64)>) -> Self {
        let mut all = Self::default();
        for (cell, weight) in cells {
            match all.stretches.last_mut() {
                Some(last) if cell < last.cells.end + GAP && last.cells.len() < PART => {
                    all.weights.resize(all.weights.len() + cell - last.cells.end, 0.0);
                    last.cells.end = cell + 1;
                }
                _ => all.stretches.push(Stretch { cells: cell..cell + 1, weight: all.weights.len() }),
            }
            all.weights.push(weight);
        }
        all
    }

    /// Sum of values times weights, for each of several fields.
    pub(super) fn sums(&self, fields: &[&[f64]]) -> Vec<f64> {
        stretch_sums(fields, &self.weights, &self.stretches)
    }
}

/// The dermis in bands: rows, or where these are short several rows of a layer.
pub(super) struct Dermis {
    cells: Cells,
    bands: Vec<Band>,
}

struct Band {
    /// Whether the papillary and the reticular dermis have it.
    papillary: bool,
    reticular: bool,
    /// Height, mm, where the weights are areas; 1 where they are volumes.
    height: f64,
}

impl Dermis {
    /// Of rows of these `heights` with cells of these `areas`.
    pub(super) fn new(areas: &[f64], heights: &[f64], layers: &[Layer]) -> Self {
        let plane = areas.len();
        let wide = plane >= WIDE;
        let weights = if wide {
            areas.to_vec()
        } else {
            heights.iter().flat_map(|h| areas.iter().map(move |a| a * h)).collect()
        };
        let mut all = Self { cells: Cells { weights, stretches: Vec::new() }, bands: Vec::new() };
        let dermis = (0..heights.len()).filter(|z| layers.is_empty() || layers[*z].is_dermis());
        for z in dermis {
            let cells = z * plane..(z + 1) * plane;
            let longer = all.cells.stretches.last_mut().filter(|last| {
                let same = last.cells.end == cells.start && z > 0 && layers.get(z) == layers.get(z - 1);
                !wide && same && last.cells.len() < PART
            });
            if let Some(band) = longer {
                band.cells.end = cells.end;
                continue;
            }
            let is = |layer: Layer| layers.get(z) == Some(&layer);
            let (papillary, reticular) = (is(Layer::PapillaryDermis), is(Layer::ReticularDermis));
            let height = if wide { heights[z] } else { 1.0 };
            all.bands.push(Band { papillary, reticular, height });
            let weight = if wide { 0 } else { cells.start };
            all.cells.stretches.push(Stretch { cells, weight });
        }
        all
    }

    /// Sums of values times volumes over the dermis, the papillary and the reticular one, for each of several fields: bands
    /// in order, cells in order.
    pub(super) fn sums(&self, fields: &[&[f64]]) -> Vec<[f64; 3]> {
        let mut all = vec![[0.0; 3]; fields.len()];
        let Dermis { cells: Cells { weights, stretches }, bands } = self;
        for (band, stretch) in bands.iter().zip(stretches) {
            let sums = stretch_sums(fields, weights, slice::from_ref(stretch));
            for ([all, papillary, reticular], sum) in all.iter_mut().zip(sums) {
                let sum = band.height * sum;
                *all += sum;
                *papillary += if band.papillary { sum } else { 0.0 };
                *reticular += if band.reticular { sum } else { 0.0 };
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_counts_once_with_its_weight() {
        let values: Vec<f64> = (0..5000).map(|i: u32| f64::from(i % 97) - 3.0).collect();
        let weight = |cell: usize| (cell % 13) as f64 / 4.0;
        let picked = |cell: &usize| cell % 31 < 9 || cell % 500 > 420;
        let cells = || (0..5000).filter(picked);
        let found = Cells::of(cells().map(|cell| (cell, weight(cell))));
        let expected: f64 = cells().map(|cell| values[cell] * weight(cell)).sum();
        let [sum] = found.sums(&[&values])[..] else { panic!("one field has one sum") };
        assert!((sum - expected).abs() < 1e-9 * expected, "{sum} {expected}");
        assert!(found.stretches.iter().all(|stretch| stretch.cells.len() < PART + GAP));
        assert_eq!(Cells::of(std::iter::empty()).sums(&[&values]), [0.0]);
    }

    /// Short rows and long ones, of layers that the dermis is part of, and of none.
    #[test]
    fn the_dermis_is_its_two_layers() {
        use Layer::{PapillaryDermis, ReticularDermis, Subcutis, ViableEpidermis};
        let layers =
            [[ViableEpidermis; 2], [PapillaryDermis; 2], [ReticularDermis; 2], [Subcutis; 2]].concat();
        let heights: Vec<f64> = (1..=8).map(|z| 0.1 * f64::from(z)).collect();
        for plane in [1, 14, 600] {
            let areas: Vec<f64> = (0..plane).map(|i: u32| 1.0 + f64::from(i % 7)).collect();
            let values: Vec<f64> = (0..8 * plane).map(|i| f64::from(i % 11)).collect();
            let plane = areas.len();
            let row = |z: usize| -> f64 {
                values[z * plane..][..plane].iter().zip(&areas).map(|(v, a)| v * a * heights[z]).sum()
            };
            let rows = |of: std::ops::Range<usize>| of.map(row).sum::<f64>();
            let near = |found: Vec<[f64; 3]>, expected: [f64; 3]| {
                let pairs = found[0].iter().zip(&expected);
                assert!(pairs.clone().all(|(f, e)| (f - e).abs() <= 1e-12 * e), "{found:?} {expected:?}");
            };
            near(
                Dermis::new(&areas, &heights, &layers).sums(&[&values]),
                [rows(2..6), rows(2..4), rows(4..6)],
            );
            near(Dermis::new(&areas, &heights, &[]).sums(&[&values]), [rows(0..8), 0.0, 0.0]);
        }
    }
}
