//! Keys of `[device]`, which each of `[[treatment.sessions]]` may set anew.

use super::{Bounds, Held, Key, Kind, Row, Value, lists, name, number, whole};
use crate::puncture::{Motion, Needling, Pattern, Technique, Tool, catalogue};
use crate::scenario::{Geometry, Scenario};

/// What holds where a key is left out.
const DEVICES: &str = "of the device";

fn needling(tool: &mut Tool) -> Option<&mut Needling> {
    if let Tool::Needles { settings, .. } = tool { Some(settings) } else { None }
}

/// The technique of needles that are moved in one of these ways.
fn technique<'a>(tool: &'a Tool, moved: &[Motion]) -> Option<&'a Technique> {
    tool.needling().map(|used| &used.technique).filter(|technique| moved.contains(&technique.motion))
}

/// A member of how needles are used.
macro_rules! needles {
    ($key:ident, $kind:expr, $meaning:literal) => {
        Row::<Tool>::set(
            Key::of(concat!("device.", stringify!($key)), $kind, $meaning).by(DEVICES),
            |tool| tool.needling().map(|used| used.$key.told()),
            |tool, value| {
                if let Some(used) = needling(tool) {
                    used.$key.hold(value);
                }
            },
        )
    };
}

/// A member of the technique of devices that are moved in these ways.
macro_rules! technique {
    ($key:ident, $moved:expr, $kind:expr, $meaning:literal) => {
        Row::<Tool>::set(
            Key::of(concat!("device.", stringify!($key)), $kind, $meaning).by(DEVICES),
            |tool| technique(tool, $moved).map(|moved| moved.$key.told()),
            |tool, value| {
                if let Some(used) = needling(tool) {
                    used.technique.$key.hold(value);
                }
            },
        )
    };
}

/// A member of some wounds.
macro_rules! wound {
    ($key:ident, $($kind:ident)|+, $low:literal, $high:literal, $meaning:literal $(, $change:ident($to:expr))*) => {
        Row::<Tool>::set(
            Key::of(concat!("device.", stringify!($key)), number($low, $high, "mm"), $meaning).by(DEVICES)
                $(.$change($to))*,
            |tool| match tool {
                $(Tool::$kind(wound) => Some(wound.$key.told()),)+
                _ => None,
            },
            |tool, value| match tool {
                $(Tool::$kind(wound) => wound.$key.hold(value),)+
                _ => {}
            },
        )
    };
}

/// Of a geometry in which one needle stands for all.
fn single(scenario: &Scenario, reason: &'static str) -> Option<&'static str> {
    matches!(scenario.grid.geometry, Geometry::Cell | Geometry::WellMixed).then_some(reason)
}

/// The device's own needles.
fn lengths(tool: &Tool) -> Bounds {
    let Tool::Needles { device, .. } = tool else { return DEVICE[1].key.bounds() };
    let (low, high) = device.preset().needle_lengths_mm;
    Bounds { low, high, unit: "mm for this device" }
}

const ARRAYS: &[Motion] = &[Motion::Pressed, Motion::Rolled, Motion::Glided];
const DENSITY: Key = Key::of(
    "device.density_per_cm2",
    number(0.1, 10000.0, "1/cm²"),
    "punctures per area over the whole session, instead of those that the technique makes; of a core or a single \
     needle: how much skin is the share of one",
);

/// Where the needles of an array are, one by one.
pub(in crate::scenario) const POSITIONS_MM: Key = Key::of(
    "device.positions_mm",
    lists(2, -100.0, 100.0, "mm"),
    "x and y of each needle of an `array` from its middle",
)
.by("two rings");
/// The same in a file.
pub(in crate::scenario) const POSITIONS: Key = Key::of(
    "device.positions",
    Kind::Text,
    "the same in a table with columns x_mm and y_mm, by its path from the scenario; also the first session of a \
     punctures.csv, with track_width_mm as wide as its skin",
)
.by("none");
/// Circles of needles.
pub(in crate::scenario) const RINGS: Key = Key::of(
    "device.rings",
    lists(2, 0.0, 1000.0, ""),
    "radius in mm and number of needles of each ring of an `array`",
)
.by("none");
/// Lines of needles.
pub(in crate::scenario) const ROWS: Key = Key::of(
    "device.rows",
    lists(3, -100.0, 1000.0, ""),
    "number of needles, y in mm and distance of needles in mm of each row of an `array`",
)
.by("none");

/// Why the places of needles are not used.
fn elsewhere(scenario: &Scenario, tool: &Tool) -> Option<&'static str> {
    let own = tool.needling().is_none_or(|used| used.pattern == Pattern::Device);
    single(scenario, "its one needle stands for all")
        .or((!own).then_some("the pattern decides where needles enter"))
}

fn places(tool: &Tool) -> Option<Value> {
    let Tool::Needles { device, .. } = tool else { return None };
    Some(Value::Lists(device.places()?.iter().map(|place| place.to_vec()).collect()))
}

pub(in crate::scenario) static DEVICE: [Row<Tool>; 22] = [
    Row::told(
        Key::of(
            "device.name",
            name("device", || catalogue::devices(0.5).iter().map(Tool::name).collect()),
            "which device (`dermis list devices`)",
        )
        .by("must be given"),
        |tool| Some(Value::Name(tool.name())),
    ),
    needles!(needle_length_mm, number(0.05, 5.0, "mm"), "nominal length of the needles").narrowed(lengths),
    needles!(needle_diameter_mm, number(0.02, 1.0, "mm"), "diameter of the needles' shaft"),
    needles!(tip_length_mm, number(0.01, 2.0, "mm"), "length of the tapered tip").idle_when(|scenario, _| {
        let mixed = scenario.grid.geometry == Geometry::WellMixed;
        mixed.then_some("the needle's shaft stands for its whole depth")
    }),
    wound!(depth_mm, Core | Incision | Abrasion, 0.02, 6.0, "depth of a core, an incision or an abrasion"),
    wound!(diameter_mm, Core, 0.05, 6.0, "diameter of a core"),
    wound!(blade_mm, Incision, 0.01, 5.0, "thickness of the blade of an incision", also("device.width_mm")),
    Row::told(POSITIONS_MM, places).idle_when(elsewhere),
    Row::apart(POSITIONS),
    Row::apart(RINGS),
    Row::apart(ROWS),
    needles!(passes, whole(1.0, 100.0, "passes"), "passes over the same skin").making_density(),
    technique!(needles, ARRAYS, whole(1.0, 1000.0, "needles"), "needles of the array, drum or cartridge")
        .making_density(),
    Row::set(
        Key::of(
            "device.pattern",
            name("pattern", || Pattern::ALL.map(Pattern::name).to_vec()),
            "how punctures lie: as the device lays them, evenly, anywhere, or each pass evenly",
        ),
        |tool| technique(tool, ARRAYS).and(tool.needling()).map(|used| used.pattern.told()),
        |tool, value| {
            if let Some(used) = needling(tool) {
                used.pattern.hold(value);
            }
        },
    )
    .idle_when(|scenario, _| single(scenario, "its one needle stands for all")),
    technique!(
        directions,
        &[Motion::Rolled],
        whole(1.0, 4.0, "directions"),
        "directions that passes of a roller cycle through: 0°, 90°, 45°, 135°"
    )
    .idle_when(elsewhere),
    technique!(
        track_width_mm,
        ARRAYS,
        number(1.0, 60.0, "mm"),
        "width of skin that a pass covers; of a stamp the side of its array"
    )
    .making_density(),
    technique!(
        frequency_hz,
        &[Motion::Glided],
        number(1.0, 300.0, "Hz"),
        "strokes of a pen's cartridge in a second"
    )
    .making_density(),
    technique!(
        glide_speed_mm_s,
        &[Motion::Glided],
        number(1.0, 500.0, "mm/s"),
        "speed of a pen over the skin"
    )
    .making_density(),
    Row::set(
        DENSITY.by("from passes, needles and track width; of a pen from its strokes and speed too"),
        |tool| match tool {
            Tool::Needles { settings, .. } => Some(settings.density_per_cm2.told()),
            Tool::Core(core) => Some(core.density_per_cm2.told()),
            Tool::Incision(_) | Tool::Abrasion(_) => None,
        },
        |tool, value| match tool {
            Tool::Needles { settings, .. } => settings.density_per_cm2.hold(value),
            Tool::Core(core) => core.density_per_cm2.hold(value),
            Tool::Incision(_) | Tool::Abrasion(_) => {}
        },
    )
    .following(|tool| tool.needling().map(|used| Value::Number(made(used))))
    .idle_when(|scenario, tool| {
        let one = match tool {
            Tool::Needles { settings, .. } => settings.technique.motion == Motion::Single,
            _ => true,
        };
        let whole = one && scenario.grid.geometry == Geometry::Patch;
        whole.then_some("the device makes one wound in the patch, whose share is the patch itself")
    }),
    needles!(depth_efficacy, number(0.05, 1.0, ""), "true depth divided by nominal length"),
    needles!(depth_jitter, number(0.0, 0.5, ""), "largest scatter of depth, relative, needle by needle")
        .idle_when(|scenario, _| single(scenario, "its one needle has the mean depth and stands for all")),
    needles!(tilt_degrees, number(0.0, 45.0, "degrees"), "tilt of the needles from the normal")
        .idle_when(|scenario, _| single(scenario, "its one needle stands upright and stands for all")),
];

/// Punctures per cm² that the technique makes.
fn made(used: &Needling) -> f64 {
    used.technique.density_per_pass() * f64::from(used.passes)
}
