//! Soft places: those of checks, drawn so that a smooth function of the parameters can follow them.
//!
//! What is measured by one positive end (at most 20 % left, an index of at least 0.4) falls and grows by factors, and is
//! followed by its logarithm. Other places are the same inside their band, and drawn together outside, the more the further.

use super::super::evidence::band::Band;

/// Place of an observation that a point never reaches, in standard deviations beyond its band.
const BEYOND: f64 = 10.0;
/// Standard deviations outside from which on soft places are drawn together.
const BEND: f64 = 2.0;
/// Places this far inside a band with one end are alike.
const INSIDE: f64 = 30.0;
/// Logarithms of factors of an end beyond which values are alike.
const FACTORS: f64 = 3.0;

/// How the places of a band become soft.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    /// By the logarithm of the place against this end.
    Factors(f64),
    /// Drawn together outside.
    Bent,
}

impl Way {
    fn of(band: &Band) -> Self {
        match (band.low.is_finite(), band.high.is_finite()) {
            (true, false) if band.low > 0.0 => Self::Factors(band.low),
            (false, true) if band.high > 0.0 => Self::Factors(band.high),
            _ => Self::Bent,
        }
    }
}

/// The soft place of a place; one that is never reached lies at the end of what counts.
pub(super) fn soft(band: &Band, place: f64) -> f64 {
    let worst = if band.high.is_finite() { 1.0 } else { -1.0 };
    match Way::of(band) {
        Way::Factors(end) if place.is_nan() => end + worst * FACTORS * end,
        Way::Factors(end) => {
            let least = libm::exp(-FACTORS);
            end + end * libm::log((place / end).clamp(least, 1.0 / least))
        }
        Way::Bent => {
            let least = if band.low.is_finite() { band.low - BEYOND } else { band.high - INSIDE };
            let most = if band.high.is_finite() { band.high + BEYOND } else { band.low + INSIDE };
            let never = if band.high.is_finite() { most } else { least };
            let place = if place.is_nan() { never } else { place.clamp(least, most) };
            let outside = beyond(band, place);
            place - outside + BEND * libm::asinh(outside / BEND)
        }
    }
}

/// The place of a soft one.
pub(super) fn hard(band: &Band, soft: f64) -> f64 {
    match Way::of(band) {
        Way::Factors(end) => end * libm::exp(((soft - end) / end).clamp(-FACTORS, FACTORS)),
        Way::Bent => {
            let outside = beyond(band, soft).clamp(-BEYOND, BEYOND);
            soft - beyond(band, soft) + BEND * libm::sinh(outside / BEND)
        }
    }
}

/// How fast a place moves with its soft one.
pub(super) fn stretch(band: &Band, place: f64) -> f64 {
    match Way::of(band) {
        Way::Factors(end) => {
            let least = libm::exp(-FACTORS);
            (place / end).clamp(least, 1.0 / least)
        }
        Way::Bent => {
            let outside = band.residual(place);
            (1.0 + outside * outside / (BEND * BEND)).sqrt()
        }
    }
}

/// How far a soft place is outside, whatever counts; negative below.
pub(super) fn beyond(band: &Band, place: f64) -> f64 {
    (place - band.high).max(0.0) + (place - band.low).min(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_places_are_the_same_inside_and_come_back() {
        let mut whole = Band::measured(3.0);
        whole.high = 5.0;
        let (least, most) = (Band::at_least(0.4), Band::at_most(20.0));
        for (band, places) in
            [(whole, [-2.0, 4.0, 14.0]), (least, [1.0, 10.0, 90.0]), (most, [0.6, 10.0, 150.0])]
        {
            for place in places {
                let back = hard(&band, soft(&band, place));
                assert!((back - place).abs() < 1e-9, "{band:?}: {place} {back}");
                let step = 1e-6;
                let moved = (hard(&band, soft(&band, place) + step) - place) / step;
                assert!((moved / stretch(&band, place) - 1.0).abs() < 1e-4, "{band:?}: {place} {moved}");
            }
        }
        assert_eq!(soft(&whole, 4.5), 4.5);
        // At its end a band is where it was, and what decays is a straight line in time.
        assert_eq!((soft(&least, 10.0), soft(&most, 10.0)), (10.0, 10.0));
        let [one, two, three] = [1.0, 2.0, 3.0].map(|day| soft(&most, 30.0 * libm::exp(-day)));
        assert!(((one - two) - (two - three)).abs() < 1e-9);
    }

    #[test]
    fn what_is_never_reached_lies_at_the_end_of_what_counts() {
        let mut whole = Band::measured(3.0);
        whole.high = 5.0;
        let never = |band: &Band| hard(band, soft(band, f64::NAN));
        assert!((never(&whole) - 15.0).abs() < 1e-9);
        for band in [Band::at_least(0.4), Band::at_most(20.0)] {
            assert!(band.residual(never(&band)).abs() > 9.0, "{band:?}: {}", never(&band));
            // Nothing has a logarithm below 0: it is as little as counts.
            assert_eq!(soft(&band, -1.0), soft(&band, 1e-9), "{band:?}");
        }
    }
}
