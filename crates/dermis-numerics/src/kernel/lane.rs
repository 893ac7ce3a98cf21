//! Lanes: the arithmetic that a model's reaction is written in.
//!
//! A model writes its rates once, generic over [`Lane`]; numerics evaluates them for one number or
//! for as many as the processor's vectors hold. Only + − × ÷ and selections are offered, never a
//! fused multiply-add, so every width gives the same bits.

use std::ops::{Add, Div, Mul, Neg, Sub};

use pulp::Simd;

/// One number, or several side by side.
pub trait Lane:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    /// `yes` where `condition` > 0, else `no` (also where it is not a number).
    fn select_positive(condition: Self, yes: Self, no: Self) -> Self;

    /// x⁺ = max(x, 0); not-a-number stays not-a-number.
    fn positive(self) -> Self;

    /// The smaller of the two.
    fn minimum(self, other: Self) -> Self;

    /// Integer power of at least 1, by multiplication.
    #[inline(always)]
    fn power(self, exponent: u32) -> Self {
        let mut result = self;
        for _ in 1..exponent {
            result = result * self;
        }
        result
    }
}

impl Lane for f64 {
    #[inline(always)]
    fn select_positive(condition: f64, yes: f64, no: f64) -> f64 {
        if condition > 0.0 { yes } else { no }
    }

    #[inline(always)]
    fn positive(self) -> f64 {
        if self <= 0.0 { 0.0 } else { self }
    }

    #[inline(always)]
    fn minimum(self, other: f64) -> f64 {
        if self < other { self } else { other }
    }
}

/// A hardware vector together with the proof that the processor has it.
#[derive(Clone, Copy)]
pub struct Wide<S: Simd> {
    simd: S,
    values: S::f64s,
}

impl<S: Simd> Wide<S> {
    /// All lanes set to `value`.
    #[inline(always)]
    pub fn splat(simd: S, value: f64) -> Self {
        Self { simd, values: simd.splat_f64s(value) }
    }

    /// The first lanes of `slice`; lanes past its end are 0.
    #[inline(always)]
    pub fn load(simd: S, slice: &[f64]) -> Self {
        Self { simd, values: simd.partial_load_f64s(slice) }
    }

    /// The first lanes of `slice`, which holds as many at least.
    #[inline(always)]
    pub fn load_whole(simd: S, slice: &[f64]) -> Self {
        Self { simd, values: S::as_simd_f64s(&slice[..S::F64_LANES]).0[0] }
    }

    /// The lanes of several slices from `start` on; all hold as many.
    #[inline(always)]
    pub fn load_all<const K: usize>(simd: S, slices: &[&[f64]; K], start: usize) -> [Self; K] {
        // A closure for each would be a call, and each number would pass through memory.
        let mut all = [Self::splat(simd, 0.0); K];
        for (one, slice) in all.iter_mut().zip(slices) {
            *one = Self::load_whole(simd, &slice[start..]);
        }
        all
    }

    /// Writes all lanes to the beginning of `slice`.
    #[inline(always)]
    pub fn store_whole(self, slice: &mut [f64]) {
        S::as_mut_simd_f64s(&mut slice[..S::F64_LANES]).0[0] = self.values;
    }

    /// Writes as many lanes as `slice` holds.
    #[inline(always)]
    pub fn store(self, slice: &mut [f64]) {
        self.simd.partial_store_f64s(slice, self.values);
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $function:ident) => {
        impl<S: Simd> $trait for Wide<S> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self { simd: self.simd, values: self.simd.$function(self.values, other.values) }
            }
        }
    };
}
operator!(Add, add, add_f64s);
operator!(Sub, sub, sub_f64s);
operator!(Mul, mul, mul_f64s);
operator!(Div, div, div_f64s);

impl<S: Simd> Neg for Wide<S> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self { simd: self.simd, values: self.simd.neg_f64s(self.values) }
    }
}

impl<S: Simd> Lane for Wide<S> {
    #[inline(always)]
    fn select_positive(condition: Self, yes: Self, no: Self) -> Self {
        let simd = condition.simd;
        let mask = simd.less_than_f64s(simd.splat_f64s(0.0), condition.values);
        Self { simd, values: simd.select_f64s(mask, yes.values, no.values) }
    }

    #[inline(always)]
    fn positive(self) -> Self {
        let zero = self.simd.splat_f64s(0.0);
        let mask = self.simd.less_than_or_equal_f64s(self.values, zero);
        Self { simd: self.simd, values: self.simd.select_f64s(mask, zero, self.values) }
    }

    #[inline(always)]
    fn minimum(self, other: Self) -> Self {
        let mask = self.simd.less_than_f64s(self.values, other.values);
        Self { simd: self.simd, values: self.simd.select_f64s(mask, self.values, other.values) }
    }
}
