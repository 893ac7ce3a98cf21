//! Published values beside the curves of a run that somebody else has made: never a verdict on it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::figures::{curve, points};
use super::quantity::{RunReadings, TargetReadings};
use super::suite::Suite;
use super::target::{Beside, Plot, PlotLine, Target};
use crate::figure::{Curves, Line};
use crate::puncture::Tool;
use crate::scenario::Scenario;
use crate::series::TimeSeries;
use crate::simulation::Seen;

/// Panels of a run's own curves beside published values, for each plot of a suite that says that it may stand beside
/// such a run. Days count from its first session.
pub fn panels(suite: &Suite, scenario: &Scenario, series: &TimeSeries) -> Vec<Curves> {
    let Some(course) = Course::of(scenario) else { return Vec::new() };
    let readings = RunReadings {
        seen: Seen { followed: since(course.first_day, series), asked: TimeSeries::default() },
        summary: Value::Null,
        parameters: scenario.parameters.clone(),
        last_session: course.last_day - course.first_day,
    };
    let all = suite.targets.iter().flat_map(|target| target.plots.iter().map(move |plot| (target, plot)));
    all.filter_map(|(target, plot)| panel(target, plot, plot.beside.as_ref()?, &course, &readings)).collect()
}

/// A course of needling, as far as published ones are told apart by it.
struct Course {
    first_day: f64,
    last_day: f64,
    sessions: f64,
    /// Days between sessions, shortest and longest; nothing of one session.
    interval_days: Option<[f64; 2]>,
    needle_length_mm: [f64; 2],
}

impl Course {
    /// Nothing where other wounds are set, or something else than normal skin is treated.
    fn of(scenario: &Scenario) -> Option<Self> {
        let sessions: Vec<_> = scenario.carried_out().collect();
        let lengths = sessions.iter().map(|session| match &session.device {
            Tool::Needles { settings, .. } => Some(settings.needle_length_mm),
            _ => None,
        });
        let lengths: Vec<f64> = lengths.collect::<Option<_>>()?;
        let intervals: Vec<f64> = sessions.windows(2).map(|pair| pair[1].day - pair[0].day).collect();
        Some(Self {
            first_day: sessions.first().filter(|_| scenario.indication.is_none())?.day,
            last_day: sessions.last()?.day,
            sessions: sessions.len() as f64,
            interval_days: ends(&intervals),
            needle_length_mm: ends(&lengths)?,
        })
    }

    fn is_like(&self, asked: &Beside) -> bool {
        let within = |range: Option<(f64, f64)>, ends: Option<[f64; 2]>| match (range, ends) {
            (Some((low, high)), Some(ends)) => ends.iter().all(|end| (low..=high).contains(end)),
            _ => true,
        };
        within(asked.sessions, Some([self.sessions; 2]))
            && within(asked.interval_days, self.interval_days)
            && within(asked.needle_length_mm, Some(self.needle_length_mm))
    }
}

/// The smallest and the largest.
fn ends(values: &[f64]) -> Option<[f64; 2]> {
    let ends = [values.iter().copied().reduce(f64::min)?, values.iter().copied().reduce(f64::max)?];
    Some(ends)
}

/// The series from the first session on.
fn since(first_day: f64, series: &TimeSeries) -> TimeSeries {
    let from = series.time_day.partition_point(|day| *day < first_day);
    let mut series = series.clone();
    series.time_day.drain(..from);
    series.time_day.iter_mut().for_each(|day| *day -= first_day);
    for column in &mut series.columns {
        column.values.drain(..from);
    }
    series
}

fn panel(
    target: &Target,
    plot: &Plot,
    beside: &Beside,
    course: &Course,
    readings: &RunReadings,
) -> Option<Curves> {
    let lines = plot.lines.iter();
    let known = |line: &&PlotLine| line.of.columns_in(&readings.seen.followed);
    // Whatever run of the target a line is of, here it is this one.
    let runs = BTreeMap::from_iter(target.runs.keys().map(|name| (name.as_str(), readings)));
    let records = TargetReadings { runs, scans: BTreeMap::new() };
    let mut found: Vec<Line> = Vec::new();
    for line in lines.filter(known).map(|line| curve(plot, line, &records)) {
        // Lines that differ only in their run are one here.
        if line.y.iter().any(|y| y.is_finite()) && found.iter().all(|other| other.y != line.y) {
            found.push(line);
        }
    }
    if found.is_empty() || !course.is_like(beside) {
        return None;
    }
    let only = found.len() == 1;
    for line in &mut found {
        let label = line.label.trim_start_matches("model: ");
        line.label = if only { "this run".into() } else { format!("this run: {label}") };
    }
    Some(Curves {
        title: format!("{} ({})", beside.title, target.id),
        x_label: plot
            .x_label
            .clone()
            .unwrap_or_else(|| "time (days)".into())
            .replace("time", "time since the first session"),
        y_label: plot.y_label.clone(),
        lines: found,
        points: points(&plot.data),
        note: format!(
            "Points and bars are published, of another protocol than this run's: {} Evidence {}; of the model: {}.",
            beside.protocol,
            target.strength,
            target.basis.meaning()
        ),
        ..Curves::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Column;

    fn monthly() -> Scenario {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 4\ninterval_days = 28\n[run]\ndays = 200\n";
        Scenario::parse("face", text, &[]).unwrap().0
    }

    fn column(name: &str, values: &[f64]) -> Column {
        let text = String::new;
        let (outcome, region, unit, meaning) = (text(), text(), text(), text());
        Column { name: name.into(), outcome, region, unit, meaning, values: values.to_vec() }
    }

    fn titles(scenario: &Scenario, column: &str) -> Vec<String> {
        let columns = vec![super::tests::column(column, &[1.0, 1.1, 1.2])];
        let series = TimeSeries { time_day: vec![0.0, 30.0, 183.0], columns };
        let found = panels(&Suite::shipped().unwrap(), scenario, &series);
        assert!(found.iter().all(|panel| panel.lines.len() == 1 && panel.bands.is_empty()));
        assert!(found.iter().all(|panel| panel.note.contains("another protocol")));
        found.into_iter().map(|panel| panel.title).collect()
    }

    #[test]
    fn only_runs_of_that_kind_stand_beside_it() {
        let found = titles(&monthly(), "collagen_i.dermis");
        assert!(found.iter().any(|title| title.ends_with("(T18)")), "{found:?}");
        // A course that nobody has published: twelve sessions, daily.
        let mut other = monthly();
        let first = other.sessions[0].clone();
        other.sessions =
            (0..12).map(|day| crate::treatment::Session { day: f64::from(day), ..first.clone() }).collect();
        assert!(titles(&other, "collagen_i.dermis").is_empty());
        // Nothing is drawn of what the run has not kept.
        assert!(titles(&monthly(), "elastin.dermis").iter().all(|title| !title.ends_with("(T18)")));
    }

    #[test]
    fn days_count_from_the_first_session() {
        let columns = vec![column("a", &[1.0, 2.0, 3.0])];
        let series = TimeSeries { time_day: vec![0.0, 7.0, 9.0], columns };
        let cut = since(7.0, &series);
        assert_eq!((cut.time_day, cut.columns[0].values.clone()), (vec![0.0, 2.0], vec![2.0, 3.0]));
    }
}
