//! The part of a mixed dermis that no session reaches: as it began, but for what the years take.

use super::regions::SkinState;
use crate::model::injury::{joined, left_alone};
use crate::model::{Fields, Parameters};

const FIELD: Fields<usize> = Fields::INDEX;

/// Skin that nobody treats, beside the share of the dermis that a mixed cell stands for.
pub struct Untreated {
    begun: SkinState,
    /// λ, 1/day.
    collagen_loss: f64,
}

impl Untreated {
    /// Skin that began so.
    pub fn new(begun: SkinState, p: &Parameters<f64>) -> Self {
        Self { begun, collagen_loss: p.collagen_loss }
    }

    /// Both together on a day, where the treated part is such a share of them.
    // u = d u_treated + (1 − d) u_untreated; left alone, c = c(0) exp(−λ t) and 1 − U the same
    pub fn joined(&self, treated: &SkinState, share: f64, day: f64) -> SkinState {
        let kept = libm::exp(-self.collagen_loss * day);
        let mut whole = treated.clone();
        for at in 0..treated.cells() {
            let begun = FIELD.map(|field| self.begun.field(field)[at]);
            let treated = FIELD.map(|field| treated.field(field)[at]);
            let values = joined(treated, left_alone(begun, kept, 1.0), share).into_array();
            values.into_iter().enumerate().for_each(|(field, value)| whole.field_mut(field)[at] = value);
        }
        whole
    }
}
