//! What a puncture changes at once, at a point and on the surface above it.

use super::{Fields, SurfaceFields};

/// What a needle took at a point: averages over the cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cut {
    /// Killed-cell fraction K.
    pub killed: f64,
    /// Debris that the killed tissue leaves: K times the cells per volume against dermis.
    pub debris: f64,
    /// Opened fraction W.
    pub opened: f64,
    /// Cut matrix fraction f_cut W.
    pub matrix: f64,
    /// Clot-filled fraction.
    pub bled: f64,
    /// Opened fraction times the width of the opening, mm.
    pub span: f64,
}

/// Fields just after a puncture. Debris and clot rise everywhere along the channel; cells, vessels
/// and matrix fall where there is dermis; signals are left as they are.
pub fn wounded(u: Fields<f64>, cut: Cut, dermal: bool) -> Fields<f64> {
    let added = |value: f64, part: f64| value + part * (1.0 - value);
    let left = |value: f64, part: f64| value * (1.0 - part);
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
/// depth in mm.
pub fn wounded_surface(surface: SurfaceFields<f64>, opened: f64, length: f64) -> SurfaceFields<f64> {
    let left = 1.0 - opened;
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
