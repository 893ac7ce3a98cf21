//! What tells one simulation from another: the same fingerprint stands for the same numbers.

use std::fmt::Write;

use twox_hash::XxHash3_128;

use super::recipe::Recipe;
use crate::parameters::ParameterSet;
use crate::scenario::Scenario;

/// Of the program's version, everything the scenario says, every parameter to the bit, and what is
/// read off the run.
pub fn fingerprint(scenario: &Scenario, recipe: &Recipe) -> u128 {
    let mut text = format!("dermis {}\n{recipe:?}\n{}", env!("CARGO_PKG_VERSION"), scenario.to_toml());
    for (_, row) in ParameterSet::table() {
        let value = scenario.parameters.get(row.name).unwrap_or(f64::NAN);
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{:x} ", value.to_bits());
    }
    XxHash3_128::oneshot(text.as_bytes())
}
