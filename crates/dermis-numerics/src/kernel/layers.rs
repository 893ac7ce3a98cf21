//! Depths that the reaction takes in one go where rows are short: those of one layer, whose coefficients are the same but
//! for a few, which each cell has for itself.

use std::ops::Range;

use crate::grid::Grid;
use crate::system::System;

/// Depths in layers.
#[derive(Debug, Clone)]
pub(crate) struct Layers {
    /// The depth behind the layer that a depth lies in.
    ends: Vec<usize>,
    /// Coefficients that vary within a layer, by cell, in the order of [`System::BY_DEPTH`].
    by_depth: Vec<Vec<f64>>,
    /// Cells of a depth.
    plane: usize,
}

impl Layers {
    /// Of a system with these `coefficients` at each depth.
    pub(crate) fn new<S: System<N, M>, const N: usize, const M: usize>(
        grid: &Grid,
        coefficients: &[Vec<f64>],
    ) -> Self {
        let (planes, ny, nx) = grid.shape();
        let differ = |z: usize| {
            let pairs = coefficients[z].iter().zip(&coefficients[z - 1]).enumerate();
            pairs.clone().any(|(at, (here, above))| here != above && !S::BY_DEPTH.contains(&at))
        };
        let mut ends = vec![planes; planes];
        for z in (1..planes).rev() {
            ends[z - 1] = if differ(z) { z } else { ends[z] };
        }
        let by_cell =
            |at: &usize| coefficients.iter().flat_map(|row| std::iter::repeat_n(row[*at], ny * nx)).collect();
        Self { ends, by_depth: S::BY_DEPTH.iter().map(by_cell).collect(), plane: ny * nx }
    }

    /// The depths of the layer of `depths.start` that lie among these.
    pub(crate) fn first(&self, depths: &Range<usize>) -> Range<usize> {
        depths.start..self.ends[depths.start].min(depths.end)
    }

    /// Coefficients of the cells from this depth on.
    #[inline(always)]
    pub(crate) fn by_depth(&self, at: usize, z: usize) -> &[f64] {
        &self.by_depth[at][z * self.plane..]
    }
}
