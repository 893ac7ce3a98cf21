//! From the tree to the scenario: every table read, every default filled in.

use super::fault::{Advice, Faults};
use super::keys::{INDICATION, PATIENT, RUN, SCHEMA, SITE, TITLE, TOP, fill, settable};
use super::section::Section;
use super::source::Place;
use super::tree::Table;
use super::{
    Geometry, GridSettings, RunSettings, Scenario, grid, observe, parameters, sessions, topicals, wounds,
};
use crate::indication::{INDICATIONS, Indication, Shape};
use crate::numerics::steppers::chosen;
use crate::parameters::ParameterSet;
use crate::patient::{Patient, Sex};
use crate::site::{self, Site};
use crate::treatment::microday;

/// Where to point when what is wrong stands nowhere.
pub(super) const START: Place = Place { source: 0, start: 0, end: 0 };

/// Most characters of a title.
const LONGEST_TITLE: usize = 200;

/// Reads everything; the scenario is only worth having when no fault was added.
pub(super) fn scenario(root: &Table, default_title: &str, faults: &mut Faults) -> Scenario {
    let top = top(root, faults);
    let title = title(&top, default_title, faults);
    let patient = patient(root, faults);
    let site = site(root, patient.sex, faults);
    let mut run = run(root, faults);
    let treatment = open(root, "treatment", faults);
    let sessions = sessions::read(root, &treatment, &site, faults);
    let topicals = topicals::read(&treatment, &sessions, faults);
    let grid = grid::read(root, &site, &sessions, faults);
    run.stepper = settled(run.stepper, run.tolerance, &grid);
    let indication = indication(root, &grid, faults);
    let observe = observe::read(root, &sessions, run.days, grid.geometry, faults);
    let parameters = parameters::read(root, faults);
    wounds::check(root, &grid, &sessions, parameters.channel.gaping, faults);
    let default = ParameterSet::default();
    let pairs = parameters.values().zip(default.values());
    let changed = ParameterSet::table().zip(pairs).filter(|(_, (value, usual))| value != usual);
    let changed_parameters = changed.map(|((_, row), _)| row.name.to_owned()).collect();
    Scenario {
        title,
        patient,
        site,
        indication,
        grid,
        sessions,
        topicals,
        run,
        observe,
        parameters,
        changed_parameters,
        kept_layers: Vec::new(),
    }
}

/// The table of that name, with its own keys.
pub(super) fn open<'a>(root: &'a Table, name: &str, faults: &mut Faults) -> Section<'a> {
    let keys: Vec<&str> = settable().filter(|key| key.table() == name).map(|key| key.name()).collect();
    Section::open(root, name, &keys, faults)
}

fn top<'a>(root: &'a Table, faults: &mut Faults) -> Section<'a> {
    let tables = settable().map(|key| key.table()).filter(|table| !table.is_empty());
    let mut keys: Vec<&str> = TOP.iter().map(|key| key.name()).chain(tables).chain(["parameters"]).collect();
    keys.dedup();
    let top = Section::of(root, "the scenario", &keys, faults);
    if top.entry(SCHEMA.name()).is_none() {
        faults.add(START, "`schema` is missing", "begin the file with schema = 1");
    }
    top.whole(&SCHEMA, faults);
    top
}

fn title(top: &Section<'_>, default: &str, faults: &mut Faults) -> String {
    let Some((title, place)) = top.text(TITLE.name(), faults) else {
        // A file may be called anything; a title fits on a line, so that it can be read again.
        let fitting = |letter: char| if letter.is_control() { ' ' } else { letter };
        return default.chars().take(LONGEST_TITLE).map(fitting).collect();
    };
    if title.chars().count() > LONGEST_TITLE || title.chars().any(char::is_control) {
        faults.add(
            place,
            "the title does not fit on a line",
            "allowed: up to 200 characters, no line breaks",
        );
    }
    title.to_owned()
}

fn patient(root: &Table, faults: &mut Faults) -> Patient {
    let section = open(root, "patient", faults);
    let mut patient = Patient::DEFAULT;
    fill(&PATIENT, &section, &mut patient, faults);
    patient
}

fn site(root: &Table, sex: Sex, faults: &mut Faults) -> Site {
    let section = open(root, "site", faults);
    let [name, ..] = &SITE;
    let named = section.value(&name.key, faults);
    let mut sites = site::sites(sex);
    let chosen = sites.iter().position(|site| (name.get)(site) == named).unwrap_or(0);
    let mut site = sites.swap_remove(chosen);
    let catalogued = site.clone();
    fill(&SITE, &section, &mut site, faults);
    let changed = SITE.iter().filter(|row| row.is_given(&site, &catalogued)).map(|row| row.key.name());
    let changed: Vec<&str> = changed.collect();
    if !changed.is_empty() {
        site.source = format!("{}; set by the scenario: {}", site.source, changed.join(", "));
    }
    site
}

/// What is treated, where the scenario names it; it must fit the grid.
fn indication(root: &Table, grid: &GridSettings, faults: &mut Faults) -> Option<Indication> {
    let section = open(root, "indication", faults);
    let (name, place) =
        match (section.text("name", faults), INDICATION.iter().find_map(|row| section.entry(row.key.name())))
        {
            (Some(named), _) => named,
            (None, Some(entry)) => {
                faults.add(entry.place, "[indication] has no `name`", "add one of `dermis list indications`");
                return None;
            }
            (None, None) => return None,
        };
    let names = INDICATIONS.iter().map(|known| known.name);
    let Some(mut found) = INDICATIONS.into_iter().find(|known| known.name == name) else {
        let title = format!("there is no indication `{}`", super::section::shown(name));
        faults.add(place, title, Advice::names(name, names));
        return None;
    };
    fill(&INDICATION, &section, &mut found, faults);
    let local = found.shape != Shape::Everywhere;
    let fits = match grid.geometry {
        // What is scar-like changes by itself, also where no needle reaches, which a mixed cell does not follow.
        Geometry::WellMixed => !local && found.scar_like == 0.0 && found.excess == 0.0,
        Geometry::Cell => found.shape != Shape::Band,
        Geometry::Slab | Geometry::Patch => !local || found.width_mm < grid.width_mm,
    };
    if !fits {
        let title = format!("the indication `{name}` does not fit this grid");
        faults.add(place, title, "take a `slab` or `patch` that is wider than it");
    } else if local && grid.geometry == Geometry::Cell && grid.shifted_sessions {
        let title =
            format!("the indication `{name}` has a place, which shifted_sessions would spread over the skin");
        faults.add(place, title, "leave grid.shifted_sessions out, or take a `slab` or `patch`");
    }
    Some(found)
}

/// What `auto` stands for, so that it is written down.
fn settled(stepper: &'static str, tolerance: f64, grid: &GridSettings) -> &'static str {
    // Of the shape only a single cell counts.
    let cells = if grid.geometry == Geometry::WellMixed { 1 } else { 2 };
    chosen(stepper, tolerance, (cells, 1, 1))
}

fn run(root: &Table, faults: &mut Faults) -> RunSettings {
    let section = open(root, "run", faults);
    let mut run = RunSettings::USUAL;
    fill(&RUN, &section, &mut run, faults);
    run.days = microday(run.days);
    run
}
