//! A model on a grid: its rates and the factorised implicit solve. Parallel over planes and fields.

use ndarray::ArrayViewMut3;
use ndarray::Axis as ArrayAxis;
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;
use std::array;

use crate::dispatch::dispatch;
use crate::drift::{Fluxes, drift};
use crate::epilogue::{Epilogue, Plain};
use crate::grid::Grid;
use crate::lane::Wide;
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
    /// Coefficients of each row.
    coefficients: Vec<Vec<f64>>,
    pub(crate) arch: Arch,
}

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// The model on a grid.
    pub fn new(system: S, grid: Grid) -> Self {
        let fields = (0..N).map(|field| FieldTransport::new(system.transport(field), &grid)).collect();
        let surfaces = (0..M).map(|field| FieldTransport::lateral(system.surface_transport(field))).collect();
        let taxis = system.taxis();
        let coefficients = (0..grid.z.len()).map(|z| system.coefficients(z)).collect();
        let [x, y] = [&grid.x, &grid.y].map(|axis| Coupling::new(axis, |_| 1.0));
        Self { system, grid, fields, surfaces, x, y, taxis, coefficients, arch: Arch::new() }
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

    /// Value at rest of a field, volume fields first, at a depth.
    pub(crate) fn rest_at(&self, field: usize, z: usize) -> f64 {
        if field < N { self.system.rest(field, z) } else { self.system.surface_rest(field - N) }
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
            rates: vec![0.0; N * lines * nx],
            kept: vec![Fluxes::new(lines * nx, nx); self.taxis.len()],
        };
        let task = |room: &mut Room, (z, line, out): (usize, usize, ArrayViewMut3<'_, T>)| {
            let first = (z * planes, line * lines);
            Block { on: self, state, first, room, out, epilogue }.run();
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
            let mut room = room();
            tasks.into_iter().for_each(|block| task(&mut room, block));
            surface();
        } else {
            rayon::join(surface, || tasks.into_par_iter().for_each_init(room, task));
        }
    }

    /// Lines of a plane whose rates are worked out together: they stay in the nearest cache.
    fn lines_per_tile(&self) -> usize {
        let (_, ny, nx) = self.grid.shape();
        (TILE / (N * nx)).clamp(1, ny)
    }

    /// Depths that a task goes down with a tile.
    fn planes_per_tile_task(&self, lines: usize) -> usize {
        let (planes, ny, nx) = self.grid.shape();
        let cells = lines * nx;
        if planes * ny * nx < 2 * TASK_CELLS { planes } else { TASK_CELLS.div_ceil(cells).max(DEPTHS) }
    }
}

/// What a task works with.
struct Room {
    /// Rates of every field on a tile.
    rates: Vec<f64>,
    /// Fluxes of every taxis.
    kept: Vec<Fluxes>,
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
        let (_, _, cells) = self.out.dim();
        let Room { rates, kept } = self.room;
        kept.iter_mut().for_each(Fluxes::forget);
        for (offset, mut plane) in self.out.axis_iter_mut(ArrayAxis(1)).enumerate() {
            let (z, line) = (self.first.0 + offset, self.first.1);
            let tile = Tile { z, lines: line..line + cells / nx };
            let mut rows = rates.chunks_exact_mut(cells);
            let mut rates: [&mut [f64]; N] = array::from_fn(|_| rows.next().unwrap_or_default());
            rates_on_tile(self.on, self.state, &tile, kept, &mut rates);
            dispatch(
                self.on.arch,
                #[inline(always)]
                || {
                    for (field, (mut out, rates)) in plane.outer_iter_mut().zip(&rates).enumerate() {
                        if let Some(out) = out.as_slice_mut() {
                            self.epilogue.finish(field, (z * ny + line) * nx, rates, out);
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
    kept: &mut [Fluxes],
    rates: &mut [&mut [f64]; N],
) {
    on.arch.dispatch(TileRates { on, state, tile, kept, rates });
}

struct TileRates<'a, 'b, S, const N: usize, const M: usize> {
    on: &'a Discretisation<S, N, M>,
    state: &'a State<N, M>,
    tile: &'a Tile,
    kept: &'a mut [Fluxes],
    rates: &'a mut [&'b mut [f64]; N],
}

impl<S: System<N, M>, const N: usize, const M: usize> WithSimd for TileRates<'_, '_, S, N, M> {
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) {
        tile_rates(simd, self.on, self.state, self.tile, self.kept, self.rates);
    }
}

#[inline(always)]
fn tile_rates<V: Simd, S: System<N, M>, const N: usize, const M: usize>(
    simd: V,
    on: &Discretisation<S, N, M>,
    state: &State<N, M>,
    tile: &Tile,
    kept: &mut [Fluxes],
    rates: &mut [&mut [f64]; N],
) {
    let (z, shape) = (tile.z, state.shape());
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
    let (plane, nx) = (state.plane(), shape.2);
    let cells = tile.lines.start * nx..tile.lines.end * nx;
    let fields: [&[f64]; N] = array::from_fn(|field| &state.field(field)[z * plane..][cells.clone()]);
    let surface: [&[f64]; M] = array::from_fn(|field| &state.surface(field)[cells.clone()]);
    let row = on.row(simd, z);
    let whole = cells.len() - cells.len() % V::F64_LANES;
    for start in (0..whole).step_by(V::F64_LANES) {
        let here = Wide::load_all(simd, &fields, start);
        let above = Wide::load_all(simd, &surface, start);
        let reaction = S::reaction(&row, here, above);
        for (rate, out) in reaction.into_iter().zip(rates.iter_mut()) {
            let out = &mut out[start..];
            (Wide::load_whole(simd, out) + rate).store_whole(out);
        }
    }
    if whole < cells.len() {
        let here = array::from_fn(|field| Wide::load(simd, &fields[field][whole..]));
        let above = array::from_fn(|field| Wide::load(simd, &surface[field][whole..]));
        let reaction = S::reaction(&row, here, above);
        for (rate, out) in reaction.into_iter().zip(rates.iter_mut()) {
            let out = &mut out[whole..];
            (Wide::load(simd, out) + rate).store(out);
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
        let tile = Tile { z: 0, lines: 0..ny };
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
