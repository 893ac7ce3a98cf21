//! The part of a mixed dermis that no session reaches: as it began, but for what the years take.

use super::regions::SkinState;
use crate::model::{Fields, Parameters};

const FIELD: Fields<usize> = Fields::INDEX;

/// What lies below the needles, and how much of the dermis does not.
pub struct Untreated {
    /// Share of the dermis that the mixed cell stands for.
    pub treated_share: f64,
    begun: SkinState,
    /// λ and δ_s, 1/day.
    collagen_loss: f64,
    scar_relaxation: f64,
}

impl Untreated {
    /// Beside the treated share, skin that began so.
    pub fn new(treated_share: f64, begun: SkinState, p: &Parameters<f64>) -> Self {
        let (collagen_loss, scar_relaxation) = (p.collagen_loss, p.scar_relaxation);
        Self { treated_share, begun, collagen_loss, scar_relaxation }
    }

    /// The whole dermis on a day: the treated part as it is, and the rest of it.
    // u = d u_treated + (1 − d) u_untreated; left alone, c = c(0) exp(−λ t), 1 − U the same, s = s(0) exp(−δ_s t)
    pub fn joined(&self, treated: &SkinState, day: f64) -> SkinState {
        let (left, scar_left) =
            (libm::exp(-self.collagen_loss * day), libm::exp(-self.scar_relaxation * day));
        let mut whole = treated.clone();
        for field in FIELD.into_array() {
            for (at, value) in whole.field_mut(field).iter_mut().enumerate() {
                let begun = |field: usize| self.begun.field(field)[at];
                let lost = (1.0 - left) * (begun(FIELD.collagen_i) + begun(FIELD.collagen_iii));
                let untreated = if [FIELD.collagen_i, FIELD.collagen_iii].contains(&field) {
                    begun(field) * left
                } else if field == FIELD.collagen_scar {
                    begun(field) * scar_left
                } else if field == FIELD.settled_deficit {
                    1.0 - (1.0 - begun(field)) * left
                } else if field == FIELD.collagen_lost {
                    lost + (1.0 - scar_left) * begun(FIELD.collagen_scar)
                } else {
                    begun(field)
                };
                // In this order skin at rest stays what it is to the bit.
                *value = untreated + self.treated_share * (*value - untreated);
            }
        }
        whole
    }
}
