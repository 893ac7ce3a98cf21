//! Punctures: the injured volume does not depend on the grid; devices keep to their settings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "punctures/devices.rs"]
mod devices;
#[path = "punctures/exact.rs"]
mod exact;
#[path = "punctures/injury.rs"]
mod injury;
#[path = "punctures/patterns.rs"]
mod patterns;
#[path = "punctures/volume.rs"]
mod volume;
#[path = "punctures/wounds.rs"]
mod wounds;
