//! Keys that are given and change nothing, because of the device, the geometry or another key.
//!
//! Told from the scenario alone: a key counts as given where its value is not the one it has when it is
//! left out. So the scenario written out in full is warned of as the short one was.

use super::section::show;
use super::{Boundary, Geometry, Scenario};
use crate::puncture::{DeviceSettings, Motion, Pattern, Wound, find};

/// A key of a table of the scenario other than `[device]`.
struct Key {
    name: &'static str,
    /// Why it changes nothing although it is given; nothing where it is left out or acts.
    idle: fn(&Scenario) -> Option<&'static str>,
}

/// A key of `[device]`.
struct DeviceKey {
    name: &'static str,
    /// Whether it is given: settings as used, and as the device comes.
    given: fn(&DeviceSettings, &DeviceSettings) -> bool,
    /// Why it changes nothing with this device in this geometry.
    idle: fn(&DeviceSettings, Geometry) -> Option<&'static str>,
}

/// Whether one needle stands for all.
fn is_single(geometry: Geometry) -> bool {
    matches!(geometry, Geometry::Cell | Geometry::WellMixed)
}

const DEVICE_KEYS: [DeviceKey; 6] = [
    DeviceKey {
        name: "pattern",
        given: |used, usual| used.pattern != usual.pattern,
        idle: |_, geometry| is_single(geometry).then_some("its one needle stands for all"),
    },
    DeviceKey {
        name: "tilt_degrees",
        given: |used, usual| used.tilt_degrees != usual.tilt_degrees,
        idle: |_, geometry| is_single(geometry).then_some("its one needle stands upright and stands for all"),
    },
    DeviceKey {
        name: "depth_jitter",
        given: |used, usual| used.depth_jitter != usual.depth_jitter,
        idle: |_, geometry| {
            is_single(geometry).then_some("its one needle has the mean depth and stands for all")
        },
    },
    DeviceKey {
        name: "directions",
        given: |used, usual| used.technique.directions != usual.technique.directions,
        idle: |used, geometry| match used.pattern {
            _ if is_single(geometry) => Some("its one needle stands for all"),
            Pattern::Device => None,
            _ => Some("the pattern decides where needles enter"),
        },
    },
    DeviceKey {
        name: "tip_length_mm",
        given: |used, usual| used.tip_length_mm != usual.tip_length_mm,
        idle: |_, geometry| {
            (geometry == Geometry::WellMixed).then_some("the needle's shaft stands for its whole depth")
        },
    },
    DeviceKey {
        name: "density_per_cm2",
        given: |used, usual| used.density_per_cm2 != usual.density_per_cm2,
        idle: |used, geometry| {
            let one = used.technique.motion == Motion::Single && geometry == Geometry::Patch;
            one.then_some("the device makes one wound in the patch, whose share is the patch itself")
        },
    },
];

const KEYS: [Key; 8] = [
    Key {
        name: "length_mm",
        idle: |s| {
            let given = s.grid.length_mm != s.grid.width_mm;
            (given && s.grid.geometry != Geometry::Patch).then_some("only a `patch` has a length")
        },
    },
    Key {
        name: "width_mm",
        idle: |s| {
            (s.grid.width_mm != 4.0 && is_single(s.grid.geometry)).then_some("the density decides its size")
        },
    },
    Key {
        name: "boundary",
        idle: |s| {
            let given = s.grid.boundary != Boundary::Periodic;
            (given && is_single(s.grid.geometry)).then_some("nothing passes its side in any case")
        },
    },
    Key { name: "spacing_um", idle: |s| mixed(s, s.grid.spacing_um != 25.0) },
    Key { name: "depth_spacing_um", idle: |s| mixed(s, s.grid.depth_spacing_um != s.grid.spacing_um) },
    Key {
        name: "surface_spacing_um",
        idle: |s| mixed(s, s.grid.surface_spacing_um != s.grid.depth_spacing_um.min(25.0)),
    },
    Key {
        name: "sunscreen",
        idle: |s| {
            let (sun, screen) = (s.patient.sun_exposure, s.patient.sunscreen);
            (sun == 0.0 && screen > 0.0).then_some("sun_exposure is 0")
        },
    },
    Key {
        name: "dense_interval_days",
        idle: |s| {
            let given = s.observe.dense_interval_days != 0.25;
            (given && s.observe.dense_days == 0.0).then_some("dense_days is 0")
        },
    },
];

fn mixed(scenario: &Scenario, given: bool) -> Option<&'static str> {
    (given && scenario.grid.geometry == Geometry::WellMixed).then_some("it is one cell")
}

/// A sentence for each key that changes nothing.
pub(super) fn warnings(scenario: &Scenario) -> Vec<String> {
    let geometry = scenario.grid.geometry;
    let sentence =
        |key: &str, reason: &str| format!("{key} has no effect in `{}`: {reason}", geometry.name());
    let mut found: Vec<String> = Vec::new();
    let mut add = |warning: String| {
        if !found.contains(&warning) {
            found.push(warning);
        }
    };
    for session in &scenario.sessions {
        let used = &session.device;
        let Some(device) = find(&used.device).filter(|device| has_needles(device.wound())) else { continue };
        let usual = device.settings(scenario.site.firmness);
        for key in DEVICE_KEYS.iter().filter(|key| (key.given)(used, &usual)) {
            if let Some(reason) = (key.idle)(used, geometry) {
                add(sentence(key.name, reason));
            }
        }
        technique(used, &usual, device.density_from_technique(used)).into_iter().for_each(&mut add);
    }
    for key in &KEYS {
        if let Some(reason) = (key.idle)(scenario) {
            add(sentence(key.name, reason));
        }
    }
    found
}

fn has_needles(wound: Wound) -> bool {
    matches!(wound, Wound::Needles | Wound::Core)
}

/// What of the technique makes no punctures because the density is said.
fn technique(used: &DeviceSettings, usual: &DeviceSettings, made: f64) -> Option<String> {
    let (now, before) = (&used.technique, &usual.technique);
    let given = [
        ("passes", used.passes != usual.passes),
        ("needles", now.needles != before.needles),
        ("track_width_mm", now.track_width_mm != before.track_width_mm),
        ("frequency_hz", now.frequency_hz != before.frequency_hz),
        ("glide_speed_mm_s", now.glide_speed_mm_s != before.glide_speed_mm_s),
    ];
    let given: Vec<&str> = given.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect();
    let differs = (used.density_per_cm2 / made - 1.0).abs() > 1e-9;
    (differs && !given.is_empty()).then(|| {
        format!(
            "{} of the {} do not change the number of punctures: density_per_cm2 = {} is used, not the {} per cm² \
             that they make; leave density_per_cm2 out to use them",
            given.join(" and "),
            used.device,
            show(used.density_per_cm2),
            show((made * 10.0).round() / 10.0),
        )
    })
}
