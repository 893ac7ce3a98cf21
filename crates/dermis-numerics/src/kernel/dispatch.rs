//! Work built for each instruction set, of which the best that the processor has is taken while it runs.

use pulp::{Arch, Simd, WithSimd};

/// Does `work` with the best instructions.
#[inline(always)]
pub(crate) fn dispatch<R>(arch: Arch, work: impl FnMut() -> R) -> R {
    arch.dispatch(Forced(work))
}

struct Forced<F>(F);

impl<F: FnMut() -> R, R> WithSimd for Forced<F> {
    type Output = R;

    // Called as `FnMut`, what is inlined by force is: taken as `FnOnce` it would hide in a call of its own, which
    // is built for no instruction set.
    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) -> R {
        (self.0)()
    }
}
