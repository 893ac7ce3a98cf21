//! Maps of several days as pages, on one scale of colours.

use std::collections::BTreeMap;

use crate::figure::{Figure, HeatMap};

/// Days on a page of maps: of more each would be too small to read, and a page of thousands fits no memory.
pub const DAYS_A_PAGE: usize = 8;

/// Pages of maps: one row a field, one column a day, one scale of colours a field over all pages. `days` holds
/// the maps of each day.
pub fn maps(days: &[Vec<HeatMap>]) -> Vec<Figure> {
    let mut pages: Vec<Vec<Vec<HeatMap>>> = Vec::new();
    for (at, day) in on_one_scale(days.to_vec()).into_iter().enumerate() {
        if at % DAYS_A_PAGE == 0 {
            pages.push(vec![Vec::new(); day.len()]);
        }
        if let Some(rows) = pages.last_mut() {
            rows.iter_mut().zip(day).for_each(|(row, map)| row.push(map));
        }
    }
    let page = |(number, rows): (usize, Vec<Vec<HeatMap>>)| {
        let name = if number == 0 { "maps".into() } else { format!("maps_{}", number + 1) };
        Figure::HeatMaps { name, rows }
    };
    pages.into_iter().enumerate().map(page).collect()
}

/// Maps of some days with one scale of colours for what has one label.
pub fn on_one_scale(mut days: Vec<Vec<HeatMap>>) -> Vec<Vec<HeatMap>> {
    let mut reach: BTreeMap<String, Option<(f64, f64)>> = BTreeMap::new();
    for map in days.iter().flatten() {
        if !reach.contains_key(&map.value_label) {
            let same = days.iter().flatten().filter(|other| other.value_label == map.value_label);
            reach.insert(map.value_label.clone(), span(same));
        }
    }
    for map in days.iter_mut().flatten() {
        map.value_reach = reach.get(&map.value_label).copied().flatten();
    }
    days
}

/// From the lowest to the highest value of some maps.
fn span<'m>(maps: impl Iterator<Item = &'m HeatMap>) -> Option<(f64, f64)> {
    let values = maps.flat_map(|map| map.values.iter().copied()).filter(|value| value.is_finite());
    values.fold(None, |span, value| {
        let (low, high) = span.unwrap_or((value, value));
        Some((value.min(low), value.max(high)))
    })
}
