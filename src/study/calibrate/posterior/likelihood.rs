//! What the targets say of a point: standard deviations outside their bands, discrepancies included.

use super::super::evidence::band::{Band, misfit};
use super::discrepancy::{Discrepancies, Read};
use super::emulator::Emulator;
use super::soft::{beyond, hard, soft, stretch};

/// The problem: bands of all checks, and what stands between the model and the skin.
pub(super) struct Likelihood<'a> {
    /// Numbers of a point that are parameters; those of discrepancies come after them.
    pub parameters: usize,
    /// The bands.
    pub bands: &'a [Band],
    /// The discrepancies.
    pub discrepancies: &'a Discrepancies,
}

impl Likelihood<'_> {
    /// Numbers of a point: parameters, then discrepancies.
    pub(super) fn numbers(&self) -> usize {
        self.parameters + self.discrepancies.observables.len()
    }

    /// Where the checks of a point lie with its discrepancies, of whose parameters this was read.
    pub(super) fn shifted(&self, point: &[f64], read: &Read) -> Vec<f64> {
        self.discrepancies.shifted(self.bands, read, &point[self.parameters..])
    }

    /// By check, how far a point is outside its band in soft places; 0 inside.
    pub(super) fn outside(&self, point: &[f64], read: &Read) -> Vec<f64> {
        let soft = self.soft(&self.shifted(point, read));
        self.bands.iter().zip(soft).map(|(band, place)| beyond(band, place)).collect()
    }

    /// What an emulator would read of a point.
    pub(super) fn guessed(&self, emulator: &Emulator, point: &[f64]) -> Read {
        let places = self.hard(&emulator.places(&point[..self.parameters]));
        Read { places, rests: emulator.rests.clone() }
    }

    /// Minus twice the logarithm of the likelihood of such a point.
    pub(super) fn misfit(&self, point: &[f64], read: &Read) -> f64 {
        misfit(self.bands, &self.shifted(point, read))
    }

    /// The same of places that are only known to within a standard deviation each, in soft places.
    pub(super) fn expected(&self, point: &[f64], read: &Read, spread: &[f64]) -> f64 {
        let shifted = self.shifted(point, read);
        let part = |((band, place), spread): ((&Band, f64), &f64)| {
            let outside = band.residual(place);
            let spread = spread * stretch(band, place);
            outside * outside / (1.0 + spread * spread)
        };
        self.bands.iter().zip(shifted).zip(spread).map(part).sum()
    }

    /// The largest number of standard deviations by which a check is outside its band, where soft places are known to
    /// within `spread` and values to within their discrepancies.
    pub(super) fn implausibility(&self, read: &Read, spread: &[f64]) -> f64 {
        let slopes = self.discrepancies.slopes(self.bands, read);
        let part = |at: usize| {
            let discrepancy = slopes[at].0.map_or(0.0, |_| slopes[at].1);
            let outside = self.bands[at].residual(read.places[at]);
            let spread = spread[at] * stretch(&self.bands[at], read.places[at]);
            outside.abs() / (1.0 + spread * spread + discrepancy * discrepancy).sqrt()
        };
        (0..read.places.len()).map(part).fold(0.0, f64::max)
    }

    /// Soft places of all checks.
    pub(super) fn soft(&self, places: &[f64]) -> Vec<f64> {
        self.bands.iter().zip(places).map(|(band, place)| soft(band, *place)).collect()
    }

    /// The places of soft ones.
    pub(super) fn hard(&self, places: &[f64]) -> Vec<f64> {
        self.bands.iter().zip(places).map(|(band, place)| hard(band, *place)).collect()
    }
}
