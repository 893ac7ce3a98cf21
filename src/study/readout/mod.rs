//! What is kept of each run of a study, and for which days.

pub mod course;
pub mod measure;
pub mod taken;
pub mod times;

use crate::error::{Error, Result};
use crate::scenario::Scenario;
use crate::simulation::Seen;
use crate::study::readout::measure::{Measure, Sight, When};
use crate::treatment::within;
pub use course::TimeCourse;
use times::Times;

/// Outcome columns that are kept on the same days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// The columns, each `<outcome>.<region>`.
    pub columns: Vec<String>,
    /// Their days, increasing.
    pub days: Vec<f64>,
}

/// What is kept of each run.
#[derive(Debug, Clone)]
pub struct Readout {
    /// One number each.
    pub measures: Vec<Measure>,
    /// Many numbers each, after those of the measures.
    pub courses: Vec<TimeCourse>,
    /// Days on which measures are taken.
    pub times: Times,
    /// Columns on days of their own, after the courses.
    pub series: Series,
    /// Columns whose value before the first session is kept, last.
    pub rests: Vec<String>,
    /// Whether sessions after the run's last day are left out, as a run leaves them, and not refused.
    pub without_late_sessions: bool,
}

impl Readout {
    /// Of measures and courses.
    pub fn new(measures: Vec<Measure>, courses: Vec<TimeCourse>, times: Times) -> Self {
        let series = Series::default();
        Self { measures, courses, times, series, rests: Vec::new(), without_late_sessions: false }
    }

    /// Takes everything: measures, then courses, series and values at rest, `NaN` where a run has nothing.
    pub fn take(&self, seen: &Seen, scenario: &Scenario) -> Vec<f64> {
        let sight = Sight { seen, scenario, times: self.times };
        let mut values: Vec<f64> = self.measures.iter().map(|measure| measure.take(&sight)).collect();
        for course in &self.courses {
            values.extend(course.take(seen));
        }
        for column in &self.series.columns {
            values.extend(seen.on(column, &self.series.days));
        }
        values.extend(self.rests.iter().map(|column| seen.at(column, 0.0).unwrap_or(f64::NAN)));
        // What is divided by no time at all has no value.
        values.iter_mut().filter(|value| value.is_infinite()).for_each(|value| *value = f64::NAN);
        values
    }

    /// Every day on which something is taken.
    pub fn days(&self, scenario: &Scenario) -> Vec<f64> {
        let mut days = vec![self.times.fixed_day(scenario), scenario.run.days];
        days.extend(self.times.after_last(scenario));
        days.extend(self.measures.iter().filter_map(Measure::day));
        days.extend(self.courses.iter().flat_map(TimeCourse::asked));
        days.extend(&self.series.days);
        days.extend((!self.rests.is_empty()).then_some(0.0));
        days
    }

    /// How many numbers that is.
    pub fn len(&self) -> usize {
        self.before_series() + self.series.columns.len() * self.series.days.len() + self.rests.len()
    }

    /// How many numbers there are before those of the series.
    fn before_series(&self) -> usize {
        self.measures.len() + self.courses.iter().map(|course| course.days().len()).sum::<usize>()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The part of a run's values that belongs to a course.
    pub fn course<'a>(&self, values: &'a [f64], at: usize) -> &'a [f64] {
        let before: usize = self.courses[..at].iter().map(|course| course.days().len()).sum();
        let from = self.measures.len() + before;
        values.get(from..from + self.courses[at].days().len()).unwrap_or(&[])
    }

    /// The part of a run's values that belongs to a column of the series.
    pub fn in_series<'a>(&self, values: &'a [f64], at: usize) -> &'a [f64] {
        let from = self.before_series() + at * self.series.days.len();
        values.get(from..from + self.series.days.len()).unwrap_or(&[])
    }

    /// The value of a column before the first session, where it is kept.
    pub fn rest(&self, values: &[f64], column: &str) -> Option<f64> {
        let at = self.rests.iter().position(|known| known == column)?;
        values.get(self.len() - self.rests.len() + at).copied()
    }

    /// Refuses days that no run has.
    ///
    /// # Errors
    /// [`Error::Usage`] with the range.
    pub fn check_times(&self) -> Result<()> {
        let given = [("after-last-days", Some(self.times.after_last_days)), ("on-day", self.times.fixed_day)];
        let wrong = given
            .into_iter()
            .find_map(|(name, day)| day.filter(|day| !(0.0..=7300.0).contains(day)).map(|day| (name, day)));
        wrong.map_or(Ok(()), |(name, day)| {
            Err(Error::Usage(format!("--{name} is {day}, which is out of range; allowed: 0 to 7300 days")))
        })
    }

    /// Refuses a run that ends before a measure is taken: nobody should wait for an empty column.
    ///
    /// # Errors
    /// [`Error::Usage`] that says by how much the run must be longer.
    pub fn check(&self, scenario: &Scenario, whose: &str) -> Result<()> {
        let end = scenario.run.days;
        let too_late = |day: f64, what: &str, other: &str| {
            Err(Error::Usage(format!(
                "{whose}: {what} is day {day}, after the run's last day {end}; give --set run.days={day} or {other}"
            )))
        };
        let late = scenario.sessions.iter().map(|session| session.day).find(|day| !within(*day, end));
        if let Some(late) = late.filter(|_| !self.without_late_sessions) {
            let what = "a session";
            return too_late(late + self.times.after_last_days, what, "fewer sessions");
        }
        let after = self.times.after_last(scenario).filter(|day| !within(*day, end));
        if let Some(day) = after.filter(|_| self.needs_after_last()) {
            let what = format!("{} days after the last session", self.times.after_last_days);
            return too_late(day, &what, "a smaller --after-last-days");
        }
        if !within(self.times.fixed_day(scenario), end) {
            return too_late(self.times.fixed_day(scenario), "the fixed day", "an earlier --on-day");
        }
        let late = self.measures.iter().find_map(|measure| match measure {
            Measure::Column { day: Some(day), .. } if !within(*day, end) => Some((*day, measure.name())),
            _ => None,
        });
        late.map_or(Ok(()), |(day, name)| too_late(day, &format!("the day of `{name}`"), "an earlier day"))
    }

    fn needs_after_last(&self) -> bool {
        self.measures.iter().any(|measure| measure.when() == When::AfterLast)
    }
}
