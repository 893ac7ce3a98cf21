//! Constants of the outcome measures.

use crate::quantities::quantities;

quantities! {
    /// Constants that turn fields into what a clinician would measure.
    ReadoutParameters {
        tewl_rest: "TEWL0", 10.0, "g/m²/h", 4.0..=15.0, Literature,
            "transepidermal water loss of intact skin",
            "[kottner2013] 2.3 (breast) to 44 (axilla) g/m²/h by site; 10 is inside";
        tewl_gain: "a_W", 60.0, "1", 20.0..=150.0, Tuned,
            "rise of water loss per open fraction of the barrier",
            "assumption, fitted to nothing: about +145 % at once after 250 punctures/cm²";
        tewl_open: "J", 120.0, "g/m²/h", 80.0..=200.0, Tuned,
            "water loss of an open water surface, the most that air takes up",
            "assumption, fitted to nothing: open water and burns lose 100 to 150 g/m²/h; by what air and humidity is not modelled";
        flare_weight: "w_R", 1.2, "1", 0.0..=3.0, Tuned,
            "largest part of the immediate dilatation of vessels in the erythema index",
            "assumption, fitted to nothing: redness is seen within minutes";
        flare_half: "K_R", 0.01, "1", 0.001..=0.1, Tuned,
            "punctured share of the surface at which that is half its largest",
            "assumption, fitted to nothing: flares spread and overlap, 1 % is 100 punctures of 0.11 mm per cm²";
        erythema_vessel_weight: "w_V", 0.2, "1", 0.0..=1.0, Tuned,
            "weight of extra papillary vessels in the erythema index",
            "assumption, fitted to nothing: redness from vessels beside that from mediators";
        erythema_threshold: "EI_v", 0.5, "1", 0.1..=1.0, Tuned,
            "erythema index above which redness is visible",
            "assumption, fitted to nothing: redness seen by eye";
        functional_weight_iii: "w_3", 0.7, "1", 0.0..=1.0, Tuned,
            "weight of type III collagen in functional collagen",
            "assumption, fitted to nothing: immature fibres carry less load";
        functional_weight_scar: "w_s", 0.4, "1", 0.0..=1.0, Tuned,
            "weight of scar-like collagen in functional collagen",
            "assumption, fitted to nothing: aligned fibres carry load in one direction";
        functional_loss_immature: "w_x", 0.8, "1", 0.0..=1.0, Tuned,
            "share of its load that collagen does not bear before it is cross-linked",
            "fitted to T15: with crosslinking; the strength of a wound lags its content ([levenson1965])";
        elastin_stiffness: "w_el", 0.3, "1", 0.0..=0.7, Tuned,
            "share of elastin in the stiffness of the dermis at small stretch",
            "assumption, fitted to nothing: elastin carries small stretches, collagen large ones; no share for the face found";
        thickness_gain: "h_c", 0.5, "1", 0.0..=1.0, Tuned,
            "share of the collagen gain that becomes dermal thickness",
            "assumption, fitted to nothing: half of the gain thickens, half makes denser";
        oedema_gain: "h_I", 0.08, "1", 0.0..=0.3, Tuned,
            "largest relative swelling of the dermis by inflammation",
            "assumption, fitted to nothing: at most 8 % of swelling";
        oedema_threshold: "h_v", 0.03, "mm", 0.01..=0.3, Tuned,
            "thickness of swelling above which it is visible",
            "assumption, fitted to nothing: swelling seen by eye; transient redness and swelling of up to 7 days are reported ([chu2021])";
        scar_matrix_half: "s_h", 0.01, "1", 0.001..=0.1, Tuned,
            "local scar-like collagen at which the index of scar-like matrix is one half",
            "assumption, fitted to nothing: an index, no risk of a scar (0 is unwounded)";
        scar_matrix_box: "b_s", 0.5, "mm", 0.1..=2.0, Tuned,
            "edge of the box over which scar-like collagen is averaged",
            "assumption, fitted to nothing: between the width of a channel and the distance between channels";
        inflammation_cell_weight: "w_J", 0.5, "1", 0.0..=1.0, Tuned,
            "weight of neutrophils and inflammatory macrophages in the inflammation index",
            "assumption, fitted to nothing: cells beside mediators";
    }
}
