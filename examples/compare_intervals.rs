//! Four sessions two, four or six weeks apart: one figure and a table.
//!
//!     cargo run --release --example compare_intervals [folder]
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

use std::path::PathBuf;

use dermis::Result;
use dermis::figure::{Curves, Figure, Line};
use dermis::plot::draw;
use dermis::scenario::Scenario;
use dermis::series::TimeSeries;
use dermis::simulation::Simulation;
use dermis::simulation::summary::NOTE;
use rayon::prelude::*;

const SCENARIO: &str = include_str!("scenarios/face_four_sessions.toml");
const INTERVALS: [u32; 3] = [14, 28, 42];
/// Half as fine as the scenario's grid: a quarter of the cells.
const COMMON: [&str; 2] = ["grid.spacing_um=50", "run.days=365"];
/// Day of the last comparison, and days after the last session of the other.
const FIXED_DAY: f64 = 365.0;
const AFTER_LAST: f64 = 180.0;

/// The course of one interval.
struct Course {
    interval: u32,
    last_session: f64,
    days: Vec<f64>,
    /// Change of total collagen in the whole dermis, % of rest.
    gain: Vec<f64>,
}

impl Course {
    fn run(interval: u32) -> Result<Self> {
        let mut changes: Vec<String> = COMMON.iter().map(|change| (*change).to_owned()).collect();
        changes.push(format!("treatment.interval_days={interval}"));
        let (scenario, _) = Scenario::parse("face_four_sessions.toml", SCENARIO, &changes)?;
        let TimeSeries { time_day, columns } = Simulation::new(&scenario).run(&mut |_, _| ())?.series;
        let total = columns.into_iter().find(|column| column.name == "collagen_total.dermis");
        let gain = total.into_iter().flat_map(|total| total.values).map(|value| 100.0 * (value - 1.0));
        let last_session = scenario.sessions.last().map_or(0.0, |session| session.day);
        Ok(Self { interval, last_session, days: time_day, gain: gain.collect() })
    }

    /// The gain at the first observation from `day` on; outcomes are taken every day at least.
    fn at(&self, day: f64) -> f64 {
        let first = self.days.partition_point(|&observed| observed < day - 1e-6);
        self.gain.get(first).copied().unwrap_or(f64::NAN)
    }
}

/// All courses in one panel. Sessions are not marked: every curve has its own.
fn figure(courses: &[Course]) -> Figure {
    let line = |course: &Course| Line {
        label: format!("every {} weeks", course.interval / 7),
        x: course.days.clone(),
        y: course.gain.clone(),
    };
    let panel = Curves {
        title: "Total collagen after four sessions, whole dermis".into(),
        x_label: "time (days)".into(),
        y_label: "change (% of rest)".into(),
        lines: courses.iter().map(line).collect(),
        ..Curves::default()
    };
    Figure::Curves { name: "compare_intervals".into(), panels: vec![panel] }
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).map_or("results/compare_intervals".into(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let courses = INTERVALS.into_par_iter().map(Course::run).collect::<Result<Vec<_>>>()?;
    let files = draw(&figure(&courses), &folder)?;

    println!("Gain of total collagen, whole dermis, % of rest\n");
    println!("interval   last session   {AFTER_LAST} days after it   on day {FIXED_DAY}");
    for course in &courses {
        let [after, fixed] = [course.last_session + AFTER_LAST, FIXED_DAY].map(|day| course.at(day));
        let (interval, last) = (course.interval, course.last_session);
        println!("{interval:>3} days   {:>12}   {after:>17.2}   {fixed:>10.2}", format!("day {last}"));
    }
    println!("\n{NOTE}");
    files.iter().for_each(|file| println!("{}", file.display()));
    Ok(())
}
