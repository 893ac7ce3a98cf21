//! Explicit transport on one plane of constant depth: diffusion and taxis in flux form.

use super::grid::{Axis, Grid};
use super::system::{SurfaceTransport, Transport};

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

/// The planes above, at and below one depth; at the top and bottom the plane stands for its own
/// neighbour (the coupling there is 0).
#[derive(Clone, Copy)]
struct Planes<'a> {
    above: &'a [f64],
    here: &'a [f64],
    below: &'a [f64],
}

impl<'a> Planes<'a> {
    #[inline(always)]
    fn new(field: &'a [f64], plane: usize, z: usize, planes: usize) -> Self {
        let at = |z: usize| &field[z * plane..][..plane];
        Self { above: at(z.saturating_sub(1)), here: at(z), below: at((z + 1).min(planes - 1)) }
    }
}

/// Adds (1/c) div(D w grad u) on plane `z` to `out`.
#[inline(always)]
pub fn diffuse(
    transport: &FieldTransport,
    lateral: [&Coupling; 2],
    shape: (usize, usize, usize),
    z: usize,
    field: &[f64],
    out: &mut [f64],
) {
    let (planes, ny, nx) = shape;
    let here = Planes::new(field, ny * nx, z, planes);
    let (up, down) = (transport.vertical.before[z], transport.vertical.after[z]);
    if up != 0.0 || down != 0.0 {
        let n = out.len();
        let (a, h, b) = (&here.above[..n], &here.here[..n], &here.below[..n]);
        for i in 0..n {
            out[i] += up * (a[i] - h[i]) + down * (b[i] - h[i]);
        }
    }
    let strength = transport.diffusivity * transport.lateral[z];
    if strength == 0.0 {
        return;
    }
    let [x, y] = lateral;
    for row in 0..ny {
        diffuse_row(strength, x, &here.here[row * nx..][..nx], &mut out[row * nx..][..nx]);
    }
    if ny > 1 {
        for row in 0..ny {
            let (before, after) = (strength * y.before[row], strength * y.after[row]);
            let line = |row: usize| &here.here[row * nx..][..nx];
            let (a, h, b) = (line((row + ny - 1) % ny), line(row), line((row + 1) % ny));
            let out = &mut out[row * nx..][..nx];
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

/// Rate of change of cell `here` by the upwind flux through its face toward `there`:
/// velocity v = χ(ḡ) (g_there − g_here), away from here; the flux carries the upwind value.
#[inline(always)]
fn exchange(sensitivity: impl Fn(f64) -> f64, u: [f64; 2], g: [f64; 2]) -> f64 {
    let velocity = sensitivity(0.5 * (g[0] + g[1])) * (g[1] - g[0]);
    let upwind = if velocity > 0.0 { u[0] } else { u[1] };
    -velocity * upwind
}

/// Adds the taxis of one pair on plane `z` to the moving field's rates `out`.
#[inline(always)]
pub fn drift(
    transport: &FieldTransport,
    lateral: [&Coupling; 2],
    shape: (usize, usize, usize),
    z: usize,
    fields: [&[f64]; 2],
    sensitivity: impl Fn(f64) -> f64 + Copy,
    out: &mut [f64],
) {
    let (planes, ny, nx) = shape;
    let n = ny * nx;
    let [u, g] = fields.map(|field| Planes::new(field, n, z, planes));
    let geometry = &transport.vertical_geometry;
    for (coupling, u_there, g_there) in
        [(geometry.before[z], u.above, g.above), (geometry.after[z], u.below, g.below)]
    {
        if coupling != 0.0 {
            add_exchange(coupling, sensitivity, [u.here, u_there], [g.here, g_there], out);
        }
    }
    let strength = transport.lateral[z];
    if strength == 0.0 {
        return;
    }
    let [x, y] = lateral;
    for row in 0..ny {
        let range = row * nx..(row + 1) * nx;
        drift_row(strength, x, sensitivity, &u.here[range.clone()], &g.here[range.clone()], &mut out[range]);
    }
    if ny > 1 {
        for row in 0..ny {
            let line = |row: usize| row * nx..(row + 1) * nx;
            for (coupling, there) in [(y.before[row], (row + ny - 1) % ny), (y.after[row], (row + 1) % ny)] {
                let (u, g) =
                    ([&u.here[line(row)], &u.here[line(there)]], [&g.here[line(row)], &g.here[line(there)]]);
                if coupling != 0.0 {
                    add_exchange(strength * coupling, sensitivity, u, g, &mut out[line(row)]);
                }
            }
        }
    }
}

#[inline(always)]
fn add_exchange(
    coupling: f64,
    sensitivity: impl Fn(f64) -> f64 + Copy,
    u: [&[f64]; 2],
    g: [&[f64]; 2],
    out: &mut [f64],
) {
    let n = out.len();
    let (uh, ut, gh, gt) = (&u[0][..n], &u[1][..n], &g[0][..n], &g[1][..n]);
    for i in 0..n {
        out[i] += coupling * exchange(sensitivity, [uh[i], ut[i]], [gh[i], gt[i]]);
    }
}

#[inline(always)]
fn drift_row(
    strength: f64,
    coupling: &Coupling,
    sensitivity: impl Fn(f64) -> f64 + Copy,
    u: &[f64],
    g: &[f64],
    out: &mut [f64],
) {
    let n = u.len();
    if n == 1 {
        return;
    }
    let term = |i: usize, there: usize, coupling: f64| {
        strength * coupling * exchange(sensitivity, [u[i], u[there]], [g[i], g[there]])
    };
    out[0] += term(0, n - 1, coupling.before[0]) + term(0, 1, coupling.after[0]);
    out[n - 1] += term(n - 1, n - 2, coupling.before[n - 1]) + term(n - 1, 0, coupling.after[n - 1]);
    let m = n - 2;
    let (before, after) = (&coupling.before[1..][..m], &coupling.after[1..][..m]);
    let (ul, uh, ur) = (&u[..m], &u[1..][..m], &u[2..][..m]);
    let (gl, gh, gr) = (&g[..m], &g[1..][..m], &g[2..][..m]);
    let out = &mut out[1..][..m];
    for i in 0..m {
        out[i] += strength
            * (before[i] * exchange(sensitivity, [uh[i], ul[i]], [gh[i], gl[i]])
                + after[i] * exchange(sensitivity, [uh[i], ur[i]], [gh[i], gr[i]]));
    }
}
