//! How much memory a study may use.

use std::fs;

/// Part of the free memory that a study takes unless told otherwise.
const PART: f64 = 0.8;
/// Where the system does not say what is free, in bytes.
const UNKNOWN: f64 = 2e9;
/// Bytes of address space that the allocator reserves for a thread, with its stack. Little of it is ever held, but a
/// limit counts it.
pub const THREAD_BYTES: f64 = 6.9e7;
/// Bytes of address space that are taken for a moment to place such a reserve, and by code that is not held.
const RESERVED: f64 = 7e7;

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

/// Bytes that a limit on the address space of the process (`ulimit -v`) leaves beside so many threads, less than
/// nothing where it has no room for them; nothing where there is no limit. Whoever goes beyond is ended without a word.
pub fn address_space(threads: usize) -> Option<f64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    limited(&limits).map(|most| most - RESERVED - THREAD_BYTES * threads as f64)
}

/// The limit on address space that Linux tells of a process; "unlimited" is none.
fn limited(limits: &str) -> Option<f64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
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

#[cfg(test)]
mod tests {
    use super::limited;

    #[test]
    fn limits_are_read() {
        let line = |soft: &str| {
            format!(
                "Limit                     Soft Limit           Hard Limit           Units     \nMax address space         {soft}            unlimited            bytes     \n"
            )
        };
        assert_eq!(limited(&line("204800000")), Some(2.048e8));
        assert_eq!(limited(&line("unlimited")), None);
        assert_eq!(limited(""), None);
    }
}
