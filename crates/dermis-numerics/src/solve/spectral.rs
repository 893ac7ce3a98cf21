//! The exact separable solve (I − c (A − decay)) x = b of every field: lateral eigenmodes, and one
//! tridiagonal system in depth for each of them.
//!
//! Transport is the same along a row of cells at any depth up to a factor, so lateral modes separate
//! layered coefficients too. In single precision: it preconditions an iteration.

use ndarray::{ArrayViewMut2, Axis as ArrayAxis};
use pulp::{Simd, WithSimd};

use crate::discretisation::Discretisation;
use crate::dispatch::dispatch;
use crate::modes::Modes;
use crate::pool::Pool;
use crate::state::{Part, State};
use crate::system::System;
use crate::transport::FieldTransport;
use crate::vectors::in_parts;

/// Modes that are solved side by side in depth: their scratch stays in the nearest cache.
const COLUMNS: usize = 128;
/// Values that one task transforms at least, where the field has as many.
const TASK: usize = 1 << 13;
/// c D (2/Δ)² below which diffusion is left to the iteration.
const WEAK: f64 = 1e-2;

/// One field's coefficients for one c.
#[derive(Debug, Clone, Default)]
struct Coefficients {
    /// 1 + c decay of each row.
    own: Vec<f32>,
    /// c times the coupling to the row before and after.
    before: Vec<f32>,
    after: Vec<f32>,
    /// c D times the lateral weight of each row.
    lateral: Vec<f32>,
    /// Largest loss by movement, 1/day; 0 where nothing moves.
    strongest: f64,
    /// Whether the field moves enough to be transformed.
    moves: bool,
}

impl Coefficients {
    /// Of no c yet, for modes of eigenvalues up to `finest`.
    fn new(transport: &FieldTransport, finest: f64) -> Self {
        let lateral = transport.lateral.iter().copied().fold(0.0, f64::max) * transport.diffusivity * finest;
        let vertical = transport.vertical.before.iter().chain(&transport.vertical.after);
        let strongest =
            if transport.diffusivity == 0.0 { 0.0 } else { vertical.copied().fold(lateral, f64::max) };
        let room = || vec![0.0; transport.decay.len()];
        Self { own: room(), before: room(), after: room(), lateral: room(), strongest, moves: false }
    }

    /// Those of `c`, days.
    fn prepare(&mut self, transport: &FieldTransport, c: f64) {
        fill(&mut self.own, &transport.decay, |decay| 1.0 + c * decay);
        fill(&mut self.before, &transport.vertical.before, |before| c * before);
        fill(&mut self.after, &transport.vertical.after, |after| c * after);
        let strength = c * transport.diffusivity;
        fill(&mut self.lateral, &transport.lateral, |lateral| strength * lateral);
        self.moves = c * self.strongest > WEAK;
    }
}

/// Fills with what is made of each of the values.
fn fill(out: &mut [f32], values: &[f64], make: impl Fn(f64) -> f64) {
    out.iter_mut().zip(values).for_each(|(out, value)| *out = make(*value) as f32);
}

/// The solve with its work space.
pub struct Spectral<const N: usize, const M: usize> {
    x: Modes,
    y: Modes,
    /// Cells of a plane.
    plane: usize,
    /// Coefficients of the volume fields, then of the surface fields.
    fields: Vec<Coefficients>,
    /// Modes of every field: (field, z, mode of y, mode of x).
    modes: Vec<Vec<f32>>,
    scratch: Pool<Vec<f32>>,
}

impl<const N: usize, const M: usize> Spectral<N, M> {
    /// Modes of the grid of `on`.
    pub fn new<S: System<N, M>>(on: &Discretisation<S, N, M>) -> Self {
        let (nz, ny, nx) = on.grid.shape();
        let [x, y] = [&on.grid.x, &on.grid.y].map(Modes::new);
        let largest = |modes: &Modes| modes.eigenvalues().iter().copied().fold(0.0, f32::max);
        let finest = f64::from(largest(&x) + largest(&y));
        let width = ny * x.width();
        let moving = |transport: &FieldTransport, rows: usize| {
            vec![0.0; if transport.diffusivity == 0.0 { 0 } else { rows * width }]
        };
        let volume = on.fields.iter().map(|field| moving(field, nz));
        let modes = volume.chain(on.surfaces.iter().map(|field| moving(field, 1))).collect();
        let all = on.fields.iter().chain(&on.surfaces);
        let fields = all.map(|transport| Coefficients::new(transport, finest)).collect();
        Self { x, y, plane: ny * nx, fields, modes, scratch: Pool::default() }
    }

    /// Coefficients for `c` (days).
    pub fn prepare<S: System<N, M>>(&mut self, on: &Discretisation<S, N, M>, c: f64) {
        let all = on.fields.iter().chain(&on.surfaces);
        self.fields.iter_mut().zip(all).for_each(|(field, transport)| field.prepare(transport, c));
    }

    /// Solves in place.
    pub fn solve<S: System<N, M>>(&mut self, on: &Discretisation<S, N, M>, state: &mut State<N, M, f32>) {
        for field in (0..N + M).filter(|field| !self.fields[*field].moves) {
            let values = state.any_mut(field);
            dispatch(
                on.arch,
                #[inline(always)]
                || self.solve_unmoving(field, 0, values),
            );
        }
        let parts = state.parts().into_iter().map(|_| ()).collect();
        self.solve_moving(on, state, parts, |_, ()| ());
    }

    /// Solves a field that hardly moves, cell by cell, in its cells from `first` on; leaves one that moves.
    #[inline(always)]
    pub(crate) fn solve_unmoving(&self, field: usize, first: usize, values: &mut [f32]) {
        let coefficients = &self.fields[field];
        if coefficients.moves {
            return;
        }
        let (mut row, mut left) = (first / self.plane, values);
        let mut length = self.plane - first % self.plane;
        while !left.is_empty() {
            let (here, after) = left.split_at_mut(length.min(left.len()));
            let own = coefficients.own[row];
            here.iter_mut().for_each(|value| *value /= own);
            (row, left, length) = (row + 1, after, self.plane);
        }
    }

    /// Solves the fields that move, in place. What `then` makes of each part of all fields, beside one of `beside`,
    /// while it is in the nearest cache: as many as [`State::parts`], and in their order.
    pub(crate) fn solve_moving<S: System<N, M>, P: Send, R: Send>(
        &mut self,
        on: &Discretisation<S, N, M>,
        state: &mut State<N, M, f32>,
        beside: Vec<P>,
        then: impl Fn(Part<&mut [f32]>, P) -> R + Sync + Send,
    ) -> Vec<R> {
        self.forward(on, state);
        self.down(on);
        self.backward(on, state, beside, then)
    }

    fn rows_per_task(&self, plane: usize) -> usize {
        (TASK / plane).max(1)
    }

    /// Right-hand sides to modes.
    fn forward<S: System<N, M>>(&mut self, on: &Discretisation<S, N, M>, state: &State<N, M, f32>) {
        let (_, ny, nx) = on.grid.shape();
        let (plane, width) = (ny * nx, ny * self.x.width());
        let rows = self.rows_per_task(plane);
        let (x, y) = (&self.x, &self.y);
        let moving = self.modes.iter_mut().enumerate().filter(|(field, _)| self.fields[*field].moves);
        let tasks: Vec<Part<&mut [f32]>> = moving
            .flat_map(|(field, modes)| {
                let parts = modes.chunks_mut(rows * width).enumerate();
                parts.map(move |(index, values)| Part { field, first: index * rows * plane, values })
            })
            .collect();
        let task = |scratch: &mut Vec<f32>, part: Part<&mut [f32]>| {
            let count = part.values.len() / width;
            let values = &state.any(part.field)[part.first..][..count * plane];
            let scratch = room(scratch, 2 * count * width);
            on.arch.dispatch(Forward { x, y, values, scratch, out: part.values });
        };
        each(&self.scratch, tasks, task);
    }

    /// Solves in depth, mode by mode.
    fn down<S: System<N, M>>(&mut self, on: &Discretisation<S, N, M>) {
        let (_, ny, _) = on.grid.shape();
        let width = ny * self.x.width();
        let (x, y, fields) = (self.x.eigenvalues(), self.y.column_eigenvalues(), &self.fields);
        let lateral: Vec<f32> = y.iter().flat_map(|y| x.iter().map(move |x| x + y)).collect();
        let mut tasks: Vec<Vec<Part<ArrayViewMut2<'_, f32>>>> = Vec::new();
        for (field, modes) in self.modes.iter_mut().enumerate().filter(|(field, _)| fields[*field].moves) {
            let rows = modes.len() / width;
            let Ok(mut view) = ArrayViewMut2::from_shape((rows, width), modes) else { continue };
            for first in (0..width).step_by(COLUMNS) {
                let (values, remainder) = view.split_at(ArrayAxis(1), COLUMNS.min(width - first));
                let part = Part { field, first, values };
                match tasks.last_mut() {
                    Some(group)
                        if group[0].values.dim() == part.values.dim()
                            && (group.len() + 1) * width <= COLUMNS =>
                    {
                        group.push(part);
                    }
                    _ => tasks.push(vec![part]),
                }
                view = remainder;
            }
        }
        let task = |scratch: &mut Vec<f32>, mut group: Vec<Part<ArrayViewMut2<'_, f32>>>| {
            let (rows, n) = group[0].values.dim();
            let lateral = &lateral[group[0].first..][..n];
            let onward = room(scratch, group.len() * rows * n);
            dispatch(
                on.arch,
                #[inline(always)]
                || columns(fields, lateral, &mut group, onward),
            );
        };
        each(&self.scratch, tasks, task);
    }

    /// Modes to solutions, and what `then` makes of these.
    fn backward<S: System<N, M>, P: Send, R: Send>(
        &self,
        on: &Discretisation<S, N, M>,
        state: &mut State<N, M, f32>,
        beside: Vec<P>,
        then: impl Fn(Part<&mut [f32]>, P) -> R + Sync + Send,
    ) -> Vec<R> {
        let width = on.grid.y.len() * self.x.width();
        let task = |scratch: &mut Vec<f32>, (part, beside): (Part<&mut [f32]>, P)| {
            if self.fields[part.field].moves {
                let (row, rows) = (part.first / self.plane, part.values.len() / self.plane);
                let modes = &self.modes[part.field][row * width..][..rows * width];
                let (x, y, scratch) = (&self.x, &self.y, room(scratch, 2 * modes.len()));
                on.arch.dispatch(Backward { x, y, modes, scratch, out: part.values });
            }
            then(part, beside)
        };
        each(&self.scratch, state.parts_mut().into_iter().zip(beside).collect(), task)
    }
}

/// Does tasks with work space, in parallel where there are many. Results in the order of the tasks.
fn each<V: Send, R: Send>(
    scratch: &Pool<Vec<f32>>,
    tasks: Vec<V>,
    task: impl Fn(&mut Vec<f32>, V) -> R + Sync + Send,
) -> Vec<R> {
    in_parts(tasks, |one| scratch.with(Vec::new, |scratch| task(scratch, one)))
}

/// So much of the work space, with anything in it.
fn room(scratch: &mut Vec<f32>, length: usize) -> &mut [f32] {
    if scratch.len() < length {
        scratch.resize(length, 0.0);
    }
    &mut scratch[..length]
}

/// Solves some modes in depth, side by side, of one field or of several that have few: each alone would wait for its own
/// divisions. `lateral` is the eigenvalue of each mode, `onward` work space as large as the values of all.
///
/// The pivot is s + after, with s = 1 + c decay + lateral loss + before × s/pivot of the row above:
/// sums of positive terms, so nothing cancels in single precision.
#[inline(always)]
fn columns(
    fields: &[Coefficients],
    lateral: &[f32],
    group: &mut [Part<ArrayViewMut2<'_, f32>>],
    onward: &mut [f32],
) {
    let (n, rows) = (lateral.len(), group[0].values.nrows());
    let (mut share, mut above) = ([0.0_f32; COLUMNS], [0.0_f32; COLUMNS]);
    for z in 0..rows {
        let sides = share.chunks_exact_mut(n).zip(above.chunks_exact_mut(n));
        for ((part, onward), (share, above)) in
            group.iter_mut().zip(onward.chunks_exact_mut(rows * n)).zip(sides)
        {
            let field = &fields[part.field];
            let Some(row) = part.values.row_mut(z).into_slice() else { return };
            let (row, onward) = (&mut row[..n], &mut onward[z * n..][..n]);
            let (own, strength) = (field.own[z], field.lateral[z]);
            let (before, after) = (field.before[z], field.after[z]);
            for i in 0..n {
                let kept = own + strength * lateral[i] + before * share[i];
                let inverse = 1.0 / (kept + after);
                onward[i] = after * inverse;
                share[i] = kept * inverse;
                above[i] = (row[i] + before * above[i]) * inverse;
                row[i] = above[i];
            }
        }
    }
    let mut below = [0.0_f32; COLUMNS];
    for z in (0..rows).rev() {
        for ((part, onward), below) in
            group.iter_mut().zip(onward.chunks_exact(rows * n)).zip(below.chunks_exact_mut(n))
        {
            let Some(row) = part.values.row_mut(z).into_slice() else { return };
            let (row, onward) = (&mut row[..n], &onward[z * n..][..n]);
            for i in 0..n {
                below[i] = row[i] + onward[i] * below[i];
                row[i] = below[i];
            }
        }
    }
}

/// Values on some planes to modes.
struct Forward<'a> {
    x: &'a Modes,
    y: &'a Modes,
    values: &'a [f32],
    scratch: &'a mut [f32],
    out: &'a mut [f32],
}

impl WithSimd for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { x, y, values, scratch, out } = self;
        let (folded, rows) = scratch.split_at_mut(out.len());
        if y.cells() == 1 {
            return x.forward_rows(simd, values, folded, out);
        }
        x.forward_rows(simd, values, folded, rows);
        let width = x.width();
        let planes = rows.chunks_exact(y.cells() * width).zip(folded.chunks_exact_mut(y.cells() * width));
        for ((rows, folded), out) in planes.zip(out.chunks_exact_mut(y.cells() * width)) {
            y.forward_columns(simd, rows, width, folded, out);
        }
    }
}

/// Modes on some planes to values.
struct Backward<'a> {
    x: &'a Modes,
    y: &'a Modes,
    modes: &'a [f32],
    scratch: &'a mut [f32],
    out: &'a mut [f32],
}

impl WithSimd for Backward<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { x, y, modes, scratch, out } = self;
        let (folded, rows) = scratch.split_at_mut(modes.len());
        if y.cells() == 1 {
            return x.backward_rows(simd, modes, folded, out);
        }
        let width = x.width();
        let planes = modes.chunks_exact(y.cells() * width).zip(folded.chunks_exact_mut(y.cells() * width));
        for ((modes, folded), rows) in planes.zip(rows.chunks_exact_mut(y.cells() * width)) {
            y.backward_columns(simd, modes, width, folded, rows);
        }
        x.backward_rows(simd, rows, folded, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{Axis, Grid};
    use crate::lane::Lane;
    use crate::system::Transport;

    /// c, days.
    const C: f64 = 0.4;
    /// Decay by depth, 1/day.
    const DECAY: [f64; 3] = [0.5, 2.0, 1.0];

    /// One field that moves and one that stays; nothing reacts.
    struct Two;

    impl System<2, 0> for Two {
        type Row<L: Lane> = L;

        fn transport(&self, field: usize) -> Transport {
            let decay = DECAY.to_vec();
            if field == 0 { Transport::weighted(0.3, vec![1.0; 3], decay) } else { Transport::fixed(decay) }
        }

        fn coefficients(&self, _: usize) -> Vec<f64> {
            vec![0.0]
        }

        fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> L {
            coefficient(0)
        }

        fn reaction<L: Lane>(zero: &L, [u, v]: [L; 2], _: [L; 0]) -> [L; 2] {
            [*zero * u, *zero * v]
        }

        fn name(&self, _: usize) -> &'static str {
            "u"
        }
    }

    /// x − c A x + c decay x of what was solved is what it was solved for; parts of a field are solved as all of it.
    #[test]
    fn what_is_solved_gives_the_right_hand_side() {
        let [x, y, z] = [5, 4, 3].map(|n| Axis::uniform(n, f64::from(n as u32) * 0.5, false));
        let on = Discretisation::new(Two, Grid { x, y, z });
        let mut solver: Spectral<2, 0> = Spectral::new(&on);
        solver.prepare(&on, C);
        let (mut solved, mut state) = (State::<2, 0, f32>::zeros((3, 4, 5)), on.rest());
        let right: Vec<f32> = (0..60).map(|i: u16| f32::from(i * i % 11) - 4.0).collect();
        (0..2).for_each(|field| solved.field_mut(field).copy_from_slice(&right));
        solver.solve(&on, &mut solved);
        for field in 0..2 {
            let values = state.field_mut(field).iter_mut().zip(solved.field(field));
            values.for_each(|(value, solved)| *value = f64::from(*solved));
        }
        let mut moved = on.rest();
        on.rates(&state, &mut moved);
        for field in 0..2 {
            for (i, right) in right.iter().enumerate() {
                let value = state.field(field)[i];
                let found = value * (1.0 + C * DECAY[i / 20]) - C * moved.field(field)[i];
                assert!((found - f64::from(*right)).abs() < 1e-4, "field {field}, cell {i}: {found} {right}");
            }
        }
        let mut part = right[27..47].to_vec();
        solver.solve_unmoving(1, 27, &mut part);
        assert_eq!(part, solved.field(1)[27..47]);
    }
}
