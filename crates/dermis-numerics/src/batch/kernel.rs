//! One attempt of a step in every lane: the arithmetic of a plain run of one cell, operation by
//! operation, so that a problem gets the same bits here and there.

use pulp::{Simd, WithSimd};

use super::block::{Block, LANES, Numbers};
use crate::lane::{Lane, Wide};
use crate::rosenbrock::Method;
use crate::system::System;

/// A step of `h` days in every lane, 0 where there is none to take.
pub(crate) struct Attempt<'a, S, const N: usize, const M: usize, const K: usize> {
    pub method: &'a Method<K>,
    /// Gives rows their form; the numbers are those of the lanes.
    pub system: &'a S,
    pub block: &'a mut Block<N, M>,
    pub h: &'a Numbers,
}

impl<S: System<N, M>, const N: usize, const M: usize, const K: usize> WithSimd for Attempt<'_, S, N, M, K> {
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) {
        for first in (0..LANES).step_by(V::F64_LANES) {
            if self.h[first..][..V::F64_LANES].iter().any(|&h| h > 0.0) {
                attempt(simd, first, self.method, self.system, self.block, self.h);
            }
        }
    }
}

/// The lanes from `first` on that one vector holds.
#[inline(always)]
fn load<V: Simd>(simd: V, first: usize, numbers: &Numbers) -> Wide<V> {
    Wide::load_whole(simd, &numbers[first..])
}

#[inline(always)]
fn larger<L: Lane>(a: L, b: L) -> L {
    -((-a).minimum(-b))
}

#[inline(always)]
fn size<L: Lane>(value: L) -> L {
    L::select_positive(value, value, -value)
}

#[inline(always)]
fn attempt<V: Simd, S: System<N, M>, const N: usize, const M: usize, const K: usize>(
    simd: V,
    first: usize,
    method: &Method<K>,
    system: &S,
    block: &mut Block<N, M>,
    h: &Numbers,
) {
    let [zero, one, gamma] = [0.0, 1.0, method.gamma].map(
        #[inline(always)]
        |value| Wide::splat(simd, value),
    );
    let row = system.row(
        0,
        #[inline(always)]
        |at| load(simd, first, &block.coefficients[at]),
    );
    let g = gamma * load(simd, first, h);
    for i in 0..K {
        let (done, stage) = block.stages.split_at_mut(i * (N + M));
        let (mut here, mut above) = ([zero; N], [zero; M]);
        for field in 0..N + M {
            let old = load(simd, first, &block.state[field]);
            let mut sum = if i == 0 { old } else { zero + old };
            for (weight, done) in method.a[i].iter().zip(done.chunks_exact(N + M)) {
                sum = sum + Wide::splat(simd, *weight) * load(simd, first, &done[field]);
            }
            *if field < N { &mut here[field] } else { &mut above[field - N] } = sum;
        }
        let rates = S::reaction(&row, here, above);
        let surface_rates = S::surface_reaction(&row, here, above);
        for field in 0..N + M {
            let rate = if field < N { rates[field] } else { surface_rates[field - N] };
            let mut out = g * (zero + rate);
            for (coupling, done) in method.c[i].iter().zip(done.chunks_exact(N + M)) {
                out = out + Wide::splat(simd, method.gamma * coupling) * load(simd, first, &done[field]);
            }
            let shrink = one / (one + g * load(simd, first, &block.decay[field]));
            (out * shrink).store_whole(&mut stage[field][first..]);
        }
    }
    let tolerance = load(simd, first, &block.tolerance);
    let (mut worst, mut spoilt) = (zero, zero);
    for field in 0..N + M {
        let (mut value, mut error) = (load(simd, first, &block.state[field]), zero);
        for ((m, e), stage) in method.weights.iter().zip(block.stages.chunks_exact(N + M)) {
            let stage = load(simd, first, &stage[field]);
            value = value + Wide::splat(simd, *m) * stage;
            error = error + Wide::splat(simd, *e) * stage;
        }
        let away = size(value - load(simd, first, &block.rest[field]));
        let scale = larger(
            larger(load(simd, first, &block.scale[field]), away),
            load(simd, first, &block.absolute_tolerance[field]),
        );
        let allowed = tolerance * scale;
        worst = larger(larger(worst, size(error) / allowed), -value / allowed);
        // 0 for numbers, not-a-number for the rest: comparisons alone would drop it.
        spoilt = spoilt + zero * value + zero * error;
        // What undershoots by less than the error allowed is lifted, as a field of one cell.
        let value = Wide::select_positive(-value, zero, value);
        value.store_whole(&mut block.new[field][first..]);
        away.store_whole(&mut block.away[field][first..]);
    }
    worst.store_whole(&mut block.worst[first..]);
    spoilt.store_whole(&mut block.spoilt[first..]);
}

/// Lets the last attempt stand in the lanes where `stands` is above 0.
pub(crate) struct Stand<'a, const N: usize, const M: usize> {
    pub block: &'a mut Block<N, M>,
    pub stands: &'a Numbers,
}

impl<const N: usize, const M: usize> WithSimd for Stand<'_, N, M> {
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) {
        let Block { state, new, away, scale, older, .. } = self.block;
        for first in (0..LANES).step_by(V::F64_LANES) {
            let stands = load(simd, first, self.stands);
            for field in 0..N + M {
                let mut passed = load(simd, first, &new[field]);
                for kept in std::iter::once(&mut *state).chain(older.iter_mut()) {
                    let before = load(simd, first, &kept[field]);
                    Wide::select_positive(stands, passed, before).store_whole(&mut kept[field][first..]);
                    passed = before;
                }
                let before = load(simd, first, &scale[field]);
                let reach = larger(before, load(simd, first, &away[field]));
                Wide::select_positive(stands, reach, before).store_whole(&mut scale[field][first..]);
            }
        }
    }
}
