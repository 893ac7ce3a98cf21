//! When a run stops to look, and when it stops to treat.

use crate::scenario::Scenario;
use crate::topical::Topical;
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
    let (observe, end) = (&scenario.observe, scenario.run.days);
    let every = |from: f64, interval: f64, to: f64| {
        // The n-th time is from + n × interval, so that times do not drift.
        (0..).map(move |n| from + f64::from(n) * interval).take_while(move |&day| day <= to + SAME)
    };
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
    days.retain(|&day| day <= end);
    days.sort_by(f64::total_cmp);
    days.dedup_by(|later, earlier| *later - *earlier < SAME);
    let near = |day: f64, other: f64| (day - other).abs() < SAME;
    let stop = |day: f64| Stop {
        day,
        map: observe.map_days.iter().any(|&map| near(day, map)),
        session: scenario.sessions.iter().position(|session| near(day, session.day)),
    };
    days.into_iter().map(stop).collect()
}
