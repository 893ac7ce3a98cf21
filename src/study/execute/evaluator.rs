//! Where a study gets its runs done: what the journal has is not run again.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

use crate::cancel::Cancel;
use crate::error::{Error, Result};
use crate::study::execute::carrier::{Carrier, Straight};
use crate::study::execute::{Control, Progress, Workers, carry_out};
use crate::study::journal::Journal;
use crate::study::journal::record::Record;
use crate::study::plan::shard::Shard;
use crate::study::plan::{Case, Plan};
use crate::validation::execute::{Progress as Part, execute_each};
use crate::validation::plan::Plan as Suited;
use crate::validation::quantity::RunReadings;

/// Most suites whose plans are held at a time.
const AT_ONCE: usize = 256;

/// A journal, and perhaps workers.
pub struct Evaluator<'a> {
    journal: Mutex<Journal>,
    workers: Option<Workers>,
    progress: &'a (dyn Fn(Progress) + Sync),
    cancel: Cancel,
    carrier: &'a dyn Carrier,
    /// What the user should know of runs, and of how many.
    warnings: Mutex<BTreeMap<String, usize>>,
}

impl<'a> Evaluator<'a> {
    /// An evaluator that runs what its journal does not have.
    pub fn new(journal: Journal, workers: Workers, progress: &'a (dyn Fn(Progress) + Sync)) -> Self {
        Self { workers: Some(workers), progress, ..Self::joined(journal) }
    }

    /// The same evaluator, which stops where `cancel` asks for it, with [`Error::Interrupted`]; the journal keeps what
    /// is done.
    #[must_use]
    pub fn stop_on(self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self }
    }

    /// The same evaluator, whose runs somebody else moves on.
    #[must_use]
    pub fn carried_by(self, carrier: &'a dyn Carrier) -> Self {
        Self { carrier, ..self }
    }

    /// An evaluator that only looks up, for parts that were run elsewhere.
    pub fn joined(journal: Journal) -> Self {
        Self {
            journal: Mutex::new(journal),
            workers: None,
            progress: &|_| (),
            cancel: Cancel::default(),
            carrier: &Straight,
            warnings: Mutex::default(),
        }
    }

    /// What every case of a plan gives, in the plan's order whatever order they ran in.
    ///
    /// # Errors
    /// As [`carry_out`]; in a joined evaluator [`Error::Usage`] where cases are missing.
    pub fn run(&self, plan: &Plan) -> Result<Vec<Record>> {
        self.complete(plan, |_| true)?;
        let journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let record = |case: &Case| journal.get(case.fingerprint).cloned();
        let records: Vec<Record> = plan.cases.iter().filter_map(record).collect();
        if records.len() < plan.cases.len() {
            let missing: Vec<String> = (1..)
                .zip(&plan.cases)
                .filter(|(_, case)| journal.get(case.fingerprint).is_none())
                .map(|(number, _): (usize, _)| number.to_string())
                .collect();
            let shown = missing.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
            let more = if missing.len() > 10 { ", …" } else { "" };
            return Err(Error::Usage(format!(
                "{} of {} runs are missing (case {shown}{more}): run the parts that hold them to their end, then merge all parts",
                missing.len(),
                plan.cases.len(),
            )));
        }
        Ok(records)
    }

    /// Runs a part of a plan, for another machine to join.
    ///
    /// # Errors
    /// As [`carry_out`].
    pub fn run_part(&self, plan: &Plan, shard: Shard) -> Result<()> {
        self.complete(plan, |case| shard.holds(case))
    }

    /// What whole suites of published targets gave, by fingerprints and in their order, so many `numbers` each; what the
    /// journal has is not run again. `plan` gets the place of a fingerprint, and `read` what its runs gave.
    ///
    /// # Errors
    /// What is wrong with a plan or stops a run, [`Error::Interrupted`] where a stop was asked for, and [`Error::Usage`]
    /// in an evaluator that only looks up. A suite of which the numbers of a run fail is a [`Record::Failed`], no error.
    pub fn suites(
        &self,
        fingerprints: &[u128],
        numbers: usize,
        plan: impl Fn(usize) -> Result<Suited>,
        read: impl Fn(&Suited, &[RunReadings]) -> Vec<f64> + Sync,
    ) -> Result<Vec<Record>> {
        let journal = || self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        fingerprints.iter().try_for_each(|fingerprint| journal().check(*fingerprint, numbers))?;
        let missing: Vec<usize> =
            (0..fingerprints.len()).filter(|at| journal().get(fingerprints[*at]).is_none()).collect();
        let threads = match self.workers {
            Some(workers) => workers.threads,
            None if missing.is_empty() => 1,
            None => return Err(Error::Usage("the journals lack a part of this study".into())),
        };
        for (chunk, some) in missing.chunks(AT_ONCE).enumerate() {
            let plans = some.iter().map(|at| plan(*at)).collect::<Result<Vec<_>>>()?;
            let (before, all) = (chunk * AT_ONCE, missing.len());
            let tell = |Part { part, done, runs }: Part| {
                let part = (before as f64 + part * some.len() as f64) / all as f64;
                let (done, runs) = (done + before * runs / some.len(), runs * all / some.len());
                (self.progress)(Progress { part, done, runs });
            };
            let carried = execute_each(&plans, threads, &tell, &self.cancel, &|at, readings| {
                let record = match readings {
                    Ok(readings) => Record::of(read(&plans[at], &readings), ""),
                    Err(problem @ Error::Numerical { .. }) => Record::failed(&problem.to_string()),
                    Err(other) => return Err(other),
                };
                journal().add(fingerprints[some[at]], record)
            });
            // What was done before a stop is kept too.
            journal().save()?;
            carried.map_err(|error| match error {
                Error::Interrupted { done, runs, .. } => Error::Interrupted { done, runs, kept: true },
                other => other,
            })?;
        }
        let journal = journal();
        // By place: one that is missing must not be answered by the next.
        let record = |fingerprint: &u128| {
            let missing = || Error::Internal("a suite of targets ended without a result".into());
            journal.get(*fingerprint).cloned().ok_or_else(missing)
        };
        fingerprints.iter().map(record).collect()
    }

    /// Threads that work beside the runs may take.
    pub fn threads(&self) -> usize {
        self.workers.map_or(1, |workers| workers.threads)
    }

    /// What the user should know of runs that were done here, and of how many.
    pub fn warnings(&self) -> BTreeMap<String, usize> {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Gives the journal back.
    pub fn into_journal(self) -> Journal {
        self.journal.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the chosen cases that the journal does not have, each different one once.
    fn complete(&self, plan: &Plan, chosen: impl Fn(usize) -> bool) -> Result<()> {
        let numbers = plan.readout.len();
        let sound = |case: &Case| {
            self.journal.lock().unwrap_or_else(PoisonError::into_inner).check(case.fingerprint, numbers)
        };
        plan.cases.iter().try_for_each(sound)?;
        let Some(workers) = self.workers else { return Ok(()) };
        let journal = || self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seen = HashSet::new();
        let missing: Vec<&Case> = {
            let journal = journal();
            let new = |case: &&Case| journal.get(case.fingerprint).is_none();
            let chosen = plan.cases.iter().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, case)| case);
            chosen.filter(new).filter(|case| seen.insert(case.fingerprint)).collect()
        };
        let keep = |at: usize, record| journal().add(missing[at].fingerprint, record);
        let runs = plan.cases.iter().enumerate().filter(|(at, _)| chosen(*at)).count();
        let done = runs - missing.len();
        let warn = |warning: String| {
            *self.warnings.lock().unwrap_or_else(PoisonError::into_inner).entry(warning).or_default() += 1;
        };
        let control = Control {
            workers,
            progress: self.progress,
            warn: &warn,
            cancel: &self.cancel,
            carrier: self.carrier,
        };
        let carried = carry_out(&missing, &plan.readout, &control, &keep);
        // What was done before a stop is kept too.
        journal().save()?;
        carried.map_err(|error| match error {
            Error::Interrupted { done: now, kept, .. } => Error::Interrupted { done: done + now, runs, kept },
            other => other,
        })
    }
}
