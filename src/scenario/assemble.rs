//! From the tree to the scenario: every table read, every default filled in.

use super::fault::{Advice, Faults};
use super::field::{
    self, AGE_YEARS, FITZPATRICK_TYPE, INDICATION, LAYERS, PHOTOAGEING_GRADE, SCHEMA, SUN_EXPOSURE,
    SUNSCREEN, TABLES, TOP,
};
use super::section::Section;
use super::source::Place;
use super::tree::Table;
use super::{
    Geometry, GridSettings, RunSettings, STEPPERS, Scenario, grid, observe, parameters, sessions, topicals,
};
use crate::indication::{INDICATIONS, Indication, Shape};
use crate::parameters::ParameterSet;
use crate::patient::{Patient, Sex};
use crate::precaution;
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
    let run = run(root, faults);
    let treatment = open(root, "treatment", faults);
    let sessions = sessions::read(root, &treatment, &site, faults);
    let topicals = topicals::read(&treatment, &sessions, faults);
    let grid = grid::read(root, &site, &sessions, faults);
    let indication = indication(root, &grid, faults);
    let observe = observe::read(root, &sessions, run.days, faults);
    let parameters = parameters::read(root, faults);
    let default = ParameterSet::default();
    let changed = |name: &&str| parameters.get(name) != default.get(name);
    let changed_parameters =
        ParameterSet::table().map(|(_, row)| row.name).filter(changed).map(str::to_owned).collect();
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
    }
}

/// The table of that name, with its own keys.
pub(super) fn open<'a>(root: &'a Table, name: &str, faults: &mut Faults) -> Section<'a> {
    let keys = TABLES.iter().find(|(table, _)| *table == name).map_or(&[][..], |(_, keys)| keys);
    Section::open(root, name, keys, faults)
}

fn top<'a>(root: &'a Table, faults: &mut Faults) -> Section<'a> {
    let tables = TABLES.iter().map(|(table, _)| *table).chain(["parameters"]);
    let keys: Vec<&str> = TOP.iter().copied().chain(tables).collect();
    let top = Section::of(root, "the scenario", &keys, faults);
    if top.entry(SCHEMA.key).is_none() {
        faults.add(START, "`schema` is missing", "begin the file with schema = 1");
    }
    top.whole(&SCHEMA, 1, faults);
    top
}

fn title(top: &Section<'_>, default: &str, faults: &mut Faults) -> String {
    let Some((title, place)) = top.text("title", faults) else {
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
    let whole =
        |number, default: u8, faults: &mut Faults| section.whole(number, u64::from(default), faults) as u8;
    let usual = Patient::DEFAULT;
    Patient {
        age_years: section.number(&AGE_YEARS, usual.age_years, faults),
        sex: Sex::ALL[section.name("sex", "sex", &Sex::ALL.map(Sex::name), faults)],
        smoker: section.flag("smoker", faults),
        occluded: section.flag("occluded", faults),
        fitzpatrick_type: whole(&FITZPATRICK_TYPE, usual.fitzpatrick_type, faults),
        photoageing_grade: whole(&PHOTOAGEING_GRADE, usual.photoageing_grade, faults),
        diabetes: section.flag("diabetes", faults),
        keloid_tendency: section.flag("keloid_tendency", faults),
        ages: section.flag("ages", faults),
        sun_exposure: section.number(&SUN_EXPOSURE, usual.sun_exposure, faults),
        sunscreen: section.number(&SUNSCREEN, usual.sunscreen, faults),
        conditions: section.names("conditions", "condition", precaution::conditions(), faults),
    }
}

fn site(root: &Table, sex: Sex, faults: &mut Faults) -> Site {
    let section = open(root, "site", faults);
    let names: Vec<&str> = site::names().collect();
    let chosen = section.name("name", "site", &names, faults);
    let mut site = site::sites(sex).swap_remove(chosen);
    let mut changed = Vec::new();
    for layer in &LAYERS {
        let catalogued = (layer.get)(&site);
        let thickness = section.number(&layer.number, catalogued, faults);
        if thickness != catalogued {
            *(layer.slot)(&mut site) = thickness;
            changed.push(layer.number.key);
        }
    }
    if !changed.is_empty() {
        site.source = format!("{}; set by the scenario: {}", site.source, changed.join(", "));
    }
    site
}

/// What is treated, where the scenario names it; it must fit the grid.
fn indication(root: &Table, grid: &GridSettings, faults: &mut Faults) -> Option<Indication> {
    let section = open(root, "indication", faults);
    let (name, place) =
        match (section.text("name", faults), INDICATION.iter().find_map(|m| section.entry(m.number.key))) {
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
    for member in &INDICATION {
        let default = (member.get)(&found);
        *(member.slot)(&mut found) = section.number(&member.number, default, faults);
    }
    let local = found.shape != Shape::Everywhere;
    let fits = match grid.geometry {
        Geometry::WellMixed => !local,
        Geometry::Cell => found.shape != Shape::Band,
        Geometry::Slab | Geometry::Patch => !local || found.width_mm < grid.width_mm,
    };
    if !fits {
        let title = format!("the indication `{name}` does not fit this grid");
        faults.add(place, title, "it needs a `slab` or `patch` that is wider than itself");
    }
    Some(found)
}

fn run(root: &Table, faults: &mut Faults) -> RunSettings {
    let section = open(root, "run", faults);
    RunSettings {
        days: microday(section.number(&field::RUN_DAYS, 300.0, faults)),
        seed: section.whole(&field::SEED, 1, faults),
        tolerance: section.number(&field::TOLERANCE, 1e-3, faults),
        stepper: STEPPERS[section.name("stepper", "time stepper", STEPPERS, faults)].to_owned(),
        symmetry: section.flag_or("symmetry", true, faults),
        active_box: section.flag_or("active_box", true, faults),
    }
}
