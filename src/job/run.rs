//! A scenario into a folder.

use std::path::PathBuf;

use super::cost::with_pictures;
#[cfg(feature = "plots")]
use super::cost::{kept, pages_at_once};
use super::{Event, Hear, Options};
use crate::error::{Error, Result};
use crate::output::{ResultFolder, catalogue, write_json, write_punctures, write_text};
use crate::scenario::Scenario;
#[cfg(feature = "plots")]
use crate::simulation::estimate::estimate;
use crate::simulation::{RunResult, Simulation};
use crate::study::plan::memory;

/// What a run gave, and where it was written.
pub struct Outcome {
    /// The folder.
    pub folder: PathBuf,
    /// The result.
    pub result: RunResult,
}

/// Runs a scenario and writes its results, whole or not at all.
///
/// # Errors
/// [`Error::Create`] where the results cannot be kept and [`Error::Plan`] where the run does not fit, before
/// anything is run; [`Error::Numerical`], [`Error::Cancelled`]; what the system says of files.
pub fn run(scenario: &Scenario, options: &Options, hear: &Hear<'_>) -> Result<Outcome> {
    // Nobody should wait for a run that cannot be kept: try the folder first. It is let go again, so
    // that an interrupted run leaves nothing behind.
    drop(ResultFolder::create(&options.out, options.force)?);
    // On one of the workers: each of thousands of short parallel passes then begins without waking it.
    options.threads.pool()?.install(|| {
        fits(scenario, options)?;
        let end_day = scenario.run.days;
        let mut told = |day, work: crate::numerics::Work| {
            hear(Event::Step { day, end_day, steps: work.steps });
        };
        let result = Simulation::new(scenario).filmed(options.report).stop_on(&options.cancel).run(&mut told)?;
        write(scenario, result, options)
    })
}

fn fits(scenario: &Scenario, options: &Options) -> Result<()> {
    let needed = with_pictures(scenario, options).memory_bytes;
    match options.memory_bytes.or_else(memory::free) {
        Some(allowed) if needed > allowed => Err(Error::Plan {
            what: "the run",
            bytes_needed: needed,
            bytes_allowed: allowed,
            whose: if options.memory_bytes.is_some() { "it may use" } else { "are free" },
            advice: "take a coarser or smaller grid, as grid.geometry=slab, or say by --memory that it may use more",
        }),
        _ => Ok(()),
    }
}

#[cfg_attr(not(feature = "plots"), expect(unused_mut))]
fn write(scenario: &Scenario, mut result: RunResult, options: &Options) -> Result<Outcome> {
    let folder = ResultFolder::create(&options.out, options.force)?;
    for output in catalogue() {
        output.write(&result.series, folder.path())?;
    }
    write_punctures(&result.needles, folder.path())?;
    #[cfg(feature = "plots")]
    if options.figures {
        let recorded = estimate(scenario).recorded_bytes;
        let figures = result.figures();
        result.summary.warnings.extend(crate::plot::warning(&figures));
        let pages = pages_at_once(options, kept(recorded));
        super::draw_all(&figures, folder.path(), pages)?;
    }
    write_text(&folder.path().join("scenario.toml"), &scenario.to_toml())?;
    write_json(&folder.path().join("summary.json"), &result.summary)?;
    if options.report {
        write_text(&folder.path().join(super::report::NAME), &super::report::of_run(scenario, &result, options)?)?;
    }
    let place = folder.target().to_path_buf();
    folder.commit()?;
    Ok(Outcome { folder: place, result })
}
