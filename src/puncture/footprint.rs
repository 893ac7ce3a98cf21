//! Averages of one channel's injury over the grid cells it reaches.

use super::channel::Channel;
use super::plane::Plane;
use super::quadrature::Lateral;
use super::rings;
use super::sampling::{Slice, mixed, slices, touched};
use crate::numerics::grid::{Axis, Grid};
use std::ops::{AddAssign, Mul, Range};

/// Averages over one cell: void weight, killed fraction, fraction within the halo distance, and void
/// weight times the width of the hole in mm.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fractions {
    pub opened: f64,
    pub killed: f64,
    pub halo: f64,
    pub span: f64,
}

impl Mul<f64> for Fractions {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self {
            opened: self.opened * factor,
            killed: self.killed * factor,
            halo: self.halo * factor,
            span: self.span * factor,
        }
    }
}

impl AddAssign for Fractions {
    fn add_assign(&mut self, other: Self) {
        self.opened += other.opened;
        self.killed += other.killed;
        self.halo += other.halo;
        self.span += other.span;
    }
}

/// One channel's averages over a box of cells, x fastest, and over the cells of the surface.
pub(super) struct Footprint {
    pub z: Range<usize>,
    pub y: Range<usize>,
    pub x: Range<usize>,
    pub volume: Vec<Fractions>,
    pub surface: Vec<Fractions>,
}

impl Footprint {
    /// Integrates a channel section by section.
    pub(super) fn new(grid: &Grid, channel: &Channel, lateral: Lateral) -> Self {
        match lateral {
            Lateral::Patch | Lateral::Slab { .. } => {
                let plane = Plane::new(grid, channel, lateral);
                let slices = slices(channel, &grid.z, channel.bottom());
                Self::stack(&grid.z, (plane.y.clone(), plane.x.clone()), slices, 0.0, |z| plane.average(z))
            }
            Lateral::Cell => {
                let slices = slices(channel, &grid.z, channel.puncture.depth);
                let faces = &grid.x.faces;
                Self::stack(&grid.z, (0..1, 0..grid.x.len()), slices, 0.0, |z| {
                    rings::average(channel, faces, z)
                })
            }
            Lateral::WellMixed { cell_radius_mm, junction_mm } => {
                let slices = mixed(channel, junction_mm, junction_mm + grid.z.length());
                Self::stack(&grid.z, (0..1, 0..1), slices, 0.0, |z| {
                    rings::average(channel, &[0.0, cell_radius_mm], z)
                })
            }
        }
    }

    fn stack(
        axis: &Axis,
        (y, x): (Range<usize>, Range<usize>),
        slices: Vec<Slice>,
        surface: f64,
        average: impl Fn(f64) -> Vec<Fractions>,
    ) -> Self {
        let depth = slices.iter().flat_map(|slice| &slice.shares).map(|&(cell, _)| cell + 1).max();
        let z = 0..depth.unwrap_or(0).min(axis.len());
        let cells = y.len() * x.len();
        let mut volume = vec![Fractions::default(); z.len() * cells];
        for slice in slices {
            let layer = average(slice.z);
            for (cell, share) in slice.shares {
                let into = &mut volume[cell * cells..(cell + 1) * cells];
                into.iter_mut().zip(&layer).for_each(|(sum, &part)| *sum += part * share);
            }
        }
        Self { z, y, x, volume, surface: average(surface) }
    }
}

/// Lateral cells within `reach` of a channel whose axis spans `from..to`.
pub(super) fn reached(axis: &Axis, from: f64, to: f64, reach: f64) -> Range<usize> {
    touched(axis, from.min(to) - reach, from.max(to) + reach)
}
