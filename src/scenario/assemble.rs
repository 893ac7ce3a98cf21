//! From the tree to the scenario: every table read, every default filled in.

use super::fault::{Faults, nearest};
use super::field::{self, AGE_YEARS, LAYERS, SCHEMA, TABLES, TOP};
use super::section::{Section, number, shown};
use super::source::Place;
use super::tree::{Table, Value};
use super::{
    Boundary, Geometry, GridSettings, ObservationSettings, RunSettings, STEPPERS, Scenario, sessions,
};
use crate::parameters::ParameterSet;
use crate::patient::{Patient, Sex};
use crate::quantities::Quantity;
use crate::site::{self, Site};
use crate::treatment::Session;

/// Reads everything; the scenario is only worth having when no fault was added.
pub(super) fn scenario(root: &Table, default_title: &str, faults: &mut Faults) -> Scenario {
    let top = top(root, faults);
    let title = title(&top, default_title, faults);
    let patient = patient(root, faults);
    let site = site(root, patient.sex, faults);
    let run = run(root, faults);
    let treatment = open(root, "treatment", faults);
    let sessions = sessions::read(root, &treatment, &site, run.days, faults);
    let grid = grid(root, &site, &sessions, faults);
    let observe = observe(root, &sessions, run.days, faults);
    let parameters = parameters(root, faults);
    let default = ParameterSet::default();
    let changed = |name: &&str| parameters.get(name) != default.get(name);
    let changed_parameters =
        ParameterSet::table().map(|(_, row)| row.name).filter(changed).map(str::to_owned).collect();
    Scenario { title, patient, site, grid, sessions, run, observe, parameters, changed_parameters }
}

fn open<'a>(root: &'a Table, name: &str, faults: &mut Faults) -> Section<'a> {
    let keys = TABLES.iter().find(|(table, _)| *table == name).map_or(&[][..], |(_, keys)| keys);
    Section::open(root, name, keys, faults)
}

fn top<'a>(root: &'a Table, faults: &mut Faults) -> Section<'a> {
    let tables = TABLES.iter().map(|(table, _)| *table).chain(["parameters"]);
    let keys: Vec<&str> = TOP.iter().copied().chain(tables).collect();
    let top = Section::of(root, "the scenario", &keys, faults);
    if top.entry(SCHEMA.key).is_none() {
        let start = Place { source: 0, start: 0, end: 0 };
        faults.add(start, "`schema` is missing", "begin the file with schema = 1");
    }
    top.whole(&SCHEMA, 1, faults);
    top
}

fn title(top: &Section<'_>, default: &str, faults: &mut Faults) -> String {
    let Some((title, place)) = top.text("title", faults) else { return default.to_owned() };
    if title.chars().count() > 200 || title.chars().any(char::is_control) {
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
    let age_years = section.number(&AGE_YEARS, 30.0, faults);
    let sex = Sex::ALL[section.name("sex", &Sex::ALL.map(Sex::name), 0, faults)];
    Patient { age_years, sex }
}

fn site(root: &Table, sex: Sex, faults: &mut Faults) -> Site {
    let section = open(root, "site", faults);
    let names: Vec<&str> = site::names().collect();
    let default = names.iter().position(|name| *name == site::DEFAULT).unwrap_or(0);
    let chosen = section.name("name", &names, default, faults);
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

fn run(root: &Table, faults: &mut Faults) -> RunSettings {
    let section = open(root, "run", faults);
    RunSettings {
        days: section.number(&field::RUN_DAYS, 300.0, faults),
        seed: section.whole(&field::SEED, 1, faults),
        tolerance: section.number(&field::TOLERANCE, 1e-3, faults),
        stepper: STEPPERS[section.name("stepper", STEPPERS, 0, faults)].to_owned(),
    }
}

fn grid(root: &Table, site: &Site, sessions: &[Session], faults: &mut Faults) -> GridSettings {
    let section = open(root, "grid", faults);
    let geometry = Geometry::ALL[section.name("geometry", &Geometry::ALL.map(Geometry::name), 0, faults)];
    let boundary = Boundary::ALL[section.name("boundary", &Boundary::ALL.map(Boundary::name), 0, faults)];
    let width_mm = section.number(&field::WIDTH_MM, 4.0, faults);
    let length_mm = section.number(&field::LENGTH_MM, width_mm, faults);
    let spacing_um = section.number(&field::SPACING_UM, 25.0, faults);
    let depth_spacing_um = section.number(&field::DEPTH_SPACING_UM, spacing_um, faults);
    let finest = depth_spacing_um.min(25.0);
    let surface_spacing_um = section.number(&field::SURFACE_SPACING_UM, finest, faults);
    let grid = GridSettings {
        geometry,
        width_mm,
        length_mm,
        spacing_um,
        depth_spacing_um,
        surface_spacing_um,
        boundary,
    };
    let [z, y, x] = grid.shape(site, sessions);
    let cells = z as f64 * y as f64 * x as f64;
    if cells > GridSettings::MOST_CELLS {
        let keys = ["spacing_um", "width_mm", "length_mm", "geometry"];
        let place = keys.iter().find_map(|key| section.entry(key)).map(|entry| entry.node.place);
        faults.add(
            place.unwrap_or(Place { source: 0, start: 0, end: 0 }),
            format!("the grid has {z} × {y} × {x} = {cells:.1e} cells (depth × length × width)"),
            format!(
                "allowed: up to {:.0e}; take a wider spacing or a smaller piece",
                GridSettings::MOST_CELLS
            ),
        );
    }
    grid
}

fn observe(root: &Table, sessions: &[Session], end: f64, faults: &mut Faults) -> ObservationSettings {
    let section = open(root, "observe", faults);
    let maps = section.increasing(&field::MAP_DAYS, faults);
    for (day, place) in maps.iter().flatten().filter(|(day, _)| *day > end) {
        let title = format!("`map_days` {day} comes after the end of the run");
        faults.add(*place, title, format!("the run ends on day {end}; see run.days"));
    }
    let map_days = maps
        .map_or_else(|| usual_map_days(sessions, end), |maps| maps.into_iter().map(|(day, _)| day).collect());
    ObservationSettings {
        dense_days: section.number(&field::DENSE_DAYS, 7.0, faults),
        dense_interval_days: section.number(&field::DENSE_INTERVAL_DAYS, 0.25, faults),
        interval_days: section.number(&field::OBSERVE_INTERVAL_DAYS, 1.0, faults),
        map_days,
    }
}

/// A day, a week and a month after the first session, a month after the last, and the end: the
/// height of inflammation, of proliferation, of deposition, and what remains.
fn usual_map_days(sessions: &[Session], end: f64) -> Vec<f64> {
    let mut days = vec![end];
    if let (Some(first), Some(last)) = (sessions.first(), sessions.last()) {
        days.extend([first.day + 1.0, first.day + 7.0, first.day + 28.0, last.day + 28.0]);
    }
    days.retain(|day| *day <= end);
    days.sort_by(f64::total_cmp);
    days.dedup();
    days
}

fn parameters(root: &Table, faults: &mut Faults) -> ParameterSet {
    let mut set = ParameterSet::default();
    let Some(entry) = root.get("parameters") else { return set };
    let Value::Table(table) = &entry.node.value else {
        let title = format!("`parameters` must be a table, not {}", entry.node.value.kind());
        faults.add(entry.node.place, title, "write [parameters] and their names below");
        return set;
    };
    for entry in &table.0 {
        let rows = || ParameterSet::table().map(|(_, row)| row);
        let Some(row) = rows().find(|row| row.name == entry.key) else {
            let title = format!("there is no parameter `{}`", shown(&entry.key));
            faults.add(entry.place, title, unknown_parameter(&entry.key, faults.is_full()));
            continue;
        };
        let Quantity { name: key, low, high, unit, .. } = *row;
        if let Some(value) = number(&entry.node, &field::Number { key, low, high, unit }, faults) {
            set.set(key, value);
        }
    }
    set
}

fn unknown_parameter(key: &str, hurried: bool) -> String {
    let rows = || ParameterSet::table().map(|(_, row)| row);
    if hurried {
        return String::new();
    }
    if let Some(row) = rows().find(|row| row.symbol == key) {
        return format!("this is the symbol of `{}`", row.name);
    }
    nearest(key, rows().map(|row| row.name))
        .map_or("see `dermis list parameters`".to_owned(), |name| format!("did you mean `{name}`?"))
}
