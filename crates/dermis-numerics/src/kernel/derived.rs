//! What follows from the fields at a point, worked out in every cell.

use std::array;

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
        let plane = state.plane();
        let mut out = vec![0.0; state.cells()];
        let task = |(z, out): (usize, &mut [f64])| {
            if !wanted(z) {
                return;
            }
            self.arch.dispatch(Depth::<S, Q, N, M> {
                on: self,
                state,
                z,
                out,
                quantity: std::marker::PhantomData,
            });
        };
        let planes = out.par_chunks_exact_mut(plane).enumerate();
        planes.with_min_len(FEW.div_ceil(plane)).for_each(task);
        out
    }
}

/// All cells at one depth.
struct Depth<'a, S, Q, const N: usize, const M: usize> {
    on: &'a Discretisation<S, N, M>,
    state: &'a State<N, M>,
    z: usize,
    out: &'a mut [f64],
    quantity: std::marker::PhantomData<Q>,
}

impl<S: System<N, M>, Q: Derived<S, N, M>, const N: usize, const M: usize> WithSimd
    for Depth<'_, S, Q, N, M>
{
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) {
        let plane = self.out.len();
        let row = self.on.row(simd, self.z);
        let fields: [&[f64]; N] = array::from_fn(|field| &self.state.field(field)[self.z * plane..][..plane]);
        let whole = plane - plane % V::F64_LANES;
        for start in (0..whole).step_by(V::F64_LANES) {
            Q::at(&row, Wide::load_all(simd, &fields, start)).store_whole(&mut self.out[start..]);
        }
        if whole < plane {
            let values = array::from_fn(|field| Wide::load(simd, &fields[field][whole..]));
            Q::at(&row, values).store(&mut self.out[whole..]);
        }
    }
}
