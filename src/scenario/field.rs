//! The keys of a scenario and what each accepts.

use crate::indication::Indication;
use crate::puncture::{DeviceSettings, Motion, Technique, Wound};
use crate::site::Site;
use crate::topical::Agent;

/// A key that takes a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// The key.
    pub key: &'static str,
    /// Smallest value accepted.
    pub low: f64,
    /// Largest value accepted.
    pub high: f64,
    /// Unit, for messages.
    pub unit: &'static str,
}

const fn number(key: &'static str, low: f64, high: f64, unit: &'static str) -> Number {
    Number { key, low, high, unit }
}

/// A key of a table of `T` that sets one of its members.
pub(super) struct Member<T> {
    /// Key and range.
    pub number: Number,
    /// Reads the member.
    pub get: fn(&T) -> f64,
    /// The member, to be written.
    pub slot: fn(&mut T) -> &mut f64,
}

macro_rules! member {
    ($key:ident, $low:literal..=$high:literal, $unit:literal) => {
        Member {
            number: number(stringify!($key), $low, $high, $unit),
            get: |of| of.$key,
            slot: |of| &mut of.$key,
        }
    };
}

pub(super) const SCHEMA: Number = number("schema", 1.0, 1.0, "");
pub(super) const AGE_YEARS: Number = number("age_years", 18.0, 95.0, "years");
pub(super) const FITZPATRICK_TYPE: Number = number("fitzpatrick_type", 1.0, 6.0, "");
pub(super) const SUN_EXPOSURE: Number = number("sun_exposure", 0.0, 1.0, "");
pub(super) const SUNSCREEN: Number = number("sunscreen", 0.0, 1.0, "");
pub(super) const PHOTOAGEING_GRADE: Number = number("photoageing_grade", 0.0, 4.0, "");

/// Thicknesses of the layers from the surface down.
pub(super) const LAYERS: [Member<Site>; 5] = [
    member!(stratum_corneum_mm, 0.005..=0.5, "mm"),
    member!(viable_epidermis_mm, 0.02..=1.0, "mm"),
    member!(papillary_dermis_mm, 0.05..=1.0, "mm"),
    member!(reticular_dermis_mm, 0.2..=6.0, "mm"),
    member!(subcutis_mm, 0.1..=5.0, "mm"),
];

/// Size and strength of what is treated.
pub(super) const INDICATION: [Member<Indication>; 6] = [
    member!(width_mm, 0.1..=50.0, "mm"),
    member!(depth_mm, 0.05..=6.0, "mm"),
    member!(missing_papillary, 0.0..=0.8, ""),
    member!(missing_reticular, 0.0..=0.8, ""),
    member!(scar_like, 0.0..=0.9, ""),
    member!(excess, 0.0..=0.55, ""),
];

pub(super) const PASSES: Number = number("passes", 1.0, 100.0, "passes");
/// The first is narrowed to the device's own lengths once the device is known.
pub(super) const NEEDLE_LENGTH: Member<DeviceSettings> = member!(needle_length_mm, 0.05..=5.0, "mm");
pub(super) const DENSITY: Member<DeviceSettings> =
    member!(density_per_cm2, 0.1..=10000.0, "punctures per cm²");
pub(super) const EFFICACY: Member<DeviceSettings> = member!(depth_efficacy, 0.05..=1.0, "");
/// What only describes needles.
pub(super) const NEEDLE: [Member<DeviceSettings>; 4] = [
    member!(needle_diameter_mm, 0.02..=1.0, "mm"),
    member!(tip_length_mm, 0.01..=2.0, "mm"),
    member!(depth_jitter, 0.0..=0.5, ""),
    member!(tilt_degrees, 0.0..=45.0, "degrees"),
];

/// Needles of the device and directions of rolling; both whole.
pub(super) const NEEDLES: Number = number("needles", 1.0, 1000.0, "needles");
pub(super) const DIRECTIONS: Number = number("directions", 1.0, 4.0, "directions");
const TRACK_WIDTH: Member<Technique> = member!(track_width_mm, 1.0..=60.0, "mm");
/// What only describes a device that glides.
const GLIDE: [Member<Technique>; 3] =
    [TRACK_WIDTH, member!(frequency_hz, 1.0..=300.0, "Hz"), member!(glide_speed_mm_s, 1.0..=500.0, "mm/s")];
/// Numbers of the technique that a device has beside its needles.
pub(super) fn technique_members(motion: Motion) -> &'static [Member<Technique>] {
    match motion {
        Motion::Single => &[],
        Motion::Pressed | Motion::Rolled => &[TRACK_WIDTH],
        Motion::Glided => &GLIDE,
    }
}
/// Keys of the technique that a device has.
pub(super) fn technique_keys(motion: Motion) -> Vec<&'static str> {
    let own: &[&str] = match motion {
        Motion::Single => &[],
        Motion::Pressed | Motion::Glided => &["needles", "pattern"],
        Motion::Rolled => &["needles", "pattern", "directions"],
    };
    own.iter().copied().chain(technique_members(motion).iter().map(|member| member.number.key)).collect()
}

pub(super) const COUNT: Number = number("count", 0.0, 200.0, "sessions");
pub(super) const INTERVAL_DAYS: Number = number("interval_days", 0.5, 3650.0, "days");
/// How a topical is put on.
pub(super) const DOSE: Number = number("dose_ug_per_cm2", 0.0, 1e5, "µg/cm²");
pub(super) const FILM_UM: Number = number("film_um", 1.0, 5000.0, "µm");
pub(super) const CONTACT_HOURS: Number = number("contact_hours", 0.05, 168.0, "hours");
pub(super) const HOURS_AFTER_SESSION: Number = number("hours_after_session", 0.0, 168.0, "hours");
pub(super) const EVERY_DAYS: Number = number("every_days", 0.25, 365.0, "days");
pub(super) const APPLICATIONS: Number = number("count", 0.0, 4000.0, "applications");
/// What describes the agent itself.
pub(super) const AGENT: [Member<Agent>; 10] = [
    member!(diffusivity_epidermis, 0.001..=50.0, "mm²/day"),
    member!(diffusivity_dermis, 0.001..=50.0, "mm²/day"),
    member!(permeability_intact, 1e-6..=100.0, "mm/day"),
    member!(permeability_open, 1e-6..=1000.0, "mm/day"),
    member!(partition, 0.001..=1000.0, ""),
    member!(binding, 0.0..=1000.0, ""),
    member!(unbinding_per_day, 0.01..=1000.0, "1/day"),
    member!(clearance_per_day, 0.0..=1000.0, "1/day"),
    member!(half_effect, 1e-6..=1e6, "µg/mL"),
    member!(effect_strength, 0.0..=1.0, ""),
];
/// Keys of `[[treatment.topicals]]`.
pub(super) const TOPICAL: &[&str] = &[
    "agent",
    "days",
    "hours_after_session",
    "count",
    "first_day",
    "every_days",
    "dose_ug_per_cm2",
    "film_um",
    "contact_hours",
    "diffusivity_epidermis",
    "diffusivity_dermis",
    "permeability_intact",
    "permeability_open",
    "partition",
    "binding",
    "unbinding_per_day",
    "clearance_per_day",
    "half_effect",
    "effect_strength",
];

/// By how much each session's needles are longer than those of the one before.
pub(super) const DEEPER_BY_MM: Number = number("deeper_by_mm", 0.0, 1.0, "mm");
/// Where that ends; narrowed to the device's own lengths once the device is known.
pub(super) const DEEPEST_MM: Number = number("deepest_mm", 0.05, 5.0, "mm");
pub(super) const FIRST_DAY: Number = number("first_day", 0.0, 3650.0, "days");
pub(super) const DAY: Number = number("day", 0.0, 7300.0, "days");
pub(super) const DAYS: Number = number("days", 0.0, 7300.0, "days");

pub(super) const WIDTH_MM: Number = number("width_mm", 0.1, 50.0, "mm");
pub(super) const LENGTH_MM: Number = number("length_mm", 0.1, 50.0, "mm");
pub(super) const SPACING_UM: Number = number("spacing_um", 2.0, 500.0, "µm");
pub(super) const DEPTH_SPACING_UM: Number = number("depth_spacing_um", 2.0, 500.0, "µm");
pub(super) const SURFACE_SPACING_UM: Number = number("surface_spacing_um", 2.0, 500.0, "µm");

pub(super) const RUN_DAYS: Number = number("days", 0.01, 7300.0, "days");
/// Every seed up to here survives a trip through JSON.
pub(super) const SEED: Number = number("seed", 0.0, 9_007_199_254_740_991.0, "");
pub(super) const TOLERANCE: Number = number("tolerance", 1e-9, 1e-1, "");

pub(super) const DENSE_DAYS: Number = number("dense_days", 0.0, 365.0, "days");
pub(super) const DENSE_INTERVAL_DAYS: Number = number("dense_interval_days", 0.01, 30.0, "days");
pub(super) const OBSERVE_INTERVAL_DAYS: Number = number("interval_days", 0.05, 365.0, "days");
pub(super) const MAP_DAYS: Number = number("map_days", 0.0, 7300.0, "days");

/// Keys outside every table.
pub(super) const TOP: &[&str] = &["schema", "title"];
/// Keys by table. `[parameters]` has its own list, the parameters.
pub(super) const TABLES: &[(&str, &[&str])] = &[
    (
        "patient",
        &[
            "age_years",
            "sex",
            "fitzpatrick_type",
            "photoageing_grade",
            "smoker",
            "diabetes",
            "keloid_tendency",
            "occluded",
            "ages",
            "sun_exposure",
            "sunscreen",
            "conditions",
        ],
    ),
    (
        "site",
        &[
            "name",
            "stratum_corneum_mm",
            "viable_epidermis_mm",
            "papillary_dermis_mm",
            "reticular_dermis_mm",
            "subcutis_mm",
        ],
    ),
    (
        "indication",
        &["name", "width_mm", "depth_mm", "missing_papillary", "missing_reticular", "scar_like", "excess"],
    ),
    ("device", DEVICE),
    (
        "treatment",
        &[
            "count",
            "interval_days",
            "first_day",
            "days",
            "sessions",
            "deeper_by_mm",
            "deepest_mm",
            "topicals",
        ],
    ),
    (
        "grid",
        &[
            "geometry",
            "width_mm",
            "length_mm",
            "spacing_um",
            "depth_spacing_um",
            "surface_spacing_um",
            "boundary",
        ],
    ),
    ("run", &["days", "seed", "tolerance", "stepper", "symmetry", "active_box"]),
    ("observe", &["dense_days", "dense_interval_days", "interval_days", "map_days"]),
];
/// A member of the device's settings under the key that its wound has.
const fn wound(
    key: &'static str,
    member: &Member<DeviceSettings>,
    low: f64,
    high: f64,
) -> Member<DeviceSettings> {
    Member { number: number(key, low, high, "mm"), get: member.get, slot: member.slot }
}
pub(super) const DEPTH: Member<DeviceSettings> = wound("depth_mm", &NEEDLE_LENGTH, 0.02, 6.0);
pub(super) const DIAMETER: Member<DeviceSettings> = wound("diameter_mm", &NEEDLE[0], 0.05, 6.0);
pub(super) const WIDTH: Member<DeviceSettings> = wound("width_mm", &NEEDLE[0], 0.01, 5.0);
/// What describes a wound that is not needled; `None` for needles.
pub(super) fn wound_members(wound: Wound) -> Option<&'static [Member<DeviceSettings>]> {
    match wound {
        Wound::Needles => None,
        Wound::Core => Some(&[DEPTH, DIAMETER, DENSITY]),
        Wound::Incision => Some(&[DEPTH, WIDTH]),
        Wound::Abrasion => Some(&[DEPTH]),
    }
}

/// Keys of `[device]`.
pub(super) const DEVICE: &[&str] = &[
    "name",
    "needle_length_mm",
    "needle_diameter_mm",
    "tip_length_mm",
    "density_per_cm2",
    "passes",
    "needles",
    "track_width_mm",
    "directions",
    "frequency_hz",
    "glide_speed_mm_s",
    "pattern",
    "depth_efficacy",
    "depth_jitter",
    "tilt_degrees",
    "depth_mm",
    "diameter_mm",
    "width_mm",
];
