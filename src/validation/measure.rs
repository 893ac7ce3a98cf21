//! The catalogue of measures: what is read off a curve.

use super::curve::Curve;

/// What a measure needs beside the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    None,
    /// A time: the key `day`.
    Day,
    /// A part of the peak: the key `share`.
    Share,
    /// A value: the key `level`.
    Level,
}

impl Argument {
    /// Its key in a target's file, empty for none.
    pub fn key(self) -> &'static str {
        match self {
            Argument::None => "",
            Argument::Day => "day",
            Argument::Share => "share",
            Argument::Level => "level",
        }
    }
}

/// One measure.
#[derive(Debug, Clone, Copy)]
pub struct CurveMeasure {
    /// Name in a target's file.
    pub name: &'static str,
    /// What it needs.
    pub argument: Argument,
    /// What it is. Times are in days from the clock's zero.
    pub meaning: &'static str,
    /// Computes it from curve and argument; `None` where the curve never does what is asked.
    pub compute: fn(&Curve, f64) -> Option<f64>,
}

const fn measure(
    name: &'static str,
    argument: Argument,
    meaning: &'static str,
    compute: fn(&Curve, f64) -> Option<f64>,
) -> CurveMeasure {
    CurveMeasure { name, argument, meaning, compute }
}

/// A rise smaller than this part of the peak is rounding.
const ROUNDING: f64 = 1e-6;

/// Every measure, in the order of the documentation.
pub const MEASURES: [CurveMeasure; 13] = [
    measure("value", Argument::Day, "value on a day", |curve, day| curve.at(day)),
    measure("peak", Argument::None, "largest value", |curve, _| Some(curve.peak()?.1)),
    measure("lowest", Argument::None, "smallest value", |curve, _| {
        curve.values.iter().copied().reduce(f64::min)
    }),
    measure("time_of_peak", Argument::None, "time of the largest value", |curve, _| Some(curve.peak()?.0)),
    measure(
        "rise",
        Argument::Share,
        "time at which the curve has risen by a share of the way from its lowest value before the peak to the peak",
        rise,
    ),
    measure(
        "fall",
        Argument::Share,
        "first time after the peak at which the value is down to a share of the peak",
        fall,
    ),
    measure(
        "reach",
        Argument::Level,
        "first time at which the value comes to a level, from either side",
        |curve, level| curve.crossing(level),
    ),
    measure("integral", Argument::None, "area under the curve, value × days", |curve, _| {
        (!curve.times.is_empty()).then(|| curve.integral())
    }),
    measure("time_above", Argument::Level, "days spent above a level", time_above),
    measure(
        "only_falls",
        Argument::None,
        "1 if the value never rises (by more than 10⁻⁶ of the peak), otherwise 0",
        only_falls,
    ),
    measure("drift", Argument::None, "largest difference, up or down, from the first value", |curve, _| {
        let first = curve.values.first()?;
        Some(curve.values.iter().map(|value| (value - first).abs()).fold(0.0, f64::max))
    }),
    measure(
        "half_life",
        Argument::None,
        "days in which the value halves, from its first and last values as an exponential decay",
        half_life,
    ),
    measure("last", Argument::None, "last value", |curve, _| curve.values.last().copied()),
];

/// The measure of that name.
pub fn find(name: &str) -> Option<&'static CurveMeasure> {
    MEASURES.iter().find(|measure| measure.name == name)
}

fn rise(curve: &Curve, share: f64) -> Option<f64> {
    let (time, peak) = curve.peak()?;
    let climb = curve.window(f64::NEG_INFINITY, time);
    let (start, lowest) = climb.points().reduce(|low, point| if point.1 < low.1 { point } else { low })?;
    let rises = peak > lowest;
    rises.then(|| climb.window(start, time).crossing(lowest + share * (peak - lowest)))?
}

fn fall(curve: &Curve, share: f64) -> Option<f64> {
    let (time, peak) = curve.peak()?;
    let last = *curve.times.last()?;
    (peak > 0.0).then(|| curve.window(time, last).crossing(share * peak))?
}

fn time_above(curve: &Curve, level: f64) -> Option<f64> {
    (!curve.times.is_empty()).then(|| curve.time_above(level))
}

fn only_falls(curve: &Curve, _: f64) -> Option<f64> {
    let (_, peak) = curve.peak()?;
    let mut lowest = f64::INFINITY;
    let rises = curve.values.iter().any(|&value| {
        lowest = lowest.min(value);
        value - lowest > ROUNDING * peak.abs()
    });
    Some(if rises { 0.0 } else { 1.0 })
}

fn half_life(curve: &Curve, _: f64) -> Option<f64> {
    let ((start, first), (end, last)) = (curve.points().next()?, curve.points().next_back()?);
    (last > 0.0 && first > last).then(|| (end - start) * std::f64::consts::LN_2 / libm::log(first / last))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A measure of a function of time, sampled every hundredth of a day up to `end`.
    fn measured(name: &str, argument: f64, end: f64, function: fn(f64) -> f64) -> Option<f64> {
        let days = (0..=(100.0 * end) as u32).map(|i| f64::from(i) / 100.0);
        let curve = Curve::new(days.map(|day| (day, function(day))));
        (find(name).unwrap().compute)(&curve, argument)
    }

    fn near(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() < 1e-4 * expected.abs().max(1.0), "{found} for {expected}");
    }

    /// t e^(1 − t/2)/2: peak 1 on day 2.
    fn wave(day: f64) -> f64 {
        0.5 * day * libm::exp(1.0 - 0.5 * day)
    }

    fn decay(day: f64) -> f64 {
        3.0 * libm::exp(-day)
    }

    #[test]
    fn value() {
        near(measured("value", 1.234, 10.0, wave), wave(1.234));
        assert_eq!(measured("value", 11.0, 10.0, wave), None);
    }

    #[test]
    fn peak() {
        near(measured("peak", 0.0, 10.0, wave), 1.0);
    }

    #[test]
    fn lowest() {
        near(measured("lowest", 0.0, 4.0, |day| (day - 1.0) * (day - 1.0) - 0.5), -0.5);
    }

    #[test]
    fn time_of_peak() {
        near(measured("time_of_peak", 0.0, 10.0, wave), 2.0);
        // The first of equals.
        near(measured("time_of_peak", 0.0, 10.0, |day| day.min(3.0)), 3.0);
    }

    #[test]
    fn rise() {
        // t e^(1 − t/2)/2 = 0.05 at t = 0.0375.
        let day = measured("rise", 0.05, 10.0, wave).unwrap();
        assert!((wave(day) - 0.05).abs() < 1e-4 && day < 1.0, "{day}");
        // From 2 down to 1 on day 1, up to 5 on day 5: a quarter of the way is 2.
        near(measured("rise", 0.25, 6.0, |day| if day < 1.0 { 2.0 - day } else { day.min(5.0) }), 2.0);
        assert_eq!(measured("rise", 0.05, 3.0, decay), None, "a curve that only falls");
    }

    #[test]
    fn fall() {
        near(measured("fall", 0.1, 10.0, decay), libm::log(10.0));
        let day = measured("fall", 0.5, 10.0, wave).unwrap();
        assert!((wave(day) - 0.5).abs() < 1e-4 && day > 2.0, "{day}");
        assert_eq!(measured("fall", 0.1, 2.0, decay), None, "not within the run");
    }

    #[test]
    fn reach() {
        near(measured("reach", 0.3, 10.0, decay), libm::log(10.0));
        near(measured("reach", 0.9, 10.0, |day| 1.0 - libm::exp(-day)), libm::log(10.0));
        near(measured("reach", 3.0, 10.0, decay), 0.0);
        assert_eq!(measured("reach", 4.0, 10.0, wave), None);
    }

    #[test]
    fn integral() {
        near(measured("integral", 0.0, 20.0, decay), 3.0);
    }

    #[test]
    fn time_above() {
        // A triangle of height 2 over four days is above 1 for two.
        near(measured("time_above", 1.0, 4.0, |day| 2.0 - (day - 2.0).abs()), 2.0);
        near(measured("time_above", 1.0, 20.0, decay), libm::log(3.0));
        near(measured("time_above", 5.0, 4.0, decay), 0.0);
        near(measured("time_above", 1.0, 4.0, |_| 2.0), 4.0);
        near(measured("time_above", 1.0, 4.0, |_| 0.5), 0.0);
    }

    #[test]
    fn only_falls() {
        near(measured("only_falls", 0.0, 10.0, decay), 1.0);
        near(measured("only_falls", 0.0, 10.0, wave), 0.0);
        near(measured("only_falls", 0.0, 10.0, |day| decay(day) + 1e-8 * day), 1.0);
    }

    #[test]
    fn drift() {
        near(measured("drift", 0.0, 10.0, |day| 1.0 - 0.3 * day), 3.0);
        near(measured("drift", 0.0, 10.0, |_| 7.0), 0.0);
    }

    #[test]
    fn half_life() {
        near(measured("half_life", 0.0, 10.0, decay), std::f64::consts::LN_2);
        assert_eq!(measured("half_life", 0.0, 10.0, |day| 1.0 + day), None);
        assert_eq!(measured("half_life", 0.0, 10.0, |day| 1.0 - day), None);
    }

    #[test]
    fn last() {
        near(measured("last", 0.0, 10.0, |day| 2.0 * day), 20.0);
    }

    #[test]
    fn nothing_is_read_off_an_empty_curve() {
        for measure in MEASURES {
            assert_eq!((measure.compute)(&Curve::default(), 0.5), None, "{}", measure.name);
        }
    }

    #[test]
    fn windows_are_cut_between_points() {
        let curve = Curve::new([(0.0, 0.0), (1.0, 2.0), (2.0, f64::NAN), (3.0, 6.0)]);
        assert_eq!(curve.window(0.5, 2.0), Curve::new([(0.5, 1.0), (1.0, 2.0), (2.0, 4.0)]));
        assert_eq!(curve.window(-1.0, 9.0), curve);
        assert_eq!(curve.window(3.0, 3.0).values, [6.0]);
        assert_eq!(curve.clone().since(1.0).at(0.0), Some(2.0));
    }
}
