//! The tables of a sensitivity analysis.

use super::morris::{Effect, STEP};
use super::sample::Sample;
use super::shortlist::Shortlist;
use super::sobol::Indices;
use crate::study::journal::record::Record;
use crate::study::plan::input::Input;
use crate::study::readout::measure::Measure;
use crate::tidy::{Tidy, TidyColumn};

/// One number of every run.
pub(super) fn column(records: &[Record], at: usize) -> Vec<f64> {
    records.iter().map(|record| record.value(at)).collect()
}

/// A number of every run, or nothing where it has no say.
pub(super) fn told(records: &[Record], at: usize, sample: &Sample) -> Vec<f64> {
    if sample.counts() { column(records, at) } else { Vec::new() }
}

/// Measure and input of every row, inputs inside measures.
fn head(measures: &[Measure], inputs: &[Input], samples: &[Sample]) -> Vec<TidyColumn> {
    let of = |name: &str, meaning: &str, of: fn(&Sample) -> f64| {
        let values = samples.iter().flat_map(|sample| inputs.iter().map(move |_| of(sample)));
        TidyColumn::numbers(name, "", meaning, values.collect())
    };
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
        of("measure_mean", "mean of the measure", |sample| sample.mean),
        of("measure_deviation", "its standard deviation", |sample| sample.deviation),
        of("rows", "rows or trajectories that have the measure in every run", |sample| sample.rows as f64),
        of("rows_left_out", "those that have not, and count for nothing", |sample| sample.left_out as f64),
        of("numerical_noise", "twice what the tolerance leaves in the measure", |sample| sample.noise),
    ]
}

/// What the column of remarks is.
const REMARK: &str = "why the number says nothing, if it says nothing";

/// Why a number says nothing, if it says nothing; `known` where there is one.
fn remark(sample: &Sample, known: bool, seen: bool) -> String {
    match (sample.rows < 2, seen || (!known && sample.counts())) {
        (true, _) => "too few rows have it",
        (false, true) => "",
        (false, false) => "below the numerical noise",
    }
    .to_owned()
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

/// `morris`: what screening says, by measure and input.
pub(super) fn effects(
    measures: &[Measure],
    inputs: &[Input],
    samples: &[Sample],
    effects: &[Vec<Effect>],
    shortlist: &Shortlist,
) -> Tidy {
    let mut columns = head(measures, inputs, samples);
    let mut add = |name: &str, meaning: &str, of: fn(&Effect) -> f64| {
        columns.push(TidyColumn::numbers(name, "", meaning, effects.iter().flatten().map(of).collect()));
    };
    add("size", "mean size of elementary effects, mu*", |effect| effect.size);
    add("size_low", "lower end of Student's 95 % interval of it over trajectories", |effect| {
        effect.size_ends.0
    });
    add("size_high", "upper end", |effect| effect.size_ends.1);
    add("mean", "mean elementary effect: its direction", |effect| effect.mean);
    add("spread", "standard deviation of elementary effects, sigma", |effect| effect.spread);
    let rows = samples
        .iter()
        .zip(effects)
        .flat_map(|(sample, effects)| effects.iter().map(move |one| (sample, one)));
    let remarks =
        rows.map(|(sample, effect)| remark(sample, effect.size.is_finite(), sample.sees(effect.size * STEP)));
    columns.push(TidyColumn::words("remark", REMARK, remarks.collect()));
    let kept = |at: usize| if shortlist.holds(at) { "yes" } else { "no" }.to_owned();
    let kept = measures.iter().flat_map(|_| (0..inputs.len()).map(kept)).collect();
    columns.push(TidyColumn::words("kept", "whether the input is among the largest of any measure", kept));
    Tidy { name: "morris".into(), columns }
}

/// The chosen columns of the rows of chosen inputs, for people.
pub(super) fn shown(table: &Tidy, inputs: usize, chosen: &[usize], names: &[&str]) -> Tidy {
    let rows: Vec<usize> = (0..table.rows()).filter(|row| chosen.contains(&(row % inputs))).collect();
    let columns = names.iter().filter_map(|name| Some(table.column(name)?.only(&rows))).collect();
    Tidy { name: table.name.clone(), columns }
}

/// `sobol`: indices by measure and input.
pub(super) fn indices(
    measures: &[Measure],
    inputs: &[Input],
    samples: &[Sample],
    indices: &[Vec<Indices>],
) -> Tidy {
    let mut columns = head(measures, inputs, samples);
    let mut add = |name: &str, meaning: &str, of: fn(&Indices) -> f64| {
        columns.push(TidyColumn::numbers(name, "1", meaning, indices.iter().flatten().map(of).collect()));
    };
    add("first", "first-order index", |indices| indices.first.value);
    add("first_low", "lower end of its 95 % bootstrap interval", |indices| indices.first.ends.0);
    add("first_high", "upper end", |indices| indices.first.ends.1);
    add("total", "total index", |indices| indices.total.value);
    add("total_low", "lower end of its 95 % bootstrap interval", |indices| indices.total.ends.0);
    add("total_high", "upper end", |indices| indices.total.ends.1);
    let rows = samples
        .iter()
        .zip(indices)
        .flat_map(|(sample, indices)| indices.iter().map(move |one| (sample, one)));
    let remarks = rows.map(|(sample, indices)| {
        let total = indices.total.value;
        remark(sample, total.is_finite(), sample.sees_index(total))
    });
    columns.push(TidyColumn::words("remark", REMARK, remarks.collect()));
    Tidy { name: "sobol".into(), columns }
}

/// `sobol_over_time`: indices of total collagen by day and input.
pub(super) fn indices_over_time(days: &[f64], inputs: &[Input], indices: &[Vec<Indices>]) -> Tidy {
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
