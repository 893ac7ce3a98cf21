//! Keys of `[indication]`.

use super::row::row;
use super::{Key, Row, Value, name, number};
use crate::indication::{INDICATIONS, Indication};

macro_rules! part {
    ($key:ident, $low:literal, $high:literal, $unit:literal, $meaning:literal) => {
        row!(Indication, "indication", $key, number($low, $high, $unit), $meaning, by("of the indication"))
    };
}

pub(in crate::scenario) static INDICATION: [Row<Indication>; 7] = [
    Row::told(
        Key::of(
            "indication.name",
            name("indication", || INDICATIONS.iter().map(|known| known.name).collect()),
            "what is treated (`dermis list indications`)",
        )
        .by("normal skin"),
        |of| Some(Value::Name(of.name)),
    ),
    part!(width_mm, 0.1, 50.0, "mm", "width of the defect; of a ring, its outer diameter"),
    part!(depth_mm, 0.05, 6.0, "mm", "depth below the dermo-epidermal junction"),
    part!(missing_papillary, 0.0, 0.8, "", "share of collagen that is missing in the papillary dermis"),
    part!(missing_reticular, 0.0, 0.8, "", "share of collagen that is missing in the reticular dermis"),
    part!(scar_like, 0.0, 0.9, "", "share of the collagen that is there which is scar-like"),
    part!(excess, 0.0, 0.55, "", "scar-like collagen beyond what normal skin has, as a share of that"),
];
