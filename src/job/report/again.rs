//! The report of a folder of results, made anew from what is in it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::NAME;
use super::run::OfRun;
use super::study::{FIGURES, OfStudy};
use crate::checkpoint::{Opened, RESTART};
use crate::dataset::{Dataset, Frame, Sink};
use crate::error::{Error, Result};
use crate::files;
use crate::job::finished::as_kept;
use crate::job::run::writes_fields;
use crate::job::{self, Event, Hear, Options};
use crate::numerics::Reader;
use crate::report::Drawings;
use crate::results;
use crate::scenario::Scenario;
use crate::simulation::observe::fields::FieldsOnGrid;
use crate::simulation::observe::films::Films;
use crate::simulation::{Saved, Schedule, Simulation};
use crate::study::Study;
use crate::study::read::read as read_study;
use crate::{provenance, visible};

/// Most bytes of a page that is read back, and of a study's findings.
const MOST_OF_PAGE: u64 = 1 << 28;
/// Said of a page without slices of the skin.
const WITHOUT: &str = "The cross-section is not kept in these results: neither the page that was here before nor restart.dermis has it \
                       for this version of dermis. `dermis report --run-again` runs the scenario once more for it.";

/// Where the slices of the skin in a report come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CrossSection {
    /// A study has none, nor has a run in one cell.
    None,
    /// From the page that was there before.
    Page,
    /// From `restart.dermis`, from which the run was ended once more.
    Restart,
    /// From another run.
    Run,
    /// They could not be had without one.
    Missing,
}

/// A report that was made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remade {
    /// The file.
    pub page: PathBuf,
    /// Where its slices of the skin come from.
    pub cross_section: CrossSection,
}

/// Makes `index.html` of a folder of results anew, to the same bytes where all that it shows is there; of a run also
/// where it was run without. What is in no file of the folder is left out and said so, or where `run_again` allows it,
/// run again.
///
/// # Errors
/// [`Error::File`] where the folder holds no results of a run or a study, or a file in it is not as they leave it;
/// [`Error::Usage`] where a study would have to be run again and may not; what stops a run; what the system says of
/// files.
pub fn report(folder: &Path, run_again: bool, options: &Options, hear: &Hear<'_>) -> Result<Remade> {
    let summary = results::summary(folder)?;
    let (html, cross_section) = if summary.get("study").is_some() {
        (study_page(folder, &summary, run_again, options, hear)?, CrossSection::None)
    } else if summary.get("hard_misses").is_some() {
        let problem = "it holds what `dermis validate` found, which writes its page anew";
        return Err(Error::file(folder, problem));
    } else {
        options.threads.pool()?.install(|| run_page(folder, &summary, run_again, options, hear))?
    };
    let page = folder.join(NAME);
    files::replace(&page, html.as_bytes())?;
    provenance::note_again(folder, NAME)?;
    Ok(Remade { page, cross_section })
}

/// The page of a run.
fn run_page(
    folder: &Path,
    summary: &Value,
    run_again: bool,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<(String, CrossSection)> {
    let (scenario, _warnings) = Scenario::read(&folder.join("scenario.toml"), &[])?;
    let days = Films::schedule(&scenario).days(&scenario).len();
    let films = match days {
        0 => Some((Vec::new(), CrossSection::None)),
        _ => kept_films(folder, &scenario, days, options, hear)?,
    };
    let (films, from) = match films {
        Some(films) => films,
        None if run_again => (filmed(&scenario, None, options, hear)?, CrossSection::Run),
        None => (Vec::new(), CrossSection::Missing),
    };
    let page = OfRun {
        scenario: &scenario,
        summary,
        series: &results::series(folder)?,
        bands: &results::bands(folder)?,
        films,
        without_films: (from == CrossSection::Missing).then(|| WITHOUT.to_owned()),
        drawn: folder.join("collagen.svg").is_file(),
    };
    Ok((page.html()?, from))
}

/// Slices of the skin that the folder holds: in the page, where that is whole, or in what a longer run goes on from.
fn kept_films(
    folder: &Path,
    scenario: &Scenario,
    days: usize,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<Option<(Vec<Value>, CrossSection)>> {
    let page = folder.join(NAME);
    if provenance::is_as_noted(folder, NAME) {
        let films = Drawings::of_page(&files::text(&page, MOST_OF_PAGE)?).map(|drawings| drawings.films);
        if let Some(films) = films.filter(|films| !films.is_empty()) {
            return Ok(Some((films, CrossSection::Page)));
        }
    }
    // One that is damaged, or of another version or scenario, is of no use here; the results are whole without it.
    let opened = Opened::read(&folder.join(RESTART)).ok();
    let ours = |opened: &Opened| {
        let header = &opened.header;
        header.build.is_this() && header.extends && as_kept(opened).is_ok_and(|kept| kept == *scenario)
    };
    let Some(opened) = opened.filter(ours) else { return Ok(None) };
    let films = match filmed(scenario, Some(&opened), options, hear) {
        Ok(films) => films,
        Err(stopped @ (Error::Cancelled { .. } | Error::Paused { .. })) => return Err(stopped),
        Err(error) => {
            hear(Event::Warning(&format!("no cross-section from the restart: {error}")));
            return Ok(None);
        }
    };
    let whole = films.first().is_some_and(|film| {
        film["days"]
            .as_array()
            .is_some_and(|shown| shown.len() as u64 + film["leftOut"].as_u64().unwrap_or(0) == days as u64)
    });
    Ok(whole.then_some((films, CrossSection::Restart)))
}

/// Runs a scenario, from where it was kept or from its first day, for its slices of the skin.
fn filmed(
    scenario: &Scenario,
    from: Option<&Opened>,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<Vec<Value>> {
    let end_day = scenario.run.days;
    let saved = from.map(|opened| {
        let memory = Reader::of(opened.memory()?, opened.bytes)?;
        Ok::<_, Error>(Saved { memory, planned: scenario })
    });
    let mut simulation =
        Simulation::new(scenario).filmed(true).stop_on(&options.cancel).from(saved.transpose()?);
    if from.is_some() && writes_fields(scenario) {
        // It goes on with all that watched the run; the fields are in the folder already.
        simulation = simulation.watched(Schedule::fields(), FieldsOnGrid::new(scenario, Nowhere));
    }
    let result = simulation.run(&mut |day, work| hear(Event::Step { day, end_day, steps: work.steps }))?;
    Ok(Drawings::of(&[], &result.films).films)
}

/// The page of a study.
fn study_page(
    folder: &Path,
    summary: &Value,
    run_again: bool,
    options: &Options,
    hear: &Hear<'_>,
) -> Result<String> {
    let path = folder.join("study.toml");
    let study = read_study(&path)?.study().ok_or_else(|| Error::file(&path, "it holds no study"))?;
    let figures = folder.join(FIGURES);
    if !figures.is_file() {
        if run_again {
            return page_of_another_run(&study, folder, options, hear);
        }
        let folder = visible::path(folder);
        let problem = format!(
            "{folder} has no {FIGURES}, as results of before 0.2 have none; --run-again runs the study once more for its page"
        );
        return Err(Error::Usage(problem));
    }
    let panels = results::json(&figures)?["panels"].as_array().cloned();
    let panels = panels.ok_or_else(|| Error::file(&figures, "it holds no `panels`"))?;
    let svg = |panel: &Value| folder.join(format!("{}.svg", panel["name"].as_str().unwrap_or_default()));
    let page = OfStudy {
        study: &study,
        text: &files::text(&folder.join("findings.txt"), MOST_OF_PAGE)?,
        tables: &results::tidy_tables(folder)?,
        drawn: panels.iter().any(|panel| svg(panel).is_file()),
        panels,
        program: summary["program"].as_str().unwrap_or_default(),
    };
    page.html()
}

/// The page of a study that is run once more, in a place of its own that is removed again.
fn page_of_another_run(study: &Study, folder: &Path, options: &Options, hear: &Hear<'_>) -> Result<String> {
    let place = tempfile::tempdir().map_err(|source| Error::io("write", &std::env::temp_dir(), source))?;
    let drawn = results::names(folder)?.iter().any(|name| name.ends_with(".svg"));
    let options =
        Options { out: place.path().join("again"), figures: drawn, report: true, ..options.clone() };
    let carried = job::study(study, &options, hear).map_err(|error| match error {
        // Its journal goes with the place.
        Error::Interrupted { done, runs, .. } => Error::Interrupted { done, runs, kept: false },
        other => other,
    })?;
    files::text(&carried.folder.join(NAME), MOST_OF_PAGE)
}

/// Keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn begin(&mut self, _dataset: Dataset, _written: usize) -> Result<()> {
        Ok(())
    }

    fn put(&mut self, _frame: Frame) -> Result<()> {
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        Ok(())
    }
}
