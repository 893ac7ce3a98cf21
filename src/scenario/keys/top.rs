//! Keys outside every table.

use super::{Key, Kind, whole};

/// Version of the format.
pub(in crate::scenario) const SCHEMA: Key =
    Key::of("schema", whole(1.0, 1.0, ""), "version of the format").by("must be given");
/// Title.
pub(in crate::scenario) const TITLE: Key =
    Key::of("title", Kind::Text, "title of figures and summaries, one line of up to 200 characters")
        .by("the file's name");
/// All of them.
pub(in crate::scenario) static TOP: [Key; 2] = [SCHEMA, TITLE];
