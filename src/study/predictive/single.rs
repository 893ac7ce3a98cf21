//! One scenario with the draws of an ensemble: bands of all its outcomes.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::bands::{Ribboned, Spread, over_time};
use super::{Members, off};
use crate::ensemble::{Asked, Held, HowMany, Layers, USUAL_DRAWS, Wanted};
use crate::error::{Error, Result};
use crate::outcome::OUTCOMES;
use crate::scenario::Scenario;
use crate::series::band::ColumnBand;
use crate::simulation::Schedule;
use crate::study::cohort::Arm;
use crate::study::journal::record::Record;
use crate::study::plan::Plan;
use crate::study::plan::base::Base;
use crate::study::readout::measure::Measure;
use crate::study::readout::times::Times;
use crate::study::readout::{Readout, Series};
use crate::tidy::Tidy;
use crate::treatment::within;

/// Most days of bands beside sessions': those of the run's series, thinned evenly where they are more.
const MOST_DAYS: usize = 600;
/// The headline numbers that have a band.
pub const HEADLINES: [&str; 6] = [
    "gain_on_day",
    "collagen_total.dermis@peak",
    "scar_like_share",
    "redness_days",
    "downtime_days",
    "inflammation_days",
];

/// A scenario that is run with an ensemble, whole in itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithEnsemble {
    /// How many draws.
    pub ensemble: HowMany,
    /// What bands hold; parameters and discrepancy where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layers: Option<Layers>,
    /// Changes to the scenario, each `name=value`.
    #[serde(default)]
    pub changes: Vec<String>,
    /// The scenario as it was written: what it states is not drawn.
    pub scenario: Base,
    /// Draws of one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ensemble_file: Option<Held>,
}

/// The runs of the draws.
#[derive(Debug)]
pub struct Planned {
    /// One run a draw.
    pub plan: Plan,
    members: Members,
}

/// What the draws gave.
#[derive(Debug, Clone)]
pub struct Predicted {
    /// `bands`: one row an outcome and day.
    pub table: Tidy,
    /// The same as curves.
    pub bands: Vec<ColumnBand>,
    /// Which draws, what they leave alone, and the headline numbers.
    pub summary: Value,
    /// What bands hold, in a sentence.
    pub note: String,
    /// How many runs failed, and what the first of them says.
    pub failed: Option<String>,
}

impl WithEnsemble {
    /// What is wanted of a scenario with these changes, its draws read; nothing where no ensemble is wanted.
    ///
    /// # Errors
    /// As for [`Asked::sample`].
    pub fn of(wanted: Wanted, scenario: Base, changes: Vec<String>) -> Result<Option<Self>> {
        if wanted.ensemble.is_none() && wanted.ensemble_file.is_none() {
            // Layers alone are refused, as in studies.
            wanted.asked().sample(USUAL_DRAWS, Layers::OF_MODEL)?;
            return Ok(None);
        }
        let Wanted { ensemble, mut ensemble_file, layers } = wanted;
        if let Some(file) = &mut ensemble_file {
            file.load(Path::new(""))?;
        }
        let ensemble = ensemble.unwrap_or(HowMany(None));
        Ok(Some(Self { ensemble, layers, changes, scenario, ensemble_file }))
    }

    /// The runs: one a draw.
    ///
    /// # Errors
    /// As for [`Asked::sample`]; a draw that the scenario cannot have.
    pub fn plan(&self) -> Result<Planned> {
        let asked =
            Asked { ensemble: Some(self.ensemble), file: self.ensemble_file.as_ref(), layers: self.layers };
        let arms = [Arm { name: "run".into(), changes: Vec::new() }];
        let members = Members::new(&asked, &[&self.scenario], &self.changes, &arms)?;
        let members = members.ok_or_else(|| Error::Internal("no ensemble was asked for".into()))?;
        let scenario = self.scenario.scenario(&self.changes)?;
        let mut readout = readout(&scenario)?;
        if members.sample.layers.discrepancy {
            readout.rests = off::rests(&readout);
        }
        let mut plan = Plan::new(readout)?;
        for nth in 0..members.sample.len() {
            let number = members.sample.number(nth);
            for changes in members.changes(nth, &self.scenario, &self.changes, &arms)? {
                plan.add(&self.scenario, &changes, &format!("draw {number}"))?;
            }
        }
        Ok(Planned { plan, members })
    }
}

/// All outcomes over the run's own days, and the headline numbers.
fn readout(scenario: &Scenario) -> Result<Readout> {
    let measures = HEADLINES.iter().map(|name| Measure::parse(name)).collect::<Result<_>>()?;
    let end = scenario.run.days;
    let last = scenario.carried_out().next_back().map_or(end, |session| session.day);
    let mut readout = Readout::new(
        measures,
        Vec::new(),
        // A scar-like share on the last day.
        Times { after_last_days: end - last, fixed_day: Some(end) },
    );
    readout.without_late_sessions = true;
    let days = Schedule::series().days(scenario);
    let every = days.len().div_ceil(MOST_DAYS).max(1);
    // What is thinned out must not hide where a session begins.
    let sessions: Vec<f64> = scenario.carried_out().map(|session| session.day).collect();
    let kept = |(row, day): (usize, &f64)| {
        let ends = row % every == 0 || row + 1 == days.len();
        ends || sessions.iter().any(|session| within(*session, *day) && within(*day, *session))
    };
    let days: Vec<f64> = days.iter().enumerate().filter(|row| kept(*row)).map(|(_, day)| *day).collect();
    let columns = OUTCOMES.iter().flat_map(|outcome| {
        outcome.regions().iter().map(|region| format!("{}.{}", outcome.name, region.name()))
    });
    readout.series = Series { columns: columns.collect(), days };
    Ok(readout)
}

impl Planned {
    /// Bands from the records of the plan's runs.
    pub fn conclude(&self, records: &[Record]) -> Predicted {
        let Self { plan, members } = self;
        let readout = &plan.readout;
        let told: Vec<Record> = plan
            .cases
            .iter()
            .zip(records)
            .enumerate()
            .map(|(nth, (case, record))| off::told(readout, &members.sample, nth, &case.scenario, record))
            .collect();
        let curve = |(at, column): (usize, &String)| {
            let draws: Vec<&[f64]> =
                told.iter().map(|record| readout.in_series(record.values(), at)).collect();
            Ribboned::of(column, &readout.series.days, &draws)
        };
        let curves: Vec<Ribboned> = readout.series.columns.iter().enumerate().map(curve).collect();
        let headline = |(at, measure): (usize, &Measure)| {
            let values: Vec<f64> = told.iter().map(|record| record.value(at)).collect();
            let spread = Spread::of(&values);
            (spread.draws > 0).then(|| {
                json!({
                    "measure": measure.name(), "unit": measure.unit(), "median": spread.median(),
                    "band_90": [spread.low(), spread.high()], "draws": spread.draws,
                })
            })
        };
        let headlines: Vec<Value> = readout.measures.iter().enumerate().filter_map(headline).collect();
        let failures: Vec<&Record> = told.iter().filter(|record| record.has_failed()).collect();
        let mut summary = members.sample.about(&members.kept());
        if let Some(summary) = summary.as_object_mut() {
            summary.insert("failed_runs".into(), json!(failures.len()));
            summary.insert("headlines".into(), json!(headlines));
        }
        let failed = failures.first().map(|first| {
            format!(
                "{} of {} runs of draws failed and are left out of the bands; the first: {}",
                failures.len(),
                told.len(),
                first.problem()
            )
        });
        Predicted {
            bands: curves.iter().map(Ribboned::band).collect(),
            table: over_time(&[(None, curves)]),
            summary,
            note: members.text(),
            failed,
        }
    }
}
