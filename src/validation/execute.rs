//! Carries out plans, one run a core, the costliest of each first.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
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
    let found = Mutex::new(None);
    execute_each(std::slice::from_ref(plan), threads, progress, cancel, &|_, readings| {
        *locked(&found) = Some(readings?);
        Ok(())
    })?;
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.ok_or_else(|| Error::Internal("a validation run ended without a result".into()))
}

/// Several plans at once, so that no core waits for the longest run of each: a plan's runs follow those of the plan
/// before it. `ended` gets a plan's number with what came of its runs, or the first that failed, as soon as none of
/// them is left; in any order.
///
/// # Errors
/// What `ended` returns stops all; threads that cannot be started are [`Error::Usage`]; [`Error::Interrupted`] where
/// `cancel` asks for a stop.
pub fn execute_each(
    plans: &[Plan],
    threads: usize,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &Cancel,
    ended: &(dyn Fn(usize, Result<Vec<RunReadings>>) -> Result<()> + Sync),
) -> Result<()> {
    let mut order: Vec<Task> = Vec::new();
    for (plan, of) in plans.iter().enumerate() {
        let begin = order.len();
        order.extend((0..of.runs.len()).map(|run| Task { plan, run }));
        let cost = |task: &Task| of.runs[task.run].cost.seconds;
        order[begin..].sort_by(|a, b| cost(b).total_cmp(&cost(a)));
    }
    let parts = |plan: &Plan| Part {
        left: plan.runs.len(),
        failed: None,
        readings: plan.runs.iter().map(|_| None).collect(),
        parts: vec![0.0; plan.runs.len()],
    };
    let runs = order.len();
    let job = Job {
        plans,
        order,
        next: AtomicUsize::new(0),
        stopped: AtomicBool::new(false),
        parts: plans.iter().map(|plan| Mutex::new(parts(plan))).collect(),
        told: Mutex::new(Told {
            done: 0,
            seconds: 0.0,
            whole: plans.iter().flat_map(|plan| &plan.runs).map(|run| run.cost.seconds).sum(),
        }),
        progress,
        cancel,
        ended,
    };
    let carried = thread::scope(|scope| {
        let start = |_| {
            let started = thread::Builder::new().spawn_scoped(scope, || job.carry_out());
            started
                .map_err(|error| no_thread(&error))
                .inspect_err(|_| job.stopped.store(true, Ordering::Relaxed))
        };
        let workers: Vec<_> = (0..threads.clamp(1, runs.max(1))).map(start).collect::<Result<_>>()?;
        // A worker that panicked has left its plan without an end, which is noticed where it is asked for.
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect::<Result<()>>()
    });
    carried.map_err(|error| match error {
        Error::Cancelled { .. } => Error::Interrupted { done: locked(&job.told).done, runs, kept: false },
        other => other,
    })
}

/// A run of a plan.
struct Task {
    plan: usize,
    run: usize,
}

/// How far a plan is.
struct Part {
    /// Runs that have not ended.
    left: usize,
    /// The first that failed.
    failed: Option<Error>,
    readings: Vec<Option<RunReadings>>,
    /// Part of each run that is done.
    parts: Vec<f64>,
}

/// How far all are.
struct Told {
    done: usize,
    /// Seconds of what is done, and of everything, by their estimates.
    seconds: f64,
    whole: f64,
}

struct Job<'a> {
    plans: &'a [Plan],
    order: Vec<Task>,
    next: AtomicUsize,
    stopped: AtomicBool,
    parts: Vec<Mutex<Part>>,
    told: Mutex<Told>,
    progress: &'a (dyn Fn(Progress) + Sync),
    cancel: &'a Cancel,
    ended: &'a (dyn Fn(usize, Result<Vec<RunReadings>>) -> Result<()> + Sync),
}

fn no_thread(error: &dyn std::fmt::Display) -> Error {
    Error::Usage(format!("cannot start a thread: {error}; take fewer with --threads"))
}

impl Job<'_> {
    /// Takes runs until none is left.
    fn carry_out(&self) -> Result<()> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let pool = pool.map_err(|error| no_thread(&error))?;
        while let Some(task) = self.order.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if self.stopped.load(Ordering::Relaxed) {
                break;
            }
            // Of a plan of which one failed there is nothing to be had.
            let idle = locked(&self.parts[task.plan]).failed.is_some();
            let ran = (!idle).then(|| pool.install(|| self.run(task)));
            self.close(task, ran).inspect_err(|_| self.stopped.store(true, Ordering::Relaxed))?;
        }
        Ok(())
    }

    /// Keeps what came of a run, and gives the plan on where it was the last.
    fn close(&self, task: &Task, ran: Option<Result<RunReadings>>) -> Result<()> {
        let mut part = locked(&self.parts[task.plan]);
        match ran {
            Some(Ok(readings)) => part.readings[task.run] = Some(readings),
            Some(Err(stop @ Error::Cancelled { .. })) => return Err(stop),
            Some(Err(error)) => {
                part.failed.get_or_insert(error);
            }
            None => {}
        }
        part.left -= 1;
        let whole = (part.left == 0).then(|| match part.failed.take() {
            Some(error) => Err(error),
            None => Ok(part.readings.iter_mut().filter_map(Option::take).collect()),
        });
        drop(part);
        self.tell(task, 1.0);
        whole.map_or(Ok(()), |readings| (self.ended)(task.plan, readings))
    }

    fn run(&self, task: &Task) -> Result<RunReadings> {
        let PlannedRun { scenario, cost, asked, .. } = &self.plans[task.plan].runs[task.run];
        // Not all the way: the last look comes after the last step.
        let part = |steps: u64| (steps as f64 / cost.steps).min(0.99);
        let run = Simulation::new(scenario).asked(asked).stop_on(self.cancel);
        let result = run.run(&mut |_, job| self.tell(task, part(job.steps)))?;
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

    fn tell(&self, task: &Task, now: f64) {
        let before = std::mem::replace(&mut locked(&self.parts[task.plan]).parts[task.run], now);
        let mut told = locked(&self.told);
        told.done += usize::from(now >= 1.0);
        told.seconds += (now - before) * self.plans[task.plan].runs[task.run].cost.seconds;
        let (part, done) = (told.seconds / told.whole, told.done);
        drop(told);
        (self.progress)(Progress { part: part.min(1.0), done, runs: self.order.len() });
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::plan::Selection;
    use super::super::suite::Suite;
    use super::*;

    /// A suite whose runs take milliseconds.
    fn plan() -> Plan {
        let suite = Suite::shipped().unwrap().only("T30").unwrap();
        let changes =
            ["run.days=2", "grid.spacing_um=100", "grid.depth_spacing_um=200"].map(str::to_owned).to_vec();
        Plan::new(&suite, &Selection { quick: true, changes }).unwrap()
    }

    /// By plan, what came of it, in the order of the plans.
    fn ends(plans: &[Plan], threads: usize) -> Vec<(usize, Option<usize>)> {
        let ends = Mutex::new(Vec::new());
        execute_each(plans, threads, &|_| (), &Cancel::default(), &|at, found| {
            locked(&ends).push((at, found.ok().map(|readings| readings.len())));
            Ok(())
        })
        .unwrap();
        let mut ends = ends.into_inner().unwrap();
        ends.sort_by_key(|(at, _)| *at);
        ends
    }

    #[test]
    fn a_plan_that_fails_ends_once_and_stops_no_other() {
        let mut plans = [plan(), plan(), plan()];
        plans[1].runs[0].scenario.parameters.biology.mmp_decay = f64::NAN;
        let all = Some(plans[0].runs.len());
        for threads in [1, 2] {
            assert_eq!(ends(&plans, threads), [(0, all), (1, None), (2, all)]);
        }
    }

    #[test]
    fn what_hears_of_an_end_can_stop_all() {
        let plans = [plan(), plan(), plan()];
        let heard = AtomicUsize::new(0);
        let stopped = execute_each(&plans, 1, &|_| (), &Cancel::default(), &|_, _| {
            heard.fetch_add(1, Ordering::Relaxed);
            Err(Error::Usage("enough".into()))
        });
        assert!(stopped.unwrap_err().to_string().contains("enough"));
        assert_eq!(heard.into_inner(), 1);
    }
}
