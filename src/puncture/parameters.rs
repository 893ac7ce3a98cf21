//! Constants of the puncture operator.

use crate::quantities::quantities;

quantities! {
    /// How a needle's passage becomes an injury.
    ChannelParameters {
        recoil: "kap_h", 0.45, "1", 0.3..=0.6, Tuned,
            "radius of the hole left after elastic recoil, relative to the needle's local radius",
            "tuned inside a published range: 0.505 of the base width of a 770 µm roller needle (PMC3160154, rat)";
        crush_length: "l_k", 0.035, "mm", 0.01..=0.1, Tuned,
            "distance over which killed cells fade away from the hole",
            "design choice; no direct measurement found";
        crush_floor: "l_k,0", 0.3, "1", 0.0..=1.0, Tuned,
            "share of the crush length that is left at the needle's point",
            "design choice; no direct measurement found";
        edge_sharpness: "w_e", 0.15, "1", 0.05..=0.3, Tuned,
            "width of the hole's edge relative to its radius",
            "design choice: a smooth edge that a grid can integrate";
        edge_floor: "w_0", 1e-4, "mm", 1e-5..=1e-3, Tuned,
            "smallest width of the hole's edge",
            "design choice: keeps the edge defined at the needle's point";
        cut_fraction: "f_cut", 0.5, "1", 0.2..=1.0, Tuned,
            "share of the matrix in the hole that is cut; the rest springs back",
            "design choice; no direct measurement found";
        bleeding_margin: "z_b", 0.05, "mm", 0.0..=0.2, Tuned,
            "depth below the epidermis from which a channel bleeds",
            "design choice: reach of the papillary capillary loops";
        gaping: "g_L", 1.0, "1", 0.0..=1.5, Tuned,
            "opening of a linear wound at its mouth relative to its depth, beside the width of the blade",
            "elastic recoil of skin under resting tension";
        appendage_islands: "e_0", 0.02, "1", 0.001..=0.2, Tuned,
            "share of the surface where an abrasion leaves epidermis, in hair follicles and sweat ducts",
            "design choice";
        halo_distance: "r_halo", 0.15, "mm", 0.05..=0.5, Tuned,
            "distance from a channel axis that counts as its halo",
            "convention of the outcome measures";
    }
}
