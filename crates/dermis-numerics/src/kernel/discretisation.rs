//! A model on a grid: its rates and the factorised implicit solve. Parallel over planes and fields.

use ndarray::ArrayViewMut3;
use ndarray::Axis as ArrayAxis;
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;
use std::array;
use std::ops::Range;

use crate::dispatch::dispatch;
use crate::drift::{Fluxes, drift};
use crate::epilogue::{Epilogue, Plain};
use crate::grid::Grid;
use crate::lane::Wide;
use crate::narrow::{Narrow, Scratch};
use crate::pool::Pool;
use crate::rests::Rests;
use crate::state::State;
use crate::system::{System, Taxis};
use crate::transport::{Coupling, FieldTransport, Tile, diffuse};

/// Cells that make a parallel task worth its start.
const TASK_CELLS: usize = 2048;
/// Values of all fields of a tile: with the fields that they are made from they fill half of a
/// second-level cache.
const TILE: usize = 1 << 15;
/// Depths that a task goes down at least: what it read for one depth it needs again for the next.
const DEPTHS: usize = 8;

/// A model with everything that depends on the grid worked out.
pub struct Discretisation<S, const N: usize, const M: usize> {
    pub(crate) system: S,
    pub(crate) grid: Grid,
    pub(crate) fields: Vec<FieldTransport>,
    pub(crate) surfaces: Vec<FieldTransport>,
    pub(crate) x: Coupling,
    pub(crate) y: Coupling,
    taxis: Vec<Taxis>,
    /// Transport where rows are short.
    pub(crate) narrow: Option<Narrow>,
    /// Coefficients of each row.
    coefficients: Vec<Vec<f64>>,
    pub(crate) rests: Rests,
    rooms: Pool<Room>,
    pub(crate) arch: Arch,
}

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// The model on a grid.
    pub fn new(system: S, grid: Grid) -> Self {
        let fields: Vec<_> =
            (0..N).map(|field| FieldTransport::new(system.transport(field), &grid)).collect();
        let surfaces = (0..M).map(|field| FieldTransport::lateral(system.surface_transport(field))).collect();
        let taxis = system.taxis();
        let coefficients = (0..grid.z.len()).map(|z| system.coefficients(z)).collect();
        let [x, y] = [&grid.x, &grid.y].map(|axis| Coupling::new(axis, |_| 1.0));
        let volume = (0..N).map(|field| (0..grid.z.len()).map(|z| system.rest(field, z)).collect());
        let rests = Rests::new(volume.chain((0..M).map(|field| vec![system.surface_rest(field)])).collect());
        let narrow = Narrow::new(&grid, &x, &fields);
        let (rooms, arch) = (Pool::default(), Arch::new());
        Self { system, grid, fields, surfaces, x, y, taxis, narrow, coefficients, rests, rooms, arch }
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The model.
    pub fn system(&self) -> &S {
        &self.system
    }

    /// A state with every field at rest.
    pub fn rest(&self) -> State<N, M> {
        let mut state = State::zeros(self.grid.shape());
        self.equilibrate(&mut state);
        state
    }

    /// Sets every field to rest.
    pub fn equilibrate(&self, state: &mut State<N, M>) {
        let plane = state.plane();
        for field in 0..N {
            for (z, row) in state.field_mut(field).chunks_exact_mut(plane).enumerate() {
                row.fill(self.system.rest(field, z));
            }
        }
        for field in 0..M {
            state.surface_mut(field).fill(self.system.surface_rest(field));
        }
    }

    /// What the rates read at a depth, in the lanes of a vector.
    #[inline(always)]
    pub(crate) fn row<V: Simd>(&self, simd: V, z: usize) -> S::Row<Wide<V>> {
        let coefficients = self.coefficients[z].as_slice();
        self.system.row(
            z,
            #[inline(always)]
            |at| Wide::splat(simd, coefficients[at]),
        )
    }

    /// Planes that one parallel task takes; all of them when the grid is small.
    pub(crate) fn planes_per_task(&self) -> usize {
        let (planes, ny, nx) = self.grid.shape();
        if planes * ny * nx < 2 * TASK_CELLS { planes } else { TASK_CELLS.div_ceil(ny * nx) }
    }

    /// Rates of change of every field, 1/day: transport plus reaction.
    pub fn rates(&self, state: &State<N, M>, rates: &mut State<N, M>) {
        self.rates_with(state, rates, &Plain);
    }

    /// What the epilogue makes of the rates, tile by tile while they are in the nearest cache.
    pub(crate) fn rates_with<T: Copy + Default + Send + Sync>(
        &self,
        state: &State<N, M>,
        out: &mut State<N, M, T>,
        epilogue: &impl Epilogue<T>,
    ) {
        let (_, ny, nx) = self.grid.shape();
        let lines = self.lines_per_tile();
        let planes = self.planes_per_tile_task(lines);
        let room = || Room {
            rates: vec![0.0; N * self.planes_per_tile() * lines * nx],
            kept: vec![Fluxes::new(lines * nx, nx); self.taxis.len()],
            scratch: self.narrow.as_ref().map_or_else(Scratch::default, Narrow::scratch),
        };
        let task = |(z, line, out): (usize, usize, ArrayViewMut3<'_, T>)| {
            let first = (z * planes, line * lines);
            self.rooms.with(room, |room| Block { on: self, state, first, room, out, epilogue }.run());
        };
        let mut tasks = Vec::new();
        let (mut volume, surfaces) = out.split_mut();
        for (z, mut remainder) in volume.axis_chunks_iter_mut(ArrayAxis(1), planes).enumerate() {
            for line in 0..ny.div_ceil(lines) {
                let size = remainder.len_of(ArrayAxis(2)).min(lines * nx);
                let (block, after) = remainder.split_at(ArrayAxis(2), size);
                tasks.push((z, line, block));
                remainder = after;
            }
        }
        let surface = || {
            let rates = surface_rates(self, state);
            self.arch.dispatch(
                #[inline(always)]
                || {
                    for ((field, rates), out) in rates.iter().enumerate().zip(surfaces) {
                        epilogue.finish(N + field, 0, rates, out);
                    }
                },
            );
        };
        if tasks.len() == 1 {
            tasks.into_iter().for_each(task);
            surface();
        } else {
            rayon::join(surface, || tasks.into_par_iter().with_max_len(1).for_each(task));
        }
    }

    /// Lines of a plane whose rates are worked out together: they stay in the nearest cache.
    fn lines_per_tile(&self) -> usize {
        let (_, ny, nx) = self.grid.shape();
        (TILE / (N * nx)).clamp(1, ny)
    }

    /// Depths whose rates are worked out together: several where rows are short.
    fn planes_per_tile(&self) -> usize {
        self.narrow.as_ref().map_or(1, Narrow::rows)
    }

    /// Depths that a task goes down with a tile.
    fn planes_per_tile_task(&self, lines: usize) -> usize {
        let (planes, ny, nx) = self.grid.shape();
        let cells = lines * nx;
        if planes * ny * nx < 2 * TASK_CELLS { planes } else { TASK_CELLS.div_ceil(cells).max(DEPTHS) }
    }
}

/// What a task works with.
#[derive(Debug)]
struct Room {
    /// Rates of every field on a tile.
    rates: Vec<f64>,
    /// Fluxes of every taxis.
    kept: Vec<Fluxes>,
    /// Short rows with those beside them.
    scratch: Scratch,
}

/// Rates on some lines at some depths.
struct Block<'a, S, E, T, const N: usize, const M: usize> {
    on: &'a Discretisation<S, N, M>,
    state: &'a State<N, M>,
    /// First depth and first line.
    first: (usize, usize),
    room: &'a mut Room,
    out: ArrayViewMut3<'a, T>,
    epilogue: &'a E,
}

impl<S, E, T, const N: usize, const M: usize> Block<'_, S, E, T, N, M>
where
    S: System<N, M>,
    E: Epilogue<T>,
{
    fn run(mut self) {
        let (_, ny, nx) = self.on.grid.shape();
        let (_, planes, width) = self.out.dim();
        let (first, line) = self.first;
        self.room.kept.iter_mut().for_each(Fluxes::forget);
        let step = self.on.planes_per_tile();
        for above in (0..planes).step_by(step) {
            let below = planes.min(above + step);
            let tile = Tile { depths: first + above..first + below, lines: line..line + width / nx };
            rates_on_tile(self.on, self.state, &tile, self.room);
            let cells = (below - above) * width;
            let mut out = self.out.slice_axis_mut(ArrayAxis(1), (above..below).into());
            dispatch(
                self.on.arch,
                #[inline(always)]
                || {
                    let rates = self.room.rates.chunks_exact(cells);
                    for (field, (out, rates)) in out.outer_iter_mut().zip(rates).enumerate() {
                        if let Some(out) = out.into_slice() {
                            let start = (tile.depths.start * ny + line) * nx;
                            self.epilogue.finish(field, start, rates, out);
                        }
                    }
                },
            );
        }
    }
}

/// Rates on a tile: the one place that the model's kernels are built for, whatever becomes of the rates.
/// They are most of what the compiler has to do, so it must not happen once for each of those uses.
#[inline(never)]
fn rates_on_tile<S: System<N, M>, const N: usize, const M: usize>(
    on: &Discretisation<S, N, M>,
    state: &State<N, M>,
    tile: &Tile,
    room: &mut Room,
) {
    on.arch.dispatch(TileRates { on, state, tile, room });
}

struct TileRates<'a, S, const N: usize, const M: usize> {
    on: &'a Discretisation<S, N, M>,
    state: &'a State<N, M>,
    tile: &'a Tile,
    room: &'a mut Room,
}

impl<S: System<N, M>, const N: usize, const M: usize> WithSimd for TileRates<'_, S, N, M> {
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) {
        let Self { on, state, tile, room } = self;
        let width = tile.lines.len() * state.shape().2;
        let Room { rates, kept, scratch } = room;
        let mut parts = rates.chunks_exact_mut(tile.depths.len() * width);
        let mut rates: [&mut [f64]; N] = array::from_fn(|_| parts.next().unwrap_or_default());
        if let Some(narrow) = &on.narrow {
            transport_on_short_rows(on, narrow, state, &tile.depths, scratch, &mut rates);
        } else {
            transport(on, state, tile, kept, &mut rates);
        }
        for z in tile.depths.clone() {
            let first = (z - tile.depths.start) * width;
            react(simd, on, state, (z, tile), first..first + width, &mut rates);
        }
    }
}

/// Rates by transport, of several depths at once.
#[inline(always)]
fn transport_on_short_rows<S: System<N, M>, const N: usize, const M: usize>(
    on: &Discretisation<S, N, M>,
    narrow: &Narrow,
    state: &State<N, M>,
    depths: &Range<usize>,
    scratch: &mut Scratch,
    rates: &mut [&mut [f64]; N],
) {
    for (field, out) in rates.iter_mut().enumerate() {
        out.fill(0.0);
        narrow.diffuse(field, depths, state.field(field), scratch, out);
    }
    for taxis in &on.taxis {
        let fields = [taxis.moving, taxis.signal].map(|field| state.field(field));
        let sensitivity = |signal| S::sensitivity(taxis.coefficient, signal);
        narrow.drift(taxis, depths, fields, sensitivity, scratch, rates[taxis.moving]);
    }
}

/// Rates by transport, of one depth.
#[inline(always)]
fn transport<S: System<N, M>, const N: usize, const M: usize>(
    on: &Discretisation<S, N, M>,
    state: &State<N, M>,
    tile: &Tile,
    kept: &mut [Fluxes],
    rates: &mut [&mut [f64]; N],
) {
    let (z, shape) = (tile.depths.start, state.shape());
    let lateral = [&on.x, &on.y];
    for (field, out) in rates.iter_mut().enumerate() {
        out.fill(0.0);
        let transport = &on.fields[field];
        if transport.diffusivity != 0.0 && transport.capacity[z] != 0.0 {
            diffuse(transport, lateral, shape, tile, state.field(field), out);
        }
    }
    for (taxis, kept) in on.taxis.iter().zip(kept) {
        let transport = &on.fields[taxis.moving];
        if transport.capacity[z] != 0.0 {
            let fields = [taxis.moving, taxis.signal].map(|field| state.field(field));
            let sensitivity = |signal| S::sensitivity(taxis.coefficient, signal);
            drift(transport, lateral, shape, tile, fields, sensitivity, kept, rates[taxis.moving]);
        }
    }
}

/// Adds the reaction on the lines of a tile at depth `z` to rates, of which `within` is their part.
#[inline(always)]
fn react<V: Simd, S: System<N, M>, const N: usize, const M: usize>(
    simd: V,
    on: &Discretisation<S, N, M>,
    state: &State<N, M>,
    (z, tile): (usize, &Tile),
    within: Range<usize>,
    rates: &mut [&mut [f64]; N],
) {
    let (plane, nx) = (state.plane(), state.shape().2);
    let cells = tile.lines.start * nx..tile.lines.end * nx;
    let fields: [&[f64]; N] = array::from_fn(|field| &state.field(field)[z * plane..][cells.clone()]);
    let surface: [&[f64]; M] = array::from_fn(|field| &state.surface(field)[cells.clone()]);
    let row = on.row(simd, z);
    let length = cells.len();
    if length < V::F64_LANES {
        let here = array::from_fn(|field| Wide::load(simd, fields[field]));
        let above = array::from_fn(|field| Wide::load(simd, surface[field]));
        let reaction = S::reaction(&row, here, above);
        for (rate, out) in reaction.into_iter().zip(rates.iter_mut()) {
            let out = &mut out[within.clone()];
            (Wide::load(simd, out) + rate).store(out);
        }
        return;
    }
    // What is left behind whole vectors is the end of one that overlaps them: it is worked out before they are
    // written, and written after them.
    let (last, left) = (length - V::F64_LANES, length % V::F64_LANES > 0);
    let mut end = [Wide::splat(simd, 0.0); N];
    for vector in usize::from(!left)..=length / V::F64_LANES {
        let start = if vector == 0 { last } else { (vector - 1) * V::F64_LANES };
        let here = Wide::load_all(simd, &fields, start);
        let above = Wide::load_all(simd, &surface, start);
        let reaction = S::reaction(&row, here, above);
        for ((rate, out), end) in reaction.into_iter().zip(rates.iter_mut()).zip(&mut end) {
            let out = &mut out[within.start + start..];
            let sum = Wide::load_whole(simd, out) + rate;
            if vector == 0 { *end = sum } else { sum.store_whole(out) }
        }
    }
    if left {
        for (end, out) in end.into_iter().zip(rates.iter_mut()) {
            end.store_whole(&mut out[within.start + last..]);
        }
    }
}

/// Rates of the surface fields, built once like [`rates_on_tile`].
#[inline(never)]
fn surface_rates<S: System<N, M>, const N: usize, const M: usize>(
    on: &Discretisation<S, N, M>,
    state: &State<N, M>,
) -> [Vec<f64>; M] {
    on.arch.dispatch(SurfaceRates { on, state })
}

struct SurfaceRates<'a, S, const N: usize, const M: usize> {
    on: &'a Discretisation<S, N, M>,
    state: &'a State<N, M>,
}

impl<S: System<N, M>, const N: usize, const M: usize> WithSimd for SurfaceRates<'_, S, N, M> {
    type Output = [Vec<f64>; M];

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) -> [Vec<f64>; M] {
        let Self { on, state } = self;
        let (_, ny, nx) = state.shape();
        let tile = Tile { depths: 0..1, lines: 0..ny };
        let mut rates: [Vec<f64>; M] = array::from_fn(|_| vec![0.0; ny * nx]);
        for (field, transport) in on.surfaces.iter().enumerate() {
            if transport.diffusivity != 0.0 {
                let shape = (1, ny, nx);
                diffuse(transport, [&on.x, &on.y], shape, &tile, state.surface(field), &mut rates[field]);
            }
        }
        let (z, plane) = (on.system.surface_source(), state.plane());
        let row = on.row(simd, z);
        let mut start = 0;
        while start < plane {
            let cells = start..plane.min(start + V::F64_LANES);
            let below =
                array::from_fn(|field| Wide::load(simd, &state.field(field)[z * plane..][cells.clone()]));
            let here = array::from_fn(|field| Wide::load(simd, &state.surface(field)[cells.clone()]));
            let reaction = S::surface_reaction(&row, below, here);
            for (rates, rate) in rates.iter_mut().zip(reaction) {
                let rates = &mut rates[cells.clone()];
                (Wide::load(simd, rates) + rate).store(rates);
            }
            start = cells.end;
        }
        rates
    }
}
