//! How much memory a study may use.

use std::fs;

/// Part of the free memory that a study takes unless told otherwise.
const PART: f64 = 0.8;
/// Where the system does not say what is free, in bytes.
const UNKNOWN: f64 = 2e9;

/// The budget of a study that is not given one, in bytes: four fifths of what is free, or of what the
/// control group has left.
pub fn usual_budget() -> f64 {
    PART * free().unwrap_or(UNKNOWN)
}

/// Bytes that are free, or that the control group has left; nothing where the system does not say.
pub fn free() -> Option<f64> {
    let group = limit("/sys/fs/cgroup/memory.max").map(|most| {
        let used = limit("/sys/fs/cgroup/memory.current").unwrap_or(0.0);
        (most - used).max(0.0)
    });
    [available(), group].into_iter().flatten().reduce(f64::min)
}

/// Memory that Linux says can be had without swapping, in bytes.
fn available() -> Option<f64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kilobytes| 1024.0 * kilobytes)
}

/// A number of bytes in a file; "max" is none.
fn limit(path: &str) -> Option<f64> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}
