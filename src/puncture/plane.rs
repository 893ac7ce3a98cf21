//! Averages over the rectangles of a horizontal plane.

use super::channel::Channel;
use super::footprint::{Fractions, reached};
use super::quadrature::Lateral;
use super::sampling::{panels, points};
use crate::numerics::grid::Grid;
use std::ops::Range;

/// Panels of the fine sampling in the radius of the hole. With an edge of 0.15 r_h, four panels
/// (eight points) integrate the hole to about 10⁻⁵.
const FINE: f64 = 4.0;

/// Length of the coarse panels in crush lengths: the error in a cell's mean is below 1 %.
const COARSE: f64 = 1.5;

/// Lengths closer than this are the same, mm. Needles on faces of cells meet the limits below exactly:
/// rounding must not choose another sampling for one needle of an array than for the next.
const SAME: f64 = 1e-9;

/// The lateral cells that a channel reaches. Those the hole's edge comes near to are sampled finely.
pub(super) struct Plane<'a> {
    grid: &'a Grid,
    channel: &'a Channel,
    /// Thickness in mm that stands for all y; none where y is resolved.
    thickness: Option<f64>,
    pub y: Range<usize>,
    pub x: Range<usize>,
}

/// A rectangle relative to the channel's axis: `x` and `y` as (from, to), mm.
struct Tile {
    x: (f64, f64),
    y: (f64, f64),
}

/// A strip of tiles along x: row of cells, extent in y relative to the axis, and the height that its
/// integral is divided by.
type Strip = (usize, (f64, f64), f64);

impl<'a> Plane<'a> {
    pub(super) fn new(grid: &'a Grid, channel: &'a Channel, lateral: Lateral) -> Self {
        let thickness = match lateral {
            Lateral::Slab { thickness_mm } => Some(thickness_mm),
            _ => None,
        };
        let (start, end) = (channel.crossing(0.0), channel.crossing(channel.bottom()));
        let reach = channel.reach() / channel.puncture.axis[2];
        let x = reached(&grid.x, start[0], end[0], reach);
        let y = if thickness.is_some() { 0..1 } else { reached(&grid.y, start[1], end[1], reach) };
        Self { grid, channel, thickness, y, x }
    }

    /// Averages over the cells of rows `y` and columns `x` at depth `z` below the surface.
    pub(super) fn average(&self, z: f64) -> Vec<Fractions> {
        let mut cells = vec![Fractions::default(); self.y.len() * self.x.len()];
        let vertical = self.channel.puncture.axis[2];
        // A tilted channel is met at several depths along its axis: the widest section says how far
        // to look, the middle one how closely.
        let top = (z - self.channel.reach() * self.channel.slant()) / vertical;
        if top >= self.channel.puncture.depth {
            return cells;
        }
        let section = self.channel.section(top);
        let halo = self.channel.parameters.halo_distance;
        let reach = self.channel.reach_of(&section);
        let near = section.hole + 5.0 * section.edge;
        let coarse = (COARSE * self.channel.section(z / vertical).crush).min(halo / 3.0);
        let fine = (section.hole.max(0.25 * self.channel.shaft().hole) / FINE).min(coarse);
        let centre = self.channel.crossing(z);
        for (row, y, height) in self.strips(centre[1], near / vertical, reach / vertical) {
            for column in self.x.clone() {
                let faces = &self.grid.x.faces[column..=column + 1];
                let tile = Tile { x: (faces[0] - centre[0], faces[1] - centre[0]), y };
                let gap = tile.gap() * vertical;
                if gap < reach - SAME {
                    let step = if gap < near - SAME {
                        fine
                    } else if gap < halo + SAME && halo < tile.span() + SAME {
                        0.5 * coarse
                    } else {
                        coarse
                    };
                    let sum = self.integrate(&tile, [centre[0], centre[1], z], step);
                    let area = height * (faces[1] - faces[0]);
                    cells[row * self.x.len() + column - self.x.start] += sum * (1.0 / area);
                }
            }
        }
        cells
    }

    /// Rows of cells; in a slab all of y, cut where the sampling changes.
    fn strips(&self, centre: f64, near: f64, reach: f64) -> Vec<Strip> {
        if let Some(thickness) = self.thickness {
            return [(-reach, -near), (-near, near), (near, reach)].map(|y| (0, y, thickness)).to_vec();
        }
        let faces = &self.grid.y.faces;
        let row =
            |y: usize| (y - self.y.start, (faces[y] - centre, faces[y + 1] - centre), self.grid.y.width(y));
        self.y.clone().map(row).collect()
    }

    fn integrate(&self, tile: &Tile, centre: [f64; 3], step: f64) -> Fractions {
        let halo = HaloEdge::new(self.channel.parameters.halo_distance, tile, step);
        let mut sum = Fractions::default();
        for (dy, height) in points(tile.y.0, tile.y.1, step) {
            for (dx, width) in points(tile.x.0, tile.x.1, step) {
                let (distance, depth) = self.channel.locate([centre[0] + dx, centre[1] + dy, centre[2]]);
                if depth < self.channel.puncture.depth {
                    let section = self.channel.section(depth);
                    let (opened, killed) = (section.opened(distance), section.killed(distance));
                    let halo = halo.inside(distance);
                    sum += Fractions { opened, killed, halo, span: 2.0 * section.hole * opened }
                        * (width * height);
                }
            }
        }
        sum
    }
}

impl Tile {
    /// Distance of the farthest corner from the axis.
    fn span(&self) -> f64 {
        let farthest = |(from, to): (f64, f64)| to.max(-from);
        let (x, y) = (farthest(self.x), farthest(self.y));
        (x * x + y * y).sqrt()
    }

    /// Distance from the axis, 0 when it runs through.
    fn gap(&self) -> f64 {
        let outside = |(from, to): (f64, f64)| from.max(-to).max(0.0);
        let (x, y) = (outside(self.x), outside(self.y));
        (x * x + y * y).sqrt()
    }
}

/// The halo's sharp edge, spread over one panel so that points on either side weigh it fairly.
struct HaloEdge {
    radius: f64,
    width: f64,
}

impl HaloEdge {
    fn new(distance: f64, tile: &Tile, step: f64) -> Self {
        let panel = |(from, to): (f64, f64)| (to - from) / panels(to - from, step) as f64;
        let width = panel(tile.x).max(panel(tile.y));
        // A ramp of width e about R covers π (R² + e²/12): the radius makes up for it.
        Self { radius: (distance * distance - width * width / 12.0).sqrt(), width }
    }

    fn inside(&self, distance: f64) -> f64 {
        ((self.radius - distance) / self.width + 0.5).clamp(0.0, 1.0)
    }
}
