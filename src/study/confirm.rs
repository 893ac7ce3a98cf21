//! Screening with one mode and confirming with another: runs once more under further changes, such as a
//! grid after a reduced mode, beside what they gave at first.

use super::measure::Measure;
use super::recipe::Recipe;
use super::record::Record;
use crate::tidy::{Tidy, TidyColumn};

/// Measures that are printed; the file has all.
const SHOWN: usize = 2;

/// `confirmed_…`: a measure under the confirming changes.
pub(super) fn confirmed(measure: &Measure, changes: &[String], values: Vec<f64>) -> TidyColumn {
    let meaning = format!("{}; with {}", measure.meaning(), changes.join(", "));
    TidyColumn::numbers(&format!("confirmed_{}", measure.name()), &measure.unit(), &meaning, values)
}

/// Every measure confirmed, and how far it then is from the first one, for the `rows` that were run once
/// more; the others' cells are empty.
pub(super) fn columns(
    recipe: &Recipe,
    changes: &[String],
    screened: &[Record],
    rows: &[usize],
    again: &[Record],
) -> Vec<TidyColumn> {
    let of = |(at, measure): (usize, &Measure)| {
        let mut values = vec![f64::NAN; screened.len()];
        rows.iter().zip(again).for_each(|(&row, record)| values[row] = record.value(at));
        let differences = screened.iter().zip(&values).map(|(record, value)| value - record.value(at));
        let difference = TidyColumn::numbers(
            &format!("difference_{}", measure.name()),
            &measure.unit(),
            &format!("confirmed_{0} minus {0}", measure.name()),
            differences.collect(),
        );
        [confirmed(measure, changes, values), difference]
    };
    recipe.measures.iter().enumerate().flat_map(of).collect()
}

/// For people: the first measures as screened, as confirmed, and their difference, by the column that
/// names the `rows`.
pub(super) fn text(runs: &Tidy, name: &str, recipe: &Recipe, changes: &[String], rows: &[usize]) -> String {
    let measures = recipe.measures.iter().take(SHOWN).map(Measure::name);
    let names =
        measures.flat_map(|name| [name.clone(), format!("confirmed_{name}"), format!("difference_{name}")]);
    let columns = std::iter::once(name.to_owned()).chain(names);
    let columns = columns.filter_map(|name| Some(runs.column(&name)?.only(rows))).collect();
    let table = Tidy { name: "confirmed".into(), columns };
    format!("\nconfirmed with {}\n{}", changes.join(", "), table.text())
}
