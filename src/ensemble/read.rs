//! An ensemble out of a Parquet file.

use super::{CHECK, DISCREPANCY, DRAW, Draw, Ensemble, PROVENANCE, Provenance};
use crate::output::read_parquet;

/// Most draws of an ensemble.
const MOST_DRAWS: usize = 100_000;

/// Which number of a draw a column holds.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Draw,
    Parameter,
    Discrepancy,
    Unread,
}

/// The ensemble in the bytes of a file; what is wrong with it as a sentence.
pub(super) fn ensemble(bytes: &[u8]) -> Result<Ensemble, String> {
    let file = read_parquet(bytes, MOST_DRAWS)?;
    let text = file.notes.iter().find(|(key, _)| key == PROVENANCE).ok_or_else(|| {
        format!("its metadata has no key `{PROVENANCE}`, so it is no ensemble; `dermis calibrate --posterior` makes one")
    })?;
    let provenance: Provenance = serde_json::from_str(&text.1)
        .map_err(|error| format!("its `{PROVENANCE}` cannot be read: {error}"))?;
    let names = &file.names;
    let place = |name: &String| match name.as_str() {
        DRAW => Place::Draw,
        name if name.starts_with(DISCREPANCY) => Place::Discrepancy,
        name if name.starts_with(CHECK) => Place::Unread,
        _ => Place::Parameter,
    };
    let places: Vec<Place> = names.iter().map(place).collect();
    let of = |wanted: Place| -> Vec<String> {
        let found = names.iter().zip(&places).filter(|(_, place)| **place == wanted);
        found.map(|(name, _)| name.strip_prefix(DISCREPANCY).unwrap_or(name).to_owned()).collect()
    };
    if !places.contains(&Place::Draw) {
        return Err(format!("it has no column `{DRAW}`, so it is no ensemble"));
    }
    let mut draws = Vec::new();
    for (row, nth) in file.rows.iter().zip(1..) {
        let read = |at: &usize| places[*at] != Place::Unread && !row[*at].is_finite();
        if let Some(at) = (0..row.len()).find(read) {
            return Err(format!("draw {nth}: `{}` is not a number", names[at]));
        }
        let take = |wanted: Place| -> Vec<f64> {
            row.iter().zip(&places).filter(|(_, place)| **place == wanted).map(|(value, _)| *value).collect()
        };
        if take(Place::Draw) != [f64::from(nth)] {
            return Err(format!("row {nth}: `{DRAW}` must count the rows from 1"));
        }
        draws.push(Draw { parameters: take(Place::Parameter), discrepancies: take(Place::Discrepancy) });
    }
    Ok(Ensemble { parameters: of(Place::Parameter), observables: of(Place::Discrepancy), provenance, draws })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::tests::small;
    use super::*;
    use crate::output::write_parquet_with;
    use crate::tidy::{Tidy, TidyColumn};

    /// The bytes of a file as the sampler writes it.
    fn written(ensemble: &Ensemble, change: &dyn Fn(&mut Tidy, &mut String)) -> Vec<u8> {
        let number = |name: &str, values: Vec<f64>| TidyColumn::numbers(name, "", "", values);
        let mut columns = vec![number(DRAW, (1..=ensemble.draws.len()).map(|n| n as f64).collect())];
        for (at, name) in ensemble.parameters.iter().enumerate() {
            columns.push(number(name, ensemble.draws.iter().map(|draw| draw.parameters[at]).collect()));
        }
        for (at, key) in ensemble.observables.iter().enumerate() {
            let values = ensemble.draws.iter().map(|draw| draw.discrepancies[at]).collect();
            columns.push(number(&format!("{DISCREPANCY}{key}"), values));
        }
        let mut checked = vec![f64::NAN; ensemble.draws.len()];
        checked[0] = 24.0;
        columns.push(number("check.T7.time of the peak", checked));
        let mut table = Tidy { name: "ensemble".into(), columns };
        let mut provenance = serde_json::to_string(&ensemble.provenance).unwrap();
        change(&mut table, &mut provenance);
        let folder = tempfile::tempdir().unwrap();
        write_parquet_with(&table, folder.path(), &[(PROVENANCE, &provenance)]).unwrap();
        fs::read(folder.path().join("ensemble.parquet")).unwrap()
    }

    #[test]
    fn what_was_written_is_read_to_the_bit() {
        let ensemble = small(7);
        let bytes = written(&ensemble, &|_, _| ());
        assert_eq!(Ensemble::parse(&bytes, "own.parquet").unwrap(), ensemble);
    }

    #[test]
    fn what_is_no_ensemble_is_told() {
        let told = |change: &dyn Fn(&mut Tidy, &mut String)| {
            Ensemble::parse(&written(&small(7), change), "own.parquet").unwrap_err().to_string()
        };
        let unnumbered = told(&|table, _| drop(table.columns.remove(0)));
        assert!(
            unnumbered.contains("own.parquet") && unnumbered.contains("no column `draw`"),
            "{unnumbered}"
        );
        let empty = told(&|table, _| {
            table.columns[1] = TidyColumn::numbers("fibroblast_synthesis", "", "", vec![f64::NAN; 7]);
        });
        assert!(empty.contains("draw 1: `fibroblast_synthesis` is not a number"), "{empty}");
        let twice = told(&|table, _| table.columns[1].name = "mmp_decay".into());
        assert!(twice.contains("two columns are called `mmp_decay`"), "{twice}");
        let text = told(&|_, provenance| "{".clone_into(provenance));
        assert!(text.contains("`provenance` cannot be read"), "{text}");
        let any = Ensemble::parse(b"PAR1 and no more", "own.parquet").unwrap_err().to_string();
        assert!(any.contains("no Parquet file"), "{any}");
    }
}
