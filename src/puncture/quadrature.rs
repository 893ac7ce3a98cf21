//! From channels to averages over grid cells.

use super::channel::Channel;
use super::footprint::{Footprint, Fractions};
use super::{ChannelParameters, Injury, Puncture};
use crate::numerics::grid::{Axis, Grid};
use ndarray::{Array2, Array3};
use rayon::prelude::*;

/// Channels integrated at a time; bounds the memory for their averages.
const BATCH: usize = 64;

/// How the lateral axes are read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lateral {
    /// x and y as they are; a channel near a periodic side also acts from beyond it.
    Patch,
    /// One row of cells that stands for `thickness_mm` of skin along y. Each channel is integrated
    /// over all y and spread over the thickness, so that it injures the same volume as in a patch.
    Slab {
        /// See [`Device::slab_thickness_mm`](super::Device::slab_thickness_mm).
        thickness_mm: f64,
    },
    /// x is the distance from the one needle, which stands upright on the axis.
    Cell,
    /// A single cell: the mean over what of one needle's channel lies in the dermis, within the disc that is
    /// its share.
    WellMixed {
        /// Radius of the disc: 1/√(π density).
        cell_radius_mm: f64,
        /// Depth of the dermo-epidermal junction.
        junction_mm: f64,
    },
}

/// What `punctures` do to the cells of a grid; `epidermis_bottom_mm` decides which of them bleed.
///
/// Where channels overlap the tissue is destroyed once: fractions combine as 1 − Π(1 − K).
pub fn injure(
    grid: &Grid,
    punctures: &[Puncture],
    parameters: &ChannelParameters<f64>,
    lateral: Lateral,
    epidermis_bottom_mm: f64,
) -> Injury {
    let channels: Vec<Channel> = punctures
        .iter()
        .filter(|puncture| puncture.depth > 0.0)
        .flat_map(|&puncture| images(grid, Channel { puncture, parameters: *parameters }, lateral))
        .collect();
    let mut intact = spared(grid);
    for batch in channels.chunks(BATCH) {
        // Integrated in any order, combined in that of the list: the bits do not depend on threads.
        let footprints: Vec<Footprint> =
            batch.par_iter().map(|channel| Footprint::new(grid, channel, lateral)).collect();
        for (channel, footprint) in batch.iter().zip(&footprints) {
            let bleeds = parameters.bleeding(channel.end_depth() - epidermis_bottom_mm);
            spare(&mut intact, footprint, parameters.cut_fraction, bleeds, channel.end_depth());
        }
    }
    let Injury { killed, opened, cut, bled, opened_surface, halo, .. } = &mut intact;
    for field in [killed, opened, cut, bled, halo] {
        field.mapv_inplace(|spared| 1.0 - spared);
    }
    opened_surface.mapv_inplace(|spared| 1.0 - spared);
    intact
}

/// All fractions 1: nothing injured yet.
pub(super) fn spared(grid: &Grid) -> Injury {
    let volume = Array3::ones(grid.shape());
    Injury {
        killed: volume.clone(),
        opened: volume.clone(),
        cut: volume.clone(),
        bled: volume.clone(),
        span: Array3::zeros(grid.shape()),
        opened_surface: Array2::ones((grid.y.len(), grid.x.len())),
        mouth_length: Array2::zeros((grid.y.len(), grid.x.len())),
        halo: volume,
        debris: 1.0,
    }
}

/// Multiplies what is left by what one channel leaves.
fn spare(intact: &mut Injury, footprint: &Footprint, cut_fraction: f64, bleeds: f64, depth: f64) {
    // Averages may exceed 1 by rounding, and in a slab thinner than the hole.
    let left = |fraction: f64| (1.0 - fraction).max(0.0);
    let mut volume = footprint.volume.iter();
    for z in footprint.z.clone() {
        for y in footprint.y.clone() {
            for (x, &Fractions { opened, killed, halo, span }) in footprint.x.clone().zip(&mut volume) {
                let at = [z, y, x];
                intact.killed[at] *= left(killed);
                intact.opened[at] *= left(opened);
                // A later channel takes the place of what it overlaps.
                intact.span[at] = intact.span[at] * left(opened) + span;
                intact.halo[at] *= left(halo);
                intact.cut[at] *= left(cut_fraction * opened);
                intact.bled[at] *= left(bleeds * cut_fraction * opened);
            }
        }
    }
    let mut surface = footprint.surface.iter();
    for y in footprint.y.clone() {
        for (x, fractions) in footprint.x.clone().zip(&mut surface) {
            intact.opened_surface[[y, x]] *= left(fractions.opened);
            let length = &mut intact.mouth_length[[y, x]];
            *length = *length * left(fractions.opened) + fractions.opened.min(1.0) * depth;
        }
    }
}

/// A channel where it stands, and again beyond each periodic side from which it reaches in.
fn images(grid: &Grid, mut channel: Channel, lateral: Lateral) -> Vec<Channel> {
    if matches!(lateral, Lateral::Cell | Lateral::WellMixed { .. }) {
        channel.puncture = Puncture { x: 0.0, y: 0.0, axis: [0.0, 0.0, 1.0], ..channel.puncture };
        return vec![channel];
    }
    let reach = channel.reach() / channel.puncture.axis[2];
    let (start, end) = (channel.crossing(0.0), channel.crossing(channel.bottom()));
    let mut images = Vec::new();
    for shift_y in shifts(&grid.y, start[1], end[1], reach) {
        for shift_x in shifts(&grid.x, start[0], end[0], reach) {
            let mut image = channel;
            image.puncture.x += shift_x;
            image.puncture.y += shift_y;
            images.push(image);
        }
    }
    images
}

/// Whole periods by which a channel spanning `from..to` can be moved and still reach the axis.
fn shifts(axis: &Axis, from: f64, to: f64, reach: f64) -> Vec<f64> {
    if !axis.periodic {
        return vec![0.0];
    }
    let length = axis.length();
    let first = ((axis.faces[0] - from.max(to) - reach) / length).ceil() as i64;
    let last = ((axis.faces[axis.len()] - from.min(to) + reach) / length).floor() as i64;
    (first..=last).map(|period| period as f64 * length).collect()
}
