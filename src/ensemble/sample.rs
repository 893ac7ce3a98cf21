//! Draws that are taken from an ensemble, and what each makes of a scenario and of its outcomes.

use serde_json::{Value, json};

use super::{Ensemble, Layers, Provenance, ends, level_key};
use crate::error::{Error, Result};

/// Draws of an ensemble, evenly spread over it, with the layers that are in.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    ensemble: Ensemble,
    rows: Vec<usize>,
    /// The layers.
    pub layers: Layers,
}

impl Sample {
    /// So many draws.
    ///
    /// # Errors
    /// [`Error::Usage`] where there are not so many.
    pub fn new(ensemble: Ensemble, count: usize, layers: Layers) -> Result<Self> {
        let all = ensemble.draws.len();
        if count == 0 || count > all {
            return Err(Error::Usage(format!(
                "--ensemble {count}: {count} draws are asked for; allowed: 1 to {all}"
            )));
        }
        let rows = (0..count).map(|nth| (2 * nth + 1) * all / (2 * count)).collect();
        Ok(Self { ensemble, rows, layers })
    }

    /// How many draws.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none, which no sample is.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of the nth draw in its ensemble, from 1.
    pub fn number(&self, nth: usize) -> usize {
        self.rows[nth] + 1
    }

    /// Parameters that draws change where `stated` does not hold their value, in the ensemble's order; none where the
    /// layer is out.
    pub fn drawn(&self, stated: impl Fn(&str) -> bool) -> Vec<String> {
        let names = self.ensemble.parameters.iter().filter(|_| self.layers.parameters);
        names.filter(|name| !stated(name)).cloned().collect()
    }

    /// Parameters that draws would change if they were not stated.
    pub fn kept(&self, stated: impl Fn(&str) -> bool) -> Vec<String> {
        let names = self.ensemble.parameters.iter().filter(|_| self.layers.parameters);
        names.filter(|name| stated(name)).cloned().collect()
    }

    /// The value of a parameter in the nth draw; nothing where it was not sampled.
    pub fn value(&self, nth: usize, parameter: &str) -> Option<f64> {
        let at = self.ensemble.parameters.iter().position(|known| known == parameter)?;
        Some(self.ensemble.draws[self.rows[nth]].parameters[at])
    }

    /// What the nth draw changes in a scenario, each `name=value`, but what is stated.
    pub fn changes(&self, nth: usize, stated: impl Fn(&str) -> bool) -> Vec<String> {
        let draw = &self.ensemble.draws[self.rows[nth]];
        let pairs = self.ensemble.parameters.iter().zip(&draw.parameters).filter(|_| self.layers.parameters);
        pairs.filter(|(name, _)| !stated(name)).map(|(name, value)| format!("{name}={value}")).collect()
    }

    /// The factor of an observable in the nth draw; 1 where the layer is out.
    pub fn factor(&self, nth: usize, key: &str) -> f64 {
        match self.layers.discrepancy {
            true => libm::exp(self.ensemble.discrepancy(self.rows[nth], key)),
            false => 1.0,
        }
    }

    /// What the nth draw makes of levels of a column whose value at rest this is.
    pub fn scaling(&self, nth: usize, column: &str, rest: f64) -> Scaling {
        let outcome = level_key(column);
        let factor = self.layers.discrepancy.then(|| self.factor(nth, outcome));
        Scaling { factor, rest, ends: ends(outcome) }
    }

    /// What is said of it in `summary.json`; `kept` are parameters that stay as stated.
    pub fn about(&self, kept: &[String]) -> Value {
        let provenance = &self.ensemble.provenance;
        json!({
            "draws": self.len(),
            "of": self.ensemble.draws.len(),
            "layers": self.layers.names(),
            "parameters": self.ensemble.parameters,
            "kept_as_stated": kept,
            "observables": self.ensemble.observables,
            "provenance": provenance,
        })
    }

    /// A line for people: what bands hold, and what stays as stated.
    pub fn text(&self, kept: &[String]) -> String {
        let kept = match kept {
            [] => String::new(),
            _ => format!("; kept as stated: {}", kept.join(", ")),
        };
        let (count, all) = (self.len(), self.ensemble.draws.len());
        let doubt = self.ensemble.provenance.split_r_hat.and_then(Provenance::doubt);
        let doubt = doubt.map_or(String::new(), |doubt| format!("\n{doubt}"));
        format!("ensemble: {count} of {all} draws; layers in the bands: {}{kept}{doubt}", self.layers)
    }
}

/// What a draw makes of levels of an outcome: what deviates from rest by a factor, within what the outcome can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaling {
    factor: Option<f64>,
    rest: f64,
    ends: (f64, f64),
}

impl Scaling {
    /// A level as the draw has it; without discrepancy the level itself, to the bit.
    pub fn of(&self, value: f64) -> f64 {
        // What is not there stays so: limits would make a number of it.
        let Some(factor) = self.factor.filter(|_| value.is_finite()) else { return value };
        let (least, most) = self.ends;
        let scaled = self.rest + (value - self.rest) * factor;
        // What the model itself has beyond is not taken away.
        scaled.max(least.min(value)).min(most.max(value))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::small;
    use super::*;

    fn sample(count: usize, layers: Layers) -> Sample {
        Sample::new(small(10), count, layers).unwrap()
    }

    #[test]
    fn draws_are_spread_evenly() {
        let rows = |count| sample(count, Layers::ALL).rows;
        assert_eq!(rows(10), (0..10).collect::<Vec<_>>());
        assert_eq!((rows(5), rows(3), rows(1)), (vec![1, 3, 5, 7, 9], vec![1, 5, 8], vec![5]));
    }

    #[test]
    fn chains_that_do_not_agree_are_told_wherever_their_draws_are_used() {
        let told = |split_r_hat| {
            let mut ensemble = small(10);
            ensemble.provenance.split_r_hat = split_r_hat;
            Sample::new(ensemble, 5, Layers::OF_MODEL).unwrap().text(&[])
        };
        assert!(
            told(Some(22.8)).contains("do not agree (split R-hat 22.80, above 1.1)"),
            "{}",
            told(Some(22.8))
        );
        assert!(!told(Some(1.02)).contains("agree") && !told(None).contains("agree"));
    }

    #[test]
    fn layers_are_switched_apart() {
        let parameters = Layers { discrepancy: false, ..Layers::OF_MODEL };
        let discrepancy = Layers { parameters: false, ..Layers::OF_MODEL };
        let never = |_: &str| false;
        let (own, off) = (sample(10, parameters), sample(10, discrepancy));
        assert_eq!(own.changes(4, never).len(), 3);
        assert_eq!(own.changes(4, |name| name == "mmp_decay").len(), 2);
        assert_eq!(own.kept(|name| name == "mmp_decay"), ["mmp_decay"]);
        assert_eq!((own.factor(4, "tewl"), own.scaling(4, "tewl.surface", 1.0).of(7.3)), (1.0, 7.3));
        assert!(off.changes(4, never).is_empty() && off.kept(|_| true).is_empty());
        let delta = small(10).draws[4].discrepancies[0];
        let found = off.scaling(4, "collagen_total.dermis", 1.0).of(1.5);
        assert!((found - (1.0 + 0.5 * libm::exp(delta))).abs() < 1e-15, "{found}");
        assert!(off.scaling(4, "collagen_total.halo", 1.0).of(f64::NAN).is_nan());
        // Never below nothing, and never more than the whole.
        assert_eq!(off.scaling(4, "collagen_total.halo", 1.0).of(0.0), 0.0);
        assert!((0..10).all(|nth| (0.0..=1.0).contains(&off.scaling(nth, "barrier.surface", 1.0).of(0.02))));
    }
}
