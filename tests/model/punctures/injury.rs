//! How channels combine, which of them bleed, and that threads do not matter.

use super::exact::{depth_axis, grid, hurt, measured, standard, tilted};
use dermis::puncture::catalogue::needle_device;
use dermis::puncture::{ChannelParameters, Injury, Lateral, Puncture, TreatedArea, injure};

const PATCH: Lateral = Lateral::Patch;

fn places(count: usize, size: f64) -> Vec<Puncture> {
    let pen = needle_device("pen").unwrap();
    let mut settings = pen.settings(0.5);
    settings.density_per_cm2 = 100.0 * count as f64 / (size * size);
    pen.punctures(&settings, TreatedArea { width: size, length: size }, 7, 0)
}

fn fields(injury: &Injury) -> [&ndarray::Array3<f64>; 5] {
    [&injury.killed, &injury.opened, &injury.cut, &injury.bled, &injury.halo]
}

#[test]
fn no_needle_no_injury() {
    let grid = grid(1.0, Some(1.0), 0.1, depth_axis(0.1, 1.0, 2.0));
    let never = Puncture { depth: 0.0, ..standard() };
    for needles in [vec![], vec![never]] {
        let injury = hurt(&grid, &needles, PATCH);
        assert!(fields(&injury).iter().all(|field| field.iter().all(|&f| f == 0.0)));
        assert!(injury.opened_surface.iter().all(|&f| f == 0.0));
    }
}

#[test]
fn overlap_saturates() {
    let grid = grid(1.0, Some(1.0), 0.05, depth_axis(0.05, 1.0, 2.0));
    let once = hurt(&grid, &places(100, 1.0), PATCH);
    let twice = hurt(&grid, &[places(100, 1.0), places(100, 1.0)].concat(), PATCH);
    for (one, two) in fields(&once).iter().zip(fields(&twice)) {
        for (&a, &b) in one.iter().zip(two) {
            assert!((0.0..=1.0).contains(&b) && b >= a);
            // Cut again, what was left is cut by the same share.
            assert!((b - (1.0 - (1.0 - a) * (1.0 - a))).abs() < 1e-12);
        }
    }
    assert!(once.killed.iter().any(|&k| k > 0.999));
}

#[test]
fn fractions_are_ordered() {
    let grid = grid(1.0, Some(1.0), 0.05, depth_axis(0.05, 1.0, 2.0));
    let injury = hurt(&grid, &[Puncture { x: 0.53, y: 0.48, ..standard() }], PATCH);
    for ((opened, cut), killed) in injury.opened.iter().zip(&injury.cut).zip(&injury.killed) {
        assert!((cut - 0.5 * opened).abs() < 1e-15 && killed + 0.02 >= *opened);
    }
    assert_eq!(injury.cut, injury.bled);
    // A straight shaft is as wide at the surface as below it, and nothing happens beyond its end.
    for ((y, x), &opened) in injury.opened_surface.indexed_iter() {
        assert!((opened - injury.opened[[0, y, x]]).abs() < 1e-12);
        assert!((31..40).all(|z| fields(&injury).iter().all(|field| field[[z, y, x]] == 0.0)));
    }
}

#[test]
fn a_channel_bleeds_by_how_far_it_reaches_into_the_papillary_dermis() {
    let grid = grid(1.0, Some(1.0), 0.1, depth_axis(0.05, 1.0, 2.0));
    let bleeds = |depth, axis| {
        let needle = Puncture { x: 0.5, y: 0.5, depth, axis, ..standard() };
        let injury = hurt(&grid, &[needle], PATCH);
        injury.bled.sum() / injury.cut.sum()
    };
    let upright = tilted(0.0, 0.0);
    // Not in the epidermis of 0.1 mm, fully from 0.2 mm on, and without a step in between.
    for (depth, expected) in [(0.05, 0.0), (0.1, 0.0), (0.11, 0.1), (0.15, 0.5), (0.199, 0.99), (0.3, 1.0)] {
        assert!((bleeds(depth, upright) - expected).abs() < 1e-3, "{depth}: {}", bleeds(depth, upright));
    }
    // A leaning needle of that length gets less far.
    assert!(bleeds(0.155, tilted(20.0, 2.0)) < bleeds(0.155, upright) - 0.05);
}

#[test]
fn a_slab_is_injured_as_a_patch_per_area() {
    let z = || depth_axis(0.03, 1.1, 2.0);
    let needles = places(6, 3.0);
    let patch = grid(3.0, Some(3.0), 0.05, z());
    let in_patch = measured(&patch, &hurt(&patch, &needles, PATCH), 1.0);
    let slab = grid(3.0, None, 0.05, z());
    let mut in_slab = [0.0; 3];
    for needle in &needles {
        let lateral = Lateral::Slab { thickness_mm: 0.6 };
        let one = measured(&slab, &hurt(&slab, &[*needle], lateral), 0.6);
        in_slab = [in_slab[0] + one.opened, in_slab[1] + one.killed, in_slab[2] + one.halo];
    }
    assert!((in_slab[0] / in_patch.opened - 1.0).abs() < 0.005);
    assert!((in_slab[1] / in_patch.killed - 1.0).abs() < 0.01);
}

#[test]
fn a_slab_thinner_than_the_hole_is_destroyed_at_most() {
    let slab = grid(1.0, None, 0.02, depth_axis(0.05, 1.0, 2.0));
    let needle = Puncture { x: 0.5, radius: 0.25, ..standard() };
    let injury = hurt(&slab, &[needle], Lateral::Slab { thickness_mm: 0.1 });
    assert!(fields(&injury).iter().all(|field| field.iter().all(|f| (0.0..=1.0).contains(f))));
}

#[test]
fn threads_do_not_change_a_bit() {
    let grid = grid(2.0, Some(2.0), 0.1, depth_axis(0.05, 1.0, 2.0));
    let mut needles = places(90, 2.0);
    needles[3].axis = tilted(10.0, 1.0);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| injure(&grid, &needles, &ChannelParameters::default(), PATCH, 0.1))
    };
    let (one, two) = (with(1), with(2));
    for (a, b) in fields(&one).iter().zip(fields(&two)) {
        assert!(a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits()));
    }
    assert_eq!(one, two);
}
