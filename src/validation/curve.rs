//! A quantity over time (or over the values of a scan), and what can be said of it without interpretation.

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

    /// Area under the curve.
    pub fn integral(&self) -> f64 {
        let trapezium = |(t, v): (&[f64], &[f64])| 0.5 * (v[0] + v[1]) * (t[1] - t[0]);
        self.times.windows(2).zip(self.values.windows(2)).map(trapezium).sum()
    }
}
