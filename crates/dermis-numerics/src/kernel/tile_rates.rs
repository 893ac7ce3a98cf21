//! Rates on a tile: transport, and the reaction in the lanes of the processor.

use std::array;
use std::ops::Range;

use pulp::{Simd, WithSimd};

use crate::discretisation::Discretisation;
use crate::drift::{Fluxes, drift};
use crate::lane::Wide;
use crate::narrow::{Narrow, Scratch};
use crate::state::State;
use crate::system::System;
use crate::transport::{Tile, diffuse};

/// What a task works with.
#[derive(Debug)]
pub(crate) struct Room {
    /// Rates of every field on a tile.
    pub rates: Vec<f64>,
    /// Fluxes of every taxis.
    pub kept: Vec<Fluxes>,
    /// Short rows with those beside them.
    pub scratch: Scratch,
    /// Every surface field above as many short rows as are worked on together.
    pub above: Vec<f64>,
}

/// Rates on a tile: the one place that the model's kernels are built for, whatever becomes of the rates.
/// They are most of what the compiler has to do, so it must not happen once for each of those uses.
#[inline(never)]
pub(crate) fn rates_on_tile<S: System<N, M>, const N: usize, const M: usize>(
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
        let (nx, plane) = (state.shape().2, state.plane());
        let width = tile.lines.len() * nx;
        let Room { rates, kept, scratch, above } = room;
        let mut parts = rates.chunks_exact_mut(tile.depths.len() * width);
        let mut rates: [&mut [f64]; N] = array::from_fn(|_| parts.next().unwrap_or_default());
        if let Some(narrow) = &on.narrow {
            transport_on_short_rows(on, narrow, state, &tile.depths, scratch, &mut rates);
        } else {
            transport(on, state, tile, kept, &mut rates);
        }
        let mut depths = tile.depths.clone();
        while !depths.is_empty() {
            let together = on.together(&depths);
            let (z, length) = (depths.start, together.len() * width);
            let (line, repeated) = (tile.lines.start * nx, above.len() / M.max(1));
            let here = Here {
                z,
                fields: array::from_fn(|field| &state.field(field)[z * plane + line..][..length]),
                surface: array::from_fn(|field| {
                    if repeated > 0 {
                        &above[field * repeated..][..length]
                    } else {
                        &state.surface(field)[line..][..length]
                    }
                }),
            };
            let start = (z - tile.depths.start) * width;
            react(simd, on, &here, start..start + length, &mut rates);
            depths.start = together.end;
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

/// Cells that follow one another, of one depth or of several in a layer.
struct Here<'a, const N: usize, const M: usize> {
    /// First depth.
    z: usize,
    fields: [&'a [f64]; N],
    /// What lies above each.
    surface: [&'a [f64]; M],
}

/// Adds the reaction in some cells to rates, of which `within` is their part.
#[inline(always)]
fn react<V: Simd, S: System<N, M>, const N: usize, const M: usize>(
    simd: V,
    on: &Discretisation<S, N, M>,
    here: &Here<'_, N, M>,
    within: Range<usize>,
    rates: &mut [&mut [f64]; N],
) {
    let Here { z, fields, surface } = here;
    let mut row = on.row(simd, *z);
    let length = within.len();
    if length < V::F64_LANES {
        let here = array::from_fn(|field| Wide::load(simd, fields[field]));
        let above = array::from_fn(|field| Wide::load(simd, surface[field]));
        on.move_row(simd, &mut row, *z, 0..length);
        let reaction = S::reaction(&row, here, above);
        for (rate, out) in reaction.into_iter().zip(rates.iter_mut()) {
            let out = &mut out[within.clone()];
            (Wide::load(simd, out) + rate).store(out);
        }
        return;
    }
    // What is left behind whole vectors is the end of one that overlaps them: it is worked out before they are
    // written, and written after them.
    let (last, left) = (length - V::F64_LANES, !length.is_multiple_of(V::F64_LANES));
    let mut end = [Wide::splat(simd, 0.0); N];
    for vector in usize::from(!left)..=length / V::F64_LANES {
        let start = if vector == 0 { last } else { (vector - 1) * V::F64_LANES };
        let here = Wide::load_all(simd, fields, start);
        let above = Wide::load_all(simd, surface, start);
        on.move_row(simd, &mut row, *z, start..start + V::F64_LANES);
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
pub(crate) fn surface_rates<S: System<N, M>, const N: usize, const M: usize>(
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
