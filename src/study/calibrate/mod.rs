//! Fits parameters to measured time courses or to published targets, and tells which of them these hold.

mod conditions;
mod data;
mod evidence;
mod figures;
mod fit;
mod goodness;
mod held;
mod interval;
mod layout;
mod likelihood;
mod observable;
mod posterior;
mod problem;
mod search;
mod sources;
mod table;
mod tables;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::study::execute::evaluator::Evaluator;
use crate::study::findings::Findings;
use crate::study::plan::Plan;
use crate::study::plan::base::{Base, one_or_many};
use crate::study::plan::input::Input;
use crate::study::plan::names::refuse_twice;
pub use conditions::Condition;
pub use data::{Censoring, Datum};
use evidence::Evidence;
use fit::Fit;
pub use observable::Observable;
use posterior::Posterior;
pub use problem::Problem;
pub use sources::Source;

/// What is asked of a calibration.
enum Kind {
    /// The best fit to data.
    Data,
    /// The best fit to targets.
    Targets,
    /// What targets leave open.
    Posterior,
}

/// A calibration as it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[serde(deny_unknown_fields)]
pub struct Calibrate {
    /// Version of the format: 1.
    #[cfg_attr(feature = "cli", arg(skip = 1_u32))]
    pub schema: u32,
    /// Always "calibrate".
    #[cfg_attr(feature = "cli", arg(skip = "calibrate".to_owned()))]
    pub study: String,
    /// What is fitted: NAME=LOW..HIGH, or a parameter for its plausible range (repeatable).
    #[cfg_attr(feature = "cli", arg(long = "fit", value_name = "INPUT"))]
    pub inputs: Vec<String>,
    /// Searches from different points; the first begins at the scenario's own values.
    #[serde(default = "usual_starts")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_starts()))]
    pub starts: usize,
    /// Most steps of a simplex.
    #[serde(default = "usual_steps")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_steps()))]
    pub steps: u64,
    /// Points of each profile on either side of the best; 0 for no profiles.
    #[serde(default = "usual_profile")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_profile()))]
    pub profile_points: usize,
    /// Seed of the points that searches start from.
    #[serde(default = "crate::study::sweep::usual_seed")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "SEED", default_value_t = crate::study::sweep::usual_seed()))]
    pub seed: u64,
    /// Change a field or a parameter in every run, as grid.geometry=cell (repeatable).
    #[serde(default)]
    #[cfg_attr(feature = "cli", arg(long = "set", value_name = "NAME=VALUE"))]
    pub changes: Vec<String>,
    /// A condition that data are of, by its changes to the scenario: "NAME: CHANGE, CHANGE" (repeatable).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long = "condition", value_name = "NAME: CHANGES"))]
    pub conditions: Vec<String>,
    /// How values hang on an outcome, "OUTCOME: WORD, WORD" of scale, offset, spread, lognormal (repeatable).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long = "observable", value_name = "OUTCOME: WORDS"))]
    pub observables: Vec<String>,
    /// Fit to published targets instead of data: bases or numbers of targets [alone: fitted].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "TARGETS", value_delimiter = ',', num_args = 0..=1, require_equals = true, default_missing_value = "fitted"))]
    pub targets: Vec<String>,
    /// Of targets: coarser grids, as in `dermis validate --quick`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "cli", arg(long))]
    pub quick: bool,
    /// Of targets: draws of all their parameters from what the targets leave open, instead of one best point.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "cli", arg(long))]
    pub posterior: bool,
    /// Draws that a posterior is told by.
    #[serde(default = "usual_draws")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_draws()))]
    pub draws: usize,
    /// Most points that a posterior runs.
    #[serde(default = "usual_points")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "N", default_value_t = usual_points()))]
    pub points: usize,
    /// Standard deviation of the logarithm of each observable's discrepancy, before the targets.
    #[serde(default = "usual_discrepancy")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "SD", default_value_t = usual_discrepancy()))]
    pub discrepancy: f64,
    /// The measured values, a CSV file, or CONDITION=FILE (repeatable).
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "cli", arg(long, value_name = "FILE", value_parser = Source::at))]
    pub data: Vec<Source>,
    /// The scenario, or several, each a condition.
    #[serde(
        default,
        alias = "scenario",
        deserialize_with = "one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[cfg_attr(feature = "cli", arg(skip = Vec::new()))]
    pub scenarios: Vec<Base>,
}

/// What fits usually take, as it was measured: points of a simplex for each free parameter, searches for an end of an
/// interval, steps of a descent. Badly conditioned ones take several times as many.
const POINTS_A_SEARCH: usize = 55;
const SEARCHES_AN_END: usize = 3;
const STEPS_A_DESCENT: usize = 5;

/// Searches that usually find the best of several minima.
fn usual_starts() -> usize {
    4
}

/// Steps that a simplex of a few inputs usually needs.
fn usual_steps() -> u64 {
    120
}

/// Points that show the shape of a profile.
fn usual_profile() -> usize {
    6
}

/// Draws of which quantiles of 90 % hold still.
fn usual_draws() -> usize {
    256
}

/// Points that chains of the shipped model's size need.
fn usual_points() -> usize {
    1200
}

/// A tenth: what a model of this kind cannot say better.
fn usual_discrepancy() -> f64 {
    0.1
}

impl Calibrate {
    /// Texts of files that the definition holds.
    pub fn bases(&mut self) -> Vec<&mut Base> {
        self.data.iter_mut().map(|source| &mut source.file).chain(&mut self.scenarios).collect()
    }

    /// The runs that searches start from.
    ///
    /// # Errors
    /// What is wrong with the definition, the data or a scenario.
    pub fn plan(&self) -> Result<Plan> {
        match self.kind() {
            Kind::Data => Fit::new(self)?.plan(),
            Kind::Targets => Evidence::new(self)?.plan(),
            Kind::Posterior => Posterior::new(self)?.plan(),
        }
    }

    /// Searches, tables and figures.
    ///
    /// # Errors
    /// What stops a run, or that no run gave a value for every datum.
    pub fn conclude(&self, _: &Plan, evaluator: &Evaluator<'_>) -> Result<Findings> {
        match self.kind() {
            Kind::Data => Fit::new(self)?.conclude(evaluator),
            Kind::Targets => Evidence::new(self)?.conclude(evaluator),
            Kind::Posterior => Posterior::new(self)?.conclude(evaluator),
        }
    }

    /// Runs that a fit usually takes in all, of which `first` are those it starts from; nothing of a posterior.
    pub(super) fn usual_runs(&self, first: usize) -> Option<usize> {
        let free = self.inputs.len();
        let points = match self.kind() {
            Kind::Data => {
                let ends = if self.profile_points > 0 { self.profile_points + SEARCHES_AN_END } else { 0 };
                let held = (POINTS_A_SEARCH * free.saturating_sub(1)).max(1);
                self.starts * POINTS_A_SEARCH * free + 2 * free * ends * held
            }
            Kind::Targets => self.starts * STEPS_A_DESCENT * (free + 2),
            Kind::Posterior => return None,
        };
        // Those known beforehand are of a point each start, or of the first point alone.
        let known = if matches!(self.kind(), Kind::Data) { self.starts } else { 1 };
        Some(points * first.div_ceil(known.max(1)))
    }

    fn kind(&self) -> Kind {
        match (self.posterior, self.targets.is_empty()) {
            (true, _) => Kind::Posterior,
            (false, true) => Kind::Data,
            (false, false) => Kind::Targets,
        }
    }

    /// What is fitted.
    fn inputs(&self) -> Result<Vec<Input>> {
        // Every start is a search of its own, on a thread of its own.
        let limits = [
            ("starts", self.starts, 1, 64),
            ("steps", self.steps as usize, 1, 10_000),
            ("profile points", self.profile_points, 0, 100),
        ];
        if let Some((name, count, least, most)) =
            limits.into_iter().find(|(_, count, least, most)| !(*least..=*most).contains(count))
        {
            return Err(Error::Usage(format!("{name} is {count}; allowed: {least} to {most}")));
        }
        let inputs = self.inputs.iter().map(|text| Input::parse(text)).collect::<Result<Vec<_>>>()?;
        if inputs.is_empty() {
            return Err(Error::Usage("nothing is fitted: --fit neutrophil_death".into()));
        }
        refuse_twice(self.inputs.iter().map(String::as_str), "fitted")?;
        if let Some(Input { name, .. }) = inputs.iter().find(|input| input.whole) {
            return Err(Error::Usage(format!("`{name}` takes whole numbers, which cannot be fitted")));
        }
        Ok(inputs)
    }
}
