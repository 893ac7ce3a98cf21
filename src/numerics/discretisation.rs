//! A model on a grid: its rates and the factorised implicit solve. Parallel over planes and fields.

use ndarray::ArrayViewMut3;
use ndarray::Axis as ArrayAxis;
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;
use std::array;

use super::grid::Grid;
use super::lane::Wide;
use super::state::State;
use super::system::{System, Taxis};
use super::transport::{Coupling, FieldTransport, diffuse, drift};

/// Cells that make a parallel task worth its start.
const TASK_CELLS: usize = 2048;

/// A model with everything that depends on the grid worked out.
pub struct Discretisation<S, const N: usize, const M: usize> {
    pub(super) system: S,
    pub(super) grid: Grid,
    pub(super) fields: Vec<FieldTransport>,
    pub(super) surfaces: Vec<FieldTransport>,
    pub(super) x: Coupling,
    pub(super) y: Coupling,
    taxis: Vec<Taxis>,
    pub(super) arch: Arch,
}

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// The model on a grid.
    pub fn new(system: S, grid: Grid) -> Self {
        let fields = (0..N).map(|field| FieldTransport::new(system.transport(field), &grid)).collect();
        let surfaces = (0..M).map(|field| FieldTransport::lateral(system.surface_transport(field))).collect();
        let taxis = system.taxis().to_vec();
        let [x, y] = [&grid.x, &grid.y].map(|axis| Coupling::new(axis, |_| 1.0));
        Self { system, grid, fields, surfaces, x, y, taxis, arch: Arch::new() }
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
        let plane = state.plane();
        for field in 0..N {
            for (z, row) in state.field_mut(field).chunks_exact_mut(plane).enumerate() {
                row.fill(self.system.rest(field, z));
            }
        }
        for field in 0..M {
            state.surface_mut(field).fill(self.system.surface_rest(field));
        }
        state
    }

    /// Planes that one parallel task takes; all of them when the grid is small.
    pub(super) fn planes_per_task(&self) -> usize {
        let (planes, ny, nx) = self.grid.shape();
        if planes * ny * nx < 2 * TASK_CELLS { planes } else { TASK_CELLS.div_ceil(ny * nx) }
    }

    /// Rates of change of every field, 1/day: transport plus reaction.
    pub fn rates(&self, state: &State<N, M>, rates: &mut State<N, M>) {
        let planes = self.planes_per_task();
        let task = |(index, chunk): (usize, ArrayViewMut3<'_, f64>)| {
            self.arch.dispatch(Chunk { on: self, state, first: index * planes, rates: chunk });
        };
        let mut volume = rates.volume_mut();
        let chunks = volume.axis_chunks_iter_mut(ArrayAxis(1), planes);
        if chunks.len() == 1 {
            chunks.enumerate().for_each(task);
        } else {
            chunks.into_par_iter().enumerate().for_each(task);
        }
        self.arch.dispatch(Surface { on: self, state, rates });
    }
}

/// Rates on some planes.
struct Chunk<'a, S, const N: usize, const M: usize> {
    on: &'a Discretisation<S, N, M>,
    state: &'a State<N, M>,
    first: usize,
    rates: ArrayViewMut3<'a, f64>,
}

impl<S: System<N, M>, const N: usize, const M: usize> WithSimd for Chunk<'_, S, N, M> {
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(mut self, simd: V) {
        for (offset, mut plane) in self.rates.axis_iter_mut(ArrayAxis(1)).enumerate() {
            let mut rows = plane.outer_iter_mut();
            let rates: [&mut [f64]; N] =
                array::from_fn(|_| rows.next().and_then(|row| row.into_slice()).unwrap_or_default());
            plane_rates(simd, self.on, self.state, self.first + offset, rates);
        }
    }
}

#[inline(always)]
fn plane_rates<V: Simd, S: System<N, M>, const N: usize, const M: usize>(
    simd: V,
    on: &Discretisation<S, N, M>,
    state: &State<N, M>,
    z: usize,
    mut rates: [&mut [f64]; N],
) {
    let shape = state.shape();
    let lateral = [&on.x, &on.y];
    for (field, out) in rates.iter_mut().enumerate() {
        out.fill(0.0);
        let transport = &on.fields[field];
        if transport.diffusivity != 0.0 && transport.capacity[z] != 0.0 {
            diffuse(transport, lateral, shape, z, state.field(field), out);
        }
    }
    for (index, pair) in on.taxis.iter().enumerate() {
        let transport = &on.fields[pair.moving];
        if transport.capacity[z] != 0.0 {
            let fields = [pair.moving, pair.signal].map(|field| state.field(field));
            let sensitivity = |signal| on.system.sensitivity(index, signal);
            drift(transport, lateral, shape, z, fields, sensitivity, rates[pair.moving]);
        }
    }
    let plane = state.plane();
    let fields: [&[f64]; N] = array::from_fn(|field| &state.field(field)[z * plane..][..plane]);
    let surface: [&[f64]; M] = array::from_fn(|field| state.surface(field));
    let row = on.system.row(z, |value| Wide::splat(simd, value));
    let mut start = 0;
    while start < plane {
        let cells = start..plane.min(start + V::F64_LANES);
        let here = array::from_fn(|field| Wide::load(simd, &fields[field][cells.clone()]));
        let above = array::from_fn(|field| Wide::load(simd, &surface[field][cells.clone()]));
        let reaction = S::reaction(&row, here, above);
        for (rate, out) in reaction.into_iter().zip(rates.iter_mut()) {
            let out = &mut out[cells.clone()];
            (Wide::load(simd, out) + rate).store(out);
        }
        start = cells.end;
    }
}

/// Rates of the surface fields.
struct Surface<'a, S, const N: usize, const M: usize> {
    on: &'a Discretisation<S, N, M>,
    state: &'a State<N, M>,
    rates: &'a mut State<N, M>,
}

impl<S: System<N, M>, const N: usize, const M: usize> WithSimd for Surface<'_, S, N, M> {
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) {
        let Self { on, state, rates } = self;
        let (_, ny, nx) = state.shape();
        for (field, transport) in on.surfaces.iter().enumerate() {
            let out = rates.surface_mut(field);
            out.fill(0.0);
            if transport.diffusivity != 0.0 {
                diffuse(transport, [&on.x, &on.y], (1, ny, nx), 0, state.surface(field), out);
            }
        }
        let (z, plane) = (on.system.surface_source(), state.plane());
        let row = on.system.row(z, |value| Wide::splat(simd, value));
        let mut start = 0;
        while start < plane {
            let cells = start..plane.min(start + V::F64_LANES);
            let below =
                array::from_fn(|field| Wide::load(simd, &state.field(field)[z * plane..][cells.clone()]));
            let here = array::from_fn(|field| Wide::load(simd, &state.surface(field)[cells.clone()]));
            let reaction = S::surface_reaction(&row, below, here);
            for (field, rate) in reaction.into_iter().enumerate() {
                let out = &mut rates.surface_mut(field)[cells.clone()];
                (Wide::load(simd, out) + rate).store(out);
            }
            start = cells.end;
        }
    }
}
