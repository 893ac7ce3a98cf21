//! What becomes of rates while they are in the nearest cache. Each case is named, so that another back end
//! can have it too.

use crate::spectral::Spectral;
use crate::state::State;
use crate::storage::Stored;

/// What is written for the rates.
pub(crate) trait Epilogue<T>: Sync {
    /// Makes `out` of the `rates` of a field (volume fields first) in the cells from `first` on.
    fn finish(&self, field: usize, first: usize, rates: &[f64], out: &mut [T]);
}

/// The rates themselves.
pub(crate) struct Plain;

impl Epilogue<f64> for Plain {
    #[inline(always)]
    fn finish(&self, _: usize, _: usize, rates: &[f64], out: &mut [f64]) {
        out.copy_from_slice(rates);
    }
}

/// The residual of an implicit multistep formula, c f − Ψ − d, as the preconditioner takes it: solved already where a
/// field hardly moves.
pub(crate) struct Residual<'a, const N: usize, const M: usize, T> {
    /// c, days.
    pub c: f64,
    /// Ψ.
    pub psi: &'a State<N, M, T>,
    /// d; none at the prediction, where it is nought.
    pub correction: Option<&'a State<N, M, T>>,
    /// The preconditioner, prepared for c.
    pub solver: &'a Spectral<N, M>,
}

impl<const N: usize, const M: usize, T: Stored> Epilogue<f32> for Residual<'_, N, M, T> {
    #[inline(always)]
    fn finish(&self, field: usize, first: usize, rates: &[f64], out: &mut [f32]) {
        let (c, n) = (self.c, out.len());
        let here = out.iter_mut().zip(rates).zip(&self.psi.any(field)[first..][..n]);
        match self.correction {
            None => here.for_each(|((out, rate), psi)| *out = (c * rate - psi.value()) as f32),
            Some(correction) => {
                here.zip(&correction.any(field)[first..][..n]).for_each(|(((out, rate), psi), d)| {
                    *out = (c * rate - psi.value() - d.value()) as f32;
                });
            }
        }
        self.solver.solve_unmoving(field, first, out);
    }
}

/// The right-hand side of a Rosenbrock stage, g f + Σ coupling × stage over the stages that are done.
pub(crate) struct Stage<'a, const N: usize, const M: usize> {
    /// g = γ h, days.
    pub g: f64,
    /// Weight of each of `done`.
    pub couplings: &'a [f64],
    /// Stages that are done.
    pub done: &'a [State<N, M>],
}

impl<const N: usize, const M: usize> Epilogue<f64> for Stage<'_, N, M> {
    #[inline(always)]
    fn finish(&self, field: usize, first: usize, rates: &[f64], out: &mut [f64]) {
        for (out, rate) in out.iter_mut().zip(rates) {
            *out = self.g * rate;
        }
        for (done, coupling) in self.done.iter().zip(self.couplings) {
            for (out, stage) in out.iter_mut().zip(&done.any(field)[first..]) {
                *out += coupling * stage;
            }
        }
    }
}
