//! The tables of a sensitivity analysis.

use super::morris::Effect;
use super::sobol::Indices;
use crate::study::input::Input;
use crate::study::measure::Measure;
use crate::study::record::Record;
use crate::tidy::{Cells, Tidy, TidyColumn};

/// One number of every run.
pub fn column(records: &[Record], at: usize) -> Vec<f64> {
    records.iter().map(|record| record.value(at)).collect()
}

/// Measure and input of every row, inputs inside measures.
fn head(measures: &[Measure], inputs: &[Input]) -> Vec<TidyColumn> {
    let (first, second) = measures
        .iter()
        .flat_map(|measure| inputs.iter().map(|input| (measure.name(), input.name.clone())))
        .unzip();
    let units = measures.iter().flat_map(|measure| inputs.iter().map(|_| measure.unit())).collect();
    vec![
        TidyColumn::words("measure", "measure", first),
        TidyColumn::words("unit", "its unit", units),
        TidyColumn::words("input", "field or parameter", second),
        limits("low", "smallest value of the input", measures, inputs, |input| input.low),
        limits("high", "its largest value", measures, inputs, |input| input.high),
    ]
}

fn limits(
    name: &str,
    meaning: &str,
    measures: &[Measure],
    inputs: &[Input],
    of: fn(&Input) -> f64,
) -> TidyColumn {
    TidyColumn::numbers(name, "", meaning, measures.iter().flat_map(|_| inputs.iter().map(of)).collect())
}

/// `effects`: what screening says, by measure and input.
pub fn effects(measures: &[Measure], inputs: &[Input], effects: &[Vec<Effect>]) -> Tidy {
    let mut columns = head(measures, inputs);
    let mut add = |name: &str, meaning: &str, of: fn(&Effect) -> f64| {
        columns.push(TidyColumn::numbers(name, "", meaning, effects.iter().flatten().map(of).collect()));
    };
    add("size", "mean size of elementary effects, mu*", |effect| effect.size);
    add("size_low", "lower end of its 95 % bootstrap interval", |effect| effect.size_ends.0);
    add("size_high", "upper end", |effect| effect.size_ends.1);
    add("mean", "mean elementary effect: its direction", |effect| effect.mean);
    add("spread", "standard deviation of elementary effects, sigma", |effect| effect.spread);
    Tidy { name: "morris".into(), columns }
}

/// Inputs by their largest share of any measure's effects, the most important first.
pub fn ranking(effects: &Tidy) -> Vec<String> {
    let words = |name: &str| match effects.column(name).map(|column| &column.cells) {
        Some(Cells::Text(words)) => words.clone(),
        _ => Vec::new(),
    };
    let sizes = match effects.column("size").map(|column| &column.cells) {
        Some(Cells::Number(sizes)) => sizes.clone(),
        _ => Vec::new(),
    };
    let (measures, inputs) = (words("measure"), words("input"));
    let largest = |measure: &String| {
        let of = measures.iter().zip(&sizes).filter(|(other, _)| *other == measure);
        of.map(|(_, size)| *size).fold(f64::MIN_POSITIVE, f64::max)
    };
    let mut best: Vec<(String, f64)> = Vec::new();
    for ((measure, input), size) in measures.iter().zip(&inputs).zip(&sizes) {
        let share = size / largest(measure);
        match best.iter_mut().find(|(name, _)| name == input) {
            Some((_, known)) => *known = known.max(share),
            None => best.push((input.clone(), share)),
        }
    }
    best.sort_by(|a, b| b.1.total_cmp(&a.1));
    best.into_iter().map(|(name, _)| name).collect()
}

/// The rows of the first inputs of a ranking, for people.
pub fn first(table: &Tidy, ranking: &[String], count: usize) -> Tidy {
    let Some(Cells::Text(inputs)) = table.column("input").map(|column| &column.cells) else {
        return table.clone();
    };
    let chosen = &ranking[..count.min(ranking.len())];
    let rows: Vec<usize> = (0..inputs.len()).filter(|row| chosen.contains(&inputs[*row])).collect();
    let columns = table.columns.iter().map(|column| column.only(&rows)).collect();
    Tidy { name: table.name.clone(), columns }
}

/// `sobol`: indices by measure and input.
pub fn indices(measures: &[Measure], inputs: &[Input], indices: &[Vec<Indices>]) -> Tidy {
    let mut columns = head(measures, inputs);
    let mut add = |name: &str, meaning: &str, of: fn(&Indices) -> f64| {
        columns.push(TidyColumn::numbers(name, "1", meaning, indices.iter().flatten().map(of).collect()));
    };
    add("first", "first-order index", |indices| indices.first.value);
    add("first_low", "lower end of its 95 % bootstrap interval", |indices| indices.first.ends.0);
    add("first_high", "upper end", |indices| indices.first.ends.1);
    add("total", "total index", |indices| indices.total.value);
    add("total_low", "lower end of its 95 % bootstrap interval", |indices| indices.total.ends.0);
    add("total_high", "upper end", |indices| indices.total.ends.1);
    Tidy { name: "sobol".into(), columns }
}

/// `sobol_over_time`: indices of total collagen by day and input.
pub fn indices_over_time(days: &[f64], inputs: &[Input], indices: &[Vec<Indices>]) -> Tidy {
    let day = days.iter().flat_map(|day| inputs.iter().map(|_| *day)).collect();
    let names = days.iter().flat_map(|_| inputs.iter().map(|input| input.name.clone())).collect();
    let numbers = |name: &str, meaning: &str, of: fn(&Indices) -> f64| {
        TidyColumn::numbers(name, "1", meaning, indices.iter().flatten().map(of).collect())
    };
    let columns = vec![
        TidyColumn::numbers("time_day", "day", "simulated time", day),
        TidyColumn::words("input", "field or parameter", names),
        numbers("first", "first-order index of total collagen in the whole dermis", |indices| {
            indices.first.value
        }),
        numbers("total", "its total index", |indices| indices.total.value),
    ];
    Tidy { name: "sobol_over_time".into(), columns }
}
