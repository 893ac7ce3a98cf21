//! The part of a mixed dermis that no session reaches: as it began, but for what the years take.

use super::regions::SkinState;
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
        let left = libm::exp(-self.collagen_loss * day);
        let mut whole = treated.clone();
        for field in FIELD.into_array() {
            for (at, value) in whole.field_mut(field).iter_mut().enumerate() {
                let begun = |field: usize| self.begun.field(field)[at];
                let untreated = if [FIELD.collagen_i, FIELD.collagen_iii].contains(&field) {
                    begun(field) * left
                } else if field == FIELD.settled_deficit {
                    1.0 - (1.0 - begun(field)) * left
                } else if field == FIELD.collagen_lost {
                    (1.0 - left) * (begun(FIELD.collagen_i) + begun(FIELD.collagen_iii))
                } else {
                    begun(field)
                };
                // In this order skin at rest stays what it is to the bit.
                *value = untreated + share * (*value - untreated);
            }
        }
        whole
    }
}
