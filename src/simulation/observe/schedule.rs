//! Days to look at, and when two days are the same.

use crate::scenario::{ObservationSettings, Scenario};
use crate::topical::Topical;
use crate::treatment::{microday, within};
use crate::units::{HOUR, MINUTE};

/// First looks after a session, in days: barrier and redness change within minutes to hours.
const FIRST_LOOKS: [f64; 4] = [15.0 * MINUTE, 60.0 * MINUTE, 120.0 * MINUTE, 240.0 * MINUTE];
/// Times closer than this are the same time, in days.
pub const SAME: f64 = 1e-6;
/// Times closer than this are the same day, or the moment after a session on it.
pub(super) const SHORTLY: f64 = 4.0 * SAME;

/// Whether two days are the same.
pub fn near(day: f64, other: f64) -> bool {
    (day - other).abs() < SAME
}

/// How closely an outcome is followed whose peaks and crossings are asked for: from so many days after a
/// session, every so many days. Independent of what a scenario writes into its series.
const FOLLOWED: [(f64, f64); 4] = [(0.0, HOUR), (1.0, 0.125), (3.0, 0.25), (7.0, 0.5)];
/// Where it is followed daily, in days after a session.
const DAILY: f64 = 21.0;

/// Which days an observer is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    when: When,
    after_sessions: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum When {
    /// Those of `[observe]`: rows of the time series.
    Series,
    /// Those of `map_days`.
    Maps,
    /// Those of `field_days`.
    Fields,
    /// The sessions'.
    Sessions,
    /// Close enough to read peaks and crossings off.
    Followed,
    /// From a day on, every so many days.
    Every { from: f64, interval: f64 },
    /// These.
    Days(Vec<f64>),
}

impl Schedule {
    fn of(when: When) -> Self {
        Self { when, after_sessions: false }
    }

    /// The rows of the time series, as `[observe]` asks for.
    pub fn series() -> Self {
        Self::of(When::Series)
    }

    /// The days of maps, as `[observe]` asks for.
    pub fn maps() -> Self {
        Self::of(When::Maps)
    }

    /// The days of fields, as `[observe]` asks for; none where it asks for no fields.
    pub fn fields() -> Self {
        Self::of(When::Fields)
    }

    /// The days of sessions.
    pub fn sessions() -> Self {
        Self::of(When::Sessions)
    }

    /// Close enough to read peaks and crossings off, whatever `[observe]` asks for: every hour for a day
    /// after a session, then at growing distances, daily after three weeks; sessions just before and just after.
    pub fn followed() -> Self {
        Self::of(When::Followed).and_after_sessions()
    }

    /// Every so many days, from day 0 on: the n-th look is at n × interval.
    pub fn every(interval: f64) -> Self {
        Self::of(When::Every { from: 0.0, interval })
    }

    /// These days.
    pub fn days_at(days: impl IntoIterator<Item = f64>) -> Self {
        Self::of(When::Days(days.into_iter().collect()))
    }

    /// Never: only the end is shown.
    pub fn never() -> Self {
        Self::days_at([])
    }

    /// The same, and on the day of a session a second time, just after it.
    #[must_use]
    pub fn and_after_sessions(self) -> Self {
        Self { after_sessions: true, ..self }
    }

    /// Whether sessions are shown a second time.
    pub fn shows_after_sessions(&self) -> bool {
        self.after_sessions
    }

    /// The days of a scenario's run, increasing, each once.
    pub fn days(&self, scenario: &Scenario) -> Vec<f64> {
        let end = scenario.run.days;
        let days = match &self.when {
            When::Series => series(scenario),
            When::Maps => scenario.observe.map_days.clone(),
            When::Fields => fields(&scenario.observe, end),
            When::Sessions => scenario.sessions.iter().map(|session| session.day).collect(),
            When::Followed => followed(scenario),
            When::Every { from, interval } => every(*from, *interval, end).collect(),
            When::Days(days) => days.clone(),
        };
        in_order(days, end)
    }
}

/// Days up to the end, increasing, each once.
pub fn in_order(mut days: Vec<f64>, end: f64) -> Vec<f64> {
    days.retain(|&day| within(day, end));
    days.sort_by(f64::total_cmp);
    days.dedup_by(|later, earlier| *later - *earlier < SAME);
    days
}

/// The n-th time is from + n × interval, so that times do not drift, to the microday.
fn every(from: f64, interval: f64, to: f64) -> impl Iterator<Item = f64> {
    (0..).map(move |n| microday(from + f64::from(n) * interval)).take_while(move |&day| within(day, to))
}

fn series(scenario: &Scenario) -> Vec<f64> {
    let (observe, end): (&ObservationSettings, f64) = (&scenario.observe, scenario.run.days);
    let mut days: Vec<f64> = every(0.0, observe.interval_days, end).collect();
    days.push(end);
    days.extend(observe.map_days.iter().copied());
    for session in &scenario.sessions {
        days.push(session.day);
        days.extend(
            FIRST_LOOKS.iter().filter(|&&look| look <= observe.dense_days).map(|look| session.day + look),
        );
        days.extend(every(session.day, observe.dense_interval_days, session.day + observe.dense_days));
    }
    for application in scenario.topicals.iter().flat_map(Topical::applications) {
        days.extend([application.day, application.until]);
    }
    days
}

fn fields(observe: &ObservationSettings, end: f64) -> Vec<f64> {
    match &observe.field_days {
        _ if observe.fields.is_empty() => Vec::new(),
        days if !days.is_empty() => days.clone(),
        _ => every(0.0, observe.interval_days, end).chain([end]).collect(),
    }
}

fn followed(scenario: &Scenario) -> Vec<f64> {
    let mut days = landing_days(scenario);
    days.push(scenario.run.days);
    days
}

/// Days that the first steps after a jump land on: those on which a run is followed, which hang neither on what is
/// written nor on its end.
pub fn landing_days(scenario: &Scenario) -> Vec<f64> {
    let end = scenario.run.days;
    let mut days: Vec<f64> = every(0.0, 1.0, end).collect();
    for session in &scenario.sessions {
        days.extend(FIRST_LOOKS.map(|look| session.day + look));
        for (at, &(from, interval)) in FOLLOWED.iter().enumerate() {
            let until = FOLLOWED.get(at + 1).map_or(DAILY, |(next, _)| *next);
            days.extend(every(session.day + from, interval, session.day + until));
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(more: &str) -> Scenario {
        let text = format!(
            "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ndays = [0, 2.5]\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 20\n{more}"
        );
        Scenario::parse("schedule.toml", &text, &[]).unwrap().0
    }

    fn slab(more: &str) -> Scenario {
        let text = format!(
            "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[run]\ndays = 20\n\
             [observe]\nfields = [\"damage\"]\n{more}"
        );
        Scenario::parse("schedule.toml", &text, &[]).unwrap().0
    }

    #[test]
    fn days_are_counted_not_added_up() {
        let days = Schedule::every(0.1).days(&scenario(""));
        assert_eq!(days.len(), 201);
        assert!(days.iter().zip(0..).all(|(&day, n)| day == f64::from(n) / 10.0));
        assert_eq!(Schedule::days_at([7.0, 3.0, 3.0, 21.0]).days(&scenario("")), [3.0, 7.0]);
        assert_eq!(Schedule::sessions().days(&scenario("")), [0.0, 2.5]);
        assert!(Schedule::fields().days(&scenario("")).is_empty());
        let fields = |more| Schedule::fields().days(&slab(more));
        assert_eq!(fields("interval_days = 8"), [0.0, 8.0, 16.0, 20.0]);
        assert_eq!(fields("field_days = [0, 3, 21]"), [0.0, 3.0]);
        assert_eq!(Schedule::maps().days(&scenario("[observe]\nmap_days = [1, 4]")), [1.0, 4.0]);
    }

    #[test]
    fn what_is_followed_does_not_hang_on_what_is_written() {
        let coarse = scenario("[observe]\ninterval_days = 10\ndense_days = 0");
        let days = Schedule::followed().days(&coarse);
        assert_eq!(days, Schedule::followed().days(&scenario("")));
        assert!(days.windows(2).all(|pair| pair[1] > pair[0] && pair[1] - pair[0] <= 1.0));
        let gaps = |from: f64, to: f64| {
            let within = days.windows(2).filter(|pair| pair[0] >= from && pair[1] <= to);
            within.map(|pair| pair[1] - pair[0]).fold(0.0, f64::max)
        };
        assert!(gaps(2.5, 3.5) <= HOUR + 2.0 * SAME && gaps(5.5, 9.5) <= 0.25 + 2.0 * SAME);
    }
}
