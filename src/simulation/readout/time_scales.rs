//! The times that people quote: first visible change, peak, fading.

use serde::Serialize;

use crate::series::TimeSeries;

/// Share of the peak gain that counts as the first change.
const FIRST: f64 = 0.1;
/// Shortest decline that is extrapolated, days.
const DECLINE: f64 = 90.0;

/// When a relative outcome rises over its first value, peaks and fades. Days from the first session;
/// `None` where the run ends before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TimeScales {
    /// Largest gain over the first value.
    pub peak_gain: f64,
    /// First day on which the gain, rising to its peak, comes to a tenth of it.
    pub days_to_10_percent_of_peak_gain: f64,
    /// Day of the largest gain; `None` where it still rises at the end.
    pub time_of_peak: Option<f64>,
    /// Days from the peak until half of the gain is left.
    pub half_life_of_gain: Option<f64>,
    /// The same where the run ends before, as an exponential through the second half of the decline that it
    /// shows: at least 90 days of it, with no session after the peak.
    pub half_life_of_gain_extrapolated: Option<f64>,
}

impl TimeScales {
    /// Of the column of that name; `None` where it is missing or never gains.
    pub fn of(
        series: &TimeSeries,
        name: &str,
        [first_session_day, last_session_day]: [f64; 2],
    ) -> Option<Self> {
        let column = series.column(name)?;
        let known = series.time_day.iter().zip(&column.values).filter(|(_, value)| value.is_finite());
        let points: Vec<(f64, f64)> = known.map(|(&day, &value)| (day, value)).collect();
        let rest = points.first()?.1;
        let gain = |at: usize| points[at].1 - rest;
        let peak = (0..points.len()).fold(0, |best, at| if gain(at) > gain(best) { at } else { best });
        let peak_gain = gain(peak);
        if peak_gain <= 0.0 {
            return None;
        }
        let level = FIRST * peak_gain;
        // From the peak backwards: what came before the last rise through the level is another story.
        let below = (0..peak).rev().find(|&at| gain(at) < level)?;
        let first = crossing(points[below], points[below + 1], rest + level) - first_session_day;
        let (last, peak_day) = (points.len() - 1, points[peak].0);
        let half = rest + 0.5 * peak_gain;
        let halved = (peak..last).find(|&at| points[at + 1].1 <= half);
        let half_life = halved.map(|at| crossing(points[at], points[at + 1], half) - peak_day);
        let extrapolated = if half_life.is_none() && points[peak].0 >= last_session_day {
            fading(&points[peak..], rest)
        } else {
            None
        };
        Some(Self {
            peak_gain,
            days_to_10_percent_of_peak_gain: first,
            time_of_peak: (peak < last).then_some(peak_day - first_session_day),
            half_life_of_gain: half_life,
            half_life_of_gain_extrapolated: extrapolated,
        })
    }
}

/// Days from a peak, the first point, until half of its gain is left, if the decline goes on as it ends.
fn fading(points: &[(f64, f64)], rest: f64) -> Option<f64> {
    let (&(begun, top), &(end, left)) = (points.first()?, points.last()?);
    let &(middle, there) = points.iter().find(|(day, _)| day - begun >= 0.5 * (end - begun))?;
    let (top, there, left) = (top - rest, there - rest, left - rest);
    if end - begun < DECLINE || left <= 0.0 || there <= left {
        return None;
    }
    let rate = libm::log(there / left) / (end - middle);
    Some(end - begun + libm::log(2.0 * left / top) / rate)
}

/// Day on which the straight line between two points comes to a level.
fn crossing((from, a): (f64, f64), (to, b): (f64, f64), level: f64) -> f64 {
    from + (to - from) * (level - a) / (b - a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Column;

    fn of(values: &[f64]) -> Option<TimeScales> {
        let column = Column {
            name: "a".into(),
            outcome: "a".into(),
            region: String::new(),
            unit: "1".into(),
            meaning: String::new(),
            values: values.to_vec(),
        };
        let time_day = (0..values.len()).map(|i| 10.0 * i as f64).collect();
        TimeScales::of(&TimeSeries { time_day, columns: vec![column] }, "a", [0.0, 0.0])
    }

    #[test]
    fn times_lie_on_straight_lines() {
        // Down, up to 1.2 on day 30, then down to 1.05.
        let found = of(&[1.0, 0.9, 1.1, 1.2, 1.15, 1.05]).unwrap();
        assert!((found.peak_gain - 0.2).abs() < 1e-12);
        assert!((found.days_to_10_percent_of_peak_gain - 16.0).abs() < 1e-9);
        assert_eq!(found.time_of_peak, Some(30.0));
        assert!((found.half_life_of_gain.unwrap() - 15.0).abs() < 1e-9);
        assert_eq!(found.half_life_of_gain_extrapolated, None);
    }

    #[test]
    fn what_the_run_does_not_show_is_not_said() {
        let rising = of(&[1.0, 1.1, 1.2]).unwrap();
        assert_eq!((rising.time_of_peak, rising.half_life_of_gain), (None, None));
        assert_eq!(rising.half_life_of_gain_extrapolated, None);
        // Twenty days of decline are too few to go on from.
        assert_eq!(of(&[1.0, 1.2, 1.18, 1.17]).unwrap().half_life_of_gain_extrapolated, None);
        // An exponential is gone on with as it is: half in 300 days.
        let decline = (0..15).map(|n| 1.0 + 0.2 * libm::exp2(-f64::from(n) / 30.0));
        let fading = of(&[1.0].into_iter().chain(decline).collect::<Vec<f64>>()).unwrap();
        assert_eq!(fading.half_life_of_gain, None);
        assert!((fading.half_life_of_gain_extrapolated.unwrap() - 300.0).abs() < 1e-6);
        assert_eq!(of(&[1.0, 1.0, 1.0]), None);
        assert_eq!(of(&[1.0, 0.9, 0.95]), None);
    }
}
