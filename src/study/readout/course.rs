//! An outcome over time, with its jumps.

use crate::scenario::Scenario;
use crate::simulation::Seen;
use crate::simulation::observe::schedule::in_order;
use crate::simulation::observe::series::MOMENT;
use crate::treatment::microday;

/// Most sessions whose jumps are kept: of more, courses have no room to show them.
const MOST_SESSIONS: usize = 100;

/// An outcome column that is kept over time, every so many days, and just before and just after sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeCourse {
    /// The column, `<outcome>.<region>`.
    pub column: String,
    /// Days between values.
    pub every_days: f64,
    /// Last day.
    pub last_day: f64,
    /// Days of sessions, increasing.
    pub session_days: Vec<f64>,
}

/// A value of a course.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    /// On a day; of a session just before it.
    On(f64),
    /// Just after the session of a day.
    After(f64),
}

impl TimeCourse {
    /// Its days, from 0 to the last; the moment after a session stands a little behind its day.
    pub fn days(&self) -> Vec<f64> {
        let day = |moment| match moment {
            Moment::On(day) => day,
            Moment::After(day) => day + MOMENT,
        };
        self.moments().into_iter().map(day).collect()
    }

    /// The days of which it is taken, in order. The n-th by multiplication, so that they do not drift.
    pub fn asked(&self) -> Vec<f64> {
        let last = microday(self.last_day);
        let each = (0_u32..).map(|n| microday(f64::from(n) * self.every_days));
        let days = each.take_while(|day| *day < last).chain(self.session_days.iter().copied()).chain([last]);
        in_order(days.collect(), last)
    }

    fn moments(&self) -> Vec<Moment> {
        let last = microday(self.last_day);
        let jumps = |day: &f64| *day < last && self.session_days.contains(day);
        let moments = |day: f64| {
            let after = jumps(&day).then_some(Moment::After(day));
            std::iter::once(Moment::On(day)).chain(after)
        };
        self.asked().into_iter().flat_map(moments).collect()
    }

    /// Takes it, `NaN` where a run has nothing. A run without a session on the day of another's goes on as it was.
    pub(super) fn take(&self, seen: &Seen) -> Vec<f64> {
        let value = |moment| match moment {
            Moment::On(day) => seen.at(&self.column, day),
            Moment::After(day) => seen.just_after(&self.column, day).or_else(|| seen.at(&self.column, day)),
        };
        self.moments().into_iter().map(|moment| value(moment).unwrap_or(f64::NAN)).collect()
    }
}

/// The days of all sessions of some runs, for courses that jump there; none of more than can be shown.
pub fn session_days<'s>(scenarios: impl IntoIterator<Item = &'s Scenario>) -> Vec<f64> {
    let sessions = scenarios.into_iter().flat_map(Scenario::carried_out);
    let days = in_order(sessions.map(|session| session.day).collect(), f64::INFINITY);
    if days.len() > MOST_SESSIONS { Vec::new() } else { days }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_have_two_moments() {
        let column = "collagen_total.dermis".to_owned();
        let course = TimeCourse { column, every_days: 7.0, last_day: 20.0, session_days: vec![0.0, 10.0] };
        assert_eq!(course.asked(), [0.0, 7.0, 10.0, 14.0, 20.0]);
        assert_eq!(course.days(), [0.0, MOMENT, 7.0, 10.0, 10.0 + MOMENT, 14.0, 20.0]);
        let plain = TimeCourse { session_days: Vec::new(), ..course };
        assert_eq!(plain.days(), [0.0, 7.0, 14.0, 20.0]);
    }
}
