//! Explicit transport on a grid of short rows: several depths are worked on like one long row.
//!
//! Coefficients are laid out by cell, so that no loop ends with a row. What a row has no neighbour for
//! has a coefficient of 0, whatever the cell beside it in memory holds.

use std::ops::Range;

use crate::drift::fluxes;
use crate::grid::Grid;
use crate::system::Taxis;
use crate::transport::{Coupling, FieldTransport};

/// Cells of a row up to which it is short.
const SHORT: usize = 64;
/// Cells that are worked on together: with all fields they fill part of the nearest caches.
const TOGETHER: usize = 256;

/// Coefficients of transport without diffusivity, by cell.
#[derive(Debug, Clone, PartialEq)]
struct Geometry {
    /// Coupling to the depth above and below.
    up: Vec<f64>,
    down: Vec<f64>,
    /// Lateral weight over capacity.
    lateral: Vec<f64>,
}

/// Transport on short rows.
#[derive(Debug, Clone)]
pub(crate) struct Narrow {
    /// Cells of a row.
    length: usize,
    /// Rows that are worked on together.
    rows: usize,
    /// Coupling along x, of as many rows.
    x: Coupling,
    geometries: Vec<Geometry>,
    /// Diffusivity and geometry of each volume field.
    fields: Vec<(f64, usize)>,
}

/// Room for some rows of a field and the row to each side of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    moving: Vec<f64>,
    signal: Vec<f64>,
    /// Fluxes from each cell to the one below, and to the next.
    down: Vec<f64>,
    along: Vec<f64>,
}

impl Narrow {
    /// Where the rows of `grid` are short, and closed at their ends.
    pub(crate) fn new(grid: &Grid, x: &Coupling, fields: &[FieldTransport]) -> Option<Self> {
        let (planes, ny, length) = grid.shape();
        if planes < 2 || ny > 1 || !(2..=SHORT).contains(&length) || grid.x.periodic {
            return None;
        }
        let rows = (TOGETHER / length).min(planes);
        let [before, after] = [&x.before, &x.after].map(|along| along.repeat(rows));
        let by_cell = |rows: &[f64]| rows.iter().flat_map(|row| std::iter::repeat_n(*row, length)).collect();
        let mut geometries: Vec<Geometry> = Vec::new();
        let fields = fields.iter().map(|transport| {
            let vertical = &transport.vertical_geometry;
            let [up, down, lateral] =
                [&vertical.before, &vertical.after, &transport.lateral].map(|v| by_cell(v));
            let geometry = Geometry { up, down, lateral };
            let known = geometries.iter().position(|other| *other == geometry);
            let at = known.unwrap_or_else(|| {
                geometries.push(geometry);
                geometries.len() - 1
            });
            (transport.diffusivity, at)
        });
        let fields = fields.collect();
        Some(Self { length, rows, x: Coupling { before, after }, geometries, fields })
    }

    /// Rows that are worked on together.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Room for them.
    pub(crate) fn scratch(&self) -> Scratch {
        let room = || vec![0.0; (self.rows + 2) * self.length];
        Scratch { moving: room(), signal: room(), down: room(), along: room() }
    }

    /// Some rows of a field between those beside them; at the ends, where a row stands for its own neighbour, in
    /// `room`.
    #[inline(always)]
    fn with_neighbours<'a>(&self, field: &'a [f64], rows: &Range<usize>, room: &'a mut [f64]) -> &'a [f64] {
        let n = self.length;
        let (start, end) = (rows.start * n, rows.end * n);
        if start > 0 && end < field.len() {
            return &field[start - n..end + n];
        }
        let room = &mut room[..end - start + 2 * n];
        let (first, last) = (start.saturating_sub(n), end.min(field.len() - n));
        room[..n].copy_from_slice(&field[first..][..n]);
        room[n..][..end - start].copy_from_slice(&field[start..end]);
        room[n + end - start..].copy_from_slice(&field[last..][..n]);
        room
    }

    /// (1/c) div(D w grad u) of a field at some depths in `out`, which holds just these.
    #[inline(always)]
    pub(crate) fn diffuse(
        &self,
        at: usize,
        rows: &Range<usize>,
        field: &[f64],
        scratch: &mut Scratch,
        out: &mut [f64],
    ) {
        let (diffusivity, geometry) = self.fields[at];
        if diffusivity == 0.0 {
            return out.fill(0.0);
        }
        let (n, cells) = (self.length, out.len());
        let field = self.with_neighbours(field, rows, &mut scratch.moving);
        let [above, left, here, right, below] =
            [0, n - 1, n, n + 1, 2 * n].map(|shift| &field[shift..][..cells]);
        let Geometry { up, down, lateral } = &self.geometries[geometry];
        let [up, down, lateral] = [up, down, lateral].map(|by_cell| &by_cell[rows.start * n..][..cells]);
        let [before, after] = [&self.x.before, &self.x.after].map(|along| &along[..cells]);
        for i in 0..cells {
            let (up, down, strength) = (diffusivity * up[i], diffusivity * down[i], diffusivity * lateral[i]);
            let value = here[i];
            let vertical = up * (above[i] - value) + down * (below[i] - value);
            out[i] = vertical + strength * (before[i] * (left[i] - value) + after[i] * (right[i] - value));
        }
    }

    /// Adds the taxis of one pair at some depths to the moving field's rates `out`, which hold just these.
    /// `fields` are the moving field and its signal.
    #[inline(always)]
    pub(crate) fn drift(
        &self,
        taxis: &Taxis,
        rows: &Range<usize>,
        fields: [&[f64]; 2],
        sensitivity: impl Fn(f64) -> f64 + Copy,
        scratch: &mut Scratch,
        out: &mut [f64],
    ) {
        let (n, cells) = (self.length, out.len());
        let Scratch { moving, signal, down, along } = scratch;
        let u = self.with_neighbours(fields[0], rows, moving);
        let g = self.with_neighbours(fields[1], rows, signal);
        let (through, along) = (&mut down[..cells + n], &mut along[..=cells]);
        fluxes(sensitivity, [u, &u[n..]], [g, &g[n..]], through);
        fluxes(sensitivity, [&u[n - 1..], &u[n..]], [&g[n - 1..], &g[n..]], along);
        let Geometry { up, down, lateral } = &self.geometries[self.fields[taxis.moving].1];
        let [up, down, lateral] = [up, down, lateral].map(|by_cell| &by_cell[rows.start * n..][..cells]);
        let [before, after] = [&self.x.before, &self.x.after].map(|along| &along[..cells]);
        let (above, below) = (&through[..cells], &through[n..][..cells]);
        let (from, to) = (&along[..cells], &along[1..][..cells]);
        for i in 0..cells {
            let vertical = (out[i] + up[i] * above[i]) + -down[i] * below[i];
            out[i] = vertical + lateral[i] * (before[i] * from[i] - after[i] * to[i]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::grid::{Axis, Grid};
    use crate::lane::Lane;
    use crate::steppers::stepper;
    use crate::system::{SurfaceTransport, System, Taxis, Transport};
    use crate::{Derived, Discretisation, State, integrate};

    /// A signal that spreads everywhere, cells that follow it below the fifth row, and what stays in place; one
    /// field above.
    struct Followers;

    const ROWS: usize = 40;

    impl System<3, 1> for Followers {
        /// Losses: one of the layer, one of the depth.
        type Row<L: Lane> = [L; 2];

        fn transport(&self, field: usize) -> Transport {
            let decay = vec![0.3; ROWS];
            let weight = |row: usize| if row < 5 { 0.0 } else { 1.0 + 0.01 * row as f64 };
            match field {
                0 => Transport::weighted(0.2, vec![1.0; ROWS], decay),
                1 => Transport::weighted(0.01, (0..ROWS).map(weight).collect(), decay),
                _ => Transport::fixed(decay),
            }
        }

        fn surface_transport(&self, _: usize) -> SurfaceTransport {
            SurfaceTransport { diffusivity: 0.1, decay: 0.2 }
        }

        fn taxis(&self) -> Vec<Taxis> {
            vec![Taxis { moving: 1, signal: 0, coefficient: 0.05 }]
        }

        fn sensitivity(coefficient: f64, signal: f64) -> f64 {
            coefficient / (1.0 + signal)
        }

        fn coefficients(&self, z: usize) -> Vec<f64> {
            vec![if z < 17 { 0.3 } else { 0.7 }, 0.01 * z as f64]
        }

        fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> [L; 2] {
            [coefficient(0), coefficient(1)]
        }

        const BY_DEPTH: &'static [usize] = &[1];

        fn move_row<L: Lane>(row: &mut [L; 2], coefficient: impl Fn(usize) -> L) {
            row[1] = coefficient(0);
        }

        fn reaction<L: Lane>([loss, deep]: &[L; 2], [a, b, c]: [L; 3], [above]: [L; 1]) -> [L; 3] {
            [above - *loss * a, a * c - (*loss + *deep) * b, *deep * (a - c)]
        }

        fn name(&self, _: usize) -> &'static str {
            "field"
        }
    }

    /// What is lost.
    struct Loss;

    impl Derived<Followers, 3, 1> for Loss {
        fn at<L: Lane>([loss, deep]: &[L; 2], [a, b, _]: [L; 3]) -> L {
            *loss * a + (*loss + *deep) * b
        }
    }

    /// Followers in rows of so many cells, everywhere different.
    fn rows_of(length: usize) -> (Discretisation<Followers, 3, 1>, State<3, 1>) {
        let faces = (0..=ROWS).map(|face| 0.03 * face as f64 + 0.0001 * (face * face) as f64).collect();
        let z = Axis::from_faces(faces, false);
        let grid = Grid { x: Axis::radial(length, 0.4), y: Axis::uniform(1, 1.0, false), z };
        let on = Discretisation::new(Followers, grid);
        let mut state: State<3, 1> = on.rest();
        for field in 0..4 {
            for (at, value) in state.any_mut(field).iter_mut().enumerate() {
                *value = 1.0 + libm::sin((7 * field + 3 * at) as f64);
            }
        }
        (on, state)
    }

    /// Rates on short rows of so many cells and what is lost in some of the rows, and by the rows one by one.
    fn both(length: usize) -> [Vec<f64>; 2] {
        let (mut on, state) = rows_of(length);
        let rates = |on: &Discretisation<Followers, 3, 1>| {
            let mut rates = State::zeros(state.shape());
            on.rates(&state, &mut rates);
            let lost = on.everywhere::<Loss>(&state, |z| (3..30).contains(&z));
            [rates.values(), &lost].concat()
        };
        let together = rates(&on);
        assert!(on.narrow.take().is_some() && on.layers.take().is_some());
        [together, rates(&on)]
    }

    #[test]
    fn short_rows_have_the_bits_of_rows_one_by_one() {
        for length in [2, 3, 14, 16, 33, 64] {
            let [together, one_by_one] = both(length);
            assert!(together.iter().any(|rate| *rate != 0.0));
            for (at, (rate, other)) in together.iter().zip(&one_by_one).enumerate() {
                assert_eq!(rate.to_bits(), other.to_bits(), "{length} cells, value {at}: {rate} {other}");
            }
        }
    }

    /// Vectors of one, four and eight numbers, of which the processor has to have the last two.
    #[test]
    #[cfg(target_arch = "x86_64")]
    fn every_instruction_set_gives_the_same_bits() {
        use pulp::{Arch, x86::V3};
        for length in [3, 14, 70] {
            for name in ["qndf_single", "ros34pw2"] {
                let by = |arch: Arch| {
                    let (mut on, mut state) = rows_of(length);
                    on.arch = arch;
                    let Some(mut stepper) = stepper(name, 1e-3, state.shape()) else { return Vec::new() };
                    assert!(integrate(stepper.as_mut(), &on, &mut state, 0.0, 3.0, &mut |_, _| ()).is_ok());
                    state.values().iter().map(|value| value.to_bits()).collect::<Vec<u64>>()
                };
                let scalar = by(Arch::Scalar);
                assert!(!scalar.is_empty());
                for arch in V3::try_new().map(Arch::V3).into_iter().chain([Arch::new()]) {
                    assert!(by(arch) == scalar, "{name} on rows of {length} by {arch:?}");
                }
            }
        }
    }
}
