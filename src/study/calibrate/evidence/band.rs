//! A check's band as a likelihood: flat inside, normal outside.

use crate::validation::target::Check;

/// Standard deviations from the middle of a band to its ends: the band is read as an interval of 95 %.
const HALF: f64 = 1.959_963_984_540_054;
/// Standard deviation of a band with one end, as a part of that end; of an end at 0 one unit of the check.
const OF_ONE_END: f64 = 0.1;
/// A band whose ends differ by more than this factor is measured by logarithms.
const WIDE: f64 = 3.0;
/// Most standard deviations that a check counts as outside; those of a value that the model never reaches.
const MOST: f64 = 10.0;
/// Standard deviations from its end within which a band with one end tells something of parameters.
const NEAR: f64 = 2.0;

/// A band in units of its standard deviation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Band {
    /// Lower end; −∞ where it is open.
    pub low: f64,
    /// Upper end; ∞ where it is open.
    pub high: f64,
    /// Whether places are logarithms.
    logarithmic: bool,
    /// Standard deviation, of the logarithm where places are logarithms.
    pub sd: f64,
}

impl Band {
    /// The band of a check.
    pub(in super::super) fn of(check: &Check) -> Self {
        let (logarithmic, sd) = match (check.low, check.high) {
            (Some(low), Some(high)) if low > 0.0 && high > WIDE * low => {
                (true, libm::log(high / low) / (2.0 * HALF))
            }
            (Some(low), Some(high)) => (false, (high - low) / (2.0 * HALF)),
            (low, high) => match low.or(high).unwrap_or(0.0).abs() {
                0.0 => (false, 1.0),
                end => (false, OF_ONE_END * end),
            },
        };
        let band = Self { low: f64::NEG_INFINITY, high: f64::INFINITY, logarithmic, sd };
        let end = |end: Option<f64>, open: f64| end.map_or(open, |end| band.place(end));
        Self { low: end(check.low, band.low), high: end(check.high, band.high), ..band }
    }

    /// A measured value of standard deviation 1: a band without width.
    #[cfg(test)]
    pub(in super::super) fn measured(value: f64) -> Self {
        Self { low: value, high: value, logarithmic: false, sd: 1.0 }
    }

    /// Bands with one end.
    #[cfg(test)]
    pub(in super::super) fn at_least(low: f64) -> Self {
        tests::band(Some(low), None)
    }

    #[cfg(test)]
    pub(in super::super) fn at_most(high: f64) -> Self {
        tests::band(None, Some(high))
    }

    /// A band with two ends.
    #[cfg(test)]
    pub(in super::super) fn between(low: f64, high: f64) -> Self {
        tests::band(Some(low), Some(high))
    }

    /// Where a value lies; not a number where there is none.
    pub(in super::super) fn place(&self, value: f64) -> f64 {
        if !self.logarithmic {
            return value / self.sd;
        }
        if value > 0.0 { libm::log(value) / self.sd } else { f64::NAN }
    }

    /// The value that lies at a place.
    pub(in super::super) fn value(&self, place: f64) -> f64 {
        if self.logarithmic { libm::exp(place * self.sd) } else { place * self.sd }
    }

    /// The place of a value whose distance from `rest` is multiplied by a factor of this logarithm.
    pub(in super::super) fn times(&self, place: f64, rest: f64, logarithm: f64) -> f64 {
        if logarithm == 0.0 {
            return place;
        }
        self.place(rest + (self.value(place) - rest) * libm::exp(logarithm))
    }

    /// How fast the place moves with the logarithm of such a factor, where none acts.
    pub(in super::super) fn per_logarithm(&self, place: f64, rest: f64) -> f64 {
        let value = self.value(place);
        (value - rest) / (self.sd * if self.logarithmic { value } else { 1.0 })
    }

    /// The change of a value for a change of its place.
    pub(in super::super) fn change(&self, of_place: f64, value: f64) -> f64 {
        of_place * self.sd * if self.logarithmic { value } else { 1.0 }
    }

    /// Standard deviations outside, negative below; 0 inside. Its square is minus twice the log-likelihood.
    pub(in super::super) fn residual(&self, place: f64) -> f64 {
        if place.is_nan() {
            return MOST;
        }
        let outside = (place - self.high).max(0.0) + (place - self.low).min(0.0);
        outside.clamp(-MOST, MOST)
    }

    /// Whether the band tells where parameters are: one with two ends does, one with one end near it or outside.
    pub(in super::super) fn informs(&self, place: f64) -> bool {
        let whole = self.low.is_finite() && self.high.is_finite();
        place.is_finite() && (whole || place - self.low < NEAR || self.high - place < NEAR)
    }
}

/// Minus twice the log-likelihood of all bands: squared residuals, added up.
pub(in super::super) fn misfit(bands: &[Band], places: &[f64]) -> f64 {
    bands.iter().zip(places).map(|(band, place)| band.residual(*place)).map(|outside| outside * outside).sum()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A band with these ends.
    pub(in super::super) fn band(low: Option<f64>, high: Option<f64>) -> Band {
        let mut text =
            "name = \"x\"\nhard = true\nunit = \"days\"\nvalue = { parameter = \"mmp_decay\" }\n".to_owned();
        text += &low.map_or(String::new(), |low| format!("low = {low:?}\n"));
        text += &high.map_or(String::new(), |high| format!("high = {high:?}\n"));
        Band::of(&toml::from_str(&text).unwrap())
    }

    fn residual(band: &Band, value: f64) -> f64 {
        band.residual(band.place(value))
    }

    #[test]
    fn flat_inside_and_normal_outside() {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        let whole = band(Some(7.0), Some(21.0));
        let sd = 7.0 / HALF;
        assert!(close(whole.sd, sd));
        for (value, expected) in
            [(7.0, 0.0), (14.0, 0.0), (21.0, 0.0), (21.0 + sd, 1.0), (7.0 - 2.0 * sd, -2.0)]
        {
            assert!(close(residual(&whole, value), expected), "{value}: {}", residual(&whole, value));
        }
        // One standard deviation outside has exp(−1/2) of the likelihood inside.
        let likelihood = libm::exp(-0.5 * misfit(&[whole, whole], &[whole.high + 1.0, whole.low]));
        assert!(close(likelihood, libm::exp(-0.5)));
        assert_eq!(residual(&whole, 1e6), MOST);
        assert_eq!(residual(&whole, f64::NAN), MOST);
    }

    #[test]
    fn wide_bands_by_logarithms_and_open_ones_by_a_tenth_of_their_end() {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        let wide = band(Some(20.0), Some(300.0));
        assert!(close(residual(&wide, 20.0 / 15.0), -2.0 * HALF), "{}", residual(&wide, 20.0 / 15.0));
        assert!(residual(&wide, 0.0) == MOST, "no logarithm");
        assert!(close(residual(&band(None, Some(20.0)), 22.0), 1.0));
        assert!(close(residual(&band(Some(0.5), None), 0.4), -2.0));
        assert!(close(residual(&band(Some(0.0), None), -3.0), -3.0), "an end at 0: units of the check");
        assert!(close(residual(&band(Some(0.0), Some(0.7)), 0.7 + 0.35 / HALF), 1.0));
    }

    #[test]
    fn open_bands_tell_of_parameters_near_their_end_alone() {
        let open = band(None, Some(20.0));
        let informs = |value: f64| open.informs(open.place(value));
        assert!(informs(25.0) && informs(17.0) && !informs(15.0) && !open.informs(f64::NAN));
        let whole = band(Some(1.0), Some(2.0));
        assert!(whole.informs(whole.place(1.5)));
    }
}
