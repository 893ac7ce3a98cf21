//! Averages over grid cells of wounds that are not channels: incisions and abrasions.

use super::decay::decay;
use super::quadrature::spared;
use super::wounds::{Abrasion, Incision};
use super::{ChannelParameters, Injury};
use crate::numerics::grid::Grid;
use std::ops::Range;

/// Sections that a cell's height is cut into.
const SECTIONS: usize = 8;

/// Cuts along y through the middle of x. The mouth gapes: at depth z the cut is as wide as its blade
/// and the share of its depth that lies below.
// a(z) = ½ (b + g (L − z)) half-width;  W = share of |x| < a;  K = 1 there, else exp(−(|x| − a)/l_k)
pub fn incise(grid: &Grid, incision: Incision, p: &ChannelParameters<f64>, bleeds_mm: f64) -> Injury {
    let Incision { depth_mm: depth, blade_mm: blade } = incision;
    let middle = 0.5 * grid.x.length();
    let section = |z: f64, from: f64, to: f64| {
        let half = 0.5 * (blade + p.gaping * (depth - z));
        let (from, to) = (from - middle, to - middle);
        let width = to - from;
        let inside = |half: f64| (to.min(half) - from.max(-half)).max(0.0) / width;
        Share {
            opened: inside(half),
            killed: killed(from, to, half, p.crush_length) / width,
            halo: inside(half + p.halo_distance),
            span: 2.0 * half * inside(half),
        }
    };
    open(grid, depth, p.bleeding(depth - bleeds_mm), section)
}

/// Removes everything above a depth, but for the islands of epidermis in the skin's appendages; `top_mm` is how far
/// below the surface the grid begins.
pub fn abrade(
    grid: &Grid,
    abrasion: Abrasion,
    p: &ChannelParameters<f64>,
    bleeds_mm: f64,
    top_mm: f64,
) -> Injury {
    // The dermis below holds a graze together: nothing spans it.
    let whole = Share { opened: 1.0, killed: 1.0, halo: 1.0, span: 0.0 };
    let depth = abrasion.depth_mm;
    let mut injury = open(grid, (depth - top_mm).max(0.0), p.bleeding(depth - bleeds_mm), |_, _, _| whole);
    injury.mouth_length.fill(depth);
    injury.opened_surface.mapv_inplace(|opened| opened * (1.0 - p.appendage_islands));
    injury
}

#[derive(Clone, Copy)]
struct Share {
    opened: f64,
    killed: f64,
    halo: f64,
    span: f64,
}

/// Integral of the killed fraction over an interval across a cut.
fn killed(from: f64, to: f64, half: f64, crush: f64) -> f64 {
    let tail = |from: f64, to: f64| crush * (decay((from - half) / crush) - decay((to - half) / crush));
    let right = |from: f64, to: f64| {
        let (from, to) = (from.max(half), to.max(half));
        if to > from { tail(from, to) } else { 0.0 }
    };
    (to.min(half) - from.max(-half)).max(0.0) + right(from, to) + right(-to, -from)
}

fn open(grid: &Grid, depth: f64, bleeds: f64, section: impl Fn(f64, f64, f64) -> Share) -> Injury {
    let mut injury = spared(grid);
    for part in [&mut injury.killed, &mut injury.opened, &mut injury.cut, &mut injury.bled, &mut injury.halo]
    {
        part.fill(0.0);
    }
    let faces = |z: usize| -> Range<f64> { grid.z.faces[z]..grid.z.faces[z + 1].min(depth) };
    let rows = (0..grid.z.len()).filter(|&z| grid.z.faces[z] < depth);
    for z in rows {
        let Range { start, end } = faces(z);
        let share = (end - start) / grid.z.width(z) / SECTIONS as f64;
        for i in 0..SECTIONS {
            let at = start + (end - start) * (i as f64 + 0.5) / SECTIONS as f64;
            for x in 0..grid.x.len() {
                let part = section(at, grid.x.faces[x], grid.x.faces[x + 1]);
                for y in 0..grid.y.len() {
                    injury.opened[[z, y, x]] += share * part.opened;
                    injury.killed[[z, y, x]] += share * part.killed;
                    injury.halo[[z, y, x]] += share * part.halo;
                    injury.span[[z, y, x]] += share * part.span;
                }
            }
        }
    }
    injury.cut = injury.opened.clone();
    injury.bled = &injury.opened * bleeds;
    for x in 0..grid.x.len() {
        let part = section(0.0, grid.x.faces[x], grid.x.faces[x + 1]);
        for y in 0..grid.y.len() {
            injury.opened_surface[[y, x]] = part.opened;
            injury.mouth_length[[y, x]] = part.opened * depth;
        }
    }
    injury
}
