//! Keys of `[grid]`.

use super::row::row;
use super::{Kind, Row, Value, name, number};
use crate::scenario::{Boundary, Geometry, GridSettings};

const SINGLE: [Geometry; 2] = [Geometry::Cell, Geometry::WellMixed];

fn mixed(of: &GridSettings) -> Option<&'static str> {
    (of.geometry == Geometry::WellMixed).then_some("it is one cell")
}

fn single(of: &GridSettings, reason: &'static str) -> Option<&'static str> {
    SINGLE.contains(&of.geometry).then_some(reason)
}

pub(in crate::scenario) static GRID: [Row<GridSettings>; 8] = [
    row!(
        GridSettings,
        "grid",
        geometry,
        name("geometry", || Geometry::ALL.map(Geometry::name).to_vec()),
        "shape that stands for the treated skin"
    ),
    row!(GridSettings, "grid", width_mm, number(0.1, 50.0, "mm"), "size along x")
        .idle_when(|_, of| single(of, "the density decides its size")),
    row!(
        GridSettings,
        "grid",
        length_mm,
        number(0.1, 50.0, "mm"),
        "size along y, of a `patch`",
        by("as width_mm")
    )
    .following(|of| Some(Value::Number(of.width_mm)))
    .idle_when(|_, of| (of.geometry != Geometry::Patch).then_some("only a `patch` has a length")),
    row!(GridSettings, "grid", spacing_um, number(2.0, 500.0, "µm"), "distance of cells across the skin")
        .idle_when(|_, of| mixed(of)),
    row!(
        GridSettings,
        "grid",
        depth_spacing_um,
        number(2.0, 500.0, "µm"),
        "distance of cells along depth below the papillary dermis; twice that in the subcutis",
        by("as spacing_um")
    )
    .following(|of| Some(Value::Number(of.spacing_um)))
    .idle_when(|_, of| mixed(of)),
    row!(
        GridSettings,
        "grid",
        surface_spacing_um,
        number(2.0, 500.0, "µm"),
        "distance of cells along depth down to the end of the papillary dermis",
        by("as depth_spacing_um, at most 25")
    )
    .following(|of| Some(Value::Number(of.depth_spacing_um.min(25.0))))
    .idle_when(|_, of| mixed(of)),
    row!(
        GridSettings,
        "grid",
        boundary,
        name("boundary", || Boundary::ALL.map(Boundary::name).to_vec()),
        "what happens at the sides: the skin goes on as it begins, or nothing passes"
    )
    .idle_when(|_, of| single(of, "nothing passes its side in any case")),
    row!(
        GridSettings,
        "grid",
        shifted_sessions,
        Kind::Flag,
        "each session of a `cell` meets the mean of what earlier ones left, as needles that miss the old channels do; \
         otherwise each hits the same place"
    )
    .idle_when(|_, of| (of.geometry != Geometry::Cell).then_some("only the sessions of a `cell` hit the same place")),
];
