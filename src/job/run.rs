//! A scenario into a folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;

use super::bands::{Bands, ENSEMBLE};
#[cfg(feature = "plots")]
use super::cost::{kept, pages_at_once};
use super::cost::{slowness, with_pictures};
use super::disk::{LESS_OF_A_RUN, free_disk, refuse_beyond_disk, run_disk};
use super::finished::Finished;
use super::keeping::{Keeper, Period, USUAL_PERIOD};
use super::on_grid::{Before, OnGrid};
use super::{Event, Hear, Options, report};
use crate::checkpoint::{Checkpoints, Header, Opened};
use crate::error::{Error, Result};
use crate::numerics::Reader;
use crate::output::fields;
use crate::output::{
    NOTICE, ResultFolder, catalogue, discard_incomplete, write_json, write_maps, write_punctures, write_text,
    write_tidy_csv,
};
use crate::provenance::{self, Clock, Deed, Setting};
use crate::scenario::Scenario;
use crate::simulation::summary::NOTE;
use crate::simulation::{Observer, Run, RunResult, Saved, Schedule, Simulation};
use crate::study::plan::memory;
use crate::study::predictive::single::WithEnsemble;
use crate::tidy::short;
use crate::version::Build;
#[cfg(feature = "plots")]
use crate::{
    figure::Figure, outcome::figures, simulation::estimate::estimate, study::predictive::single::Predicted,
};

/// What a run gave, and where it was written.
pub struct Outcome {
    /// The folder.
    pub folder: PathBuf,
    /// The result.
    pub result: RunResult,
}

/// Runs a scenario and writes its results, whole or not at all; [`Keeping`](super::Keeping) says what is kept on the
/// way.
///
/// # Errors
/// [`Error::Create`] where the results cannot be kept, or an interrupted run's checkpoint is there and is not gone on
/// from, and [`Error::Plan`] where the run does not fit, before anything is run; [`Error::Numerical`];
/// [`Error::Paused`]; what the system says of files, as [`Error::Unfinished`] where there are results.
pub fn run(scenario: &Scenario, options: &Options, hear: &Hear<'_>) -> Result<Outcome> {
    carry(scenario, None, Vec::new(), None, options, hear)
}

/// The same, and once more for each of some draws of an ensemble, for bands of all outcomes. The draws come first; what
/// is done of them when the run is interrupted is not done again.
///
/// # Errors
/// As for [`run`], and what is wrong with the ensemble.
pub fn run_with_ensemble(
    scenario: &Scenario,
    ensemble: &WithEnsemble,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<Outcome> {
    carry(scenario, None, Vec::new(), Some(ensemble), options, hear)
}

/// Looks of somebody else into a run.
pub struct Watcher<'w> {
    /// On which days.
    pub schedule: Schedule,
    /// What looks; from a thread of the run.
    pub what: Box<dyn Observer + Send + 'w>,
}

/// The same, and shows the run to watchers, which changes nothing of its results. What they have kept goes with a run
/// that is interrupted and gone on with, where they say how.
///
/// # Errors
/// As for [`run`], and what a watcher returns.
pub fn run_watched<'w>(
    scenario: &'w Scenario,
    watchers: Vec<Watcher<'w>>,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<Outcome> {
    carry(scenario, None, watchers, None, options, hear)
}

/// Goes on from the end of a finished run, to what `scenario` gives when it is run from its first day: the longer
/// scenario of [`Finished::scenario`].
///
/// # Errors
/// As for [`run`], and [`Error::Usage`] where the past would have been another one in this scenario.
pub fn extend(
    finished: &Finished,
    scenario: &Scenario,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<Outcome> {
    carry(scenario, Some(finished), Vec::new(), None, options, hear)
}

fn carry<'w>(
    scenario: &'w Scenario,
    finished: Option<&'w Finished>,
    watchers: Vec<Watcher<'w>>,
    ensemble: Option<&WithEnsemble>,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<Outcome> {
    let began = Instant::now();
    // Nobody should wait for a run that cannot be kept: try the folder first. It is let go again, so
    // that an interrupted run leaves nothing behind.
    let place = ResultFolder::create(&options.out, options.force)?.target().to_path_buf();
    let checkpoints = Checkpoints::of(&place);
    refuse_formats(scenario)?;
    let resumed = resumed(scenario, &checkpoints, options, hear)?;
    // On one of the workers: each of thousands of short parallel passes then begins without waking it.
    options.threads.pool()?.install(|| {
        let seconds = fits(scenario, options)?;
        refuse_beyond_disk("the run", run_disk(scenario, options), free_disk(&place), LESS_OF_A_RUN)?;
        let bands = ensemble.map(|asked| Bands::new(asked, scenario, &place, options, hear)).transpose()?;
        let before = match (&resumed, finished.and_then(|finished| finished.opened.path().parent())) {
            (Some(_), _) => Before::Interrupted,
            (None, Some(results)) => Before::Finished(results),
            (None, None) => Before::Nothing,
        };
        let on_grid = writes_fields(scenario).then(|| OnGrid::begin(scenario, &checkpoints, before));
        let on_grid = on_grid.transpose()?;
        let clock = Clock::start();
        let end_day = scenario.run.days;
        let mut told = |day, work: crate::numerics::Work| {
            hear(Event::Step { day, end_day, steps: work.steps });
        };
        let keeping = &options.keeping;
        let every = match keeping.period {
            Period::Usual => is_long(seconds).then_some(USUAL_PERIOD),
            Period::Every(every) => Some(every),
            Period::Never => None,
        };
        let mut keeper = Keeper {
            checkpoints: &checkpoints,
            on_grid: on_grid.as_ref(),
            header: Header::new(scenario.to_toml(), keeping.origin.clone()),
            every,
            leave: keeping.time_limit.map(|limit| began + limit),
            from: resumed.as_ref().map_or(0.0, |opened| opened.header.day),
            restart: !keeping.no_restart,
            last: began,
            pause: Duration::ZERO,
            sparing: keeping.period == Period::Usual,
        };
        let from = resumed.as_ref().map(|opened| (opened, scenario));
        let from = from.or(finished.map(|finished| (&finished.opened, &finished.planned)));
        let saved = from.map(|(opened, planned)| {
            let memory = Reader::of(opened.memory()?, opened.bytes)?;
            Ok::<_, Error>(Saved { memory, planned })
        });
        let mut simulation = Simulation::new(scenario)
            .filmed(options.filmed())
            .stop_on(&options.cancel)
            .from(saved.transpose()?);
        if let Some(on_grid) = &on_grid {
            simulation = on_grid.watch(simulation, scenario);
        }
        for Watcher { schedule, what } in watchers {
            simulation = simulation.watched(schedule, what);
        }
        let mut keep = |run: &Run<'_>, between| keeper.keep(run, between, hear);
        let result = simulation.run_kept(&mut told, &mut keep).map_err(|error| keeper.kept(error))?;
        let simulated = clock.seconds();
        let deed = deed(scenario, &result.summary.work["stepper"], simulated, clock);
        let restart = keeper.has_restart().then_some(&checkpoints);
        let outcome = write(scenario, result, on_grid.as_ref(), restart, bands.as_ref(), options, deed)?;
        if let Some(bands) = bands {
            bands.done()?;
        }
        checkpoints.remove()?;
        discard_incomplete(&outcome.folder);
        Ok(outcome)
    })
}

/// Whether there is a day on which fields are to be written.
pub(super) fn writes_fields(scenario: &Scenario) -> bool {
    !Schedule::fields().days(scenario).is_empty()
}

/// Formats that this build does not write are told of before anything is run.
fn refuse_formats(scenario: &Scenario) -> Result<()> {
    let formats = scenario.observe.field_formats.iter().filter(|_| writes_fields(scenario));
    match formats.copied().find(|format| !fields::is_built(format)) {
        Some(format) => Err(Error::Usage(format!(
            "this build of dermis writes no fields as {format}: build it with the feature `{format}`, or choose others \
             by observe.field_formats"
        ))),
        None => Ok(()),
    }
}

/// The checkpoint to go on from, if that is asked for; one that nobody asks for is not lost in silence.
fn resumed(
    scenario: &Scenario,
    checkpoints: &Checkpoints,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<Option<Opened>> {
    let refused = |path: &Path, reason: &str| Error::Create { path: path.into(), reason: reason.into() };
    if !options.keeping.resume {
        if options.force {
            checkpoints.remove()?;
        }
        return match checkpoints.found().first() {
            Some(path) => {
                let reason = "the checkpoint of an interrupted run is there; go on from it with --resume, or begin anew \
                              with --force";
                Err(refused(path, reason))
            }
            None => Ok(None),
        };
    }
    let Some((opened, damage)) = checkpoints.open()? else {
        hear(Event::Resumed { day: None });
        return Ok(None);
    };
    let day = opened.header.day;
    if let Some(error) = damage {
        let day = short(day);
        hear(Event::Warning(&format!("{error}; going on from the checkpoint before it, of day {day}")));
    }
    if !opened.header.build.is_this() {
        let reason = another_build(&opened.header.build);
        return Err(refused(opened.path(), &reason));
    }
    if opened.header.scenario != scenario.to_toml() {
        let reason =
            "it is of another scenario; take another --out, or begin anew with --force and without --resume";
        return Err(refused(opened.path(), reason));
    }
    hear(Event::Resumed { day: Some(day) });
    Ok(Some(opened))
}

/// Why nothing goes on from what another build has left.
pub(super) fn another_build(build: &Build) -> String {
    format!(
        "it is of {build}, and this is {}, which may give other numbers: go on with that build, or begin anew with \
         --force and without --resume",
        Build::this()
    )
}

/// Whether a run takes longer than it may be lost for. Only then is it asked how fast the machine is.
pub(super) fn is_long(seconds: f64) -> bool {
    let period = USUAL_PERIOD.as_secs_f64();
    seconds > 0.1 * period && slowness() * seconds > period
}

/// Seconds that the run will take on one core of the machine that costs were measured on, where it fits.
fn fits(scenario: &Scenario, options: &Options) -> Result<f64> {
    let cost = with_pictures(scenario, options);
    let needed = cost.memory_bytes;
    refuse_beyond_address_space("the run", needed, rayon::current_num_threads() + 1)?;
    match options.memory_bytes.or_else(memory::free) {
        Some(allowed) if needed > allowed => Err(Error::Plan {
            what: "the run",
            bytes_needed: needed,
            bytes_allowed: allowed,
            whose: if options.memory_bytes.is_some() { "it may use" } else { "are free" },
            advice: "take a coarser or smaller grid, as grid.geometry=slab, or say by --memory that it may use more",
        }),
        _ => Ok(cost.seconds),
    }
}

/// Whether so many bytes fit into a limit on address space, beside these threads.
///
/// # Errors
/// [`Error::Plan`] where they do not.
pub(super) fn refuse_beyond_address_space(what: &'static str, needed: f64, threads: usize) -> Result<()> {
    match memory::address_space(threads) {
        Some(left) if needed > left => Err(Error::Plan {
            what,
            bytes_needed: needed,
            bytes_allowed: left.max(0.0),
            whose: "the limit on address space (ulimit -v) leaves beside its threads",
            advice: "raise that limit, take fewer --threads, or a coarser grid",
        }),
        _ => Ok(()),
    }
}

/// Writes the results. Where that fails, what is written so far stays under a name that says so.
fn write(
    scenario: &Scenario,
    mut result: RunResult,
    on_grid: Option<&OnGrid<'_>>,
    restart: Option<&Checkpoints>,
    bands: Option<&Bands<'_>>,
    options: &Options,
    deed: Deed,
) -> Result<Outcome> {
    if let Some(bands) = bands {
        result.summary.ensemble = bands.predicted.summary.clone();
    }
    let folder = ResultFolder::create(&options.out, options.force)?;
    let place = folder.target().to_path_buf();
    let filled = fill(&folder, scenario, &mut result, on_grid, restart, bands, options, &deed);
    let (error, left) = match filled {
        Ok(()) => match folder.commit() {
            Ok(()) => return Ok(Outcome { folder: place, result }),
            Err(error) => (error, None),
        },
        Err(error) => (error, folder.leave()),
    };
    let resumes = restart.is_some_and(|checkpoints| !checkpoints.found().is_empty());
    match left.is_some() || resumes {
        true => Err(Error::Unfinished { source: Box::new(error), left, resumes }),
        false => Err(error),
    }
}

/// What the folder says of itself until it is whole, and where a checkpoint has all that was computed.
const NOT_WHOLE: &str = "These results are not whole: a file could not be written.\n";
const RESUMES: &str = "The command that wrote them gives the rest without running again, with --resume.\n";

#[expect(clippy::too_many_arguments, reason = "what a folder holds, each of another kind")]
fn fill(
    folder: &ResultFolder,
    scenario: &Scenario,
    result: &mut RunResult,
    on_grid: Option<&OnGrid<'_>>,
    restart: Option<&Checkpoints>,
    bands: Option<&Bands<'_>>,
    options: &Options,
    deed: &Deed,
) -> Result<()> {
    let resumes = if restart.is_some() { RESUMES } else { "" };
    folder.begin(&format!("{NOT_WHOLE}{resumes}"))?;
    for output in catalogue() {
        output.write(&result.series, folder.path())?;
    }
    write_punctures(&result.needles, folder.path())?;
    write_maps(&result.map_days, &result.maps, folder.path())?;
    #[cfg(feature = "plots")]
    if options.figures {
        let mut figures = result.figures();
        figures.extend(bands.map(|bands| banded(result, &bands.predicted)));
        result.summary.warnings.extend(crate::plot::warning(&figures, &crate::plot::Paper::default()));
        let pages = pages_at_once(options, kept(&estimate(scenario)));
        super::draw_all(&figures, folder.path(), pages)?;
    }
    write_text(&folder.path().join("scenario.toml"), &scenario.to_toml())?;
    write_json(&folder.path().join("summary.json"), &result.summary)?;
    if let Some(bands) = bands {
        write_tidy_csv(&bands.predicted.table, folder.path())?;
        #[cfg(feature = "parquet")]
        crate::output::write_parquet(&bands.predicted.table, folder.path())?;
        write_text(&folder.path().join(ENSEMBLE), &bands.asked_text()?)?;
    }
    if let Some(checkpoints) = restart {
        checkpoints.put_into(folder.path())?;
    }
    if let Some(on_grid) = on_grid {
        on_grid.put_into(folder.path())?;
    }
    if options.report {
        let curves = bands.map_or(&[][..], |bands| &bands.predicted.bands);
        write_text(&folder.path().join(report::NAME), &report::of_run(scenario, result, curves, options)?)?;
    }
    // Of all that will be in the folder.
    provenance::write(folder.path(), deed, NOTICE)?;
    folder.complete()
}

/// The figure of the bands.
#[cfg(feature = "plots")]
fn banded(result: &RunResult, predicted: &Predicted) -> Figure {
    let sessions: Vec<f64> = result.summary.sessions.iter().map(|session| session.day).collect();
    figures::banded(&result.series, &sessions, &predicted.bands, &predicted.note)
}

/// What was done, for whoever finds the results.
fn deed(scenario: &Scenario, stepper: &serde_json::Value, simulated: f64, clock: Clock) -> Deed {
    let setting = |name, value, unit| Setting { name, value, unit };
    Deed {
        title: scenario.title.clone(),
        note: NOTE,
        kind: "run".into(),
        input: "scenario.toml",
        settings: vec![
            setting("seed", json!(scenario.run.seed), ""),
            setting("stepper", stepper.clone(), ""),
            setting("tolerance", json!(scenario.run.tolerance), ""),
            setting("days", json!(scenario.run.days), "d"),
            // Without tables and pictures.
            setting("simulation duration", json!(simulated), "s"),
        ],
        clock,
        threads: rayon::current_num_threads(),
    }
}
