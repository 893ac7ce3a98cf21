//! Panels of curves from the tables of results.

use std::ops::RangeInclusive;

use super::overlay::{Layer, overlay};
use crate::error::{Error, Result};
use crate::figure::{Curves, Figure, Line};
use crate::outcome::figures;
use crate::outcome::wording;
use crate::results::RunFolder;
use crate::series::Column;

/// Short names of figures.
const SHORT: [(&str, &str); 4] = [
    ("cells", "cells_and_signals"),
    ("barrier", "barrier_and_redness"),
    ("redness", "barrier_and_redness"),
    ("weeks", "first_two_weeks"),
];
/// Least range of an ordinate of columns: less is what the tolerance of a run leaves.
const LEAST: f64 = 1e-4;

/// A result with nothing but these days.
pub(super) fn cut(result: &RunFolder, days: &RangeInclusive<f64>) -> RunFolder {
    let mut cut = result.clone();
    let series = &mut cut.series;
    let kept: Vec<bool> = series.time_day.iter().map(|day| days.contains(day)).collect();
    let keep = |values: &mut Vec<f64>| {
        let mut rows = kept.iter();
        values.retain(|_| rows.next().copied().unwrap_or(false));
    };
    keep(&mut series.time_day);
    series.columns.iter_mut().for_each(|column| keep(&mut column.values));
    cut.sessions.retain(|day| days.contains(day));
    cut
}

/// All figures of curves that a result has.
fn figures_of(result: &RunFolder) -> Vec<(String, Vec<Curves>)> {
    let mut all = figures::curves(&result.series, &result.sessions);
    all.extend(figures::topicals(&result.series, &result.sessions));
    let curves = |figure| match figure {
        Figure::Curves { name, panels } => Some((name, panels)),
        _ => None,
    };
    all.into_iter().filter_map(curves).collect()
}

/// Panels of figures by their names.
pub(super) fn of_figures(results: &[RunFolder], names: &[String]) -> Result<Vec<Curves>> {
    let all: Vec<Vec<(String, Vec<Curves>)>> = results.iter().map(figures_of).collect();
    let mut panels = Vec::new();
    for asked in names {
        let name = SHORT.iter().find(|(short, _)| short == asked).map_or(asked.as_str(), |(_, name)| name);
        let mut layers = Vec::new();
        for (result, figures) in results.iter().zip(&all) {
            let Some((_, panels)) = figures.iter().find(|(known, _)| known == name) else {
                return Err(unknown(asked, result, figures));
            };
            layers.push(Layer { name: &result.name, panels: panels.clone(), sessions: &result.sessions });
        }
        panels.extend(overlay(layers));
    }
    Ok(panels)
}

fn unknown(asked: &str, result: &RunFolder, figures: &[(String, Vec<Curves>)]) -> Error {
    let names: Vec<&str> = figures.iter().map(|(name, _)| name.as_str()).collect();
    let maps = if result.maps.is_empty() { "" } else { ", heatmap" };
    let title = format!("there is no figure `{asked}` of {}", result.name);
    Error::Usage(format!("{title}; its figures: {}{maps}; or name --columns", names.join(", ")))
}

/// Columns in panels, one a unit.
pub(super) fn of_columns(results: &[RunFolder], names: &[String]) -> Result<Vec<Curves>> {
    let mut units: Vec<(String, Vec<&str>)> = Vec::new();
    for name in names {
        let unit = column(&results[0], name)?.unit.clone();
        match units.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, columns)) => columns.push(name),
            None => units.push((unit, vec![name])),
        }
    }
    let mut panels = Vec::new();
    for (unit, columns) in units {
        let layer = |result| -> Result<Layer<'_>> {
            let panels = vec![panel(result, &unit, &columns)?];
            Ok(Layer { name: &result.name, panels, sessions: &result.sessions })
        };
        panels.extend(overlay(results.iter().map(layer).collect::<Result<_>>()?));
    }
    Ok(panels)
}

fn panel(result: &RunFolder, unit: &str, names: &[&str]) -> Result<Curves> {
    let columns = names.iter().map(|name| column(result, name)).collect::<Result<Vec<_>>>()?;
    let words = |column: &Column| wording::of_column(&column.name);
    let line = |column: &&Column| Line {
        label: words(column),
        x: result.series.time_day.clone(),
        y: column.values.clone(),
    };
    let quantity = match columns[..] {
        [only] => words(only),
        _ if unit == "1" => "value".to_owned(),
        _ => String::new(),
    };
    let title = if let [only] = columns[..] { capital(&words(only)) } else { String::new() };
    // Of several quantities the axis has the unit alone.
    let y_label = if quantity.is_empty() { in_words(unit) } else { wording::axis(&quantity, unit) };
    Ok(Curves {
        title,
        x_label: "time (days)".into(),
        y_label,
        lines: columns.iter().map(line).collect(),
        marks: result.sessions.clone(),
        mark_label: "session".into(),
        y_floor: LEAST,
        ..Curves::default()
    })
}

/// A unit that is no abbreviation.
fn in_words(unit: &str) -> String {
    match unit.strip_prefix("rest ") {
        Some(quantity) => format!("relative to {quantity} at rest"),
        None if unit.starts_with("about ") => format!("excess (1 stands for {unit})"),
        None => unit.to_owned(),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn column<'r>(result: &'r RunFolder, name: &str) -> Result<&'r Column> {
    result.series.column(name).ok_or_else(|| {
        let likeness = |column: &&Column| strsim::normalized_damerau_levenshtein(name, &column.name);
        let nearest = result.series.columns.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        let hint = nearest.map_or_else(String::new, |near| format!("; did you mean `{}`?", near.name));
        Error::Usage(format!("{} has no column `{name}`{hint} (they are in outcomes.json)", result.name))
    })
}
