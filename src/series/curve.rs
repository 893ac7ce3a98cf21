//! A quantity over time (or over the values of a scan), and what can be said of it without interpretation.

/// Points that a smooth curve has for one.
const BETWEEN: u32 = 8;

/// Finite values at increasing times, joined by straight lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// Times, strictly increasing.
    pub times: Vec<f64>,
    /// Values, as many as times, all finite.
    pub values: Vec<f64>,
}

impl Curve {
    /// From pairs of time and value; pairs that are not finite are left out.
    pub fn new(pairs: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let finite = |&(time, value): &(f64, f64)| time.is_finite() && value.is_finite();
        let (times, values) = pairs.into_iter().filter(finite).unzip();
        Self { times, values }
    }

    /// Its points in order of time.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = (f64, f64)> + Clone {
        self.times.iter().copied().zip(self.values.iter().copied())
    }

    /// Value at a time between the first and the last.
    pub fn at(&self, time: f64) -> Option<f64> {
        let next = self.times.partition_point(|&other| other < time);
        match (self.times.get(next), next.checked_sub(1)) {
            (Some(&found), _) if found == time => Some(self.values[next]),
            (Some(_), Some(before)) => Some(self.between(before, time)),
            _ => None,
        }
    }

    /// Value at a time between point `before` and the one after it.
    fn between(&self, before: usize, time: f64) -> f64 {
        let (start, end) = (self.times[before], self.times[before + 1]);
        let part = (time - start) / (end - start);
        self.values[before] + part * (self.values[before + 1] - self.values[before])
    }

    /// The same with points between its own, along cubics that keep to the values on both sides (monotone
    /// piecewise cubic Hermite interpolation; Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 300, 1984).
    pub fn smooth(&self) -> Self {
        let (t, v) = (&self.times, &self.values);
        if t.len() < 3 {
            return self.clone();
        }
        let width = |i: usize| t[i + 1] - t[i];
        let secant = |i: usize| (v[i + 1] - v[i]) / width(i);
        let slope = |i: usize| {
            if i == 0 || i + 1 == t.len() {
                return if i == 0 { secant(0) } else { secant(i - 1) };
            }
            let (before, after) = (secant(i - 1), secant(i));
            if before * after <= 0.0 {
                return 0.0;
            }
            // Harmonic mean, weighted with the lengths on both sides.
            let (w, x) = (2.0 * width(i) + width(i - 1), width(i) + 2.0 * width(i - 1));
            (w + x) / (w / before + x / after)
        };
        let between = |i: usize| {
            let (h, ends) = (width(i), [slope(i), slope(i + 1)]);
            (0..BETWEEN).map(move |part| {
                let s = f64::from(part) / f64::from(BETWEEN);
                let (back, both) = (1.0 - s, s * (1.0 - s));
                let bend = both * h * (ends[0] * back - ends[1] * s);
                let value = v[i] * back * back * (1.0 + 2.0 * s) + v[i + 1] * s * s * (3.0 - 2.0 * s) + bend;
                (t[i] + s * h, value)
            })
        };
        Self::new((0..t.len() - 1).flat_map(between).chain(self.points().next_back()))
    }

    /// The part from one time to another; the ends are interpolated where they lie between points.
    pub fn window(&self, from: f64, until: f64) -> Self {
        let inside = self.points().filter(|(time, _)| *time > from && *time < until);
        let start = self.at(from).map(|value| (from, value));
        let end = self.at(until).filter(|_| until > from).map(|value| (until, value));
        Self::new(start.into_iter().chain(inside).chain(end))
    }

    /// The same curve with another zero of time.
    pub fn since(mut self, zero: f64) -> Self {
        self.times.iter_mut().for_each(|time| *time -= zero);
        self
    }

    /// Largest value with its time, the first of equals.
    pub fn peak(&self) -> Option<(f64, f64)> {
        self.points().fold(None, |best, point| match best {
            Some((_, value)) if value >= point.1 => best,
            _ => Some(point),
        })
    }

    /// First time at which the value is `level`, coming from either side; the first time itself
    /// where the curve begins there.
    pub fn crossing(&self, level: f64) -> Option<f64> {
        let (first, start) = self.points().next()?;
        if start == level {
            return Some(first);
        }
        let rising = start < level;
        let crossed = |value: f64| if rising { value >= level } else { value <= level };
        let after = self.values.iter().position(|&value| crossed(value))?;
        let (t, v) = (&self.times[after - 1..=after], &self.values[after - 1..=after]);
        Some(t[0] + (level - v[0]) / (v[1] - v[0]) * (t[1] - t[0]))
    }

    /// Time spent at or above a level.
    pub fn time_above(&self, level: f64) -> f64 {
        let above = |(t, v): (&[f64], &[f64])| {
            let (high, low) = (v[0].max(v[1]) - level, v[0].min(v[1]) - level);
            // In this order: a level stretch has no slope to divide by.
            let part = match (low >= 0.0, high <= 0.0) {
                (true, _) => 1.0,
                (_, true) => 0.0,
                _ => high / (high - low),
            };
            part * (t[1] - t[0])
        };
        self.times.windows(2).zip(self.values.windows(2)).map(above).sum()
    }

    /// Area under the curve.
    pub fn integral(&self) -> f64 {
        let trapezium = |(t, v): (&[f64], &[f64])| 0.5 * (v[0] + v[1]) * (t[1] - t[0]);
        self.times.windows(2).zip(self.values.windows(2)).map(trapezium).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smooth_curves_come_closer_and_overshoot_nothing() {
        let exact = |t: f64| t * t * (3.0 - t);
        let coarse = Curve::new((0..=6).map(|n| 0.5 * f64::from(n)).map(|t| (t, exact(t))));
        let smooth = coarse.smooth();
        let error = |curve: &Curve| {
            let all = (0..=300).map(|n| 0.01 * f64::from(n)).map(|t| (curve.at(t).unwrap() - exact(t)).abs());
            all.fold(0.0, f64::max)
        };
        assert!(error(&smooth) < 0.6 * error(&coarse), "{} {}", error(&smooth), error(&coarse));
        assert!(coarse.points().all(|(t, value)| smooth.at(t) == Some(value)));
        let step = Curve::new([(0.0, 0.0), (1.0, 0.0), (1.1, 1.0), (2.0, 1.0)]).smooth();
        assert!(step.values.iter().all(|value| (0.0..=1.0).contains(value)));
        assert_eq!(Curve::new([(0.0, 1.0), (1.0, 2.0)]).smooth().values, [1.0, 2.0]);
    }

    /// Slopes 1, 9/13 and ½ by hand, of secants 1 and ½ over lengths 1 and 2.
    #[test]
    fn smooth_curves_are_the_published_cubics() {
        let smooth = Curve::new([(0.0, 0.0), (1.0, 1.0), (3.0, 2.0)]).smooth();
        let slope = 9.0 / 13.0;
        let first = 0.0625 * 2.5 + 0.1875 * (0.75 - 0.25 * slope);
        let second = 0.5625 * 1.5 + 2.0 * 0.0625 * 2.5 + 2.0 * 0.1875 * (0.75 * slope - 0.25 * 0.5);
        for (time, value) in [(0.25, first), (1.5, second)] {
            let found = smooth.at(time).unwrap();
            assert!((found - value).abs() < 1e-15, "{time}: {found} for {value}");
        }
        let falls = Curve::new([(0.0, 0.0), (1.0, -1.0), (3.0, -2.0)]).smooth();
        assert!(smooth.values.iter().zip(&falls.values).all(|(up, down)| *up == -down));
    }

    #[test]
    fn what_is_said_of_a_curve_is_exact_on_straight_lines() {
        let curve = Curve::new([(1.0, 2.0), (3.0, 6.0), (f64::NAN, 1.0), (5.0, 6.0), (9.0, -2.0)]);
        assert_eq!(
            [1.0, 1.5, 3.0, 8.0, 9.0].map(|time| curve.at(time)),
            [2.0, 3.0, 6.0, 0.0, -2.0].map(Some)
        );
        assert_eq!([0.5, 9.5].map(|time| curve.at(time)), [None; 2]);
        assert_eq!(curve.peak(), Some((3.0, 6.0)));
        assert_eq!(
            [2.0, 5.0, 6.0, 1.0, 7.0].map(|level| curve.crossing(level)),
            [Some(1.0), Some(2.5), Some(3.0), Some(7.5), None]
        );
        assert_eq!(
            [7.0, 6.0, 4.0, 0.0, -2.0].map(|level| curve.time_above(level)),
            [0.0, 2.0, 4.0, 7.0, 8.0]
        );
        assert_eq!(curve.integral(), 8.0 + 12.0 + 8.0);
        assert_eq!(curve.window(2.0, 8.0), Curve::new([(2.0, 4.0), (3.0, 6.0), (5.0, 6.0), (8.0, 0.0)]));
        assert_eq!(curve.since(1.0).times, [0.0, 2.0, 4.0, 8.0]);
    }
}
