//! The days on which measures are taken, in words: a column that does not name its day says nothing.

use super::measure::{Measure, When};
use super::times::Times;
use crate::tidy::short;

/// When the measures of a study are taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taken {
    times: Times,
    /// The earliest and the latest of the runs' last days.
    last_days: (f64, f64),
}

impl Taken {
    /// Of runs with these last days.
    pub fn new(times: Times, last_days: impl Iterator<Item = f64>) -> Self {
        let least_and_most = |(low, high): (f64, f64), day: f64| (low.min(day), high.max(day));
        Self { times, last_days: last_days.fold((f64::INFINITY, f64::NEG_INFINITY), least_and_most) }
    }

    /// When a measure is taken; nothing of what hangs on no day.
    fn of(&self, measure: &Measure) -> Option<String> {
        let last = match self.last_days {
            (low, high) if low == high => short(low),
            (low, high) => format!("{} to {}", short(low), short(high)),
        };
        match measure.when() {
            When::AfterLast => Some(match self.times.after_last_days {
                0.0 => "just after the last session".to_owned(),
                days => format!("{} days after the last session", short(days)),
            }),
            When::FixedDay => Some(
                self.times
                    .fixed_day
                    .map_or_else(|| format!("on day {last}"), |day| format!("on day {}", short(day))),
            ),
            When::LastDay => Some(format!("on the run's last day, {last}")),
            When::Whole => Some(format!("over the whole run of {last} days")),
            When::Named | When::Never => None,
        }
    }

    /// What a measure is, with its day.
    pub fn meaning(&self, measure: &Measure) -> String {
        match self.of(measure) {
            Some(when) => format!("{}; taken {when}", measure.meaning()),
            None => measure.meaning(),
        }
    }

    /// A line that names the day of every measure; empty where none hangs on a day.
    pub fn text(&self, measures: &[Measure]) -> String {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for measure in measures {
            let Some(when) = self.of(measure) else { continue };
            match groups.iter_mut().find(|(known, _)| *known == when) {
                Some((_, names)) => names.push(measure.name()),
                None => groups.push((when, vec![measure.name()])),
            }
        }
        let told: Vec<String> =
            groups.into_iter().map(|(when, names)| format!("{} {when}", names.join(", "))).collect();
        if told.is_empty() { String::new() } else { format!("taken: {}\n", told.join("; ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_names_its_day() {
        let names = ["gain_on_day", "gain_after_last", "scar_like_share", "downtime_days", "sessions"];
        let more = ["tewl.surface", "tewl.surface@3", "tewl.surface@peak"];
        let measures: Vec<Measure> =
            names.iter().chain(&more).map(|name| Measure::parse(name).unwrap()).collect();
        let times = Times { after_last_days: 10.0, fixed_day: Some(20.0) };
        let taken = Taken::new(times, [30.0, 20.0].into_iter());
        assert_eq!(
            taken.text(&measures),
            "taken: gain_on_day on day 20; gain_after_last, scar_like_share 10 days after the last session; \
             downtime_days, tewl.surface@peak over the whole run of 20 to 30 days; \
             tewl.surface on the run's last day, 20 to 30\n"
        );
        assert!(taken.meaning(&measures[0]).ends_with("; taken on day 20"));
        assert_eq!(taken.meaning(&measures[4]), measures[4].meaning());
        let own = Taken::new(Times { fixed_day: None, ..times }, [30.0].into_iter());
        assert_eq!(own.text(&measures[..1]), "taken: gain_on_day on day 30\n");
        assert_eq!(own.text(&measures[4..5]), "");
    }
}
