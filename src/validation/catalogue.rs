//! The targets and base scenarios that come with the program.

/// Files by name, from the folder `validation`.
macro_rules! files {
    ($folder:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../validation/", $folder, $name)))),+]
    };
}

/// One file a target, in order.
pub const TARGETS: &[(&str, &str)] = files! { "":
    "T07_neutrophils.toml"
};

/// Scenarios that the targets change.
pub const SCENARIOS: &[(&str, &str)] = files! { "scenarios/":
    "barrier.toml"
    "isolated_needle.toml"
};
