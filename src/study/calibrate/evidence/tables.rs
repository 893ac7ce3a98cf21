//! The tables of a fit to targets.

use super::directions::{PINNED, alone};
use super::points::Held;
use super::{Evidence, Fitted};
use crate::tidy::{Cells, Tidy, TidyColumn};
use crate::validation::target::{Check, Target};

/// Checks that are told of each parameter.
const TOLD: usize = 3;
/// Logarithm of the rise of a tenth.
const TENTH: f64 = 0.095_310_179_804_324_86;

fn numbers(name: &str, unit: &str, meaning: &str, values: Vec<f64>) -> TidyColumn {
    TidyColumn::numbers(name, unit, meaning, values)
}

/// A factor that bounds 95 % up and down; none where nothing bounds it.
fn factor(sd: f64) -> f64 {
    if sd.is_finite() { libm::exp(1.96 * sd) } else { f64::NAN }
}

/// `fit`: one row a parameter.
pub(super) fn fit(work: &Evidence<'_>, fitted: &Fitted) -> Tidy {
    let best = work.at(&fitted.best.point);
    let ratio = best.iter().zip(&work.own).map(|(best, own)| best / own).collect();
    let alone = alone(&fitted.directions);
    let held = alone.iter().map(|sd| if *sd <= PINNED { "yes" } else { "no" }.to_owned()).collect();
    let columns = vec![
        TidyColumn::words("parameter", "what is fitted", work.names()),
        numbers("own", "", "value that the model has", work.own.clone()),
        numbers("best", "", "value with the least misfit", best),
        numbers("ratio", "1", "best over own", ratio),
        numbers(
            "result",
            "",
            "what the fit gives: best where the targets tell it from own (95 %, all parameters at once), else own",
            work.at(&fitted.result()),
        ),
        numbers(
            "factor_95",
            "1",
            "factor up or down that bounds 95 % of the parameter with all others free, bands taken as normal; empty where nothing does",
            alone.iter().map(|sd| factor(*sd)).collect(),
        ),
        TidyColumn::words("held", "whether the targets hold it within a factor of two", held),
        numbers("range_low", "", "least value allowed", work.inputs.iter().map(|input| input.low).collect()),
        numbers(
            "range_high",
            "",
            "largest value allowed",
            work.inputs.iter().map(|input| input.high).collect(),
        ),
    ];
    Tidy { name: "fit".into(), columns }
}

/// Columns that name checks.
fn heads<'a>(checks: impl Iterator<Item = (&'a Target, &'a Check)> + Clone) -> Vec<TidyColumn> {
    let words = |name: &str, meaning: &str, of: fn(&Target, &Check) -> String| {
        TidyColumn::words(name, meaning, checks.clone().map(|(target, check)| of(target, check)).collect())
    };
    vec![
        words("target", "target of the validation suite", |target, _| target.id.clone()),
        words("check", "what is checked", |_, check| check.name.clone()),
    ]
}

/// `targets`: one row a check, before and after.
pub(super) fn targets(work: &Evidence<'_>, before: &[f64], after: &[f64]) -> Tidy {
    let mut columns = heads(work.checks());
    let words = |name: &str, meaning: &str, of: fn(&Target, &Check) -> String| {
        TidyColumn::words(name, meaning, work.checks().map(|(target, check)| of(target, check)).collect())
    };
    let end = |of: fn(&Check) -> Option<f64>| {
        work.checks().map(|(_, check)| of(check).unwrap_or(f64::NAN)).collect()
    };
    let outside = |values: &[f64]| {
        let pairs = work.bands.iter().zip(values);
        pairs.map(|(band, value)| band.residual(band.place(*value))).collect()
    };
    columns.extend([
        words("basis", "what parameters owe to the target", |target, _| target.basis.name().into()),
        words("weight", "whether a miss blocks a release", |_, check| check.weight().into()),
        words("unit", "unit of band and values", |_, check| check.unit.clone()),
        numbers("low", "", "lower end of the band; empty where it is open", end(|check| check.low)),
        numbers("high", "", "upper end", end(|check| check.high)),
        numbers(
            "sd",
            "",
            "standard deviation of the likelihood outside, of the logarithm where the ends differ by more than a factor of three",
            work.bands.iter().map(|band| band.sd).collect(),
        ),
        numbers("before", "", "the model's value before the fit; empty where it has none", before.to_vec()),
        numbers("after", "", "and after it", after.to_vec()),
        numbers("outside_before", "1", "standard deviations outside the band, negative below", outside(before)),
        numbers("outside_after", "1", "the same after the fit", outside(after)),
    ]);
    Tidy { name: "targets".into(), columns }
}

/// The rows of `targets` that lie outside, before or after, without what does not change.
pub(super) fn outside(targets: &Tidy) -> Tidy {
    let residuals = |name: &str| match targets.column(name).map(|column| &column.cells) {
        Some(Cells::Number(values)) => values.clone(),
        _ => Vec::new(),
    };
    let pairs = residuals("outside_before").into_iter().zip(residuals("outside_after"));
    let rows: Vec<usize> =
        pairs.enumerate().filter(|(_, (a, b))| *a != 0.0 || *b != 0.0).map(|(row, _)| row).collect();
    let shown = ["target", "check", "low", "high", "before", "after", "outside_before", "outside_after"];
    let columns = targets.columns.iter().filter(|column| shown.contains(&column.name.as_str()));
    Tidy { name: targets.name.clone(), columns: columns.map(|column| column.only(&rows)).collect() }
}

/// `elasticities`: one row a parameter and check.
pub(super) fn elasticities(work: &Evidence<'_>, fitted: &Fitted, values: &[f64]) -> Tidy {
    let (parameters, checks) = (work.inputs.len(), work.bands.len());
    let rows = || (0..parameters).flat_map(|parameter| (0..checks).map(move |check| (parameter, check)));
    let slope = |(parameter, check): (usize, usize)| fitted.best.slopes[parameter][check];
    let counts = |(_, check): (usize, usize)| {
        let told = work.bands[check].informs(fitted.best.places[check]);
        if told { "yes" } else { "no" }.to_owned()
    };
    let elasticity =
        |row: (usize, usize)| work.bands[row.1].change(slope(row), values[row.1]) / values[row.1];
    let names = work.names();
    let mut columns = vec![TidyColumn::words(
        "parameter",
        "what is fitted",
        rows().map(|(parameter, _)| names[parameter].clone()).collect(),
    )];
    columns.extend(heads((0..parameters).flat_map(|_| work.checks()).collect::<Vec<_>>().into_iter()));
    columns.extend([
        numbers(
            "sd_per_tenth",
            "1",
            "standard deviations that the check's value moves by when the parameter rises by 10 %",
            rows().map(|row| TENTH * slope(row)).collect(),
        ),
        numbers(
            "elasticity",
            "1",
            "per cent that the check's value moves by when the parameter rises by 1 %; empty where the value is 0 or none",
            rows().map(elasticity).map(|value| if value.is_finite() { value } else { f64::NAN }).collect(),
        ),
        TidyColumn::words(
            "counts",
            "whether the check tells where parameters are: no for a band with one end that is far",
            rows().map(counts).collect(),
        ),
    ]);
    Tidy { name: "elasticities".into(), columns }
}

/// Of `elasticities` the checks that count and move most with each parameter.
pub(super) fn strongest(elasticities: &Tidy) -> Tidy {
    let words = |name: &str| match elasticities.column(name).map(|column| &column.cells) {
        Some(Cells::Text(words)) => words.clone(),
        _ => Vec::new(),
    };
    let Some(Cells::Number(moves)) = elasticities.column("sd_per_tenth").map(|column| &column.cells) else {
        return Tidy::default();
    };
    let (parameters, counts) = (words("parameter"), words("counts"));
    let mut names = parameters.clone();
    names.dedup();
    let of = |name: &String| {
        let own = (0..moves.len()).filter(|row| parameters[*row] == *name && counts[*row] == "yes");
        let mut own: Vec<usize> = own.filter(|row| moves[*row] != 0.0).collect();
        own.sort_by(|a, b| moves[*b].abs().total_cmp(&moves[*a].abs()));
        own.truncate(TOLD);
        own
    };
    let rows: Vec<usize> = names.iter().flat_map(of).collect();
    let columns = elasticities.columns.iter().filter(|column| column.name != "counts");
    Tidy { name: elasticities.name.clone(), columns: columns.map(|column| column.only(&rows)).collect() }
}

/// `directions`: one row a combination of parameters, the best pinned first.
pub(super) fn directions(work: &Evidence<'_>, fitted: &Fitted) -> Tidy {
    let (all, names) = (&fitted.directions, work.names());
    let mut columns = vec![
        TidyColumn::words(
            "combination",
            "product of powers of the parameters, its larger exponents",
            all.iter().map(|direction| direction.text(&names)).collect(),
        ),
        TidyColumn::words(
            "pinned",
            "whether the targets pin it to within a factor of two, 95 %",
            all.iter().map(|direction| if direction.pinned() { "yes" } else { "no" }.to_owned()).collect(),
        ),
        numbers(
            "sd",
            "1",
            "standard deviation of its logarithm, bands taken as normal; empty where no check moves with it",
            all.iter()
                .map(|direction| if direction.sd.is_finite() { direction.sd } else { f64::NAN })
                .collect(),
        ),
        numbers(
            "factor_95",
            "1",
            "factor up or down that bounds 95 %",
            all.iter().map(|direction| factor(direction.sd)).collect(),
        ),
    ];
    columns.extend(names.iter().enumerate().map(|(at, name)| {
        let exponents = all.iter().map(|direction| direction.exponents[at]).collect();
        numbers(name, "1", "exponent of the parameter", exponents)
    }));
    Tidy { name: "directions".into(), columns }
}

/// The first columns of `directions`, for people.
pub(super) fn without_exponents(directions: &Tidy) -> Tidy {
    Tidy { name: directions.name.clone(), columns: directions.columns.iter().take(4).cloned().collect() }
}
