//! Constants of the puncture operator.

use crate::quantities::quantities;

quantities! {
    /// How a needle's passage becomes an injury.
    ChannelParameters {
        recoil: "kap_h", 0.45, "1", 0.3..=0.6, Tuned,
            "radius of the hole left after elastic recoil, relative to the needle's local radius",
            "assumption, fitted to nothing: a little below the only measurement, 70.7 of 140 µm = 0.505 of the base width in rats ([kalluri2011])";
        crush_length: "l_k", 0.035, "mm", 0.01..=0.1, Tuned,
            "distance over which killed cells fade away from the hole",
            "assumption, fitted to nothing: a few cells around the hole die; no measurement found";
        crush_floor: "l_k,0", 0.3, "1", 0.0..=1.0, Tuned,
            "share of the crush length that is left at the needle's point",
            "assumption, fitted to nothing: a point crushes less; no measurement found";
        edge_sharpness: "w_e", 0.15, "1", 0.05..=0.3, Tuned,
            "width of the hole's edge relative to its radius",
            "assumption, fitted to nothing: numerical, a smooth edge that a grid can integrate";
        edge_floor: "w_0", 1e-4, "mm", 1e-5..=1e-3, Tuned,
            "smallest width of the hole's edge",
            "assumption, fitted to nothing: numerical, keeps the edge defined at the needle's point";
        cut_fraction: "f_cut", 0.5, "1", 0.2..=1.0, Tuned,
            "share of the matrix in the hole that is cut; the rest springs back",
            "assumption, fitted to nothing: the rest is pushed aside and springs back; no measurement found";
        bleeding_margin: "z_b", 0.1, "mm", 0.0..=0.3, Tuned,
            "depth below the epidermis from which a channel bleeds fully; above it in proportion",
            "assumption, fitted to nothing: the papillary capillary loops are reached one after another";
        gaping: "g_L", 1.0, "1", 0.0..=1.5, Tuned,
            "opening of a linear wound at its mouth relative to its depth, beside the width of the blade",
            "fitted to T23: an edge crack in pre-stretched skin opens by 5.8 times the prestrain times its depth ([tada2000]), 0.6 to 1.2 at an assumed prestrain of 10 to 20 %";
        appendage_islands: "e_0", 0.02, "1", 0.001..=0.2, Tuned,
            "share of the surface where an abrasion leaves epidermis, in hair follicles and sweat ducts",
            "assumption, fitted to nothing: epidermis left in hair follicles and sweat ducts";
        halo_distance: "r_halo", 0.15, "mm", 0.05..=0.5, Tuned,
            "distance from a channel axis that counts as its halo",
            "assumption, fitted to nothing: convention of the outcome measures";
    }
}

impl ChannelParameters<f64> {
    /// Share of what a channel opened that fills with blood, by how far it ends below the epidermis, mm.
    // b = min(1, (L − z_DEJ)⁺/z_b)
    pub(super) fn bleeding(&self, below: f64) -> f64 {
        if below <= 0.0 {
            0.0
        } else if below < self.bleeding_margin {
            below / self.bleeding_margin
        } else {
            1.0
        }
    }
}
