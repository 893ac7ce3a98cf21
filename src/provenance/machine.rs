//! The machine that a program runs on.

use std::env::consts::{ARCH, OS};

/// Most bytes of what the system says of its processors that are looked at.
const MOST: usize = 1 << 16;

/// The processor by its name, where the system tells it; else the kind of processor. Then the system.
pub(super) fn described() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let told = told.get(..MOST.min(told.len())).unwrap_or_default();
    let model = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or(ARCH, |(_, name)| name.trim());
    format!("{model}, {OS}")
}
