//! What published targets leave open: draws of all parameters, and of what the model cannot say, that agree with them.

mod chains;
mod diagnostics;
mod discrepancy;
mod emulator;
mod inversion;
mod likelihood;
mod mover;
mod prior;
mod sample;
mod soft;
mod tables;

use serde_json::json;

use super::Calibrate;
use super::evidence::band::Band;
use super::evidence::checks;
use super::evidence::points::{self, Held, Points};
use crate::ensemble::{PROVENANCE, Provenance, evidence_hash, parameters_hash};
use crate::error::{Error, Result};
use crate::simulation::summary::NOTE;
use crate::study::cohort::USUAL_DRAWS;
use crate::study::execute::evaluator::Evaluator;
use crate::study::execute::pool;
use crate::study::findings::{Findings, Metadata};
use crate::study::plan::Plan;
use crate::study::plan::names::{FOR_ALL, canonical, parameter, refuse_set, refuse_twice};
use crate::tidy::Prose;
use crate::validation::plan::Plan as Runs;
use crate::validation::predicted::{self, subjects};
use crate::validation::quantity::RunReadings;
use crate::validation::suite::Suite;
use crate::version::Build;
use discrepancy::{Discrepancies, Read};
use likelihood::Likelihood;
use prior::Coordinate;
use sample::{Sampled, Settings, sample};

/// Fewest and most points that are run, and draws that are given.
const POINTS: (usize, usize) = (160, 100_000);
const DRAWS: (usize, usize) = (16, 4096);
/// Fewest points a parameter: one moves it by itself, as many do the rest.
const LEAST_A_PARAMETER: usize = 2;
/// Widest discrepancy: a factor of seven is no model of anything.
const WIDEST: f64 = 2.0;

/// Everything that draws from a posterior work with.
pub(super) struct Posterior<'a> {
    study: &'a Calibrate,
    prior: Vec<Coordinate>,
    suite: Suite,
    bands: Vec<Band>,
    /// The observable of each check.
    keys: Vec<Option<String>>,
    discrepancies: Discrepancies,
}

impl<'a> Posterior<'a> {
    /// Of a study that asks for it.
    ///
    /// # Errors
    /// What is wrong with the definition.
    pub(super) fn new(study: &'a Calibrate) -> Result<Self> {
        if !(study.data.is_empty() && study.scenarios.is_empty()) {
            let problem = "--posterior is of published targets, which bring their own scenarios: give it without a scenario \
                           and --data";
            return Err(Error::Usage(problem.into()));
        }
        if !(study.conditions.is_empty() && study.observables.is_empty()) {
            return Err(Error::Usage("--condition and --observable are of data, not of targets".into()));
        }
        for (name, count, (least, most)) in [("points", study.points, POINTS), ("draws", study.draws, DRAWS)]
        {
            if !(least..=most).contains(&count) {
                return Err(Error::Usage(format!("{name} is {count}; allowed: {least} to {most}")));
            }
        }
        if !(0.0..=WIDEST).contains(&study.discrepancy) {
            let given = study.discrepancy;
            return Err(Error::Usage(format!("discrepancy is {given}; allowed: 0 to {WIDEST}")));
        }
        let fitted = ["fitted".to_owned()];
        let wanted = if study.targets.is_empty() { &fitted[..] } else { &study.targets };
        refuse_twice(wanted.iter().map(String::as_str), "named")?;
        let suite = Suite::shipped()?.to_check(wanted)?;
        let prior = if study.inputs.is_empty() {
            Self::all(study, &suite)
        } else {
            let asked = Self::asked(study)?;
            suite.refuse_stated(asked.iter().map(|coordinate| coordinate.name.as_str()))?;
            asked
        };
        let bands = checks(&suite).map(|(_, check)| Band::of(check)).collect();
        let keys: Vec<Option<String>> = subjects(&suite).iter().map(|(_, subject)| subject.key()).collect();
        let discrepancies = Discrepancies::new(&keys, study.discrepancy);
        let least = LEAST_A_PARAMETER * (prior.len() + 1);
        if study.points < least {
            let (points, count) = (study.points, prior.len());
            let problem = format!("points is {points}; allowed: {least} or more for {count} parameters");
            return Err(Error::Usage(problem));
        }
        Ok(Self { study, prior, suite, bands, keys, discrepancies })
    }

    /// Every parameter that a range says something of, but what people differ in and what is set for all runs, or by a
    /// target for its own.
    fn all(study: &Calibrate, suite: &Suite) -> Vec<Coordinate> {
        let name = |text: &'a str| canonical(text.split('=').next().unwrap_or(text));
        let people = USUAL_DRAWS.iter().map(|draw| name(draw));
        let set = study.changes.iter().map(|change| canonical(change.split('=').next().unwrap_or(change)));
        let stated = suite.all_stated();
        let of_targets = stated.iter().map(|(name, _)| name.as_str());
        let without: Vec<&str> = people.chain(set).chain(of_targets).collect();
        prior::drawn(&without)
    }

    /// Those that are named, over their plausible ranges or those given.
    fn asked(study: &Calibrate) -> Result<Vec<Coordinate>> {
        refuse_set(&study.changes, study.inputs.iter().map(String::as_str), FOR_ALL, "fitted")?;
        let coordinate = |input: crate::study::plan::input::Input| {
            let row = parameter(&input.name).ok_or_else(|| {
                let name = &input.name;
                Error::Usage(format!(
                    "`{name}` is no parameter: targets say themselves what is done to the skin"
                ))
            })?;
            let own = Coordinate { low: input.low, high: input.high, ..Coordinate::of(row) };
            if own.low < own.own && own.own < own.high {
                return Ok(own);
            }
            Err(Error::Usage(format!(
                "`{}` from {} to {} has not what the model has, {}, within: it is the median of the prior",
                own.name, own.low, own.high, own.own
            )))
        };
        study.inputs()?.into_iter().map(coordinate).collect()
    }

    /// The runs of the first point.
    ///
    /// # Errors
    /// What is wrong with a change.
    pub(super) fn plan(&self) -> Result<Plan> {
        points::plan(self)
    }

    /// Draws, tables and what the targets leave open.
    ///
    /// # Errors
    /// What stops a run.
    pub(super) fn conclude(&self, evaluator: &Evaluator<'_>) -> Result<Findings> {
        let mut points = Points::new(self, evaluator);
        points.next_search();
        let settings = Settings { points: self.study.points, seed: self.study.seed };
        let mut forward = |asked: &[Vec<f64>]| {
            Ok(points.readings(asked)?.into_iter().map(|values| self.placed(values)).collect())
        };
        // Chains walk side by side, and the emulator is fitted so, while nothing is run.
        let pool = pool(evaluator.threads())?;
        let sampled = pool.install(|| sample(&self.likelihood(), settings, &mut forward))?;
        self.findings(&sampled, &points)
    }

    /// The problem without files and runs.
    fn likelihood(&self) -> Likelihood<'_> {
        let (bands, discrepancies) = (&self.bands[..], &self.discrepancies);
        Likelihood { parameters: self.prior.len(), bands, discrepancies }
    }

    /// Values of the checks, and behind them those at rest.
    fn placed(&self, mut values: Vec<f64>) -> Read {
        let rests = values.split_off(self.bands.len());
        let places = self.bands.iter().zip(values).map(|(band, value)| band.place(value)).collect();
        // Of a point that failed there is nothing.
        Read { places, rests: rests.into_iter().map(|rest| if rest.is_nan() { 0.0 } else { rest }).collect() }
    }

    fn findings(&self, sampled: &Sampled, points: &Points<'_, '_>) -> Result<Findings> {
        let chosen = tables::chosen(sampled, self.study.draws);
        let ensemble = tables::ensemble(self, &chosen);
        let posterior = tables::posterior(self, sampled);
        let directions = tables::directions(self, sampled);
        let targets = tables::targets(self, sampled);
        let mixing = tables::worst(self, sampled);
        let held = tables::held(&posterior);
        let mut text = Prose::from(format!(
            "{} points were run, {} of them by {} chains after warming up; {:.0} % of these were taken\n\
             history matching left {:.2} % of the prior\n\
             split R-hat at most {:.3} ({}), at least {:.0} independent draws ({})\n\n\
             what the targets narrow most:\n",
            points.count(),
            sampled.states().count(),
            sampled.rounds[0].len(),
            100.0 * sampled.accepted(),
            100.0 * sampled.left,
            mixing.split_r_hat.1,
            mixing.split_r_hat.0,
            mixing.effective.1,
            mixing.effective.0,
        ));
        text += held;
        text += "\ncombinations that they narrow:\n";
        text += tables::without_exponents(&directions);
        let doubt =
            Provenance::doubt(mixing.split_r_hat.1).map_or(String::new(), |doubt| format!("{doubt}\n"));
        text += format!("\n{}\n{doubt}{NOTE}\n", tables::unpinned(&posterior));
        let summary = json!({
            "points": points.count(),
            "draws": chosen.len(),
            "parameters": self.prior.len(),
            "checks": self.bands.len(),
            "accepted": sampled.accepted(),
            "left_of_the_prior": sampled.left,
            "split_r_hat": mixing.split_r_hat.1,
            "effective_draws": mixing.effective.1,
        });
        let provenance = serde_json::to_string(&self.provenance(mixing.split_r_hat.1))
            .map_err(|error| Error::Internal(format!("provenance: {error}")))?;
        let metadata =
            vec![Metadata { table: ensemble.name.clone(), key: PROVENANCE.into(), text: provenance }];
        let chains = tables::chains(sampled);
        let tables = vec![ensemble, posterior, targets, directions, chains, points.table()];
        Ok(Findings { tables, metadata, text, summary, ..Findings::default() })
    }

    /// What the ensemble was made from, and how well its chains agree.
    fn provenance(&self, split_r_hat: f64) -> Provenance {
        let Build { program, sources } = Build::this();
        let targets: Vec<String> = self.suite.targets.iter().map(|target| target.id.clone()).collect();
        let mut command = "dermis calibrate --posterior".to_owned();
        if self.study.quick {
            command += " --quick";
        }
        command += &format!(
            " --targets={} --points {} --draws {} --discrepancy {} --seed {}",
            targets.join(","),
            self.study.points,
            self.study.draws,
            self.study.discrepancy,
            self.study.seed
        );
        for (flag, all) in [("fit", &self.study.inputs), ("set", &self.study.changes)] {
            all.iter().for_each(|text| command += &format!(" --{flag} {text}"));
        }
        Provenance {
            version: program,
            commit: sources,
            parameters: parameters_hash(),
            evidence: evidence_hash(self.suite.evidence()),
            seed: self.study.seed,
            discrepancy_sd: self.study.discrepancy,
            split_r_hat: Some(split_r_hat),
            targets,
            command,
            ..Provenance::default()
        }
    }
}

impl Held for Posterior<'_> {
    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn bands(&self) -> &[Band] {
        &self.bands
    }

    fn names(&self) -> Vec<String> {
        self.prior.iter().map(|coordinate| coordinate.name.clone()).collect()
    }

    /// A point holds standard normal numbers.
    fn at(&self, point: &[f64]) -> Vec<f64> {
        self.prior.iter().zip(point).map(|(coordinate, z)| coordinate.value(*z)).collect()
    }

    fn study(&self) -> &Calibrate {
        self.study
    }

    fn numbers(&self) -> usize {
        2 * self.bands.len()
    }

    fn read(&self, runs: &Runs, readings: &[RunReadings]) -> Vec<f64> {
        let read = predicted::readings(&subjects(&self.suite), runs, readings);
        let values = read.iter().map(|reading| reading.value);
        values.chain(read.iter().map(|reading| reading.rest)).collect()
    }
}
