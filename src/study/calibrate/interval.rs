//! What a profile says of a parameter: its interval, and whether the data hold it at all.

/// Rise of χ² that bounds 95 %, of one degree of freedom.
pub(super) const RISE: f64 = 3.841_458_820_694_124;

/// Where a profile crosses the bound on each side; none where it never does within the range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    /// Lower end, in the cube.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Interval {
    /// From a profile's (place, χ²) in order of place and its best point. Between points √Δχ² is taken as
    /// straight, which is exact for a parabola.
    pub(super) fn new(profile: &[(f64, f64)], best: (f64, f64)) -> Self {
        let rise = |chi_squared: f64| (chi_squared - best.1).max(0.0).sqrt();
        let crossing = |points: &mut dyn Iterator<Item = &(f64, f64)>| {
            let (mut place, mut height) = (best.0, 0.0);
            for &(next, chi_squared) in points {
                let above = rise(chi_squared);
                if above >= RISE.sqrt() {
                    let part = (RISE.sqrt() - height) / (above - height);
                    // An infinite χ² is no slope: the bound is somewhere in between.
                    return Some(
                        place
                            + (next - place) * if part.is_finite() && above.is_finite() { part } else { 0.5 },
                    );
                }
                (place, height) = (next, above);
            }
            None
        };
        Self {
            low: crossing(&mut profile.iter().rev().filter(|point| point.0 < best.0)),
            high: crossing(&mut profile.iter().filter(|point| point.0 > best.0)),
        }
    }

    /// In a word: whether the data hold the parameter within its range.
    pub(super) fn word(&self) -> &'static str {
        match (self.low, self.high) {
            (Some(_), Some(_)) => "yes",
            (Some(_), None) => "not from above",
            (None, Some(_)) => "not from below",
            (None, None) => "no",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parabolas_and_plains() {
        let profile: Vec<(f64, f64)> = (0..=10)
            .map(|n| 0.1 * f64::from(n))
            .map(|x| (x, 7.0 + 100.0 * (x - 0.45) * (x - 0.45)))
            .collect();
        let interval = Interval::new(&profile, (0.45, 7.0));
        let half = (RISE / 100.0).sqrt();
        assert!(
            (interval.low.unwrap() - (0.45 - half)).abs() < 1e-12
                && (interval.high.unwrap() - (0.45 + half)).abs() < 1e-12
        );
        assert_eq!(interval.word(), "yes");
        let plain = [(0.0, 7.1), (0.5, 7.0), (1.0, 7.0)];
        assert_eq!(Interval::new(&plain, (0.5, 7.0)).word(), "no");
        let wall = [(0.0, f64::INFINITY), (0.5, 7.0), (1.0, 7.0)];
        let interval = Interval::new(&wall, (0.5, 7.0));
        assert_eq!((interval.low, interval.word()), (Some(0.25), "not from above"));
    }
}
