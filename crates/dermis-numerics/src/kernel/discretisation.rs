//! A model on a grid: its rates and the factorised implicit solve. Parallel over planes and fields.

use ndarray::ArrayViewMut3;
use ndarray::Axis as ArrayAxis;
use pulp::{Arch, Simd};
use rayon::prelude::*;
use std::ops::Range;

use crate::dispatch::dispatch;
use crate::drift::Fluxes;
use crate::epilogue::{Epilogue, Plain};
use crate::grid::Grid;
use crate::lane::Wide;
use crate::layers::Layers;
use crate::narrow::{Narrow, Scratch};
use crate::pool::Pool;
use crate::rests::Rests;
use crate::state::State;
use crate::system::{System, Taxis};
use crate::tile_rates::{Room, rates_on_tile, surface_rates};
use crate::transport::{Coupling, FieldTransport, Tile};

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
    pub(crate) taxis: Vec<Taxis>,
    /// Transport where rows are short.
    pub(crate) narrow: Option<Narrow>,
    /// Layers of the reaction there.
    pub(crate) layers: Option<Layers>,
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
        let coefficients: Vec<_> = (0..grid.z.len()).map(|z| system.coefficients(z)).collect();
        let [x, y] = [&grid.x, &grid.y].map(|axis| Coupling::new(axis, |_| 1.0));
        let volume = (0..N).map(|field| (0..grid.z.len()).map(|z| system.rest(field, z)).collect());
        let rests = Rests::new(volume.chain((0..M).map(|field| vec![system.surface_rest(field)])).collect());
        let narrow = Narrow::new(&grid, &x, &fields);
        let layers = narrow.as_ref().map(|_| Layers::new::<S, N, M>(&grid, &coefficients));
        let (rooms, arch) = (Pool::default(), Arch::new());
        Self { system, grid, fields, surfaces, x, y, taxis, narrow, layers, coefficients, rests, rooms, arch }
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

    /// The first of some depths, and where rows are short the others of its layer.
    pub(crate) fn together(&self, depths: &Range<usize>) -> Range<usize> {
        let one = depths.start..depths.start + 1;
        self.layers.as_ref().map_or(one, |layers| layers.first(depths))
    }

    /// Makes the row of depth `z` that of some `cells` of its layer, counted from that depth's first.
    #[inline(always)]
    pub(crate) fn move_row<V: Simd>(
        &self,
        simd: V,
        row: &mut S::Row<Wide<V>>,
        z: usize,
        cells: Range<usize>,
    ) {
        if let Some(layers) = &self.layers {
            S::move_row(
                row,
                #[inline(always)]
                |at| {
                    let here = &layers.by_depth(at, z)[cells.clone()];
                    // What holds a whole vector is not loaded in parts.
                    if here.len() < V::F64_LANES {
                        Wide::load(simd, here)
                    } else {
                        Wide::load_whole(simd, here)
                    }
                },
            );
        }
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
            above: Vec::new(),
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
        self.room.above.clear();
        if self.on.narrow.is_some() {
            let fields = (0..M).map(|field| self.state.surface(field));
            fields.for_each(|field| (0..step).for_each(|_| self.room.above.extend_from_slice(field)));
        }
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
