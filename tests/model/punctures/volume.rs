//! The injured volume is that of the formulas, wherever the needle falls and however coarse the grid.

use super::exact::{depth_axis, errors, exact, grid, hurt, measured, standard, tilted};
use dermis::numerics::grid::{Axis, Grid};
use dermis::puncture::{ChannelParameters, Lateral, Puncture};
use proptest::prelude::*;
use std::f64::consts::{PI, TAU};

const SIZE: f64 = 1.2;

fn needles() -> impl Strategy<Value = Puncture> {
    let place = (0.0..SIZE, 0.0..SIZE);
    let tilt = prop_oneof![Just(0.0), 0.0..25.0_f64];
    (place, 0.2..1.4_f64, 0.05..0.25_f64, 0.1..0.4_f64, tilt, 0.0..TAU).prop_map(
        |((x, y), depth, radius, tip_length, tilt, azimuth)| {
            // A taper that begins above the surface and leans has another volume than an upright one.
            let tilt = if depth > 0.7 { tilt } else { 0.0 };
            Puncture { x, y, depth, radius, tip_length, axis: tilted(tilt, azimuth) }
        },
    )
}

fn spacings() -> impl Strategy<Value = f64> {
    (0.0..1.0_f64).prop_map(|u| 0.01 * libm::pow(10.0, u))
}

fn check(what: &str, found: super::exact::Volumes, needle: &Puncture) -> Result<(), TestCaseError> {
    let (injured, halo) = errors(found, exact(needle, &ChannelParameters::default()));
    prop_assert!(injured < 0.01, "{what}: injured volume off by {injured}");
    prop_assert!(halo < 0.03, "{what}: halo off by {halo}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_patch_keeps_the_volume(
        needle in needles(), spacing in spacings(), first in spacings(), growth in 1.0..1.2_f64,
    ) {
        let grid = grid(SIZE, Some(SIZE), spacing, depth_axis(first, growth, 1.7));
        check("patch", measured(&grid, &hurt(&grid, &[needle], Lateral::Patch), 1.0), &needle)?;
    }

    #[test]
    fn a_slab_keeps_the_volume(
        needle in needles(), spacing in spacings(), first in spacings(), growth in 1.0..1.2_f64,
        thickness in 0.5..1.0_f64,
    ) {
        let grid = grid(SIZE, None, spacing, depth_axis(first, growth, 1.7));
        let injury = hurt(&grid, &[needle], Lateral::Slab { thickness_mm: thickness });
        check("slab", measured(&grid, &injury, thickness), &needle)?;
    }

    #[test]
    fn a_cell_keeps_the_volume(
        needle in needles(), spacing in spacings(), first in spacings(), growth in 1.0..1.2_f64,
    ) {
        let x = Axis::radial((1.0 / spacing).round() as usize, 1.0);
        let grid = Grid { x, y: Axis::uniform(1, 1.0, false), z: depth_axis(first, growth, 1.7) };
        let injury = hurt(&grid, &[needle], Lateral::Cell);
        check("cell", measured(&grid, &injury, TAU), &needle)?;
    }
}

#[test]
fn a_needle_at_the_edge_acts_from_both_sides() {
    let grid = grid(SIZE, Some(SIZE), 0.05, depth_axis(0.05, 1.0, 1.7));
    let at =
        |x, y| measured(&grid, &hurt(&grid, &[Puncture { x, y, ..standard() }], Lateral::Patch), 1.0).killed;
    let middle = at(0.613, 0.587);
    for (x, y) in [(0.013, 0.587), (0.613, 1.187), (0.013, 0.037), (1.163, 1.187)] {
        assert!((at(x, y) / middle - 1.0).abs() < 1e-9, "({x}, {y})");
    }
}

#[test]
fn a_shallow_leaning_needle_is_the_same_on_any_grid() {
    let needle = Puncture { x: 0.61, y: 0.58, depth: 0.15, axis: tilted(20.0, 1.0), ..standard() };
    let patch = |spacing, first| {
        let grid = grid(SIZE, Some(SIZE), spacing, depth_axis(first, 1.0, 0.5));
        measured(&grid, &hurt(&grid, &[needle], Lateral::Patch), 1.0)
    };
    let fine = patch(0.01, 0.005);
    for (spacing, first) in [(0.025, 0.015), (0.05, 0.05), (0.1, 0.1)] {
        let (injured, halo) = errors(patch(spacing, first), fine);
        assert!(injured < 0.01 && halo < 0.03, "{spacing}: {injured}, {halo}");
    }
    let slab = grid(SIZE, None, 0.05, depth_axis(0.05, 1.0, 0.5));
    let slab = measured(&slab, &hurt(&slab, &[needle], Lateral::Slab { thickness_mm: 0.7 }), 0.7);
    assert!(errors(slab, fine).0 < 0.01, "{slab:?}, {fine:?}");
}

/// Far closer than a cell's mean has to be: the hole of an upright shaft, however coarse the grid.
#[test]
fn a_hole_is_sampled_finely() {
    let needle = Puncture { x: 0.613, y: 0.587, depth: 1.2, tip_length: 0.0, ..standard() };
    let exact = exact(&needle, &ChannelParameters::default()).opened;
    for spacing in [0.02, 0.05, 0.1] {
        let grid = grid(SIZE, Some(SIZE), spacing, depth_axis(0.1, 1.0, 1.7));
        let opened = measured(&grid, &hurt(&grid, &[needle], Lateral::Patch), 1.0).opened;
        assert!((opened / exact - 1.0).abs() < 3e-4, "{spacing}: {opened} of {exact}");
    }
}

#[test]
fn the_halo_is_a_cylinder() {
    for spacing in [0.02, 0.05, 0.1] {
        let grid = grid(SIZE, Some(SIZE), spacing, depth_axis(0.03, 1.1, 1.7));
        let needle = Puncture { x: 0.613, y: 0.587, ..standard() };
        let halo = measured(&grid, &hurt(&grid, &[needle], Lateral::Patch), 1.0).halo;
        assert!((halo / (PI * 0.15 * 0.15 * 1.5) - 1.0).abs() < 0.01, "{spacing}: {halo}");
    }
}

#[test]
fn the_shaft_has_the_published_averages() {
    // MODEL: R = 0.46 mm, r_h = 0.055 mm (recoil 0.44 of 0.125 mm), l_k = 0.035 mm.
    let parameters = ChannelParameters { recoil: 0.44, ..Default::default() };
    let one = || Axis::uniform(1, 1.0, false);
    let mixed = Grid { x: one(), y: one(), z: Axis::uniform(1, 2.0, false) };
    let lateral = Lateral::WellMixed { cell_radius_mm: 0.46, junction_mm: 0.1 };
    let hurt_by = |needle| dermis::puncture::injure(&mixed, &[needle], &parameters, lateral, 0.1);
    let injury = hurt_by(Puncture { tip_length: 0.0, ..standard() });
    assert!((injury.opened[[0, 0, 0]] - 0.0145668).abs() < 6e-8, "{}", injury.opened[[0, 0, 0]]);
    assert!((injury.killed[[0, 0, 0]] - 0.0440675).abs() < 6e-8, "{}", injury.killed[[0, 0, 0]]);
    assert!((injury.opened_surface[[0, 0]] - injury.opened[[0, 0, 0]]).abs() < 1e-15);
    // A taper takes two thirds of its volume away, and a point in the epidermis all of it.
    let tapered = hurt_by(Puncture { tip_length: 0.7, ..standard() });
    let part = (0.7 + 0.7 / 3.0) / 1.4;
    assert!((tapered.opened[[0, 0, 0]] / injury.opened[[0, 0, 0]] - part).abs() < 2e-3);
    assert_eq!(hurt_by(Puncture { depth: 0.1, ..standard() }).opened[[0, 0, 0]], 0.0);

    // The same from the rings of a cell, and from a slab and a patch whose share is that disc.
    let cell = Grid { x: Axis::radial(23, 0.46), y: one(), z: Axis::uniform(30, 1.5, false) };
    let injury = dermis::puncture::injure(&cell, &[standard()], &parameters, Lateral::Cell, 0.1);
    let mean: f64 = (0..23).map(|x| injury.killed[[3, 0, x]] * cell.x.volumes[x]).sum();
    assert!((mean * 2.0 / (0.46 * 0.46) - 0.0440675).abs() < 6e-8, "{mean}");
}
