//! Every device of the catalogue keeps to its own facts.

use dermis::puncture::catalogue::{devices, find, needle_device, needle_devices};
use dermis::puncture::{Device, Needling, TreatedArea};
use dermis::random::{Purpose, Random};
use std::collections::BTreeSet;
use std::sync::Arc;

const AREA: TreatedArea = TreatedArea { width: 7.0, length: 5.0 };

fn all() -> impl Iterator<Item = Arc<dyn Device>> {
    needle_devices().into_iter()
}

#[test]
fn names_are_unique_and_found() {
    let names: BTreeSet<&str> = devices(0.5).iter().map(|device| device.name()).collect();
    assert_eq!(names.len(), devices(0.5).len());
    assert!(names.iter().all(|name| find(name, 0.5).unwrap().name() == *name));
    assert!(find("laser", 0.5).is_none());
    assert!(all().all(|device| needle_device(device.preset().name).is_some_and(|found| *found == *device)));
    assert!(needle_device("core").is_none());
}

#[test]
fn defaults_are_within_the_devices_own_limits() {
    for device in all() {
        let preset = device.preset();
        let settings = device.settings(0.5);
        let (shortest, longest) = preset.needle_lengths_mm;
        assert!((shortest..=longest).contains(&settings.needle_length_mm), "{}", preset.name);
        assert!(0.2 <= shortest && longest <= 3.0, "{}", preset.name);
        assert!((0.1..=0.25).contains(&settings.needle_diameter_mm), "{}", preset.name);
        assert!((100.0..=400.0).contains(&settings.density_per_cm2), "{}", preset.name);
        assert_eq!(device.depth_efficacy(0.0), preset.depth_efficacies.0);
        assert!((device.depth_efficacy(1.0) - preset.depth_efficacies.1).abs() < 1e-15);
        assert!((0.2..=1.0).contains(&preset.depth_efficacies.0) && preset.depth_efficacies.1 <= 1.0);
        assert!(!preset.meaning.is_empty() && !preset.source.is_empty());
    }
}

#[test]
fn density_follows_from_the_technique() {
    let density = |name: &str, passes| {
        Needling { passes, ..needle_device(name).unwrap().settings(0.5) }.density_from_technique()
    };
    assert!((density("roller", 15) - 250.0).abs() < 1e-9);
    assert!((density("pen", 4) - 2.0 * density("pen", 2)).abs() < 1e-9);
    // 12 needles x 90 Hz / (54 mm/s x 8 mm) = 2.5 per mm² and pass.
    assert!((density("pen", 1) - 250.0).abs() < 1e-9);
    assert!((density("stamp", 4) - 250.0).abs() < 1e-9);
}

#[test]
fn needles_stay_inside_and_reach_their_depth() {
    for device in all() {
        let mut settings = device.settings(0.3);
        settings.tilt_degrees = 12.0;
        let nominal = settings.needle_length_mm * settings.depth_efficacy;
        for session in 0..5 {
            let needles = device.punctures(&settings, AREA, 11, session);
            assert!(!needles.is_empty());
            for needle in needles {
                assert!((0.0..AREA.width).contains(&needle.x) && (0.0..AREA.length).contains(&needle.y));
                assert!((needle.depth / nominal - 1.0).abs() <= settings.depth_jitter);
                assert_eq!(needle.radius, 0.5 * settings.needle_diameter_mm);
                assert_eq!(needle.tip_length, settings.tip_length_mm);
                let [x, y, z] = needle.axis;
                assert!((x * x + y * y + z * z - 1.0).abs() < 1e-14);
                assert!((z - libm::cos(12.0_f64.to_radians())).abs() < 1e-15);
            }
        }
    }
}

#[test]
fn the_seed_decides_every_bit() {
    for device in all() {
        let mut settings = device.settings(0.5);
        settings.tilt_degrees = 5.0;
        let draw = |seed, session| device.punctures(&settings, AREA, seed, session);
        assert_eq!(draw(3, 1), draw(3, 1));
        assert_ne!(draw(3, 1), draw(4, 1), "{}", device.preset().name);
        assert_ne!(draw(3, 1), draw(3, 2), "{}", device.preset().name);
        // Each purpose has its own stream: more jitter moves no needle.
        let deeper = Needling { depth_jitter: 0.2, ..settings.clone() };
        for (a, b) in draw(3, 1).iter().zip(device.punctures(&deeper, AREA, 3, 1)) {
            assert_eq!((a.x, a.y, a.axis), (b.x, b.y, b.axis));
        }
    }
}

#[test]
fn random_numbers_are_pinned() {
    // From an independent ChaCha8: key 1, stream 0, and stream 2·2³² + 5.
    let drawn = |purpose, session| {
        let mut random = Random::new(1, purpose, session);
        [random.unit().to_bits(), random.unit().to_bits(), random.unit().to_bits()]
    };
    let first = [4600543922235128406, 4598984558295872832, 4605365254607385758];
    assert_eq!(drawn(Purpose::Positions, 0), first);
    let other = [4600798349039174022, 4599424130972648336, 4595056602933097824];
    assert_eq!(drawn(Purpose::Tilts, 5), other);
}
