//! What a puncture changes at once, at a point and on the surface above it.

use dermis_numerics::Lane;

use super::{Fields, SurfaceFields};

/// What a needle took at a point: averages over the cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cut<L = f64> {
    /// Killed-cell fraction K.
    pub killed: L,
    /// Debris that the killed tissue leaves: K times the cells per volume against dermis.
    pub debris: L,
    /// Opened fraction W.
    pub opened: L,
    /// Cut matrix fraction f_cut W.
    pub matrix: L,
    /// Clot-filled fraction.
    pub bled: L,
    /// Opened fraction times the width of the opening, mm.
    pub span: L,
}

/// Fields just after a puncture. Debris and clot rise everywhere along the channel; cells, vessels
/// and matrix fall where there is dermis; signals are left as they are. `one` is 1.
pub fn wounded<L: Lane>(u: Fields<L>, cut: Cut<L>, dermal: bool, one: L) -> Fields<L> {
    let added = |value: L, part: L| value + part * (one - value);
    let left = |value: L, part: L| value * (one - part);
    let u = Fields { damage: added(u.damage, cut.debris), clot: added(u.clot, cut.bled), ..u };
    if !dermal {
        return u;
    }
    Fields {
        fibroblasts: left(u.fibroblasts, cut.killed),
        myofibroblasts: left(u.myofibroblasts, cut.killed),
        macrophages_m1: left(u.macrophages_m1, cut.killed),
        macrophages_m2: left(u.macrophages_m2, cut.killed),
        neutrophils: left(u.neutrophils, cut.killed),
        vessels: left(u.vessels, cut.opened),
        collagen_i: left(u.collagen_i, cut.matrix),
        collagen_iii: left(u.collagen_iii, cut.matrix),
        collagen_scar: left(u.collagen_scar, cut.matrix),
        elastin: left(u.elastin, cut.matrix),
        tropoelastin: left(u.tropoelastin, cut.matrix),
        wound_span: left(u.wound_span, cut.opened) + cut.span,
        collagen_immature: left(u.collagen_immature, cut.matrix),
        ..u
    }
}

/// Surface just after punctures that opened a fraction of it; `length` is that fraction times their
/// depth in mm and `one` is 1.
pub fn wounded_surface<L: Lane>(surface: SurfaceFields<L>, opened: L, length: L, one: L) -> SurfaceFields<L> {
    let left = one - opened;
    SurfaceFields {
        epidermal_closure: surface.epidermal_closure * left,
        epidermal_margin: surface.epidermal_margin,
        channel_open: surface.channel_open * left + opened,
        channel_length: surface.channel_length * left + length,
        flare: surface.flare * left + opened,
        melanin: surface.melanin,
        barrier: surface.barrier * left,
    }
}

/// Skin that began as `begun` and that nobody touches, when the part `kept` of its collagen, exp(−λ t), has come through
/// the years: the missing part is settled with at once. `one` is 1.
pub fn left_alone<L: Lane>(begun: Fields<L>, kept: L, one: L) -> Fields<L> {
    Fields {
        collagen_i: begun.collagen_i * kept,
        collagen_iii: begun.collagen_iii * kept,
        settled_deficit: one - (one - begun.settled_deficit) * kept,
        collagen_lost: (one - kept) * (begun.collagen_i + begun.collagen_iii),
        ..begun
    }
}

/// A share of treated dermis and the untreated rest, mixed. In this order what is alike in both stays what it is to the bit.
pub fn joined<L: Lane>(treated: Fields<L>, untreated: Fields<L>, share: L) -> Fields<L> {
    let mut values = treated.into_array();
    for (value, untreated) in values.iter_mut().zip(untreated.into_array()) {
        *value = untreated + share * (*value - untreated);
    }
    Fields::from_array(values)
}
