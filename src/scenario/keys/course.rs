//! Keys of `[treatment]`: when there are sessions, and what is put on the skin.

use super::row::row;
use super::{Key, Kind, Row, Value, days, name, number, whole};
use crate::topical::{AGENTS, Topical};

/// Number of sessions.
pub(in crate::scenario) const COUNT: Key =
    Key::of("treatment.count", whole(0.0, 200.0, "sessions"), "number of sessions").by("none");
/// Days between them.
pub(in crate::scenario) const INTERVAL_DAYS: Key = Key::of(
    "treatment.interval_days",
    number(0.5, 3650.0, "days"),
    "time from one of `count` sessions to the next",
)
.by("must be given with more than one");
/// Day of the first.
pub(in crate::scenario) const FIRST_DAY: Key =
    Key::of("treatment.first_day", number(0.0, 3650.0, "days"), "day of the first of `count` sessions")
        .is(0.0);
/// Days of sessions, instead.
pub(in crate::scenario) const DAYS: Key =
    Key::of("treatment.days", days(7300.0), "days of the sessions, instead of `count`").by("none");
/// Sessions one by one, instead.
pub(in crate::scenario) const SESSIONS: Key = Key::of(
    "treatment.sessions",
    Kind::Tables,
    "sessions one by one, each with its `day` and any key of [device], instead of `count` and `days`",
)
.by("none");
/// Day of one of those.
pub(in crate::scenario) const DAY: Key =
    Key::of("treatment.sessions.day", number(0.0, 7300.0, "days"), "day of the session").by("must be given");
/// By how much each session's needles are longer than those of the one before.
pub(in crate::scenario) const DEEPER_BY_MM: Key = Key::of(
    "treatment.deeper_by_mm",
    number(0.0, 1.0, "mm"),
    "by how much the needles of each session are longer than those of the one before",
)
.is(0.0);
/// Where that ends; narrowed to the device's own lengths once the device is known.
pub(in crate::scenario) const DEEPEST_MM: Key =
    Key::of("treatment.deepest_mm", number(0.05, 5.0, "mm"), "length at which that ends")
        .by("the device's longest needle");
/// Agents that are put on.
pub(in crate::scenario) const TOPICALS: Key =
    Key::of("treatment.topicals", Kind::Tables, "what is put on the skin, each with its `agent`").by("none");

/// Keys of `[treatment]`.
pub(in crate::scenario) static COURSE: [Key; 8] =
    [COUNT, INTERVAL_DAYS, FIRST_DAY, DAYS, SESSIONS, DEEPER_BY_MM, DEEPEST_MM, TOPICALS];

/// Days of applications.
pub(in crate::scenario) const ON_DAYS: Key =
    Key::of("treatment.topicals.days", days(7300.0), "days on which it is put on")
        .by("as hours_after_session");
/// Hours after each session, instead.
pub(in crate::scenario) const HOURS_AFTER_SESSION: Key = Key::of(
    "treatment.topicals.hours_after_session",
    number(0.0, 168.0, "hours"),
    "time after each session at which it is put on, instead of `days`",
)
.is(0.0);
/// Number of applications, instead.
pub(in crate::scenario) const APPLICATIONS: Key = Key::of(
    "treatment.topicals.count",
    whole(0.0, 4000.0, "applications"),
    "number of applications, instead of `days`",
)
.by("as hours_after_session");
/// Day of the first of those.
pub(in crate::scenario) const FIRST_APPLICATION: Key = Key::of(
    "treatment.topicals.first_day",
    number(0.0, 3650.0, "days"),
    "day of the first of `count` applications",
)
.is(0.0);
/// Days between them.
pub(in crate::scenario) const EVERY_DAYS: Key = Key::of(
    "treatment.topicals.every_days",
    number(0.25, 365.0, "days"),
    "time from one of `count` applications to the next",
)
.is(1.0);

macro_rules! how {
    ($key:ident, $low:literal, $high:literal, $unit:literal, $meaning:literal) => {
        row!(Topical, "treatment.topicals", $key, number($low, $high, $unit), $meaning)
    };
}
macro_rules! agent {
    ($key:ident, $low:literal, $high:literal, $unit:literal, $meaning:literal) => {
        row!(
            Topical,
            "treatment.topicals",
            [agent] $key,
            number($low, $high, $unit),
            $meaning,
            by("of the agent")
        )
    };
}

/// Keys of `[[treatment.topicals]]`.
pub(in crate::scenario) static TOPICAL: [Row<Topical>; 19] = [
    Row::told(
        Key::of(
            "treatment.topicals.agent",
            name("agent", || AGENTS.iter().map(|agent| agent.name).collect()),
            "what is put on (`dermis list agents`)",
        )
        .by("must be given"),
        |of| Some(Value::Name(of.agent.name)),
    ),
    Row::told(ON_DAYS, |of| Some(Value::Days(of.days.clone()))),
    Row::apart(HOURS_AFTER_SESSION),
    Row::apart(APPLICATIONS),
    Row::apart(FIRST_APPLICATION),
    Row::apart(EVERY_DAYS),
    how!(dose_ug_per_cm2, 0.0, 1e5, "µg/cm²", "dose of each application"),
    how!(film_um, 1.0, 5000.0, "µm", "thickness of the film of vehicle"),
    how!(contact_hours, 0.05, 168.0, "hours", "time until it is wiped off"),
    agent!(diffusivity_epidermis, 0.001, 50.0, "mm²/day", "diffusivity in living epidermis"),
    agent!(diffusivity_dermis, 0.001, 50.0, "mm²/day", "diffusivity in dermis and subcutis"),
    agent!(permeability_intact, 1e-6, 100.0, "mm/day", "permeability of the intact barrier"),
    agent!(permeability_open, 1e-6, 1000.0, "mm/day", "permeability where the barrier is gone"),
    agent!(partition, 0.001, 1000.0, "", "concentration in the epidermis over that of the vehicle"),
    agent!(binding, 0.0, 1000.0, "", "bound over free at equilibrium"),
    agent!(unbinding_per_day, 0.01, 1000.0, "1/day", "rate of unbinding"),
    agent!(clearance_per_day, 0.0, 1000.0, "1/day", "clearance by the vessels of dermis and subcutis"),
    agent!(half_effect, 1e-6, 1e6, "µg/mL", "free concentration at half of the effect"),
    agent!(effect_strength, 0.0, 1.0, "", "share of the effects that is taken for granted"),
];
