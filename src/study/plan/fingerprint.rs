//! What tells one simulation from another: the same fingerprint stands for the same numbers.

use std::fmt::Write;

use twox_hash::XxHash3_128;

use crate::scenario::Scenario;
use crate::study::readout::Readout;

/// Of the program's version, everything the scenario says, every parameter to the bit, and what is
/// read off the run.
pub(super) fn fingerprint(scenario: &Scenario, readout: &Readout) -> u128 {
    let mut text = format!("dermis {}\n{readout:?}\n{}", env!("CARGO_PKG_VERSION"), scenario.to_toml());
    for value in scenario.parameters.values() {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{:x} ", value.to_bits());
    }
    XxHash3_128::oneshot(text.as_bytes())
}
