//! Parameter sets that the evidence allows: draws from the posterior of the fit to published targets, and how far the
//! model itself may be off beside them.
//!
//! The shipped file `validation/ensemble.parquet`, and the `ensemble.parquet` of `dermis calibrate --posterior`, hold
//! one draw a row: `draw` (from 1), a column for each parameter that was sampled, a column `discrepancy.KEY` for each
//! observable with the natural logarithm of a factor, and columns `check.…` that are not read here. The key
//! `provenance` of the file's metadata says what it was made from.

mod ask;
mod discrepancy;
mod hashes;
#[cfg(feature = "parquet")]
mod read;
mod sample;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::scenario::suggestion;

pub use ask::{Asked, Held, HowMany, Layer, Layers, USUAL_DRAWS, USUAL_SUITES, Wanted};
pub use discrepancy::{ends, level_key, time_key};
pub use hashes::{evidence_hash, parameters_hash};
pub use sample::{Sample, Scaling};

/// Column that numbers the draws.
pub const DRAW: &str = "draw";
/// What stands before the key of an observable in the name of its column.
pub const DISCREPANCY: &str = "discrepancy.";
/// What stands before the names of columns that are not read: values of checks.
pub const CHECK: &str = "check.";
/// Key of the file's metadata that holds [`Provenance`] as JSON.
pub const PROVENANCE: &str = "provenance";

/// One parameter set that the evidence allows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// Values of the ensemble's parameters, in their units.
    pub parameters: Vec<f64>,
    /// Natural logarithms of factors, one an observable.
    pub discrepancies: Vec<f64>,
}

/// What an ensemble was made from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of the program that made it.
    pub version: String,
    /// Its commit, or the hash of its sources.
    #[serde(alias = "sources")]
    pub commit: String,
    /// [`parameters_hash`] of that program.
    pub parameters: String,
    /// [`evidence_hash`] of the files of the targets that were fitted to.
    pub evidence: String,
    /// Seed of the sampler.
    pub seed: u64,
    /// Prior standard deviation of the logarithm of every factor.
    pub discrepancy_sd: f64,
    /// Largest split R̂ of its chains: 1 where they agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_r_hat: Option<f64>,
    /// Targets that were fitted to, by their ids.
    pub targets: Vec<String>,
    /// The command that made it.
    pub command: String,
    /// What else its maker says.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// Split R̂ above which chains do not agree (Gelman et al. 2013).
const AGREE: f64 = 1.1;

impl Provenance {
    /// What must be said of draws whose chains have such a split R̂; nothing where they agree.
    pub fn doubt(split_r_hat: f64) -> Option<String> {
        (split_r_hat > AGREE).then(|| {
            format!(
                "the chains of this ensemble do not agree (split R-hat {split_r_hat:.2}, above {AGREE}): its draws are not those of \
                 the posterior, and bands from them say nothing sure; raise --points, or draw fewer parameters with --fit"
            )
        })
    }
}

/// Draws from the posterior of a fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ensemble {
    /// Names of the parameters that were sampled.
    pub parameters: Vec<String>,
    /// Keys of the observables that have a factor: an outcome without its region, `NAME.days` for times read off it.
    pub observables: Vec<String>,
    /// What it was made from.
    pub provenance: Provenance,
    /// The draws, numbered from 1 in this order.
    pub draws: Vec<Draw>,
}

/// The file that comes with the program, where it does.
#[cfg(all(feature = "parquet", shipped_ensemble))]
const SHIPPED: Option<&[u8]> = Some(include_bytes!("../../validation/ensemble.parquet"));
#[cfg(all(feature = "parquet", not(shipped_ensemble)))]
const SHIPPED: Option<&[u8]> = None;

/// What stands for the name of the shipped ensemble in messages.
#[cfg(feature = "parquet")]
const SHIPPED_NAME: &str = "the ensemble that comes with dermis";

impl Ensemble {
    /// The one that comes with the program.
    ///
    /// # Errors
    /// [`Error::Usage`] where this build has none, and as for [`read`](Self::read).
    #[cfg(feature = "parquet")]
    pub fn shipped() -> Result<Self> {
        match SHIPPED {
            Some(bytes) => Self::parse(bytes, SHIPPED_NAME),
            None => Err(Error::Usage(
                "this build of dermis comes without an ensemble: make one with `dermis calibrate --posterior` and name its \
                 ensemble.parquet with --ensemble-file"
                    .into(),
            )),
        }
    }

    /// The one of a file.
    ///
    /// # Errors
    /// What the system says of the file, or [`Error::File`] with what is wrong in it: no such table, an unknown
    /// parameter, a value out of range, parameters of another program.
    #[cfg(feature = "parquet")]
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = crate::files::read(path, crate::files::MOST_OF_DATA)?;
        Self::parse(&bytes, &crate::visible::path(path))
    }

    /// The one that comes with the program.
    ///
    /// # Errors
    /// [`Error::Usage`]: this build reads no ensembles.
    #[cfg(not(feature = "parquet"))]
    pub fn shipped() -> Result<Self> {
        Err(Error::Usage(UNREADABLE.into()))
    }

    /// The one of a file.
    ///
    /// # Errors
    /// [`Error::Usage`]: this build reads no ensembles.
    #[cfg(not(feature = "parquet"))]
    pub fn read(_path: &Path) -> Result<Self> {
        Err(Error::Usage(UNREADABLE.into()))
    }

    /// From the bytes of a file, which messages call `name`.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    #[cfg(feature = "parquet")]
    pub fn parse(bytes: &[u8], name: &str) -> Result<Self> {
        let ensemble = read::ensemble(bytes).map_err(|problem| Error::File(format!("{name}: {problem}")))?;
        ensemble.check(name)?;
        Ok(ensemble)
    }

    /// Whether it is one of this program: known parameters within their ranges, finite numbers, as many as there are
    /// names, and the parameters' table that it was made with. `name` is what messages call it.
    ///
    /// # Errors
    /// [`Error::File`] with the draw, the column, the value and the allowed range.
    pub fn check(&self, name: &str) -> Result<()> {
        let wrong = |problem: String| Err(Error::File(format!("{name}: {problem}")));
        let Provenance { parameters, discrepancy_sd, .. } = &self.provenance;
        if *parameters != parameters_hash() {
            return wrong(format!(
                "it was made with other parameters (hash {}) than those of this program (hash {}), so its draws do not fit: \
                 make it anew with `dermis calibrate --posterior`, or use the dermis that made it ({})",
                short(parameters),
                short(&parameters_hash()),
                self.provenance.version
            ));
        }
        if !(*discrepancy_sd >= 0.0 && discrepancy_sd.is_finite()) {
            return wrong(format!(
                "`discrepancy_sd` of its provenance is {discrepancy_sd}; allowed: 0 or more"
            ));
        }
        if self.draws.is_empty() {
            return wrong("it has no draws".into());
        }
        let rows: Vec<_> = ParameterSet::table().map(|(_, row)| row).collect();
        for (at, parameter) in self.parameters.iter().enumerate() {
            let Some(row) = rows.iter().find(|row| row.name == parameter) else {
                let hint = suggestion(parameter, rows.iter().map(|row| row.name));
                return wrong(format!("there is no parameter `{parameter}`: {hint}"));
            };
            let values = self.draws.iter().map(|draw| draw.parameters.get(at).copied().unwrap_or(f64::NAN));
            if let Some((nth, value)) =
                values.enumerate().find(|(_, value)| !(row.low..=row.high).contains(value))
            {
                return wrong(format!(
                    "draw {}: {parameter} is {value}, which is out of range; allowed: {} to {} {}",
                    nth + 1,
                    row.low,
                    row.high,
                    row.unit
                ));
            }
        }
        for (nth, draw) in self.draws.iter().enumerate() {
            let counts = [draw.parameters.len(), draw.discrepancies.len()];
            if counts != [self.parameters.len(), self.observables.len()] {
                return wrong(format!("draw {} has not one number a column", nth + 1));
            }
            if let Some(at) = draw.discrepancies.iter().position(|value| !value.is_finite()) {
                let key = &self.observables[at];
                return wrong(format!("draw {}: {DISCREPANCY}{key} is not a number", nth + 1));
            }
        }
        Ok(())
    }
}

#[cfg(not(feature = "parquet"))]
const UNREADABLE: &str = "this build of dermis reads no ensembles: build it with the feature `parquet`";

/// The beginning of a hash, for people.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A small ensemble of three parameters and two observables, whose values spread over a tenth of their ranges.
    pub(crate) fn small(draws: usize) -> Ensemble {
        let names = ["fibroblast_synthesis", "neutrophil_death", "mmp_decay"];
        let rows: Vec<_> = ParameterSet::table().map(|(_, row)| row).collect();
        let draw = |nth: usize| Draw {
            parameters: names
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    let row = rows.iter().find(|row| row.name == *name).unwrap();
                    let place = ((nth * (2 * at + 3)) % draws.max(1)) as f64 / draws.max(1) as f64;
                    (row.default * (0.9 + 0.2 * place)).clamp(row.low, row.high)
                })
                .collect(),
            discrepancies: vec![0.1 * ((nth % 5) as f64 - 2.0), 0.05 * ((nth % 3) as f64 - 1.0)],
        };
        Ensemble {
            parameters: names.map(str::to_owned).to_vec(),
            observables: ["collagen_total", "inflammation_index.days"].map(str::to_owned).to_vec(),
            provenance: Provenance {
                version: "0.2.0".into(),
                parameters: parameters_hash(),
                discrepancy_sd: 0.1,
                ..Provenance::default()
            },
            draws: (0..draws).map(draw).collect(),
        }
    }

    #[test]
    fn what_is_no_ensemble_of_this_program_is_refused() {
        let told = |change: &dyn Fn(&mut Ensemble)| {
            let mut ensemble = small(4);
            change(&mut ensemble);
            ensemble.check("own.parquet").unwrap_err().to_string()
        };
        assert!(small(4).check("own.parquet").is_ok());
        let other = told(&|ensemble| ensemble.provenance.parameters = "0123456789abcdef".into());
        assert!(
            other.contains("own.parquet") && other.contains("0123456789ab") && other.contains("anew"),
            "{other}"
        );
        let unknown = told(&|ensemble| ensemble.parameters[1] = "neutrophil_deth".into());
        assert!(unknown.contains("did you mean `neutrophil_death`?"), "{unknown}");
        let range = told(&|ensemble| ensemble.draws[2].parameters[0] = -1.0);
        assert!(
            range.contains("draw 3: fibroblast_synthesis is -1") && range.contains("allowed:"),
            "{range}"
        );
        let short = told(&|ensemble| ensemble.draws[1].discrepancies = vec![0.0]);
        assert!(short.contains("draw 2 has not one number a column"), "{short}");
        let none = told(&|ensemble| ensemble.draws[1].discrepancies[1] = f64::NAN);
        assert!(none.contains("discrepancy.inflammation_index.days is not a number"), "{none}");
        assert!(told(&|ensemble| ensemble.draws.clear()).contains("no draws"));
    }
}
