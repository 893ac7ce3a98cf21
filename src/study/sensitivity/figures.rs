//! Figures of a sensitivity analysis: ranked bars, and indices over time.

use super::morris::{Effect, STEP};
use super::sample::Sample;
use super::sobol::{Index, Indices};
use crate::figure::{Bar, Bars, Curves, Figure, Line};
use crate::study::findings::wording;
use crate::study::plan::input::Input;
use crate::study::readout::measure::Measure;

/// Curves that can be told apart.
const MOST_CURVES: usize = 7;

/// Least range of an axis of indices: smaller ones are the scatter of the sample.
const LEAST_INDEX: f64 = 0.05;

/// Whether there is anything to draw: what no input moves beyond its noise has no bars, and no panel.
fn has_bars(panel: &Bars) -> bool {
    !panel.bars.is_empty()
}

/// A sentence that names the measures without a panel; empty where all have one.
pub(super) fn left_out(measures: &[Measure], figure: &Figure) -> String {
    let Figure::Bars { name, panels } = figure else { return String::new() };
    let drawn = |measure: &&Measure| {
        let title = wording::title(&wording::of_measure(measure));
        panels.iter().any(|panel| panel.title.starts_with(&format!("{title}: ")))
    };
    let without: Vec<String> = measures.iter().filter(|measure| !drawn(measure)).map(Measure::name).collect();
    if without.is_empty() {
        return String::new();
    }
    format!(
        "not drawn in {name}.png, as nothing of them is above the numerical noise: {}\n",
        without.join(", ")
    )
}

/// The largest effects on each measure, as far as they are beyond its noise.
pub(super) fn effects(
    measures: &[Measure],
    inputs: &[Input],
    samples: &[Sample],
    effects: &[Vec<Effect>],
    most: usize,
) -> Figure {
    let panel = |((measure, effects), sample): ((&Measure, &Vec<Effect>), &Sample)| {
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        order.retain(|&at| sample.sees(effects[at].size * STEP));
        order.sort_by(|a, b| effects[*b].size.total_cmp(&effects[*a].size));
        let bar = |&at: &usize| Bar {
            label: wording::of_name(&inputs[at].name),
            parts: vec![(effects[at].size, effects[at].size_ends)],
        };
        Bars {
            title: format!("{}: largest effects", wording::title(&wording::of_measure(measure))),
            x_label: wording::axis("mean size of effects over the input's range", &measure.unit()),
            x_floor: wording::floor(&measure.unit()).max(sample.noise),
            parts: vec!["effect and its 95 % interval".into()],
            bars: order.iter().take(most).map(bar).collect(),
        }
    };
    let panels = measures.iter().zip(effects).zip(samples).map(panel).filter(has_bars).collect();
    Figure::Bars { name: "morris".into(), panels }
}

/// Total and first-order indices of each measure, ranked by the total.
pub(super) fn indices(
    measures: &[Measure],
    inputs: &[Input],
    samples: &[Sample],
    indices: &[Vec<Indices>],
) -> Figure {
    let panel = |((measure, indices), sample): ((&Measure, &Vec<Indices>), &Sample)| {
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        order.retain(|&at| sample.sees_index(indices[at].total.value));
        order.sort_by(|a, b| indices[*b].total.value.total_cmp(&indices[*a].total.value));
        let part = |index: Index| (index.value, index.ends);
        let bar = |&at: &usize| Bar {
            label: wording::of_name(&inputs[at].name),
            parts: vec![part(indices[at].total), part(indices[at].first)],
        };
        Bars {
            title: format!("{}: shares of its variance", wording::title(&wording::of_measure(measure))),
            x_label: "Sobol' index".into(),
            x_floor: LEAST_INDEX,
            parts: vec!["total, 95 % interval".into(), "first order".into()],
            bars: order.iter().map(bar).collect(),
        }
    };
    let panels = measures.iter().zip(indices).zip(samples).map(panel).filter(has_bars).collect();
    Figure::Bars { name: "sobol".into(), panels }
}

/// Total indices of total collagen over time, of the inputs that matter most at any time.
pub(super) fn over_time(days: &[f64], inputs: &[Input], indices: &[Vec<Indices>]) -> Figure {
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    let largest = |at: usize| indices.iter().map(|day| day[at].total.value).fold(0.0, f64::max);
    order.sort_by(|a, b| largest(*b).total_cmp(&largest(*a)));
    let line = |&at: &usize| Line {
        label: wording::of_name(&inputs[at].name),
        x: days.to_vec(),
        y: indices.iter().map(|day| day[at].total.value).collect(),
    };
    let panel = Curves {
        title: "Total collagen, whole dermis: shares of its variance over time".into(),
        x_label: "time (days)".into(),
        y_label: "total Sobol' index".into(),
        y_floor: LEAST_INDEX,
        lines: order.iter().take(MOST_CURVES).map(line).collect(),
        ..Curves::default()
    };
    Figure::Curves { name: "sobol_over_time".into(), panels: vec![panel] }
}
