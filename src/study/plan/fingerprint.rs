//! What tells one simulation from another: the same fingerprint stands for the same numbers.

use twox_hash::XxHash3_128;

use crate::scenario::Scenario;
use crate::study::readout::Readout;

/// Of the program's version, everything the scenario says, every parameter to the bit, and what is
/// read off the run.
pub(super) fn fingerprint(scenario: &Scenario, readout: &Readout) -> u128 {
    let text = format!("dermis {}\n{readout:?}\n{}", env!("CARGO_PKG_VERSION"), scenario.to_toml());
    let mut bytes = text.into_bytes();
    bytes.extend(scenario.parameters.values().flat_map(f64::to_le_bytes));
    XxHash3_128::oneshot(&bytes)
}
