//! Reads where the needles of an array are: places, rings and rows, or a file.

use std::path::Path;

use super::fault::Faults;
use super::keys::{Key, POSITIONS, POSITIONS_MM, RINGS, ROWS};
use super::section::Section;
use super::source::Place;
use crate::files::{self, table};
use crate::puncture::{Tool, ring, row};

/// Most needles of an array.
const MOST: usize = 1000;

/// Puts the needles of an array where the scenario says; of other devices such keys are faults.
pub(super) fn read(section: &Section<'_>, tool: &mut Tool, firmness: f64, faults: &mut Faults) {
    let keys = [POSITIONS_MM, POSITIONS, RINGS, ROWS];
    // A session that says any of them means its own array.
    let own = section.first_with(&keys.map(|key| key.name()));
    let Some(given) = keys.iter().find_map(|key| own.entry(key.name())) else { return };
    let Tool::Needles { device, .. } = &*tool else { return refuse(tool.name(), &own, &keys, faults) };
    if device.places().is_none() {
        return refuse(device.preset().name, &own, &keys, faults);
    }
    let mut places: Vec<[f64; 2]> = Vec::new();
    let lists = |key: &Key, faults: &mut Faults| own.lists(key, faults).unwrap_or_default();
    for (list, at) in lists(&POSITIONS_MM, faults) {
        if let [x, y] = list[..] {
            places.push([x, y]);
        } else {
            faults.add(at, "a position has an x and a y", "write it as [1.5, -0.5]");
        }
    }
    for (list, at) in lists(&RINGS, faults) {
        match list[..] {
            [radius, needles] if radius > 0.0 => places.extend(ring(radius, whole(needles, at, faults))),
            _ => faults.add(
                at,
                "a ring has a radius above 0 in mm and a number of needles",
                "write it as [1.5, 8]",
            ),
        }
    }
    for (list, at) in lists(&ROWS, faults) {
        match list[..] {
            [needles, y, apart] => places.extend(row(whole(needles, at, faults), y, apart)),
            _ => faults.add(
                at,
                "a row has a number of needles, its y in mm and the distance between needles in mm",
                "write it as [6, 0, 1.5]",
            ),
        }
    }
    if let Some((file, at)) = own.text(POSITIONS.name(), faults) {
        let side = own.entry("track_width_mm").or_else(|| section.entry("track_width_mm"));
        let side = side.and_then(|entry| entry.node.number());
        match from_file(file, side, faults) {
            Ok(found) => places.extend(found),
            Err(problem) => {
                faults.add(at, problem, "its columns x_mm and y_mm are read; or give positions_mm")
            }
        }
    }
    if places.is_empty() || places.len() > MOST {
        let title = format!("the array has {} needles", places.len());
        faults.add(given.place, title, format!("allowed: 1 to {MOST}"));
        return;
    }
    if let Some(placed) = device.with_places(places) {
        *tool = Tool::needles(placed, firmness);
    }
}

fn refuse(name: &str, own: &Section<'_>, keys: &[Key], faults: &mut Faults) {
    for entry in keys.iter().filter_map(|key| own.entry(key.name())) {
        let title = format!("`{}` does not describe the device `{name}`", entry.key);
        faults.add(entry.place, title, "needles of your own are those of name = \"array\"");
    }
}

/// A number of needles.
fn whole(needles: f64, at: Place, faults: &mut Faults) -> u32 {
    if needles >= 1.0 && needles <= MOST as f64 && needles.fract() == 0.0 {
        return needles as u32;
    }
    faults.add(at, format!("{needles} is no number of needles"), format!("allowed: 1 to {MOST}"));
    0
}

/// Places of a table beside the scenario. A `punctures.csv` holds places on a piece of skin, whose corner is the
/// origin: of its first session, moved so that the middle of a print of that side is.
fn from_file(file: &str, side: Option<f64>, faults: &Faults) -> Result<Vec<[f64; 2]>, String> {
    let scenario = faults.sources.0.first().map_or("", |source| source.name.as_str());
    let path = Path::new(scenario).parent().unwrap_or(Path::new("")).join(file);
    let text = files::text(&path, files::MOST_OF_TEXT).map_err(|error| error.to_string())?;
    let mut rows =
        csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = rows.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| header.iter().position(|heading| heading == name);
    let (Some(x), Some(y)) = (column("x_mm"), column("y_mm")) else {
        return Err(format!("{} has no columns x_mm and y_mm", path.display()));
    };
    let session = column("session");
    let back = match (session, side) {
        (None, _) => 0.0,
        (Some(_), Some(side)) => 0.5 * side,
        (Some(_), None) => {
            return Err("a table of punctures needs the width of its skin: track_width_mm".into());
        }
    };
    let mut places = Vec::new();
    for row in rows.records() {
        let row = row.map_err(|error| {
            format!("{}:{}: {}", path.display(), table::line(&error), table::problem(&error))
        })?;
        if session.is_some_and(|session| row.get(session) != Some("1")) {
            continue;
        }
        let number = |at: usize| {
            let text = row.get(at).unwrap_or("");
            let value: Option<f64> = text.parse().ok().filter(|value: &f64| value.abs() <= 100.0);
            let line = row.position().map_or(0, csv::Position::line);
            value.ok_or_else(|| format!("{}:{line}: `{text}` is no place in mm", path.display()))
        };
        places.push([number(x)? - back, number(y)? - back]);
    }
    Ok(places)
}
