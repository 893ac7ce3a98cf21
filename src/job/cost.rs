//! What a job costs as a whole: the run, the program around it and its pictures, on this machine at this moment.

use std::sync::OnceLock;
use std::time::Instant;

use super::{Options, Threads};
use crate::error::Result;
use crate::outcome::figures::DAYS_A_PAGE;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::simulation::estimate::{Estimate, estimate};
use crate::simulation::observe::films::Films;
use crate::study::plan::memory;

/// Bytes of the program itself: its code, tables and what it reads.
pub(super) const PROGRAM_BYTES: f64 = 15e6;
/// Bytes of painting the largest page, three times as fine as its file.
pub(super) const PAGE_BYTES: f64 = 44e6;
/// Pages of curves of a run, and seconds that a page takes on the machine that costs were measured on.
pub(super) const PAGES: usize = 5;
const PAGE_SECONDS: f64 = 0.07;
/// Seconds that a cell of a map takes there besides.
const MAP_CELL_SECONDS: f64 = 4e-7;
/// Seconds that [`probe`] takes there.
const PROBE_SECONDS: f64 = 0.0095;
/// How often it is run: what disturbs it makes it longer.
const PROBES: usize = 5;

/// What running a scenario into a folder will cost; worked out on the threads of the job.
///
/// # Errors
/// [`Error::Usage`](crate::Error::Usage) where the threads cannot be started.
pub fn run_cost(scenario: &Scenario, options: &Options) -> Result<Estimate> {
    let mut cost = options.threads.pool()?.install(|| with_pictures(scenario, options));
    let pictures = pages(scenario) as f64 * PAGE_SECONDS + cost.mapped_cells as f64 * MAP_CELL_SECONDS;
    cost.seconds = slowness() * (cost.seconds + if drawn(options) { pictures } else { 0.0 });
    Ok(cost)
}

/// Pages of curves and of maps.
pub(super) fn pages(scenario: &Scenario) -> usize {
    PAGES + scenario.observe.map_days.len().div_ceil(DAYS_A_PAGE)
}

/// The run with all that is held around it. Pictures are painted when its states are gone.
pub(super) fn with_pictures(scenario: &Scenario, options: &Options) -> Estimate {
    let mut cost = estimate(scenario);
    let kept = kept(&cost);
    let pages = pages_at_once(options, kept).min(pages(scenario)) as f64;
    let painting = if drawn(options) { kept + pages * PAGE_BYTES } else { 0.0 };
    // Films are held to the end, and once more as the text of a page.
    let films = if options.filmed() { 1.5 * Films::bytes(scenario) } else { 0.0 };
    cost.memory_bytes = films + (PROGRAM_BYTES + cost.memory_bytes).max(painting);
    cost
}

/// Bytes that are held while the pictures of a run are painted: what is drawn is copied once more, into figures, all
/// of maps and, as long curves are thinned, a quarter of the series.
pub(super) fn kept(cost: &Estimate) -> f64 {
    let mapped = cost.mapped_cells as f64 * size_of::<f64>() as f64;
    PROGRAM_BYTES + 1.25 * (cost.recorded_bytes - mapped) + 2.0 * mapped
}

/// Bytes that there are by what is allowed, or free, and by a limit on the address space of these threads.
pub(super) fn allowed(options: &Options) -> Option<f64> {
    let threads = rayon::current_num_threads() + 1;
    let least = |a: f64, b: f64| a.min(b);
    let memory = options.memory_bytes.or_else(memory::free);
    [memory, memory::address_space(threads)].into_iter().flatten().reduce(least)
}

/// Pages that are painted at once: one a thread, fewer where memory is short beside what is kept.
pub(super) fn pages_at_once(options: &Options, kept: f64) -> usize {
    let threads = rayon::current_num_threads().max(1);
    allowed(options).map_or(threads, |bytes| (((bytes - kept) / PAGE_BYTES) as usize).clamp(1, threads))
}

pub(super) fn drawn(options: &Options) -> bool {
    cfg!(feature = "plots") && options.figures
}

/// How many times slower this machine is at this moment than the one that costs were measured on: on one thread, as a
/// small run on several waits for them more than it computes.
pub(super) fn slowness() -> f64 {
    static SLOWNESS: OnceLock<f64> = OnceLock::new();
    *SLOWNESS.get_or_init(|| {
        let Ok(alone) = Threads::Number(1).pool() else { return 1.0 };
        let probes = alone.install(|| (0..PROBES).filter_map(|_| probe()).reduce(f64::min));
        probes.map_or(1.0, |seconds| seconds / PROBE_SECONDS)
    })
}

/// Seconds of a small run.
fn probe() -> Option<f64> {
    let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\nspacing_um = 100\n[run]\ndays = 28\n";
    let (scenario, _) = Scenario::parse("probe.toml", text, &[]).ok()?;
    let begin = Instant::now();
    Simulation::new(&scenario).run(&mut |_, _| ()).ok()?;
    Some(begin.elapsed().as_secs_f64())
}
