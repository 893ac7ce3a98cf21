//! What a worker does: runs that have a core to themselves, then others in vector lanes.

use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rayon::ThreadPool;

use super::budget::Budget;
use super::queue::Queue;
use super::{Control, Progress, locked};
use crate::error::{Error, Result};
use crate::scenario::Scenario;
use crate::simulation::mixed::{self, MixedRun};
use crate::simulation::observe::{Told, Work};
use crate::simulation::session::SessionReport;
use crate::simulation::{Eyes, Run, Schedule};
use crate::study::journal::record::Record;
use crate::study::plan::Case;
use crate::study::readout::Readout;

/// Time between two reports of one run's progress.
const REPORT: Duration = Duration::from_millis(100);

/// What is done of all runs.
pub(super) struct Done {
    /// Estimated seconds of the runs that are done.
    pub(super) seconds: f64,
    pub(super) runs: usize,
    /// Estimated seconds done of the run of each worker.
    pub(super) running: Vec<f64>,
}

/// Runs that are carried out side by side, as each worker sees them.
pub(super) struct Job<'a> {
    pub(super) cases: &'a [&'a Case],
    pub(super) readout: &'a Readout,
    /// Runs that have a core to themselves.
    pub(super) alone: Queue,
    /// Runs that share one.
    pub(super) lanes: Queue,
    pub(super) stopped: AtomicBool,
    pub(super) budget: Budget,
    pub(super) done: Mutex<Done>,
    pub(super) whole: f64,
    pub(super) finished: &'a (dyn Fn(usize, Record) -> Result<()> + Sync),
    pub(super) control: &'a Control<'a>,
}

impl Job<'_> {
    /// Takes runs until none is left.
    pub(super) fn carry_out(&self, worker: usize, pool: &ThreadPool) -> Result<()> {
        while let Some(at) = self.alone.take().filter(|_| !self.stopped.load(Ordering::Relaxed)) {
            let bytes = self.cases[at].cost.memory_bytes;
            self.budget.take(bytes);
            let record = pool.install(|| self.run(at, worker));
            self.budget.give(bytes);
            record.and_then(|record| self.keep(at, worker, record)).inspect_err(|_| self.stop())?;
            self.go_on().inspect_err(|_| self.stop())?;
        }
        pool.install(|| self.carry_out_in_lanes(worker)).inspect_err(|_| self.stop())
    }

    /// Whether nobody asked for a stop.
    fn go_on(&self) -> Result<()> {
        match self.control.cancel.is_cancelled() {
            // How far all are is known when every worker has stopped.
            true => Err(Error::Interrupted { done: 0, runs: 0, kept: true }),
            false => Ok(()),
        }
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Fills lanes with runs until none is left.
    fn carry_out_in_lanes(&self, worker: usize) -> Result<()> {
        let bytes = |at: usize| self.cases[at].cost.memory_bytes;
        let most = self.lanes.order.iter().map(|&at| bytes(at)).fold(0.0, f64::max);
        let left = || !self.lanes.is_empty() && !self.stopped.load(Ordering::Relaxed);
        while left() {
            // The first waits for memory; where there is none for another its lane stays empty.
            self.budget.take(most);
            self.budget.give(most);
            let held = Cell::new(0.0);
            let next = || {
                self.go_on()?;
                if !left() || !self.budget.try_take(most) {
                    return Ok(None);
                }
                held.set(held.get() + most);
                Ok(self.lanes.take().map(|at| {
                    let scenario = &self.cases[at].scenario;
                    let mut run = Run::new(scenario);
                    let eyes = Eyes::on(&mut run, self.readout.days(scenario));
                    MixedRun::new(at, run, eyes)
                }))
            };
            let done = |run: MixedRun<'_, Eyes>| {
                let (at, scenario) = (run.number, &self.cases[run.number].scenario);
                let record = match run.finish() {
                    Some(eyes) => Ok(self.record(&eyes, scenario)),
                    // By itself it says why.
                    None => self.run(at, worker),
                };
                held.set(held.get() - most);
                self.budget.give(most);
                record.and_then(|record| self.keep(at, worker, record))
            };
            let carried = mixed::carry(next, done);
            self.budget.give(held.get());
            carried?;
        }
        Ok(())
    }

    /// Hands on what a run gave.
    fn keep(&self, at: usize, worker: usize, record: Record) -> Result<()> {
        (self.finished)(at, record)?;
        self.control.carrier.done(self.cases[at]);
        let mut done = locked(&self.done);
        done.seconds += self.cases[at].cost.seconds;
        done.runs += 1;
        done.running[worker] = 0.0;
        self.tell(&done);
        Ok(())
    }

    fn run(&self, at: usize, worker: usize) -> Result<Record> {
        let Case { scenario, cost, .. } = self.cases[at];
        let mut told = Instant::now();
        let mut hear = |steps: u64| {
            if told.elapsed() > REPORT {
                told = Instant::now();
                let mut done = locked(&self.done);
                // Not all the way: the last look comes after the last step.
                done.running[worker] = cost.seconds * (steps as f64 / cost.steps).min(0.99);
                self.tell(&done);
            }
        };
        let mut run = Run::new(scenario);
        let eyes = Eyes::on(&mut run, self.readout.days(scenario));
        run.stop_on(self.control.cancel);
        run.watch(&Schedule::never(), Told(|_, work: Work| hear(work.steps)));
        match self.control.carrier.finish(self.cases[at], &mut run) {
            Ok(()) => {
                let warnings = run.sessions().iter().filter_map(SessionReport::warning);
                warnings.for_each(self.control.warn);
                Ok(self.record(&eyes, scenario))
            }
            Err(problem @ Error::Numerical { .. }) => Ok(Record::failed(&problem.to_string())),
            Err(other) => Err(other),
        }
    }

    fn record(&self, eyes: &Eyes, scenario: &Scenario) -> Record {
        let doubt = eyes.doubt();
        if !doubt.is_empty() {
            (self.control.warn)(doubt.clone());
        }
        Record::of(self.readout.take(&eyes.seen(), scenario), &doubt)
    }

    fn tell(&self, done: &Done) {
        let seconds = done.seconds + done.running.iter().sum::<f64>();
        let part = if self.whole > 0.0 { seconds / self.whole } else { 1.0 };
        (self.control.progress)(Progress { part, done: done.runs, runs: self.cases.len() });
    }
}
