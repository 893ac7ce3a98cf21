//! Figures of a sensitivity analysis: ranked bars, and indices over time.

use super::morris::Effect;
use super::sobol::{Index, Indices};
use crate::figure::{Bar, Bars, Curves, Figure, Line};
use crate::study::input::Input;
use crate::study::measure::Measure;

/// Curves that can be told apart.
const MOST_CURVES: usize = 7;

/// The largest effects on each measure.
pub fn effects(measures: &[Measure], inputs: &[Input], effects: &[Vec<Effect>], most: usize) -> Figure {
    let panel = |(measure, effects): (&Measure, &Vec<Effect>)| {
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        order.sort_by(|a, b| effects[*b].size.total_cmp(&effects[*a].size));
        let bar = |&at: &usize| Bar {
            label: inputs[at].name.clone(),
            parts: vec![(effects[at].size, effects[at].size_ends)],
        };
        Bars {
            title: format!("{}: largest effects", measure.name()),
            x_label: unit("mean size of effects over the input's range", measure),
            parts: vec!["effect and its 95 % interval".into()],
            bars: order.iter().take(most).map(bar).collect(),
        }
    };
    Figure::Bars { name: "morris".into(), panels: measures.iter().zip(effects).map(panel).collect() }
}

fn unit(text: &str, measure: &Measure) -> String {
    match measure.unit().as_str() {
        "" | "1" => text.to_owned(),
        unit => format!("{text} ({unit})"),
    }
}

/// Total and first-order indices of each measure, ranked by the total.
pub fn indices(measures: &[Measure], inputs: &[Input], indices: &[Vec<Indices>]) -> Figure {
    let panel = |(measure, indices): (&Measure, &Vec<Indices>)| {
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        order.sort_by(|a, b| indices[*b].total.value.total_cmp(&indices[*a].total.value));
        let part = |index: Index| (index.value, index.ends);
        let bar = |&at: &usize| Bar {
            label: inputs[at].name.clone(),
            parts: vec![part(indices[at].total), part(indices[at].first)],
        };
        Bars {
            title: format!("{}: shares of its variance", measure.name()),
            x_label: "Sobol' index".into(),
            parts: vec!["total, 95 % interval".into(), "first order".into()],
            bars: order.iter().map(bar).collect(),
        }
    };
    Figure::Bars { name: "sobol".into(), panels: measures.iter().zip(indices).map(panel).collect() }
}

/// Total indices of total collagen over time, of the inputs that matter most at any time.
pub fn over_time(days: &[f64], inputs: &[Input], indices: &[Vec<Indices>]) -> Figure {
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    let largest = |at: usize| indices.iter().map(|day| day[at].total.value).fold(0.0, f64::max);
    order.sort_by(|a, b| largest(*b).total_cmp(&largest(*a)));
    let line = |&at: &usize| Line {
        label: inputs[at].name.clone(),
        x: days.to_vec(),
        y: indices.iter().map(|day| day[at].total.value).collect(),
    };
    let panel = Curves {
        title: "Total collagen, whole dermis: shares of its variance over time".into(),
        x_label: "time (days)".into(),
        y_label: "total Sobol' index".into(),
        lines: order.iter().take(MOST_CURVES).map(line).collect(),
        ..Curves::default()
    };
    Figure::Curves { name: "sobol_over_time".into(), panels: vec![panel] }
}
