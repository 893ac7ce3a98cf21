//! What follows from the fields at a point, worked out in every cell.

use std::array;
use std::marker::PhantomData;
use std::ops::Range;

use pulp::{Simd, WithSimd};
use rayon::prelude::*;

use crate::discretisation::Discretisation;
use crate::lane::{Lane, Wide};
use crate::state::State;
use crate::system::System;

/// Values that are not worth spreading over threads.
const FEW: usize = 1 << 12;

/// A quantity that a model gives at a point.
pub trait Derived<S: System<N, M>, const N: usize, const M: usize> {
    /// Its value where the fields have these.
    fn at<L: Lane>(row: &S::Row<L>, fields: [L; N]) -> L;
}

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// A quantity in every cell of the depths that are `wanted`, index (z, y, x) with x fastest; 0 in the others.
    pub fn everywhere<Q: Derived<S, N, M>>(
        &self,
        state: &State<N, M>,
        wanted: impl Fn(usize) -> bool + Sync,
    ) -> Vec<f64> {
        let (plane, planes) = (state.plane(), self.grid.z.len());
        let mut out = vec![0.0; state.cells()];
        let (mut parts, mut rest, mut depths) = (Vec::new(), out.as_mut_slice(), 0..planes);
        while !depths.is_empty() {
            let together = self.together(&depths);
            let same = |z: &usize| wanted(*z) == wanted(depths.start);
            let together = depths.start..together.start + together.take_while(same).count();
            let (part, others) = rest.split_at_mut(together.len() * plane);
            (rest, depths.start) = (others, together.end);
            parts.push((together, part));
        }
        let task = |(depths, out): (Range<usize>, &mut [f64])| {
            let z = depths.start;
            if wanted(z) {
                self.arch.dispatch(Depths::<S, Q, N, M> { on: self, state, z, out, quantity: PhantomData });
            }
        };
        let least = (FEW * parts.len()).div_ceil(state.cells());
        parts.into_par_iter().with_min_len(least).for_each(task);
        out
    }
}

/// All cells at one depth, or at several of a layer.
struct Depths<'a, S, Q, const N: usize, const M: usize> {
    on: &'a Discretisation<S, N, M>,
    state: &'a State<N, M>,
    /// The first.
    z: usize,
    out: &'a mut [f64],
    quantity: PhantomData<Q>,
}

impl<S: System<N, M>, Q: Derived<S, N, M>, const N: usize, const M: usize> WithSimd
    for Depths<'_, S, Q, N, M>
{
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) {
        let Self { on, state, z, out, .. } = self;
        let cells = out.len();
        let mut row = on.row(simd, z);
        let fields: [&[f64]; N] = array::from_fn(|field| &state.field(field)[z * state.plane()..][..cells]);
        let whole = cells - cells % V::F64_LANES;
        for start in (0..whole).step_by(V::F64_LANES) {
            on.move_row(simd, &mut row, z, start..start + V::F64_LANES);
            Q::at(&row, Wide::load_all(simd, &fields, start)).store_whole(&mut out[start..]);
        }
        if whole < cells {
            on.move_row(simd, &mut row, z, whole..cells);
            let values = array::from_fn(|field| Wide::load(simd, &fields[field][whole..]));
            Q::at(&row, values).store(&mut out[whole..]);
        }
    }
}
