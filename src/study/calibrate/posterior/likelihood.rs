//! What the targets say of a point: standard deviations outside their bands, discrepancies included.

use super::super::evidence::band::{Band, misfit};
use super::discrepancy::{Discrepancies, Read};
use super::emulator::Emulator;

/// Place of an observation that a point never reaches, in standard deviations beyond its band.
const BEYOND: f64 = 10.0;
/// Standard deviations outside from which on soft places are drawn together.
const BEND: f64 = 2.0;
/// Places this far inside a band with one end are alike.
const INSIDE: f64 = 30.0;

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
            let spread = spread * stretch(outside);
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
            let spread = spread[at] * stretch(outside);
            outside.abs() / (1.0 + spread * spread + discrepancy * discrepancy).sqrt()
        };
        (0..read.places.len()).map(part).fold(0.0, f64::max)
    }

    /// Soft places, which a smooth function can follow: those outside are drawn together, the more the further, and
    /// those that are never reached lie at the end of what counts.
    pub(super) fn soft(&self, places: &[f64]) -> Vec<f64> {
        let soft = |(band, place): (&Band, &f64)| {
            let least = if band.low.is_finite() { band.low - BEYOND } else { band.high - INSIDE };
            let most = if band.high.is_finite() { band.high + BEYOND } else { band.low + INSIDE };
            let never = if band.high.is_finite() { most } else { least };
            let place = if place.is_nan() { never } else { place.clamp(least, most) };
            let outside = beyond(band, place);
            place - outside + BEND * libm::asinh(outside / BEND)
        };
        self.bands.iter().zip(places).map(soft).collect()
    }

    /// The places of soft ones.
    pub(super) fn hard(&self, soft: &[f64]) -> Vec<f64> {
        let hard = |(band, soft): (&Band, &f64)| {
            let outside = beyond(band, *soft).clamp(-BEYOND, BEYOND);
            soft - beyond(band, *soft) + BEND * libm::sinh(outside / BEND)
        };
        self.bands.iter().zip(soft).map(hard).collect()
    }
}

/// How far a place is outside, whatever counts; negative below.
fn beyond(band: &Band, place: f64) -> f64 {
    (place - band.high).max(0.0) + (place - band.low).min(0.0)
}

/// How fast a place moves with its soft one.
fn stretch(outside: f64) -> f64 {
    (1.0 + outside * outside / (BEND * BEND)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_places_are_the_same_inside_and_come_back() {
        let mut bands = [Band::measured(3.0); 3];
        (bands[1].high, bands[2].high) = (5.0, f64::INFINITY);
        let discrepancies = Discrepancies::none(3);
        let likelihood = Likelihood { parameters: 0, bands: &bands, discrepancies: &discrepancies };
        for places in [[3.0, 4.0, 20.0], [9.0, -2.0, 1.0], [2.5, 11.0, 3.0]] {
            let soft = likelihood.soft(&places);
            let back = likelihood.hard(&soft);
            assert!(
                back.iter().zip(places).all(|(a, b)| (a - b).abs() < 1e-12),
                "{places:?} {soft:?} {back:?}"
            );
        }
        assert_eq!(likelihood.soft(&[3.0, 4.5, 20.0]), [3.0, 4.5, 20.0]);
        // Never reached: at the end of what counts.
        let never = likelihood.hard(&likelihood.soft(&[f64::NAN; 3]));
        assert!(
            (never[0] - 13.0).abs() < 1e-9 && (never[1] - 15.0).abs() < 1e-9 && (never[2] + 7.0).abs() < 1e-9,
            "{never:?}"
        );
        let step = 1e-6;
        let near = likelihood.hard(&[likelihood.soft(&[9.0, 4.0, 4.0])[0] + step, 4.0, 4.0]);
        assert!(((near[0] - 9.0) / step / stretch(6.0) - 1.0).abs() < 1e-4);
    }
}
