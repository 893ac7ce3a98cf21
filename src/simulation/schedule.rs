//! When a run stops to look, and when it stops to treat.

use crate::scenario::Scenario;
use crate::topical::Topical;
use crate::treatment::{microday, within};
use crate::units::MINUTE;

/// First looks after a session, in days: barrier and redness change within minutes to hours.
const FIRST_LOOKS: [f64; 4] = [15.0 * MINUTE, 60.0 * MINUTE, 120.0 * MINUTE, 240.0 * MINUTE];
/// Times closer than this are the same time, in days.
const SAME: f64 = 1e-6;

/// One stop of a run. At a session's time the look comes first: its row shows the skin just before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Day.
    pub day: f64,
    /// Whether a depth–lateral map is taken here.
    pub map: bool,
    /// Session that is carried out here, after looking.
    pub session: Option<usize>,
}

/// All stops of a scenario in order of time, from day 0 to its end.
pub fn stops(scenario: &Scenario) -> Vec<Stop> {
    let (observe, end) = (&scenario.observe, microday(scenario.run.days));
    // The n-th time is from + n × interval, so that times do not drift.
    let every = |from: f64, interval: f64, to: f64| {
        (0..).map(move |n| microday(from + f64::from(n) * interval)).take_while(move |&day| within(day, to))
    };
    let mut days: Vec<f64> = every(0.0, observe.interval_days, end).collect();
    days.push(end);
    days.extend(observe.map_days.iter().copied());
    // What is no decimal number of days gives way to a day that is the same.
    let mut between = Vec::new();
    for session in &scenario.sessions {
        days.push(microday(session.day));
        between.extend(
            FIRST_LOOKS.iter().filter(|&&look| look <= observe.dense_days).map(|look| session.day + look),
        );
        days.extend(every(session.day, observe.dense_interval_days, session.day + observe.dense_days));
    }
    for application in scenario.topicals.iter().flat_map(Topical::applications) {
        days.push(application.day);
        between.push(application.until);
    }
    days.sort_by(f64::total_cmp);
    days.dedup();
    let near = |day: f64, other: f64| (day - other).abs() < SAME;
    let is_near = |day: f64| {
        let after = days.partition_point(|&other| other < day);
        days[after.saturating_sub(1)..days.len().min(after + 1)].iter().any(|&other| near(day, other))
    };
    between.retain(|&day| !is_near(day));
    days.extend(between);
    days.retain(|&day| day <= end);
    days.sort_by(f64::total_cmp);
    days.dedup_by(|later, earlier| near(*later, *earlier));
    let stop = |day: f64| Stop {
        day,
        map: observe.map_days.iter().any(|&map| near(day, map)),
        session: scenario.sessions.iter().position(|session| near(day, session.day)),
    };
    days.into_iter().map(stop).collect()
}
