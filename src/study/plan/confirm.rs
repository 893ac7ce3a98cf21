//! Screening with one mode and confirming with another: runs once more under further changes, such as a
//! grid after a reduced mode, beside what they gave at first.

use crate::error::Result;
use crate::study::journal::record::Record;
use crate::study::plan::Plan;
use crate::study::plan::names::{refuse_set, refuse_twice};
use crate::study::readout::Readout;
use crate::study::readout::measure::Measure;
use crate::study::readout::taken::Taken;
use crate::tidy::{Prose, Tidy, TidyColumn};
use crate::visible;

/// Refuses confirming changes that set one thing twice, or that would overwrite what is `done` in each run.
///
/// # Errors
/// [`Usage`](crate::Error::Usage) with the name.
pub(in crate::study) fn refuse_idle<'a>(
    changes: &[String],
    texts: impl IntoIterator<Item = &'a str>,
    done: &str,
) -> Result<()> {
    refuse_twice(changes.iter().map(String::as_str), "set by --confirm")?;
    refuse_set(changes, texts, "by --confirm", done)
}

/// Measures that are printed; the file has all.
const SHOWN: usize = 2;

/// `confirmed_…`, a measure under the confirming changes, and `difference_…`, how far it is from the first.
pub(in crate::study) fn pair(
    measure: &Measure,
    taken: &Taken,
    changes: &[String],
    screened: &[f64],
    confirmed: Vec<f64>,
) -> [TidyColumn; 2] {
    let (name, unit) = (measure.name(), measure.unit());
    let differences = screened.iter().zip(&confirmed).map(|(first, again)| again - first).collect();
    let meaning = format!("{}; with {}", taken.meaning(measure), changes.join(", "));
    let difference = format!("confirmed_{name} minus {name}");
    [
        TidyColumn::numbers(&format!("confirmed_{name}"), &unit, &meaning, confirmed),
        TidyColumn::numbers(&format!("difference_{name}"), &unit, &difference, differences),
    ]
}

/// Every measure confirmed, and how far it then is from the first one, for the `rows` that were run once
/// more; the others' cells are empty.
pub(in crate::study) fn columns(
    plan: &Plan,
    changes: &[String],
    screened: &[Record],
    rows: &[usize],
    again: &[Record],
) -> Vec<TidyColumn> {
    let taken = plan.taken();
    let of = |(at, measure): (usize, &Measure)| {
        let mut values = vec![f64::NAN; screened.len()];
        rows.iter().zip(again).for_each(|(&row, record)| values[row] = record.value(at));
        let first: Vec<f64> = screened.iter().map(|record| record.value(at)).collect();
        pair(measure, &taken, changes, &first, values)
    };
    plan.readout.measures.iter().enumerate().flat_map(of).collect()
}

/// For people: the first measures as screened, as confirmed, and their difference, by the column that
/// names the `rows`.
pub(in crate::study) fn text(
    runs: &Tidy,
    name: &str,
    readout: &Readout,
    changes: &[String],
    rows: &[usize],
) -> Prose {
    let measures = readout.measures.iter().take(SHOWN).map(Measure::name);
    let names =
        measures.flat_map(|name| [name.clone(), format!("confirmed_{name}"), format!("difference_{name}")]);
    let columns = std::iter::once(name.to_owned()).chain(names);
    let columns = columns.filter_map(|name| Some(runs.column(&name)?.only(rows))).collect();
    let table = Tidy { name: "confirmed".into(), columns };
    let mut text = Prose::from(format!("\nconfirmed with {}\n", visible::name(&changes.join(", "))));
    text += table;
    text
}
