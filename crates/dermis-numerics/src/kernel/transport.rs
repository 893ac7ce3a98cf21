//! Transport coefficients on a grid, and explicit diffusion on lines of constant depth.

use std::ops::Range;

use crate::grid::{Axis, Grid};
use crate::system::{SurfaceTransport, Transport};

/// Geometric coupling of each cell to its two neighbours along an axis, 1/mm²:
/// face area / (centre distance × cell volume).
#[derive(Debug, Clone, PartialEq)]
pub struct Coupling {
    /// Toward the previous cell; 0 at a closed end.
    pub before: Vec<f64>,
    /// Toward the next cell; 0 at a closed end.
    pub after: Vec<f64>,
}

impl Coupling {
    /// Coupling along an axis, faces weighted by `weight`.
    pub fn new(axis: &Axis, weight: impl Fn(usize) -> f64) -> Self {
        let cells = axis.len();
        let face = |f: usize, cell: usize| {
            let open = axis.periodic || (f > 0 && f < cells);
            if open { weight(f) * axis.areas[f] / (axis.distances[f] * axis.volumes[cell]) } else { 0.0 }
        };
        Self {
            before: (0..cells).map(|cell| face(cell, cell)).collect(),
            after: (0..cells).map(|cell| face(cell + 1, cell)).collect(),
        }
    }
}

/// Transport of one field with its coefficients worked out on a grid.
#[derive(Debug, Clone)]
pub struct FieldTransport {
    /// Vertical coupling with diffusivity, weights and capacity, 1/day.
    pub vertical: Coupling,
    /// The same without the diffusivity, for taxis.
    pub vertical_geometry: Coupling,
    /// Lateral weight over capacity of each row.
    pub lateral: Vec<f64>,
    /// D, mm²/day.
    pub diffusivity: f64,
    /// Linear loss of each row, 1/day.
    pub decay: Vec<f64>,
    /// Capacity of each row, for mass sums.
    pub capacity: Vec<f64>,
}

impl FieldTransport {
    /// Coefficients of `transport` on `grid`.
    pub fn new(transport: Transport, grid: &Grid) -> Self {
        let mut geometry = Coupling::new(&grid.z, |face| transport.faces[face]);
        let mut lateral = transport.lateral;
        for (row, &capacity) in transport.capacity.iter().enumerate() {
            let inverse = if capacity > 0.0 { 1.0 / capacity } else { 0.0 };
            geometry.before[row] *= inverse;
            geometry.after[row] *= inverse;
            lateral[row] *= inverse;
        }
        let scaled = |v: &[f64]| v.iter().map(|g| transport.diffusivity * g).collect();
        Self {
            vertical: Coupling { before: scaled(&geometry.before), after: scaled(&geometry.after) },
            vertical_geometry: geometry,
            lateral,
            diffusivity: transport.diffusivity,
            decay: transport.decay,
            capacity: transport.capacity,
        }
    }
}

impl FieldTransport {
    /// Coefficients of a surface field: one row, lateral only.
    pub fn lateral(transport: SurfaceTransport) -> Self {
        let closed = Coupling { before: vec![0.0], after: vec![0.0] };
        Self {
            vertical: closed.clone(),
            vertical_geometry: closed,
            lateral: vec![1.0],
            diffusivity: transport.diffusivity,
            decay: vec![transport.decay],
            capacity: vec![1.0],
        }
    }
}

/// Some lines along x of the planes at some depths.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Depths: one, but where rows are short.
    pub depths: Range<usize>,
    /// Lines.
    pub lines: Range<usize>,
}

/// The planes above, at and below one depth; at the top and bottom the plane stands for its own
/// neighbour (the coupling there is 0).
#[derive(Clone, Copy)]
pub(crate) struct Planes<'a> {
    pub above: &'a [f64],
    pub here: &'a [f64],
    pub below: &'a [f64],
}

impl<'a> Planes<'a> {
    #[inline(always)]
    pub(crate) fn new(field: &'a [f64], plane: usize, z: usize, planes: usize) -> Self {
        let at = |z: usize| &field[z * plane..][..plane];
        Self { above: at(z.saturating_sub(1)), here: at(z), below: at((z + 1).min(planes - 1)) }
    }
}

/// Adds (1/c) div(D w grad u) on a tile to `out`, which holds just its cells.
#[inline(always)]
pub fn diffuse(
    transport: &FieldTransport,
    lateral: [&Coupling; 2],
    shape: (usize, usize, usize),
    tile: &Tile,
    field: &[f64],
    out: &mut [f64],
) {
    let (planes, ny, nx) = shape;
    let (z, lines) = (tile.depths.start, &tile.lines);
    let here = Planes::new(field, ny * nx, z, planes);
    let (up, down) = (transport.vertical.before[z], transport.vertical.after[z]);
    if up != 0.0 || down != 0.0 {
        let n = out.len();
        let [a, h, b] = [here.above, here.here, here.below].map(|plane| &plane[lines.start * nx..][..n]);
        for i in 0..n {
            out[i] += up * (a[i] - h[i]) + down * (b[i] - h[i]);
        }
    }
    let strength = transport.diffusivity * transport.lateral[z];
    if strength == 0.0 {
        return;
    }
    let [x, y] = lateral;
    let line = |row: usize| &here.here[row * nx..][..nx];
    for (row, out) in lines.clone().zip(out.chunks_exact_mut(nx)) {
        diffuse_row(strength, x, line(row), out);
        if ny > 1 {
            let (before, after) = (strength * y.before[row], strength * y.after[row]);
            let (a, h, b) = (line((row + ny - 1) % ny), line(row), line((row + 1) % ny));
            for i in 0..nx {
                out[i] += before * (a[i] - h[i]) + after * (b[i] - h[i]);
            }
        }
    }
}

#[inline(always)]
fn diffuse_row(strength: f64, coupling: &Coupling, u: &[f64], out: &mut [f64]) {
    let n = u.len();
    if n == 1 {
        return;
    }
    let term = |i: usize, before: usize, after: usize| {
        strength * (coupling.before[i] * (u[before] - u[i]) + coupling.after[i] * (u[after] - u[i]))
    };
    out[0] += term(0, n - 1, 1);
    out[n - 1] += term(n - 1, n - 2, 0);
    let m = n - 2;
    let (before, after) = (&coupling.before[1..][..m], &coupling.after[1..][..m]);
    let (left, here, right, out) = (&u[..m], &u[1..][..m], &u[2..][..m], &mut out[1..][..m]);
    for i in 0..m {
        out[i] += strength * (before[i] * (left[i] - here[i]) + after[i] * (right[i] - here[i]));
    }
}
