//! Keys of `[site]`.

use super::row::row;
use super::{Key, Row, Value, name, number};
use crate::site::{self, Site};

macro_rules! layer {
    ($key:ident, $low:literal, $high:literal, $meaning:literal) => {
        row!(Site, "site", $key, number($low, $high, "mm"), $meaning, by("of the site"))
    };
}

/// The name, then the layers from the surface down.
pub(in crate::scenario) static SITE: [Row<Site>; 6] = [
    Row::told(
        Key::of(
            "site.name",
            name("site", || site::names().collect()),
            "place on the body, which decides the layers (`dermis list sites`)",
        ),
        // Owned by the site, known to the catalogue.
        |of| site::names().find(|name| *name == of.name).map(Value::Name),
    ),
    layer!(stratum_corneum_mm, 0.005, 0.5, "thickness of the stratum corneum"),
    layer!(viable_epidermis_mm, 0.02, 1.0, "thickness of the viable epidermis below it"),
    layer!(papillary_dermis_mm, 0.05, 1.0, "thickness of the papillary dermis"),
    layer!(reticular_dermis_mm, 0.2, 6.0, "thickness of the reticular dermis"),
    layer!(subcutis_mm, 0.1, 5.0, "thickness of the subcutis that is kept as a buffer"),
];
