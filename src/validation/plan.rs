//! Which simulations the targets need: each is run once, whoever asks for it.

use super::quantity::{Observed, RunReadings, TargetReadings};
use super::suite::Suite;
use super::target::Target;
use crate::error::{Error, Faults, Result};
use crate::scenario::{Scenario, canonical_name};
use crate::simulation::estimate::{Estimate, estimate};

/// How the suite is run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// With the changes that make runs shorter and coarser.
    pub quick: bool,
    /// Changes to every run, as for `--set`.
    pub changes: Vec<String>,
}

/// A simulation that targets need.
#[derive(Debug, Clone)]
pub struct PlannedRun {
    /// Who asked for it first: target and run.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
    /// What it will cost.
    pub cost: Estimate,
    /// Days on which targets want values.
    pub asked: Vec<f64>,
    /// The scenario as text: equal texts are the same run.
    text: String,
}

/// Where the runs of one target are in the plan, by name.
#[derive(Debug, Clone, Default)]
struct Places {
    runs: Vec<(String, usize)>,
    scans: Vec<(String, Vec<(f64, usize)>)>,
}

/// The runs of a suite.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The runs, all different.
    pub runs: Vec<PlannedRun>,
    places: Vec<Places>,
}

/// The name that everything knows.
pub(super) fn known(name: &str) -> &str {
    canonical_name(name.trim()).unwrap_or(name.trim())
}

/// Day of the last session, 0 where there is none.
pub(super) fn last_session(scenario: &Scenario) -> f64 {
    scenario.sessions.last().map_or(0.0, |session| session.day)
}

impl Plan {
    /// The runs that the targets of a suite need.
    ///
    /// # Errors
    /// What is wrong with a scenario or a change, and whose it is.
    pub fn new(suite: &Suite, options: &Selection) -> Result<Self> {
        Self::drawn(suite, options, &[])
    }

    /// The same with drawn values of parameters, each `name=value`, but where a scenario, a target or a change states
    /// the parameter.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn drawn(suite: &Suite, options: &Selection, drawn: &[String]) -> Result<Self> {
        let mut plan = Self { runs: Vec::new(), places: Vec::new() };
        for target in &suite.targets {
            let places = plan.places(suite, options, drawn, target)?;
            plan.places.push(places);
        }
        Ok(plan)
    }

    fn places(
        &mut self,
        suite: &Suite,
        options: &Selection,
        drawn: &[String],
        target: &Target,
    ) -> Result<Places> {
        let mut places = Places::default();
        let changes = |set: &[String], quick: &[String]| -> Vec<String> {
            let quick = if options.quick { quick } else { &[] };
            set.iter().chain(quick).chain(&options.changes).cloned().collect()
        };
        let with_drawn = |base: &str, changes: Vec<String>, key: &str| -> Vec<String> {
            let stated = suite.stated(base, &changes);
            let own = |change: &&String| {
                let name = change.split('=').next().unwrap_or_default();
                name != known(key) && !stated.iter().any(|other| other == name)
            };
            drawn.iter().filter(own).cloned().chain(changes).collect()
        };
        for (name, run) in &target.runs {
            let changes = with_drawn(&run.scenario, changes(&run.set, &run.quick), "");
            let at = self.add(suite, &format!("{} {name}", target.id), &run.scenario, &changes)?;
            places.runs.push((name.clone(), at));
        }
        for (name, scan) in &target.scans {
            let changes = with_drawn(&scan.scenario, changes(&scan.set, &scan.quick), &scan.key);
            let values = scan.quick_values.as_ref().filter(|_| options.quick).unwrap_or(&scan.values);
            let mut points = Vec::new();
            for value in values {
                // The scan's own key comes last, so that nothing can make its runs all the same.
                let own = [&changes[..], &[format!("{}={value}", scan.key)]].concat();
                let name = format!("{} {name} {value}", target.id);
                points.push((*value, self.add(suite, &name, &scan.scenario, &own)?));
            }
            places.scans.push((name.clone(), points));
        }
        target.quantities().for_each(|quantity| self.ask(quantity, &places));
        Ok(places)
    }

    /// Asks the runs of a quantity for the day on which its value is taken.
    fn ask(&mut self, quantity: &Observed, places: &Places) {
        let run = |name: &Option<String>| {
            let found = places.runs.iter().find(|(run, _)| Some(run) == name.as_ref());
            found.map(|(_, at)| *at)
        };
        let scan = places.scans.iter().filter(|(scan, _)| Some(scan) == quantity.scan.as_ref());
        let scan = scan.flat_map(|(_, points)| points.iter().map(|(_, at)| *at));
        for at in run(&quantity.run).into_iter().chain(scan) {
            let Some(day) = quantity.day_seen(last_session(&self.runs[at].scenario)) else { continue };
            for at in [Some(at), run(&quantity.per_run)].into_iter().flatten() {
                self.runs[at].asked.push(day);
            }
        }
    }

    /// The place of a run, added if it is new.
    fn add(&mut self, suite: &Suite, name: &str, base: &str, changes: &[String]) -> Result<usize> {
        let whose = |error: Error| match error {
            Error::Scenario(faults) => {
                let text = format!("{name}: {}", faults.text);
                Error::Scenario(Faults { text, ..faults })
            }
            other => Error::File(format!("{name}: {other}")),
        };
        let text = suite.scenario(base).map_err(whose)?;
        let (scenario, _) = Scenario::parse(&format!("{base}.toml"), text, changes).map_err(whose)?;
        let text = scenario.to_toml();
        if let Some(at) = self.runs.iter().position(|run| run.text == text) {
            return Ok(at);
        }
        let cost = estimate(&scenario);
        self.runs.push(PlannedRun { name: name.to_owned(), scenario, cost, asked: Vec::new(), text });
        Ok(self.runs.len() - 1)
    }

    /// The records of the target at that place in the suite, by name. `records` are as long as `runs`.
    pub(super) fn records<'a>(&'a self, target: usize, records: &'a [RunReadings]) -> TargetReadings<'a> {
        let places = &self.places[target];
        let runs = places.runs.iter().map(|(name, at)| (name.as_str(), &records[*at])).collect();
        let of_scan =
            |points: &[(f64, usize)]| points.iter().map(|&(value, at)| (value, &records[at])).collect();
        let scans = places.scans.iter().map(|(name, points)| (name.as_str(), of_scan(points))).collect();
        TargetReadings { runs, scans }
    }
}
