//! Carries out a plan, one run a core, the costliest first.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::plan::{Plan, PlannedRun, last_session};
use super::quantity::RunReadings;
use crate::cancel::Cancel;
use crate::error::{Error, Result};
use crate::simulation::Simulation;

/// How far the plan is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Part of the job that is done, 0 to 1.
    pub part: f64,
    /// Runs that are done.
    pub done: usize,
    /// All runs.
    pub runs: usize,
}

/// Runs that are small fill one core better than several, so each worker has one core of its own.
///
/// # Errors
/// The first run that fails stops the others; threads that cannot be started are [`Error::Usage`];
/// [`Error::Interrupted`] where `cancel` asks for a stop.
pub fn execute(
    plan: &Plan,
    threads: usize,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &Cancel,
) -> Result<Vec<RunReadings>> {
    let runs = &plan.runs;
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by(|a, b| runs[*b].cost.seconds.total_cmp(&runs[*a].cost.seconds));
    let job = Job {
        runs,
        order,
        next: AtomicUsize::new(0),
        failed: AtomicBool::new(false),
        parts: Mutex::new(vec![0.0; runs.len()]),
        results: Mutex::new(Vec::new()),
        progress,
        cancel,
    };
    let ended = thread::scope(|scope| {
        let start = |_| {
            let started = thread::Builder::new().spawn_scoped(scope, || job.carry_out());
            started
                .map_err(|error| no_thread(&error))
                .inspect_err(|_| job.failed.store(true, Ordering::Relaxed))
        };
        let workers: Vec<_> = (0..threads.clamp(1, runs.len().max(1))).map(start).collect::<Result<_>>()?;
        // A worker that panicked has left its run without a result, which is noticed below.
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect::<Result<()>>()
    });
    ended.map_err(|error| match error {
        Error::Cancelled { .. } => {
            Error::Interrupted { done: locked(&job.results).len(), runs: runs.len(), kept: false }
        }
        other => other,
    })?;
    let mut results = job.results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_by_key(|(run, _)| *run);
    match results.len() == runs.len() {
        true => Ok(results.into_iter().map(|(_, record)| record).collect()),
        false => Err(Error::Internal("a validation run ended without a result".into())),
    }
}

struct Job<'a> {
    runs: &'a [PlannedRun],
    order: Vec<usize>,
    next: AtomicUsize,
    failed: AtomicBool,
    /// Part of each run that is done.
    parts: Mutex<Vec<f64>>,
    results: Mutex<Vec<(usize, RunReadings)>>,
    progress: &'a (dyn Fn(Progress) + Sync),
    cancel: &'a Cancel,
}

fn no_thread(error: &dyn std::fmt::Display) -> Error {
    Error::Usage(format!("cannot start a thread: {error}; take fewer with --threads"))
}

impl Job<'_> {
    /// Takes runs until none is left.
    fn carry_out(&self) -> Result<()> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let pool = pool.map_err(|error| no_thread(&error))?;
        while let Some(&at) = self.order.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if self.failed.load(Ordering::Relaxed) {
                break;
            }
            let record =
                pool.install(|| self.run(at)).inspect_err(|_| self.failed.store(true, Ordering::Relaxed))?;
            locked(&self.results).push((at, record));
            self.tell(at, 1.0);
        }
        Ok(())
    }

    fn run(&self, at: usize) -> Result<RunReadings> {
        let PlannedRun { scenario, cost, asked, .. } = &self.runs[at];
        // Not all the way: the last look comes after the last step.
        let part = |steps: u64| (steps as f64 / cost.steps).min(0.99);
        let run = Simulation::new(scenario).asked(asked).stop_on(self.cancel);
        let result = run.run(&mut |_, job| self.tell(at, part(job.steps)))?;
        let failed = |error: serde_json::Error| Error::Io {
            doing: "write",
            path: "summary".into(),
            source: error.into(),
        };
        Ok(RunReadings {
            seen: result.seen,
            summary: serde_json::to_value(&result.summary).map_err(failed)?,
            parameters: scenario.parameters.clone(),
            last_session: last_session(scenario),
        })
    }

    fn tell(&self, at: usize, part: f64) {
        let mut parts = locked(&self.parts);
        parts[at] = part;
        let whole: f64 = self.runs.iter().map(|run| run.cost.seconds).sum();
        let done: f64 = self.runs.iter().zip(parts.iter()).map(|(run, part)| run.cost.seconds * part).sum();
        let finished = parts.iter().filter(|part| **part >= 1.0).count();
        drop(parts);
        (self.progress)(Progress { part: done / whole, done: finished, runs: self.runs.len() });
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
