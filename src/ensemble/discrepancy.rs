//! How far the model may be off where its parameters are right: a factor an observable, on what deviates from rest.

use twox_hash::XxHash3_64;

use super::Ensemble;
use crate::outcome::{Formula, OUTCOMES};
use crate::random::{Purpose, Random};

/// What an outcome cannot leave however far the model is off: a share of the whole is never more than the whole.
const BOUNDED: [(&str, f64); 6] = [
    ("barrier", 1.0),
    ("epidermal_closure", 1.0),
    ("channel_open_fraction", 1.0),
    ("scar_matrix_index", 1.0),
    ("erythema_grade", 4.0),
    ("oedema_grade", 4.0),
];

/// The key of the levels of a column or an outcome: its name without region.
pub fn level_key(column: &str) -> &str {
    column.split('.').next().unwrap_or(column)
}

/// The key of times that are read off a column or an outcome.
pub fn time_key(column: &str) -> String {
    format!("{}.days", level_key(column))
}

/// Least and largest value that an outcome can have at all.
pub fn ends(outcome: &str) -> (f64, f64) {
    let relative = |name: &str| {
        OUTCOMES.iter().any(|known| known.name == name && matches!(known.measure, Formula::Relative(_)))
    };
    match BOUNDED.iter().find(|(name, _)| *name == outcome) {
        Some((_, most)) => (0.0, *most),
        None if relative(outcome) => (0.0, f64::INFINITY),
        None => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

impl Ensemble {
    /// The logarithm of the factor of an observable in a draw, counted from 0: the draw's own, or where no target is of
    /// that observable one from the prior, the same whenever it is asked for.
    pub(super) fn discrepancy(&self, draw: usize, key: &str) -> f64 {
        match self.observables.iter().position(|known| known == key) {
            Some(at) => self.draws[draw].discrepancies[at],
            None => {
                let seed = self.provenance.seed ^ XxHash3_64::oneshot(key.as_bytes());
                let mut random = Random::new(seed, Purpose::Discrepancy, draw as u32 + 1);
                self.provenance.discrepancy_sd * random.normal()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::small;
    use super::*;

    #[test]
    fn what_was_fitted_has_the_draws_factor_and_the_rest_the_priors() {
        let ensemble = small(400);
        assert_eq!(ensemble.discrepancy(3, "collagen_total"), ensemble.draws[3].discrepancies[0]);
        let of = |key: &str| -> Vec<f64> { (0..400).map(|draw| ensemble.discrepancy(draw, key)).collect() };
        let (tewl, days) = (of("tewl"), of("tewl.days"));
        assert_eq!(tewl, of("tewl"));
        assert_ne!(tewl, days);
        for values in [tewl, days] {
            let mean = values.iter().sum::<f64>() / 400.0;
            let square = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 399.0;
            // Three standard errors of 400 normal numbers of 0.1.
            assert!(mean.abs() < 0.015 && (square.sqrt() - 0.1).abs() < 0.011, "{mean} {}", square.sqrt());
        }
    }

    #[test]
    fn keys_and_ends() {
        assert_eq!((level_key("tewl.surface"), level_key("tewl")), ("tewl", "tewl"));
        assert_eq!(time_key("neutrophils.halo"), "neutrophils.days");
        assert_eq!(ends("barrier"), (0.0, 1.0));
        assert_eq!(ends("collagen_total").0, 0.0);
        assert_eq!(ends("tgf_beta_1").0, f64::NEG_INFINITY);
        assert!(BOUNDED.iter().all(|(name, _)| OUTCOMES.iter().any(|outcome| outcome.name == *name)));
    }
}
