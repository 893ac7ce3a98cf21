//! The model held against the targets.

use super::execute::{Progress, execute};
use super::figures::figures;
use super::plan::{Plan, Selection};
use super::quantity::{RunReadings, TargetReadings};
use super::suite::Suite;
use super::target::{Check, Target};
use crate::cancel::Cancel;
use crate::error::Result;
use crate::figure::Figure;
use crate::tidy::rounded;

/// Said with every result.
pub const NOTE: &str = "A research tool, not medical advice: it predicts no person's healing. Bands are judgements around published \
     data; a miss is shown and explained, and no band is widened to make it pass.";

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The model's value in the check's unit; `None` where the model never does what is asked.
    pub value: Option<f64>,
    /// The value for people: as few digits, from three on, as tell it apart from the band's ends.
    pub shown: String,
    /// Whether the band holds it.
    pub passed: bool,
}

impl Finding {
    /// The verdict in a word.
    pub fn verdict(&self) -> &'static str {
        if self.passed { "pass" } else { "MISS" }
    }
}

/// A target with what was found.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The target.
    pub target: Target,
    /// One finding a check, in order.
    pub findings: Vec<Finding>,
    /// One figure a plot, in order.
    pub figures: Vec<Figure>,
}

impl Judged {
    fn new(target: &Target, records: &TargetReadings<'_>) -> Self {
        let findings: Vec<Finding> = target.checks.iter().map(|check| find(check, records)).collect();
        let figures = figures(target, &findings, records);
        Self { target: target.clone(), findings, figures }
    }

    /// Checks with their findings.
    pub fn checks(&self) -> impl Iterator<Item = (&Check, &Finding)> {
        self.target.checks.iter().zip(&self.findings)
    }
}

/// What a suite found.
#[derive(Debug, Clone)]
pub struct Report {
    /// The targets in order.
    pub targets: Vec<Judged>,
    /// How it was run.
    pub options: Selection,
    /// Number of simulations.
    pub runs: usize,
}

impl Report {
    /// Runs the suite on so many cores and judges every target. `progress` hears from all of them.
    ///
    /// # Errors
    /// A wrong scenario or change, or what stops a run.
    pub fn new(
        suite: &Suite,
        options: Selection,
        threads: usize,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self> {
        Self::until(&Cancel::default(), suite, options, threads, progress)
    }

    /// The same, unless `cancel` asks for a stop.
    ///
    /// # Errors
    /// As for [`new`](Self::new), and [`Error::Interrupted`](crate::Error::Interrupted).
    pub fn until(
        cancel: &Cancel,
        suite: &Suite,
        options: Selection,
        threads: usize,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self> {
        let plan = Plan::new(suite, &options)?;
        let records = execute(&plan, threads, progress, cancel)?;
        let judge = |(at, target)| Judged::new(target, &plan.records(at, &records));
        let targets = suite.targets.iter().enumerate().map(judge).collect();
        Ok(Self { targets, options, runs: plan.runs.len() })
    }

    /// Every check with its target and what it found.
    pub fn checks(&self) -> impl Iterator<Item = (&Target, &Check, &Finding)> {
        self.targets
            .iter()
            .flat_map(|judged| judged.checks().map(|(check, finding)| (&judged.target, check, finding)))
    }

    /// Targets and checks that block a release.
    pub fn hard_misses(&self) -> Vec<String> {
        let missed = self.checks().filter(|(_, check, finding)| check.hard && !finding.passed);
        missed.map(|(target, check, _)| format!("{} {}", target.id, check.name)).collect()
    }

    /// Checks passed and all, hard and soft.
    pub fn counts(&self) -> String {
        let count = |hard: bool| {
            let all = self.checks().filter(|(_, check, _)| check.hard == hard);
            let (passed, all) = all.fold((0, 0), |(passed, all), (_, _, finding)| {
                (passed + usize::from(finding.passed), all + 1)
            });
            format!("{passed} of {all}")
        };
        let (targets, runs) = (self.targets.len(), self.runs);
        format!("{targets} targets, {runs} runs: {} hard and {} soft checks pass", count(true), count(false))
    }
}

/// The model's value of every check of a suite, in order, from the readings of its plan's runs; none where the model
/// never does what is asked.
pub fn values(suite: &Suite, plan: &Plan, readings: &[RunReadings]) -> Vec<Option<f64>> {
    let of_target = |(at, target): (usize, &Target)| {
        let records = plan.records(at, readings);
        target.checks.iter().map(|check| find(check, &records).value).collect::<Vec<_>>()
    };
    suite.targets.iter().enumerate().flat_map(of_target).collect()
}

fn find(check: &Check, records: &TargetReadings<'_>) -> Finding {
    let value = model_value(check, records).filter(|value| value.is_finite());
    let passed = value.is_some_and(|value| check.holds(value));
    Finding { value, shown: value.map_or("never".into(), |value| shown(check, value)), passed }
}

/// ((value / over) − minus + offset) × scale.
pub(super) fn model_value(check: &Check, records: &TargetReadings<'_>) -> Option<f64> {
    let mut value = check.value.number(records)?;
    if let Some(over) = &check.over {
        value /= over.number(records)?;
    }
    if let Some(minus) = &check.minus {
        value -= minus.number(records)?;
    }
    Some((value + check.offset) * check.scale)
}

/// A number with three digits, or with more where rounding would move it across an end of the band.
fn shown(check: &Check, value: f64) -> String {
    let honest =
        |text: &String| text.parse().is_ok_and(|rounded: f64| check.holds(rounded) == check.holds(value));
    (3..=17).map(|digits| rounded(value, digits)).find(honest).unwrap_or_else(|| value.to_string())
}
