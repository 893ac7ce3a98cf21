//! What was varied and moved nothing.

use std::collections::HashMap;

use crate::study::journal::record::Record;
use crate::study::statistics::noise::Noise;
use crate::tidy::{Cells, TidyColumn};
use crate::visible;

/// A line for each of the varied columns that no measure hangs on: runs that differ in it alone gave the same
/// numbers, to the bit or to the noise. Empty where everything has a say, or no two runs differ in one thing alone.
pub(in crate::study) fn remark(varied: &[&TidyColumn], records: &[Record], noise: &Noise) -> String {
    let quiet = |a: &Record, b: &Record| same(a, b) || alike(a, b, noise);
    let told = |(at, column): (usize, &&TidyColumn)| {
        let name = visible::name(&column.name);
        if moves_nothing(varied, at, records, same) {
            format!("{name} changed no measure: runs that differ in it alone gave the same\n")
        } else if moves_nothing(varied, at, records, quiet) {
            format!("{name} changed no measure by more than the numerical noise\n")
        } else {
            String::new()
        }
    };
    varied.iter().enumerate().map(told).collect()
}

fn moves_nothing(
    varied: &[&TidyColumn],
    at: usize,
    records: &[Record],
    same: impl Fn(&Record, &Record) -> bool,
) -> bool {
    let mut first: HashMap<Vec<String>, usize> = HashMap::new();
    let mut compared = false;
    for row in 0..records.len() {
        let others = varied.iter().enumerate().filter(|(other, _)| *other != at);
        let key: Vec<String> = others.map(|(_, column)| cell(column, row)).collect();
        let before = *first.entry(key).or_insert(row);
        if cell(varied[at], row) != cell(varied[at], before) {
            compared = true;
            if !same(&records[row], &records[before]) {
                return false;
            }
        }
    }
    compared
}

fn cell(column: &TidyColumn, row: usize) -> String {
    match &column.cells {
        Cells::Text(words) => words.get(row).cloned().unwrap_or_default(),
        Cells::Number(values) => values.get(row).map(|value| value.to_bits().to_string()).unwrap_or_default(),
    }
}

fn same(a: &Record, b: &Record) -> bool {
    let bits = |record: &Record| record.values().iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    !a.has_failed() && !b.has_failed() && bits(a) == bits(b)
}

/// Whether no measure differs by more than its noise, and none is missing in one run alone.
fn alike(a: &Record, b: &Record, noise: &Noise) -> bool {
    let pairs = a.values().iter().zip(b.values()).enumerate();
    !a.has_failed()
        && !b.has_failed()
        && pairs.fold(true, |alike, (at, (a, b))| {
            let tied = (a - b).abs() <= noise.among(at, &[*a, *b]) || (a.is_nan() && b.is_nan());
            alike && tied
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_say_is_told() {
        let column = |name: &str, values: &[f64]| TidyColumn::numbers(name, "1", "", values.to_vec());
        let (depth, count) = (column("depth", &[1.0, 2.0, 1.0, 2.0]), column("count", &[3.0, 3.0, 4.0, 4.0]));
        let records = |values: [f64; 4]| values.map(|value| Record::Values(vec![value, f64::NAN]));
        let noise = Noise::of(2, [(&records([1.0; 4])[0], &records([1.0 + 1e-6; 4])[0])]);
        let told = |values| remark(&[&depth, &count], &records(values), &noise);
        assert_eq!(
            told([5.0, 5.0, 6.0, 6.0]),
            "depth changed no measure: runs that differ in it alone gave the same\n"
        );
        assert_eq!(told([5.0, 5.5, 6.0, 6.0]), "");
        assert_eq!(told([5.0; 4]).lines().count(), 2);
        let quiet = told([5.0, 5.0 + 1e-7, 6.0, 6.0]);
        assert_eq!(quiet, "depth changed no measure by more than the numerical noise\n");
        assert_eq!(told([5.0, f64::NAN, 6.0, 6.0]), "");
        // No two runs differ in one of them alone.
        let drawn = column("drawn", &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(
            remark(&[&drawn, &column("other", &[4.0, 3.0, 2.0, 1.0])], &records([5.0; 4]), &noise),
            ""
        );
        let failed = [Record::failed("it did"), Record::failed("it did")];
        assert!(remark(&[&drawn], &failed, &noise).is_empty());
    }
}
