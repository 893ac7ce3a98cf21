//! Where the work of a run went: steps by the time since the last session.

use serde_json::{Map, Value};

use super::{Days, Observer, View};
use crate::error::Result;
use crate::numerics::{Reader, Work, Writer};
use crate::units::HOUR;

/// Ends of the spans of time, days, and their names.
const SPANS: [(f64, &str); 5] = [
    (HOUR, "first_hour"),
    (12.0 * HOUR, "to_12_hours"),
    (3.0, "to_3_days"),
    (14.0, "to_14_days"),
    (f64::INFINITY, "later"),
];

/// Steps counted. To be shown sessions.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    steps: [u64; SPANS.len()],
    /// Day of the last session.
    treated: f64,
}

impl Observer for Profile {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        self.treated = view.day();
        Ok(())
    }

    fn step(&mut self, day: f64, _work: Work) {
        self.count(day - self.treated);
    }

    fn save(&self, to: &mut Writer) {
        to.put(&self.steps);
        to.put(&self.treated);
    }

    fn load(&mut self, from: &mut Reader<'_>, _days: &Days<'_>) -> Result<()> {
        (self.steps, self.treated) = (from.get()?, from.get()?);
        Ok(())
    }
}

impl Profile {
    /// A step ended `since` days after the last session, or after the run began.
    fn count(&mut self, since: f64) {
        let span = SPANS.iter().position(|(end, _)| since <= *end);
        self.steps[span.unwrap_or(SPANS.len() - 1)] += 1;
    }

    /// Steps by span.
    pub fn to_json(&self) -> Value {
        let entry = |((_, name), steps): (&(f64, &str), &u64)| ((*name).to_owned(), Value::from(*steps));
        Value::Object(SPANS.iter().zip(&self.steps).map(entry).collect::<Map<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_each_step_once_in_its_span() {
        let mut profile = Profile::default();
        [0.5 * HOUR, HOUR, 0.2, 0.4, 2.9, 13.0, 15.0, 400.0].into_iter().for_each(|day| profile.count(day));
        assert_eq!(profile.steps, [2, 2, 1, 1, 2]);
        assert_eq!(profile.to_json()["to_12_hours"], 2);
    }
}
