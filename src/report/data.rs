//! Figures, tables and the policy of a page, as they stand in its text.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::films::Packed;
use crate::figure::{Bars, Curves, Figure, Line, Points, Ribbon};
use crate::tidy::{Cells, TidyColumn, short};

/// Data as it may stand within a script element: nothing in it ends the element.
pub(super) fn quoted(data: &Value) -> String {
    let text = data.to_string();
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// A policy that lets these styles and scripts in and nothing else.
pub(super) fn policy(styles: &[&str], scripts: &[&str]) -> String {
    let hashes = |texts: &[&str]| {
        let hash =
            |text: &&str| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())));
        texts.iter().map(hash).collect::<String>()
    };
    format!("default-src 'none'; style-src{}; script-src{}", hashes(styles), hashes(scripts))
}

/// The panels of all figures that are no maps.
pub(super) fn panels(figures: &[Figure]) -> Vec<Value> {
    let mut all = Vec::new();
    for figure in figures {
        match figure {
            Figure::Curves { name, panels } => all.extend(panels.iter().map(|panel| curves(panel, name))),
            Figure::Bars { name, panels } => all.extend(panels.iter().map(|panel| bars(panel, name))),
            Figure::HeatMaps { .. } => {}
        }
    }
    all
}

/// Most points of a curve on a page; longer ones are thinned evenly, and end with their last.
const MOST_POINTS: usize = 2000;

/// The places of a curve's points that a page shows.
fn shown_points(all: usize) -> Vec<usize> {
    let every = all.div_ceil(MOST_POINTS).max(1);
    let last = all.checked_sub(1).filter(|last| last % every != 0);
    (0..all).step_by(every).chain(last).collect()
}

fn picked(values: &[f64], at: &[usize]) -> Vec<Value> {
    at.iter().filter_map(|at| values.get(*at)).map(|value| number(*value)).collect()
}

fn line(line: &Line) -> Value {
    let at = shown_points(line.x.len());
    json!({ "label": line.label, "x": picked(&line.x, &at), "y": picked(&line.y, &at) })
}

fn ribbon(ribbon: &Ribbon) -> Value {
    let at = shown_points(ribbon.x.len());
    json!({
        "label": ribbon.label, "x": picked(&ribbon.x, &at), "low": picked(&ribbon.low, &at), "high": picked(&ribbon.high, &at),
    })
}

fn curves(panel: &Curves, name: &str) -> Value {
    let reach = panel.y_reach.map(|(low, high)| json!([low, high]));
    json!({
        "kind": "curves", "name": name, "title": panel.title,
        "x": panel.x_label, "y": panel.y_label, "reach": reach, "floor": panel.y_floor,
        "lines": panel.lines.iter().map(line).collect::<Vec<_>>(),
        "ribbons": panel.ribbons.iter().map(ribbon).collect::<Vec<_>>(),
        "marks": numbers(&panel.marks), "markLabel": panel.mark_label,
        "dots": panel.dots.iter().map(|dot| json!([dot.line, dot.x, dot.y])).collect::<Vec<_>>(),
        "dotLabel": panel.dot_label, "note": panel.note,
        "points": panel.points.iter().map(points).collect::<Vec<_>>(),
        "bands": panel.bands.iter().map(|band| json!({
            "label": band.label, "x": [number(band.x.0), number(band.x.1)], "y": [number(band.y.0), number(band.y.1)],
        })).collect::<Vec<_>>(),
    })
}

fn points(points: &Points) -> Value {
    let each = points.points.iter().map(|point| {
        let ends = point.y_ends.map(|(low, high)| json!([low, high]));
        json!({ "x": point.x, "y": point.y, "xEnds": [point.x_ends.0, point.x_ends.1], "yEnds": ends })
    });
    json!({ "label": points.label, "points": each.collect::<Vec<_>>() })
}

fn bars(panel: &Bars, name: &str) -> Value {
    let bars = panel.bars.iter().map(|bar| {
        let parts = bar.parts.iter();
        let parts = parts.map(|(length, (low, high))| json!([number(*length), number(*low), number(*high)]));
        json!({ "label": bar.label, "parts": parts.collect::<Vec<_>>() })
    });
    json!({
        "kind": "bars", "name": name, "title": panel.title, "x": panel.x_label, "parts": panel.parts,
        "bars": bars.collect::<Vec<_>>(), "floor": panel.x_floor,
    })
}

/// A film, its frames compressed.
pub(super) fn film(film: &Packed<'_>) -> Value {
    let of = film.film;
    json!({
        "field": of.field, "unit": of.unit, "slice": of.slice, "x": of.x_label, "y": of.y_label,
        "xFaces": numbers(&of.x_faces), "yFaces": numbers(&of.y_faces),
        "layers": of.layers, "low": film.low, "high": film.high, "days": numbers(&film.days),
        "leftOut": film.left_out, "sparse": of.sparse,
        "frames": BASE64_STANDARD.encode(&film.bytes),
    })
}

/// Numbers as a page shows them: seven digits, and nothing where there is none.
fn numbers(values: &[f64]) -> Vec<Value> {
    values.iter().map(|value| number(*value)).collect()
}

fn number(value: f64) -> Value {
    let rounded: Option<f64> = value.is_finite().then(|| format!("{value:.6e}").parse().ok()).flatten();
    rounded.map_or(Value::Null, |value| json!(value))
}

/// The cells of a column as text.
pub(super) fn cells(column: &TidyColumn) -> Vec<String> {
    match &column.cells {
        Cells::Text(words) => words.clone(),
        Cells::Number(values) => {
            values.iter().map(|value| if value.is_finite() { short(*value) } else { String::new() }).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_data_ends_its_element() {
        let data = json!({ "title": "</script><script>alert(1)</script><!--" });
        let text = quoted(&data);
        assert!(!text.contains('<') && !text.contains('>'));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), data);
    }

    #[test]
    fn long_curves_are_thinned_to_their_last_point() {
        assert_eq!(shown_points(0), [0; 0]);
        assert_eq!(shown_points(3), [0, 1, 2]);
        let shown = shown_points(30_002);
        assert!(shown.len() <= MOST_POINTS + 1 && shown[1] == 16 && shown.last() == Some(&30_001));
    }

    #[test]
    fn numbers_keep_seven_digits_and_gaps() {
        assert_eq!(numbers(&[1.0 / 3.0, f64::NAN]), [json!(0.3333333), Value::Null]);
    }
}
