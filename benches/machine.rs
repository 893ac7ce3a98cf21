//! What the machine can do at best, measured beside what is made of it: memory, and arithmetic in
//! vectors of the widest kind, on all threads.
#![allow(dead_code, reason = "each bench is a program of its own and uses its part of this")]

use std::hint::black_box;
use std::time::Instant;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

/// Values of one array that no cache holds.
const LARGE: usize = 1 << 24;
/// Operations in a row, for the arithmetic peak.
const OPERATIONS: usize = 1 << 20;
/// Chains of them side by side: more than the latency of one.
const CHAINS: usize = 12;
/// Times that each is measured; the best counts.
const REPEATS: usize = 9;

/// Seconds of the fastest of several runs.
pub fn best(mut run: impl FnMut()) -> f64 {
    let time = |_| {
        let started = Instant::now();
        run();
        started.elapsed().as_secs_f64()
    };
    (0..REPEATS).map(time).fold(f64::INFINITY, f64::min)
}

/// Bytes read and written per second by a = s b on arrays that no cache holds.
pub fn memory(quick: bool) -> f64 {
    let n = if quick { 1 << 12 } else { LARGE };
    let (arch, from, mut to) = (Arch::new(), vec![1.0_f64; n], vec![0.0_f64; n]);
    let seconds = best(|| {
        to.par_chunks_mut(1 << 16).zip(from.par_chunks(1 << 16)).for_each(|(to, from)| {
            arch.dispatch(|| to.iter_mut().zip(from).for_each(|(to, from)| *to = 3.0 * from));
        });
    });
    16.0 * n as f64 / black_box(seconds)
}

/// Which operation is repeated.
#[derive(Clone, Copy)]
pub enum Operation {
    /// Multiplications and additions, in turn.
    MultiplyAndAdd,
    /// Divisions.
    Divide,
}

/// Operations in registers.
struct Registers(Operation);

impl WithSimd for Registers {
    /// Their result, and how many operations there were.
    type Output = (f64, usize);

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> (f64, usize) {
        let (factor, addend) = (simd.splat_f64s(black_box(0.999_999)), simd.splat_f64s(black_box(1e-6)));
        let mut chains = [simd.splat_f64s(1.0); CHAINS];
        let rounds = OPERATIONS / CHAINS;
        for _ in 0..rounds {
            for chain in &mut chains {
                *chain = match self.0 {
                    Operation::MultiplyAndAdd => simd.add_f64s(simd.mul_f64s(*chain, factor), addend),
                    Operation::Divide => simd.div_f64s(*chain, factor),
                };
            }
        }
        let each = match self.0 {
            Operation::MultiplyAndAdd => 2,
            Operation::Divide => 1,
        };
        let sum = chains.into_iter().map(|chain| simd.reduce_sum_f64s(chain)).sum();
        (sum, each * S::F64_LANES * rounds * CHAINS)
    }
}

/// Operations per second on all threads. None is fused: results are to be the same on any processor.
pub fn arithmetic(operation: Operation) -> f64 {
    let (arch, threads) = (Arch::new(), rayon::current_num_threads());
    let (_, count) = arch.dispatch(Registers(operation));
    let seconds = best(|| {
        let one = |_| arch.dispatch(Registers(operation)).0;
        black_box((0..threads).into_par_iter().map(one).sum::<f64>());
    });
    (count * threads) as f64 / seconds
}
