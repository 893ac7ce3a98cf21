//! What figures draw of a series whose values are known.

use ndarray::arr2;

use super::*;
use crate::figure::HeatMap;
use crate::series::Column;

fn series(days: &[f64], columns: &[(&str, &[f64])]) -> TimeSeries {
    let column = |(name, values): &(&str, &[f64])| Column {
        name: (*name).into(),
        outcome: String::new(),
        region: String::new(),
        unit: String::new(),
        meaning: String::new(),
        values: values.to_vec(),
    };
    TimeSeries { time_day: days.to_vec(), columns: columns.iter().map(column).collect() }
}

fn name(figure: &Figure) -> &str {
    let (Figure::Curves { name, .. } | Figure::Bars { name, .. } | Figure::HeatMaps { name, .. }) = figure;
    name
}

fn spell(session: usize, from: f64, until: f64) -> Spell {
    Spell { session, from, until }
}

#[test]
fn lines_and_their_bands_are_scaled_alike() {
    let thickness = Panel { offset: 0.5, scale: 2.0, ..swelling("", &[("own", "mmp.dermis")]) };
    let series = series(&[0.0, 10.0, 20.0], &[("mmp.dermis", &[1.0, 3.0, 4.0])]);
    let drawn = lines(&thickness, &series, &(5.0..=20.0), 10.0, None);
    assert_eq!(drawn, [Line { label: "own".into(), x: vec![0.0, 10.0], y: vec![5.0, 7.0] }]);
    let band = ColumnBand {
        column: "mmp.dermis".into(),
        days: vec![0.0, 20.0],
        low: vec![1.0, 2.0],
        median: vec![1.0, 4.0],
        high: vec![1.0, 6.0],
    };
    let behind = ribbons(&thickness, &series, &[band], &(5.0..=20.0), 10.0);
    assert_eq!(behind.len(), 1);
    let Ribbon { x, low, high, .. } = &behind[0];
    assert_eq!([x, low, high].map(|of| of.as_slice()), [[10.0], [3.0], [11.0]]);
    assert!(ribbons(&thickness, &series, &[], &(5.0..=20.0), 10.0).is_empty());
}

#[test]
fn of_many_sessions_some_are_drawn_from_the_first_to_the_last() {
    let days: Vec<f64> = (0..9).map(|at| 10.0 * f64::from(at)).collect();
    let all = spells(&series(&[0.0, 90.0], &[]), &days);
    assert_eq!((all.len(), all[0], all[8]), (9, spell(1, 0.0, 10.0), spell(9, 80.0, 90.0)));
    let numbers = |over| chosen(&all, over).iter().map(|spell| spell.session).collect::<Vec<_>>();
    assert_eq!(numbers(Over::EachSession), [1, 2, 4, 5, 7, 9]);
    assert_eq!(numbers(Over::LastSession), [9]);
    assert!(numbers(Over::Run).is_empty());
    // A session on the last day has no time after it.
    assert_eq!(spells(&series(&[0.0, 20.0], &[]), &[0.0, 20.0]), [spell(1, 0.0, 20.0)]);
}

#[test]
fn a_window_is_as_long_as_the_slowest_event() {
    let days = [0.0, 1.0, 4.5, 9.0, 30.0];
    let (quick, slow) = ([1.0, 2.0, 1.1, 1.04, 1.0], [0.0, -1.0, -2.0, -0.2, -0.05]);
    let series = series(&days, &[("quick", &quick), ("slow", &slow), ("flat", &[0.0; 5])]);
    let of = |names: &[&str], spells: &[Spell]| window(&series, names.iter().copied(), spells);
    let whole = [spell(1, 0.0, 30.0)];
    assert_eq!(of(&["quick"], &whole), 5.0);
    assert_eq!(of(&["quick", "slow"], &whole), 9.0);
    assert_eq!(of(&["slow"], &[spell(1, 0.0, 1.0)]), WINDOW.0);
    assert_eq!([of(&["flat"], &whole), of(&["none"], &whole)], [WINDOW.0; 2]);
}

#[test]
fn a_figure_of_a_defect_needs_a_defect() {
    let named = |volume: f64| {
        let series = series(&[0.0, 20.0], &[(DEFECT_VOLUME, &[0.0, volume])]);
        curves(&series, &[2.0]).iter().map(|figure| name(figure).to_owned()).collect::<Vec<_>>()
    };
    let usual = named(0.0);
    assert_eq!(usual, named(LEAST));
    for volume in [2.0 * LEAST, -1.0] {
        let with = named(volume);
        assert_eq!(with.len(), usual.len() + 1);
        assert!(with.iter().any(|name| name == DEFECT.0));
    }
}

#[test]
fn maps_of_one_field_share_a_scale_over_all_pages() {
    let map = |label: &str, least: f64| HeatMap {
        title: String::new(),
        x_label: String::new(),
        y_label: String::new(),
        value_label: label.into(),
        x_faces: vec![0.0, 1.0, 2.0, 3.0],
        y_faces: vec![0.0, 1.0],
        values: arr2(&[[least, f64::NAN, least + 1.0]]),
        layers: Vec::new(),
        value_floor: 0.0,
        value_reach: None,
    };
    let days: Vec<Vec<HeatMap>> =
        (0..=DAYS_A_PAGE).map(|day| vec![map("a", day as f64), map("b", -(day as f64))]).collect();
    let pages = maps(&days);
    assert_eq!(pages.iter().map(name).collect::<Vec<_>>(), ["maps", "maps_2"]);
    for (page, columns) in pages.iter().zip([DAYS_A_PAGE, 1]) {
        let Figure::HeatMaps { rows, .. } = page else { panic!("no maps") };
        assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [columns; 2]);
        let reaches = [Some((0.0, 9.0)), Some((-8.0, 1.0))];
        for (row, reach) in rows.iter().zip(reaches) {
            assert!(row.iter().all(|map| map.value_reach == reach));
        }
    }
}
