//! A small ensemble of a test's own, as a file: no posterior of anything.

use std::fs;
use std::path::Path;

use dermis::ensemble::{DISCREPANCY, DRAW, PROVENANCE, Provenance, parameters_hash};
use dermis::output::write_parquet_with;
use dermis::parameters::ParameterSet;
use dermis::tidy::{Tidy, TidyColumn};

/// Parameters that it draws.
pub const DRAWN: [&str; 4] =
    ["fibroblast_synthesis", "neutrophil_death", "mmp_decay", "synthesis_multiplier"];
/// Observables with a factor.
pub const OBSERVED: [&str; 3] = ["collagen_total", "inflammation_index.days", "erythema_index.days"];

/// Values of a parameter, one a draw: up to a fifth about what the model has.
pub fn values(parameter: &str, draws: usize) -> Vec<f64> {
    let at = DRAWN.iter().position(|name| *name == parameter).unwrap();
    let (_, row) = ParameterSet::table().find(|(_, row)| row.name == parameter).unwrap();
    let place = |nth: usize| ((nth * (2 * at + 1) + at) % draws) as f64 / draws as f64;
    (0..draws).map(|nth| (row.default * (0.8 + 0.4 * place(nth))).clamp(row.low, row.high)).collect()
}

/// Logarithms of the factor of an observable, one a draw.
pub fn discrepancies(observable: &str, draws: usize) -> Vec<f64> {
    let at = OBSERVED.iter().position(|name| *name == observable).unwrap();
    (0..draws).map(|nth| 0.05 * (((nth + at) % 7) as f64 - 3.0)).collect()
}

/// Writes it, with the hash of the parameters' table that it says it was made with.
pub fn written(path: &Path, draws: usize, hash: &str) {
    let mut columns =
        vec![TidyColumn::numbers(DRAW, "", "number", (1..=draws).map(|nth| nth as f64).collect())];
    columns.extend(DRAWN.map(|name| TidyColumn::numbers(name, "", "value", values(name, draws))));
    let factor = |name: &str| {
        TidyColumn::numbers(&format!("{DISCREPANCY}{name}"), "1", "logarithm", discrepancies(name, draws))
    };
    columns.extend(OBSERVED.map(factor));
    columns.push(TidyColumn::numbers("check.T7.time of the peak", "h", "not read", vec![f64::NAN; draws]));
    let provenance = Provenance {
        version: "of a test".into(),
        parameters: hash.into(),
        seed: 11,
        discrepancy_sd: 0.1,
        ..Provenance::default()
    };
    let provenance = serde_json::to_string(&provenance).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let table = Tidy { name: "made".into(), columns };
    write_parquet_with(&table, folder.path(), &[(PROVENANCE, &provenance)]).unwrap();
    fs::copy(folder.path().join("made.parquet"), path).unwrap();
}

/// The same of this program, in a folder.
pub fn made(folder: &Path, draws: usize) -> String {
    let path = folder.join("made.parquet");
    written(&path, draws, &parameters_hash());
    path.to_str().unwrap().to_owned()
}

/// The rows, from 0, that so many draws are of: spread evenly.
pub fn rows(count: usize, all: usize) -> Vec<usize> {
    (0..count).map(|nth| (2 * nth + 1) * all / (2 * count)).collect()
}

/// Quantile by straight lines between the sorted values.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = p * (sorted.len() - 1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}
