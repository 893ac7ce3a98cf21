//! Carries out simulations side by side, one a core, the costliest first, within a memory budget.
//! Well-mixed runs come last, several a core in vector lanes.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::plan::Case;
use super::recipe::Recipe;
use super::record::Record;
use crate::cancel::Cancel;
use crate::error::{Error, Result};
use crate::simulation::mixed::{self, MixedRun};
use crate::simulation::observe::{Told, Work};
use crate::simulation::session::SessionReport;
use crate::simulation::{Eyes, Run, Schedule};

/// Bytes of a run above which its arrays go back to the system when they are freed.
const KEPT_BY_THREADS: f64 = 5e8;
/// Time between two reports of one run's progress.
const REPORT: Duration = Duration::from_millis(100);

/// What a study may use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Workers {
    /// Threads.
    pub threads: usize,
    /// Bytes that all runs together may hold, by their estimates.
    pub memory_bytes: f64,
}

/// How far a study is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Part of the work that is done, 0 to 1.
    pub part: f64,
    /// Runs that are done.
    pub done: usize,
    /// All runs.
    pub runs: usize,
}

/// How runs are carried out, and who hears of them.
pub struct Control<'a> {
    /// What they may use.
    pub workers: Workers,
    /// Hears how far all are.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Hears what the user should know of a run.
    pub warn: &'a (dyn Fn(String) + Sync),
    /// Asks for the stop.
    pub cancel: &'a Cancel,
}

/// Whether each case fits the budget.
///
/// # Errors
/// [`Error::Plan`] where one alone needs more memory than there may be.
pub fn check<'a>(cases: impl IntoIterator<Item = &'a Case>, workers: Workers) -> Result<()> {
    let bytes = cases.into_iter().map(|case| case.cost.memory_bytes).fold(0.0, f64::max);
    if bytes > workers.memory_bytes {
        return Err(Error::Plan {
            what: "a run",
            bytes_needed: bytes,
            bytes_allowed: workers.memory_bytes,
            whose: "the study may use",
            advice: "raise --memory or take a coarser grid",
        });
    }
    Ok(())
}

/// Runs the cases; `finished` gets each with its number as it is done, in any order.
///
/// # Errors
/// As [`check`]; [`Error::Usage`] where a thread cannot be started; what `finished` returns;
/// [`Error::Interrupted`] where a stop was asked for. A run whose numbers fail is a [`Record::Failed`], no error.
pub fn carry_out(
    cases: &[&Case],
    recipe: &Recipe,
    control: &Control<'_>,
    finished: &(dyn Fn(usize, Record) -> Result<()> + Sync),
) -> Result<()> {
    let workers = control.workers;
    check(cases.iter().copied(), workers)?;
    let kind = |at: usize| mixed::kind(&cases[at].scenario);
    let (mut lanes, mut alone): (Vec<usize>, Vec<usize>) =
        (0..cases.len()).partition(|&at| kind(at).is_some());
    alone.sort_by(|a, b| cases[*b].cost.seconds.total_cmp(&cases[*a].cost.seconds));
    lanes.sort_by_key(|&at| kind(at));
    let (count, each) = shared_out(cases, workers);
    let work = Job {
        cases,
        recipe,
        alone: Queue::new(alone),
        lanes: Queue::new(lanes),
        stopped: AtomicBool::new(false),
        free: (Mutex::new(workers.memory_bytes), Condvar::new()),
        done: Mutex::new(Done { seconds: 0.0, runs: 0, running: vec![0.0; count] }),
        whole: cases.iter().map(|case| case.cost.seconds).sum(),
        finished,
        control,
    };
    let job = &work;
    // All threads before any run: where they cannot be had nothing is begun.
    let pools = (0..count).map(|_| pool(each)).collect::<Result<Vec<_>>>()?;
    let ended = thread::scope(|scope| {
        let start = |(worker, pool)| {
            let started = thread::Builder::new().spawn_scoped(scope, move || job.carry_out(worker, pool));
            started.map_err(|error| no_thread(&error)).inspect_err(|_| job.stop())
        };
        let started: Result<Vec<_>> = pools.iter().enumerate().map(start).collect();
        let panicked = || Err(Error::Internal("a run ended without a result".into()));
        started?.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| panicked()))
    });
    match ended {
        Err(Error::Cancelled { .. } | Error::Interrupted { .. }) => {
            Err(Error::Interrupted { done: locked(&job.done).runs, runs: cases.len(), kept: true })
        }
        ended => ended,
    }
}

/// How many workers there are, and threads of each. Runs fill one core better than several; cores that would be idle
/// help. No more workers than the largest runs that fit side by side: the allocator keeps what a thread has freed for
/// that thread, if the run is small.
fn shared_out(cases: &[&Case], workers: Workers) -> (usize, usize) {
    let mut bytes: Vec<f64> = cases.iter().map(|case| case.cost.memory_bytes).collect();
    bytes.sort_by(|a, b| b.total_cmp(a));
    let mut held = 0.0;
    let fit = bytes.iter().take_while(|bytes| {
        held += **bytes;
        held <= workers.memory_bytes
    });
    let threads = workers.threads.max(1);
    let wanted = threads.min(cases.len()).max(1);
    let count = fit.take(wanted).count().max(1);
    let small = bytes.first().is_none_or(|bytes| *bytes < KEPT_BY_THREADS);
    (count, if count < wanted && small { 1 } else { (threads / count).max(1) })
}

/// The threads of one run.
fn pool(threads: usize) -> Result<ThreadPool> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| no_thread(&error))
}

fn no_thread(error: &dyn std::fmt::Display) -> Error {
    Error::Usage(format!("cannot start a thread: {error}; take fewer with --threads"))
}

struct Done {
    /// Estimated seconds of the runs that are done.
    seconds: f64,
    runs: usize,
    /// Estimated seconds done of the run of each worker.
    running: Vec<f64>,
}

/// Numbers of cases, each to be taken once.
struct Queue {
    order: Vec<usize>,
    next: AtomicUsize,
}

impl Queue {
    fn new(order: Vec<usize>) -> Self {
        Self { order, next: AtomicUsize::new(0) }
    }

    fn take(&self) -> Option<usize> {
        self.order.get(self.next.fetch_add(1, Ordering::Relaxed)).copied()
    }

    fn is_empty(&self) -> bool {
        self.next.load(Ordering::Relaxed) >= self.order.len()
    }
}

struct Job<'a> {
    cases: &'a [&'a Case],
    recipe: &'a Recipe,
    /// Runs that have a core to themselves.
    alone: Queue,
    /// Runs that share one.
    lanes: Queue,
    stopped: AtomicBool,
    /// Bytes left of the budget.
    free: (Mutex<f64>, Condvar),
    done: Mutex<Done>,
    whole: f64,
    finished: &'a (dyn Fn(usize, Record) -> Result<()> + Sync),
    control: &'a Control<'a>,
}

impl Job<'_> {
    /// Takes runs until none is left.
    fn carry_out(&self, worker: usize, pool: &ThreadPool) -> Result<()> {
        while let Some(at) = self.alone.take().filter(|_| !self.stopped.load(Ordering::Relaxed)) {
            let bytes = self.cases[at].cost.memory_bytes;
            self.take(bytes);
            let record = pool.install(|| self.run(at, worker));
            self.give(bytes);
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

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Fills lanes with runs until none is left.
    fn carry_out_in_lanes(&self, worker: usize) -> Result<()> {
        let bytes = |at: usize| self.cases[at].cost.memory_bytes;
        let most = self.lanes.order.iter().map(|&at| bytes(at)).fold(0.0, f64::max);
        let left = || !self.lanes.is_empty() && !self.stopped.load(Ordering::Relaxed);
        while left() {
            // The first waits for memory; where there is none for another its lane stays empty.
            self.take(most);
            self.give(most);
            let held = Cell::new(0.0);
            let next = || {
                self.go_on()?;
                if !left() || !self.try_take(most) {
                    return Ok(None);
                }
                held.set(held.get() + most);
                Ok(self.lanes.take().map(|at| {
                    let scenario = &self.cases[at].scenario;
                    let mut run = Run::new(scenario);
                    let eyes = Eyes::on(&mut run, self.recipe.days(scenario));
                    MixedRun::new(at, run, eyes)
                }))
            };
            let done = |run: MixedRun<'_, Eyes>| {
                let (at, scenario) = (run.number, &self.cases[run.number].scenario);
                let record = match run.finish() {
                    Some(eyes) => Ok(Record::Values(self.recipe.take(&eyes.seen(), scenario))),
                    // By itself it says why.
                    None => self.run(at, worker),
                };
                held.set(held.get() - most);
                self.give(most);
                record.and_then(|record| self.keep(at, worker, record))
            };
            let carried = mixed::carry(next, done);
            self.give(held.get());
            carried?;
        }
        Ok(())
    }

    /// Hands on what a run gave.
    fn keep(&self, at: usize, worker: usize, record: Record) -> Result<()> {
        (self.finished)(at, record)?;
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
        let eyes = Eyes::on(&mut run, self.recipe.days(scenario));
        run.stop_on(self.control.cancel);
        run.watch(&Schedule::never(), Told(|_, work: Work| hear(work.steps)));
        match run.finish() {
            Ok(()) => {
                let warnings = run.sessions().iter().filter_map(SessionReport::warning);
                warnings.for_each(self.control.warn);
                Ok(Record::Values(self.recipe.take(&eyes.seen(), scenario)))
            }
            Err(problem @ Error::Numerical { .. }) => Ok(Record::failed(&problem.to_string())),
            Err(other) => Err(other),
        }
    }

    fn tell(&self, done: &Done) {
        let seconds = done.seconds + done.running.iter().sum::<f64>();
        let part = if self.whole > 0.0 { seconds / self.whole } else { 1.0 };
        (self.control.progress)(Progress { part, done: done.runs, runs: self.cases.len() });
    }

    /// Waits until so much of the budget is free, and takes it.
    fn take(&self, bytes: f64) {
        let mut free = locked(&self.free.0);
        while *free < bytes {
            free = self.free.1.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
    }

    /// Takes so much of the budget if it is free; whether it was.
    fn try_take(&self, bytes: f64) -> bool {
        let mut free = locked(&self.free.0);
        let fits = *free >= bytes;
        *free -= if fits { bytes } else { 0.0 };
        fits
    }

    fn give(&self, bytes: f64) {
        *locked(&self.free.0) += bytes;
        self.free.1.notify_all();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::base::Base;
    use crate::study::plan::Plan;
    use crate::study::recipe::{Course, Times};

    fn quiet(workers: Workers, cancel: &Cancel) -> Control<'_> {
        Control { workers, progress: &|_| (), warn: &|_| (), cancel }
    }

    fn plan() -> Plan {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 2";
        let base = Base { name: "short".into(), text: text.into() };
        let times = Times { after_last_days: 1.0, fixed_day: None };
        let course = Course { column: "collagen_total.dermis".into(), every_days: 1.0, last_day: 2.0 };
        let mut plan = Plan::new(Recipe { measures: Vec::new(), courses: vec![course], times }).unwrap();
        for seed in 1..=6 {
            plan.add(&base, &[format!("run.seed={seed}")], "short").unwrap();
        }
        plan
    }

    /// Most bytes that were in use at once, by the estimates, as `finished` and the runs themselves see it.
    #[test]
    fn the_budget_holds_runs_back() {
        let plan = plan();
        let bytes = plan.cases[0].cost.memory_bytes;
        let cases: Vec<&Case> = plan.cases.iter().collect();
        let work = |budget: f64| {
            let numbers = Mutex::new(Vec::new());
            let workers = Workers { threads: 3, memory_bytes: budget };
            let keep = |at: usize, record: Record| {
                assert!(matches!(record, Record::Values(_)));
                locked(&numbers).push(at);
                Ok(())
            };
            carry_out(&cases, &plan.recipe, &quiet(workers, &Cancel::default()), &keep).map(|()| {
                let mut numbers = numbers.into_inner().unwrap();
                numbers.sort_unstable();
                numbers
            })
        };
        assert_eq!(work(1.5 * bytes).unwrap(), [0, 1, 2, 3, 4, 5]);
        assert!(work(0.9 * bytes).unwrap_err().to_string().contains("--memory"));
    }

    /// Asked to stop, no further run is begun, in lanes or alone; what is done was handed on.
    #[test]
    fn a_stop_that_is_asked_for() {
        let (mixed, mut alone) = (plan(), plan());
        // A stepper that lanes have not.
        alone.cases.iter_mut().for_each(|case| case.scenario.run.stepper = "qndf".into());
        for plan in [mixed, alone] {
            let cases: Vec<&Case> = plan.cases.iter().collect();
            let (cancel, kept) = (Cancel::default(), Mutex::new(0));
            let keep = |_: usize, _: Record| {
                *locked(&kept) += 1;
                cancel.cancel();
                Ok(())
            };
            let bytes = cases.iter().map(|case| case.cost.memory_bytes).fold(0.0, f64::max);
            let workers = Workers { threads: 1, memory_bytes: 1.5 * bytes };
            let ended = carry_out(&cases, &plan.recipe, &quiet(workers, &cancel), &keep);
            assert!(matches!(ended, Err(Error::Interrupted { done: 1, runs: 6, kept: true })), "{ended:?}");
            assert_eq!(*locked(&kept), 1);
        }
    }

    /// A run that fails says why, those beside it in lanes are what they were, and what `finished` says stops all.
    #[test]
    fn a_failed_run_is_told_and_stops_nothing() {
        let (whole, mut spoilt) = (plan(), plan());
        spoilt.cases[2].scenario.parameters.biology.mmp_decay = f64::NAN;
        spoilt.cases[4].scenario.run.stepper = "ros2".into();
        let records = |plan: &Plan, stop: Option<usize>| {
            let cases: Vec<&Case> = plan.cases.iter().collect();
            let found = Mutex::new(vec![None; cases.len()]);
            let keep = |at: usize, record: Record| {
                locked(&found)[at] = Some(record);
                if Some(at) == stop { Err(Error::Usage("enough".into())) } else { Ok(()) }
            };
            // Room for three: lanes wait for each other's memory.
            let workers = Workers { threads: 2, memory_bytes: 3.2 * plan.cases[0].cost.memory_bytes };
            let ended = carry_out(&cases, &plan.recipe, &quiet(workers, &Cancel::default()), &keep);
            ended.map(|()| found.into_inner().unwrap())
        };
        let (good, found) = (records(&whole, None).unwrap(), records(&spoilt, None).unwrap());
        for at in [0, 1, 3, 5] {
            assert!(good[at].is_some() && good[at] == found[at], "{at}");
        }
        let problem = found[2].as_ref().unwrap().problem();
        assert!(problem.contains("is not a number"), "{problem}");
        assert!(matches!(found[4], Some(Record::Values(_))));
        assert!(records(&whole, Some(1)).unwrap_err().to_string().contains("enough"));
    }

    #[test]
    fn taking_waits_for_giving() {
        let cancel = Cancel::default();
        let work = Job {
            cases: &[],
            recipe: &plan().recipe,
            alone: Queue::new(Vec::new()),
            lanes: Queue::new(Vec::new()),
            stopped: AtomicBool::new(false),
            free: (Mutex::new(10.0), Condvar::new()),
            done: Mutex::new(Done { seconds: 0.0, runs: 0, running: Vec::new() }),
            whole: 0.0,
            finished: &|_, _| Ok(()),
            control: &quiet(Workers { threads: 8, memory_bytes: 10.0 }, &cancel),
        };
        let (used, most) = (Mutex::new(0.0_f64), Mutex::new(0.0_f64));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        work.take(4.0);
                        let mut now = locked(&used);
                        *now += 4.0;
                        let mut high = locked(&most);
                        *high = high.max(*now);
                        drop((now, high));
                        thread::yield_now();
                        *locked(&used) -= 4.0;
                        work.give(4.0);
                    }
                });
            }
        });
        assert!(*locked(&most) <= 10.0);
        assert_eq!(*locked(&work.free.0), 10.0);
    }
}
