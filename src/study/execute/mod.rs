//! Carries out simulations side by side, one a core, the costliest first, within a memory budget.
//! Well-mixed runs come last, several a core in vector lanes.

mod budget;
pub mod carrier;
pub mod chains;
pub mod evaluator;
mod job;
mod queue;

use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::cancel::Cancel;
use crate::error::{Error, Result};
use crate::simulation::mixed;
use crate::study::journal::record::Record;
use crate::study::plan::Case;
use crate::study::readout::Readout;
use budget::Budget;
use carrier::Carrier;
use job::{Done, Job};
use queue::Queue;

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
    /// Moves runs on.
    pub carrier: &'a dyn Carrier,
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
    readout: &Readout,
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
    let shares = budget::shares(cases, workers);
    let count = shares.workers;
    let job = &Job {
        cases,
        readout,
        alone: Queue::new(alone),
        lanes: Queue::new(lanes),
        stopped: AtomicBool::new(false),
        budget: Budget::new(workers.memory_bytes),
        done: Mutex::new(Done { seconds: 0.0, runs: 0, running: vec![0.0; count] }),
        whole: cases.iter().map(|case| case.cost.seconds).sum(),
        finished,
        control,
    };
    // All threads before any run: where they cannot be had nothing is begun.
    let pools = (0..count).map(|_| pool(shares.threads_each)).collect::<Result<Vec<_>>>()?;
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
        Err(Error::Cancelled { .. } | Error::Paused { .. } | Error::Interrupted { .. }) => {
            Err(Error::Interrupted { done: locked(&job.done).runs, runs: cases.len(), kept: true })
        }
        ended => ended,
    }
}

/// The threads of one run, or of work beside runs.
pub(in crate::study) fn pool(threads: usize) -> Result<ThreadPool> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| no_thread(&error))
}

fn no_thread(error: &dyn std::fmt::Display) -> Error {
    Error::Usage(format!("cannot start a thread: {error}; take fewer with --threads"))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::plan::Plan;
    use crate::study::plan::base::Base;
    use crate::study::readout::TimeCourse;
    use crate::study::readout::times::Times;

    fn quiet(workers: Workers, cancel: &Cancel) -> Control<'_> {
        Control { workers, progress: &|_| (), warn: &|_| (), cancel, carrier: &carrier::Straight }
    }

    fn plan() -> Plan {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 2";
        let base = Base { name: "short".into(), text: text.into() };
        let times = Times { after_last_days: 1.0, fixed_day: None };
        let course = TimeCourse {
            column: "collagen_total.dermis".into(),
            every_days: 1.0,
            last_day: 2.0,
            session_days: Vec::new(),
        };
        let mut plan = Plan::new(Readout::new(Vec::new(), vec![course], times)).unwrap();
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
            carry_out(&cases, &plan.readout, &quiet(workers, &Cancel::default()), &keep).map(|()| {
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
        alone.cases.iter_mut().for_each(|case| case.scenario.run.stepper = "qndf");
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
            let ended = carry_out(&cases, &plan.readout, &quiet(workers, &cancel), &keep);
            assert!(matches!(ended, Err(Error::Interrupted { done: 1, runs: 6, kept: true })), "{ended:?}");
            assert_eq!(*locked(&kept), 1);
        }
    }

    /// As many side by side as their memory allows, the largest first; cores that are left help large runs.
    #[test]
    fn threads_are_shared_out_by_memory() {
        let mut plan = plan();
        let mut shared = |unit: f64, threads: usize, memory_bytes: f64| {
            for (case, size) in plan.cases.iter_mut().zip(1..) {
                case.cost.memory_bytes = unit * f64::from(size);
            }
            let cases: Vec<&Case> = plan.cases.iter().collect();
            let shares = budget::shares(&cases, Workers { threads, memory_bytes });
            (shares.workers, shares.threads_each)
        };
        assert_eq!([4, 6, 12, 0].map(|threads| shared(1e6, threads, 1e9)), [(4, 1), (6, 1), (6, 2), (1, 1)]);
        // Six and five units fit, four more do not.
        assert_eq!(shared(1e6, 4, 11e6), (2, 1));
        assert_eq!([4, 5].map(|threads| shared(1e9, threads, 11e9)), [(2, 2); 2]);
        assert_eq!([shared(1e6, 4, 0.0), shared(1e9, 4, 0.0)], [(1, 1), (1, 4)]);
    }

    /// What the guards of a run find stays with its numbers.
    #[test]
    fn a_run_with_a_fault_is_doubtful() {
        /// Carries out a session that no observer is shown.
        struct Unseen;
        impl Carrier for Unseen {
            fn finish(&self, _case: &Case, run: &mut crate::simulation::Run<'_>) -> Result<()> {
                run.advance_to(1.0)?;
                run.treat(0)?;
                run.finish()
            }

            fn done(&self, _case: &Case) {}
        }
        let mut plan = plan();
        plan.cases.truncate(1);
        plan.cases[0].scenario.run.stepper = "qndf";
        let (cancel, records, told) = (Cancel::default(), Mutex::new(Vec::new()), Mutex::new(Vec::new()));
        let warn = |warning| locked(&told).push(warning);
        let workers = Workers { threads: 1, memory_bytes: 1e9 };
        let control = Control { warn: &warn, carrier: &Unseen, ..quiet(workers, &cancel) };
        let keep = |_: usize, record: Record| {
            locked(&records).push(record);
            Ok(())
        };
        carry_out(&[&plan.cases[0]], &plan.readout, &control, &keep).unwrap();
        let records = records.into_inner().unwrap();
        assert!(!records[0].has_failed() && records[0].values().iter().all(|value| value.is_finite()));
        assert!(records[0].problem().contains("the budget of collagen does not close"), "{records:?}");
        assert_eq!(told.into_inner().unwrap(), [records[0].problem()]);
    }

    /// A run that fails says why, those beside it in lanes are what they were, and what `finished` says stops all.
    #[test]
    fn a_failed_run_is_told_and_stops_nothing() {
        let (whole, mut spoilt) = (plan(), plan());
        spoilt.cases[2].scenario.parameters.biology.mmp_decay = f64::NAN;
        spoilt.cases[4].scenario.run.stepper = "ros2";
        let records = |plan: &Plan, stop: Option<usize>| {
            let cases: Vec<&Case> = plan.cases.iter().collect();
            let found = Mutex::new(vec![None; cases.len()]);
            let keep = |at: usize, record: Record| {
                locked(&found)[at] = Some(record);
                if Some(at) == stop { Err(Error::Usage("enough".into())) } else { Ok(()) }
            };
            // Room for three: lanes wait for each other's memory.
            let workers = Workers { threads: 2, memory_bytes: 3.2 * plan.cases[0].cost.memory_bytes };
            let ended = carry_out(&cases, &plan.readout, &quiet(workers, &Cancel::default()), &keep);
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
}
