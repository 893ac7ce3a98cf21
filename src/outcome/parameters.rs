//! Constants of the outcome measures.

use crate::quantities::quantities;

quantities! {
    /// Constants that turn fields into what a clinician would measure.
    ReadoutParameters {
        tewl_rest: "TEWL0", 10.0, "g/m²/h", 4.0..=15.0, Literature,
            "transepidermal water loss of intact skin", "below 15 g/m²/h in healthy skin; 10 on the face is usual";
        tewl_gain: "a_W", 60.0, "1", 20.0..=150.0, Tuned,
            "rise of water loss per open fraction of the barrier",
            "design choice: about +145 % at once after 250 punctures/cm²";
        erythema_vessel_weight: "w_V", 0.2, "1", 0.0..=1.0, Tuned,
            "weight of extra papillary vessels in the erythema index", "design choice";
        erythema_threshold: "EI_v", 0.3, "1", 0.1..=1.0, Tuned,
            "erythema index above which redness is visible", "design choice";
        functional_weight_iii: "w_3", 0.7, "1", 0.0..=1.0, Tuned,
            "weight of type III collagen in functional collagen", "design choice: immature fibres carry less load";
        functional_weight_scar: "w_s", 0.4, "1", 0.0..=1.0, Tuned,
            "weight of scar-like collagen in functional collagen", "design choice: aligned fibres carry load in one direction";
        thickness_gain: "h_c", 0.5, "1", 0.0..=1.0, Tuned,
            "share of the collagen gain that becomes dermal thickness", "design choice";
        oedema_gain: "h_I", 0.08, "1", 0.0..=0.3, Tuned,
            "largest relative swelling of the dermis by inflammation", "design choice";
        scar_risk_half: "s_h", 0.01, "1", 0.001..=0.1, Tuned,
            "local scar-like collagen at which the scar risk index is one half",
            "design choice: below 0.1 low, 0.1 to 0.4 raised, above 0.4 high";
        scar_risk_box: "b_s", 0.5, "mm", 0.1..=2.0, Tuned,
            "edge of the box over which scar-like collagen is averaged", "design choice";
        inflammation_cell_weight: "w_J", 0.5, "1", 0.0..=1.0, Tuned,
            "weight of neutrophils and inflammatory macrophages in the inflammation index", "design choice";
    }
}
