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

    /// What work other than the runs of a plan gave, by its fingerprints and in their order; what the journal has is not
    /// done again. `work` gets the place of a fingerprint, and what it may use; it gives so
    /// many `numbers`.
    ///
    /// # Errors
    /// What `work` returns, [`Error::Interrupted`] where a stop was asked for, and [`Error::Usage`] in an evaluator that
    /// only looks up.
    pub fn recall(
        &self,
        fingerprints: &[u128],
        numbers: usize,
        work: impl Fn(usize, &Control<'_>) -> Result<Record>,
    ) -> Result<Vec<Record>> {
        let journal = || self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        fingerprints.iter().try_for_each(|fingerprint| journal().check(*fingerprint, numbers))?;
        let missing: Vec<usize> =
            (0..fingerprints.len()).filter(|at| journal().get(fingerprints[*at]).is_none()).collect();
        let all = missing.len();
        for (done, at) in missing.into_iter().enumerate() {
            let Some(workers) = self.workers else {
                return Err(Error::Usage("the journals lack a part of this study".into()));
            };
            let progress = |of: Progress| {
                let part = (done as f64 + of.part) / all as f64;
                let (done, runs) = (done * of.runs + of.done, all * of.runs);
                (self.progress)(Progress { part, done, runs });
            };
            let (cancel, carrier) = (&self.cancel, self.carrier);
            let control = Control { workers, progress: &progress, warn: &|_| (), cancel, carrier };
            let record = work(at, &control);
            if record.is_err() {
                journal().save()?;
            }
            journal().add(fingerprints[at], record?)?;
        }
        journal().save()?;
        let journal = journal();
        Ok(fingerprints.iter().filter_map(|fingerprint| journal.get(*fingerprint).cloned()).collect())
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
