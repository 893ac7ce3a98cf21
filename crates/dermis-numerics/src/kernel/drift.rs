//! Explicit taxis on lines of constant depth: first-order upwind, each face worked out once.

use crate::transport::{Coupling, FieldTransport, Planes, Tile};

/// Fluxes that are kept between calls, so that no face is worked out twice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fluxes {
    /// Through the faces above the tile at depth `depth`.
    above: Vec<f64>,
    depth: usize,
    /// Along one line.
    line: Vec<f64>,
    /// Through the faces before a line.
    before: Vec<f64>,
}

impl Fluxes {
    /// Room for tiles of `cells` in lines of `length`.
    pub(crate) fn new(cells: usize, length: usize) -> Self {
        Self { above: vec![0.0; cells], depth: 0, line: vec![0.0; length], before: vec![0.0; length] }
    }

    /// Forgets what was kept: the next tile is not the one below.
    pub(crate) fn forget(&mut self) {
        self.depth = 0;
    }
}

/// Upwind flux from the first cells to the second: velocity v = χ(ḡ)(g₁ − g₀) carries the u of the
/// cell that it leaves.
#[inline(always)]
pub(crate) fn fluxes(sensitivity: impl Fn(f64) -> f64, u: [&[f64]; 2], g: [&[f64]; 2], out: &mut [f64]) {
    let n = out.len();
    let (u0, u1, g0, g1) = (&u[0][..n], &u[1][..n], &g[0][..n], &g[1][..n]);
    for i in 0..n {
        let velocity = sensitivity(0.5 * (g0[i] + g1[i])) * (g1[i] - g0[i]);
        out[i] = velocity * if velocity > 0.0 { u0[i] } else { u1[i] };
    }
}

/// `out += factor × flux`.
#[inline(always)]
fn add(factor: f64, flux: &[f64], out: &mut [f64]) {
    for (out, flux) in out.iter_mut().zip(flux) {
        *out += factor * flux;
    }
}

/// Adds the taxis of one pair on a tile to the moving field's rates `out`, which hold just its
/// cells. `fields` are the moving field and its signal; tiles come from above to below.
#[inline(always)]
#[allow(clippy::too_many_arguments, reason = "a kernel: everything that it reads, one by one")]
pub(crate) fn drift(
    transport: &FieldTransport,
    lateral: [&Coupling; 2],
    shape: (usize, usize, usize),
    tile: &Tile,
    fields: [&[f64]; 2],
    sensitivity: impl Fn(f64) -> f64 + Copy,
    kept: &mut Fluxes,
    out: &mut [f64],
) {
    let (planes, ny, nx) = shape;
    let (z, lines) = (tile.depths.start, &tile.lines);
    let [u, g] = fields.map(|field| Planes::new(field, ny * nx, z, planes));
    let (up, down) = (transport.vertical_geometry.before[z], transport.vertical_geometry.after[z]);
    let part = lines.start * nx..lines.end * nx;
    let above = &mut kept.above[..part.len()];
    if up != 0.0 {
        if kept.depth != z {
            let [u, g] = [[u.above, u.here], [g.above, g.here]].map(|pair| pair.map(|p| &p[part.clone()]));
            fluxes(sensitivity, u, g, above);
        }
        add(up, above, out);
    }
    if down != 0.0 {
        let [u, g] = [[u.here, u.below], [g.here, g.below]].map(|pair| pair.map(|p| &p[part.clone()]));
        fluxes(sensitivity, u, g, above);
        kept.depth = z + 1;
        add(-down, above, out);
    }
    let strength = transport.lateral[z];
    if strength == 0.0 {
        return;
    }
    let [x, y] = lateral;
    let range = |row: usize| row * nx..(row + 1) * nx;
    for (row, out) in lines.clone().zip(out.chunks_exact_mut(nx)) {
        let [u_line, g_line] = [u.here, g.here].map(|plane| &plane[range(row)]);
        along(strength, x, sensitivity, u_line, g_line, &mut kept.line, out);
        if ny == 1 {
            continue;
        }
        let there = |other: usize| [u.here, g.here].map(|plane| &plane[range(other)]);
        let before = &mut kept.before[..nx];
        if y.before[row] != 0.0 {
            if row == lines.start {
                let [u_there, g_there] = there((row + ny - 1) % ny);
                fluxes(sensitivity, [u_there, u_line], [g_there, g_line], before);
            }
            add(strength * y.before[row], before, out);
        }
        if y.after[row] != 0.0 {
            let [u_there, g_there] = there((row + 1) % ny);
            fluxes(sensitivity, [u_line, u_there], [g_line, g_there], before);
            add(-strength * y.after[row], before, out);
        }
    }
}

/// Taxis along one line.
#[inline(always)]
fn along(
    strength: f64,
    coupling: &Coupling,
    sensitivity: impl Fn(f64) -> f64 + Copy,
    u: &[f64],
    g: &[f64],
    flux: &mut [f64],
    out: &mut [f64],
) {
    let n = u.len();
    if n == 1 {
        return;
    }
    let flux = &mut flux[..n];
    let (inner, last) = flux.split_at_mut(n - 1);
    fluxes(sensitivity, [&u[..n - 1], &u[1..]], [&g[..n - 1], &g[1..]], inner);
    // Around the end of a periodic line; the coupling of a closed one is 0.
    fluxes(sensitivity, [&u[n - 1..], &u[..1]], [&g[n - 1..], &g[..1]], last);
    let (before, after) = (&coupling.before[..n], &coupling.after[..n]);
    out[0] += strength * (before[0] * flux[n - 1] - after[0] * flux[0]);
    let out = &mut out[1..n];
    let (flux, previous) = (&flux[1..], &flux[..n - 1]);
    let (before, after) = (&before[1..], &after[1..]);
    for i in 0..n - 1 {
        out[i] += strength * (before[i] * previous[i] - after[i] * flux[i]);
    }
}
