//! What the puncture operator's formulas integrate to, by brute force, and helpers.

use dermis::numerics::grid::{Axis, Grid};
use dermis::puncture::{ChannelParameters, Injury, Lateral, Puncture, injure};
use std::f64::consts::PI;

/// Volumes in mm³: opened, killed, within the halo.
#[derive(Debug, Clone, Copy)]
pub struct Volumes {
    pub opened: f64,
    pub killed: f64,
    pub halo: f64,
}

pub fn standard() -> Puncture {
    Puncture { x: 0.0, y: 0.0, depth: 1.5, radius: 0.125, tip_length: 0.35, axis: [0.0, 0.0, 1.0] }
}

pub fn tilted(degrees: f64, azimuth: f64) -> [f64; 3] {
    let (sine, cosine) = (libm::sin(degrees * PI / 180.0), libm::cos(degrees * PI / 180.0));
    [sine * libm::cos(azimuth), sine * libm::sin(azimuth), cosine]
}

/// Midpoint sums over depth and radius of w and k as they are printed.
pub fn exact(needle: &Puncture, p: &ChannelParameters<f64>) -> Volumes {
    let (layers, shells) = (600, 1500);
    let dz = needle.depth / f64::from(layers);
    let dr = 1.0 / f64::from(shells);
    let (mut opened, mut killed) = (0.0, 0.0);
    for layer in 0..layers {
        let z = dz * (f64::from(layer) + 0.5);
        let local = needle.radius * ((needle.depth - z) / needle.tip_length).min(1.0);
        let hole = p.recoil * local;
        let crush = p.crush_length * (p.crush_floor + (1.0 - p.crush_floor) * local / needle.radius);
        for shell in 0..shells {
            let r = dr * (f64::from(shell) + 0.5);
            let ring = 2.0 * PI * r * dr * dz;
            opened += ring * 0.5 * (1.0 - libm::tanh((r - hole) / (p.edge_sharpness * hole + p.edge_floor)));
            killed += ring * if r < hole { 1.0 } else { libm::exp(-(r - hole) / crush) };
        }
    }
    Volumes { opened, killed, halo: PI * p.halo_distance * p.halo_distance * needle.depth }
}

/// The same from the cell averages of an injury; `scale` is what one unit of cell volume stands for.
pub fn measured(grid: &Grid, injury: &Injury, scale: f64) -> Volumes {
    let sum = |field: &ndarray::Array3<f64>| {
        scale * field.indexed_iter().map(|((z, y, x), f)| f * grid.volume(z, y, x)).sum::<f64>()
    };
    Volumes { opened: sum(&injury.opened), killed: sum(&injury.killed), halo: sum(&injury.halo) }
}

/// Largest relative error of opened and killed volume, and that of the halo.
pub fn errors(found: Volumes, exact: Volumes) -> (f64, f64) {
    let error = |a: f64, b: f64| (a / b - 1.0).abs();
    let injured = error(found.opened, exact.opened).max(error(found.killed, exact.killed));
    (injured, error(found.halo, exact.halo))
}

pub fn hurt(grid: &Grid, needles: &[Puncture], lateral: Lateral) -> Injury {
    injure(grid, needles, &ChannelParameters::default(), lateral, 0.1)
}

/// Depth faces: fine above, growing by `growth` from cell to cell up to 0.1 mm.
pub fn depth_axis(first: f64, growth: f64, depth: f64) -> Axis {
    let (mut faces, mut height) = (vec![0.0], first);
    while faces[faces.len() - 1] < depth {
        faces.push(faces[faces.len() - 1] + height);
        height = (height * growth).min(0.1);
    }
    Axis::from_faces(faces, false)
}

pub fn lateral_axis(length: f64, spacing: f64, periodic: bool) -> Axis {
    Axis::uniform((length / spacing).round() as usize, length, periodic)
}

/// A patch or, without `length`, a slab.
pub fn grid(width: f64, length: Option<f64>, spacing: f64, z: Axis) -> Grid {
    let y = length.map_or(Axis::uniform(1, 1.0, false), |length| lateral_axis(length, spacing, true));
    Grid { x: lateral_axis(width, spacing, true), y, z }
}
