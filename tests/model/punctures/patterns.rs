//! Where the devices put their needles.

use dermis::puncture::catalogue::needle_device;
use dermis::puncture::{Needling, Pattern, Technique, TreatedArea, pitch_mm, ring};
use dermis::random::{Purpose, Random};
use proptest::prelude::*;

fn positions(name: &str, density: f64, passes: u32, area: TreatedArea, seed: u64) -> Vec<[f64; 2]> {
    let device = needle_device(name).unwrap();
    let settings = Needling { density_per_cm2: density, passes, ..device.settings(0.5) };
    device.positions(&settings, area, &mut Random::new(seed, Purpose::Positions, 0))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..Default::default() })]

    #[test]
    fn random_patterns_have_the_exact_number(
        density in 10.0..1000.0_f64, width in 0.3..6.0_f64, length in 0.1..6.0_f64, seed: u64,
    ) {
        let area = TreatedArea { width, length };
        let wanted = (density * width * length / 100.0).round() as usize;
        for name in ["pen", "roller", "home_roller"] {
            prop_assert_eq!(positions(name, density, 15, area, seed).len(), wanted);
        }
        prop_assert_eq!(positions("single_needle", density, 1, area, seed), [[0.5 * width, 0.5 * length]]);
    }

    #[test]
    fn a_stamp_is_near_the_number(
        density in 50.0..1000.0_f64, width in 2.0..6.0_f64, length in 2.0..6.0_f64, passes in 1..6_u32,
    ) {
        let area = TreatedArea { width, length };
        let wanted = density * width * length / 100.0;
        let found = positions("stamp", density, passes, area, 1).len() as f64;
        // Each pass misses by at most half a row.
        let row = (wanted / f64::from(passes)).sqrt().max(1.0);
        prop_assert!((found - wanted).abs() <= f64::from(passes) * (row + 1.0), "{found} of {wanted}");
    }

    #[test]
    fn a_slab_has_the_density_asked_for(density in 20.0..1000.0_f64, width in 1.0..10.0_f64, seed: u64) {
        let area = TreatedArea { width, length: 10.0 / density.sqrt() };
        for name in ["pen", "roller", "stamp"] {
            let device = needle_device(name).unwrap();
            let settings = Needling { density_per_cm2: density, ..device.settings(0.5) };
            let count = device.punctures(&settings, area, seed, 0).len();
            let thickness = device.slab_thickness_mm(&settings, width, count);
            prop_assert!(count >= 1);
            prop_assert!((count as f64 / (width * thickness) * 100.0 - density).abs() < 1e-9 * density);
        }
    }
}

#[test]
fn a_stamp_is_regular() {
    let area = TreatedArea { width: 4.0, length: 4.0 };
    let found = positions("stamp", 100.0, 1, area, 5);
    let expected: Vec<[f64; 2]> = (0..16).map(|i| [0.5 + f64::from(i % 4), 0.5 + f64::from(i / 4)]).collect();
    assert_eq!(found, expected);
    // Every further pass is the same array moved aside, each by its own offset.
    let found = positions("stamp", 400.0, 4, area, 5);
    assert_eq!(found.len(), 64);
    let offsets: Vec<[f64; 2]> = found.chunks(16).map(|pass| pass[0]).collect();
    for (pass, offset) in found.chunks(16).zip(&offsets) {
        for (place, first) in pass.iter().zip(&expected) {
            assert!((place[0] - offset[0] - (first[0] - 0.5)).abs() < 1e-12);
            assert!((place[1] - offset[1] - (first[1] - 0.5)).abs() < 1e-12);
        }
    }
    assert!((1..4).all(|pass| offsets[pass] != offsets[pass - 1]));
}

#[test]
fn a_roller_prints_a_lattice_in_each_direction() {
    // One lattice is 2.5 mm across by 2.4 mm along; a large area takes whole passes.
    let area = TreatedArea { width: 30.0, length: 30.0 };
    let found = positions("roller", 250.0, 15, area, 9);
    assert_eq!(found.len(), 2250);
    let fractional = |value: f64, period: f64| (value / period).rem_euclid(1.0);
    let mut start = 0;
    for degrees in [0.0_f64, 90.0, 45.0, 135.0] {
        let (cosine, sine) = (libm::cos(degrees.to_radians()), libm::sin(degrees.to_radians()));
        let phase = |place: &[f64; 2]| {
            let (x, y) = (place[0] - 15.0, place[1] - 15.0);
            [fractional(x * cosine + y * sine, 2.4), fractional(y * cosine - x * sine, 2.5)]
        };
        let first = phase(&found[start]);
        let same = |place: &&[f64; 2]| {
            (0..2).all(|i| {
                let apart = (phase(place)[i] - first[i]).abs();
                !(1e-9..=1.0 - 1e-9).contains(&apart)
            })
        };
        let count = found[start..].iter().take_while(same).count();
        assert!((140..=160).contains(&count), "{count} prints, 150 expected");
        start += count;
    }
}

/// However long and narrow the treated area is, passes reach both of its ends.
#[test]
fn a_roller_covers_long_areas() {
    for (width, length) in [(60.0, 6.0), (6.0, 60.0)] {
        // 600 of these, 60 a pass.
        let found = positions("roller", 500.0 / 3.0, 10, TreatedArea { width, length }, 4);
        for part in 0..6 {
            let along = |place: &[f64; 2]| if width > length { place[0] } else { place[1] };
            let count = found.iter().filter(|place| (along(place) / 10.0) as usize == part).count();
            assert!((70..=130).contains(&count), "{count} of 100 in part {part} of {width} x {length} mm");
        }
    }
}

#[test]
fn a_ring_is_round_and_its_prints_make_the_density() {
    for (place, right) in ring(2.0, 4).iter().zip([[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0]]) {
        assert!((0..2).all(|i| (place[i] - right[i]).abs() < 1e-12), "{place:?}");
    }
    let array = needle_device("array").unwrap();
    let settings = Needling { density_per_cm2: 150.0, passes: 3, ..array.settings(0.5) };
    let pitch = pitch_mm(&settings);
    let needles = f64::from(3 * settings.technique.needles);
    assert!((needles / (pitch * pitch) - 1.5).abs() < 1e-12, "{pitch} mm");
}

/// As far apart along rows as across them, on an area of any shape.
#[test]
fn a_pen_keeps_its_distance_on_long_areas() {
    let found = positions("pen", 100.0, 1, TreatedArea { width: 20.0, length: 2.0 }, 4);
    assert_eq!(found.len(), 40);
    for pair in found.chunks(20).flat_map(|row| row.windows(2)) {
        let [dx, dy] = [0, 1].map(|i| pair[1][i] - pair[0][i]);
        // Each is moved by up to a quarter of a millimetre, and goes on at the other end.
        assert!((dx.rem_euclid(20.0) - 1.0).abs() <= 0.5 + 1e-9, "{pair:?}");
        assert!((dy + 0.5).rem_euclid(2.0) <= 1.0 + 1e-9, "{pair:?}");
    }
}

#[test]
fn a_pen_covers_the_region_evenly() {
    let area = TreatedArea { width: 10.0, length: 10.0 };
    let found = positions("pen", 1000.0, 4, area, 2);
    for quarter in 0..4 {
        let inside = |place: &&[f64; 2]| {
            (place[0] < 5.0) == (quarter % 2 == 0) && (place[1] < 5.0) == (quarter / 2 == 0)
        };
        let count = found.iter().filter(inside).count();
        assert!((200..=300).contains(&count), "{count} of 1000");
    }
}

/// Distance of the two nearest punctures of a pen under a pattern, and how many there are.
fn nearest(pattern: Pattern, passes: u32) -> (f64, usize) {
    let area = TreatedArea { width: 10.0, length: 10.0 };
    let device = needle_device("pen").unwrap();
    let settings = Needling { density_per_cm2: 250.0, passes, pattern, ..device.settings(0.5) };
    let needles = device.punctures(&settings, area, 3, 0);
    let mut nearest = f64::INFINITY;
    for (i, a) in needles.iter().enumerate() {
        for b in &needles[..i] {
            nearest = nearest.min(((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt());
        }
    }
    (nearest, needles.len())
}

#[test]
fn patterns_differ_in_how_near_punctures_come() {
    let pitch = (100.0_f64 / 250.0).sqrt();
    let (regular, count) = nearest(Pattern::Regular, 4);
    assert!(count.abs_diff(250) <= 8 && regular > 0.9 * pitch, "{regular} of {pitch}, {count}");
    // Anywhere: among 250 punctures some come as near as a tenth of the pitch.
    let (random, count) = nearest(Pattern::Random, 4);
    assert!(count == 250 && random < 0.1 * pitch, "{random}");
    // Passes that know nothing of each other overlap; one alone does not.
    let (overlapping, count) = nearest(Pattern::Overlapping, 4);
    assert!(count.abs_diff(250) <= 32 && overlapping < 0.5 * pitch, "{overlapping}");
    assert!(nearest(Pattern::Overlapping, 1).0 > 0.9 * pitch);
}

#[test]
fn every_pattern_covers_the_region() {
    let area = TreatedArea { width: 10.0, length: 10.0 };
    let device = needle_device("pen").unwrap();
    for pattern in Pattern::ALL {
        let settings = Needling { density_per_cm2: 1000.0, passes: 3, pattern, ..device.settings(0.5) };
        let needles = device.punctures(&settings, area, 11, 0);
        for quarter in 0..4 {
            let inside = needles.iter().filter(|needle| {
                (needle.x < 5.0) == (quarter % 2 == 0) && (needle.y < 5.0) == (quarter / 2 == 0)
            });
            let count = inside.count();
            assert!((190..=310).contains(&count), "{}: {count} of 1000", pattern.name());
        }
        assert!(
            needles.iter().all(|needle| (0.0..10.0).contains(&needle.x) && (0.0..10.0).contains(&needle.y))
        );
    }
}

#[test]
fn a_pattern_of_the_device_is_the_device() {
    let area = TreatedArea { width: 4.0, length: 4.0 };
    for name in ["pen", "roller", "stamp", "home_roller"] {
        let device = needle_device(name).unwrap();
        let settings = device.settings(0.5);
        let own = device.positions(&settings, area, &mut Random::new(7, Purpose::Positions, 0));
        let placed = device.punctures(&settings, area, 7, 0);
        assert_eq!(own, placed.iter().map(|needle| [needle.x, needle.y]).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn a_roller_rolled_one_way_leaves_parallel_tracks() {
    let area = TreatedArea { width: 30.0, length: 30.0 };
    let device = needle_device("roller").unwrap();
    let mut settings = device.settings(0.5);
    settings.technique.directions = 1;
    settings.passes = 2;
    settings.density_per_cm2 = settings.density_from_technique();
    let found = device.positions(&settings, area, &mut Random::new(9, Purpose::Positions, 0));
    // Two passes along x: their discs leave at most two times 12 tracks over 30 mm.
    let mut tracks: Vec<i64> = found.iter().map(|place| (place[1] * 1e6).round() as i64).collect();
    tracks.sort_unstable();
    tracks.dedup();
    assert!(tracks.len() <= 26, "{}", tracks.len());
}

#[test]
fn density_follows_from_needles_strokes_and_speed() {
    let pen = Technique::glided(12, 8.0, 90.0, 54.0);
    assert!((pen.density_per_pass() - 250.0).abs() < 1e-9);
    assert!((Technique { glide_speed_mm_s: 108.0, ..pen }.density_per_pass() - 125.0).abs() < 1e-9);
    assert!((Technique { needles: 36, ..pen }.density_per_pass() - 750.0).abs() < 1e-9);
    assert!((Technique { frequency_hz: 45.0, ..pen }.density_per_pass() - 125.0).abs() < 1e-9);
    assert!((Technique { track_width_mm: 16.0, ..pen }.density_per_pass() - 125.0).abs() < 1e-9);
    // 192 needles on 2 cm of width and a turn of 5.76 cm.
    assert!((Technique::rolled(192, 20.0, 57.6).density_per_pass() - 192.0 / 11.52).abs() < 1e-12);
}
