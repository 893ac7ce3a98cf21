//! Sessions: on which days, with which device settings.

use crate::puncture::Tool;

/// Parts of a day that scenarios count in.
const PARTS_OF_A_DAY: f64 = 1e6;

/// A day to the microday (0.09 s): the decimal number that the user wrote or would write, without the
/// last digits of a sum or a product. Three times 33.3 is 99.9.
pub fn microday(day: f64) -> f64 {
    (day * PARTS_OF_A_DAY).round() / PARTS_OF_A_DAY
}

/// Whether a day lies within a run of `end` days; the last day does. The one rule for sessions, looks
/// and measures.
pub fn within(day: f64, end: f64) -> bool {
    microday(day) <= microday(end)
}

/// One session.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Day of the session from the start of the run.
    pub day: f64,
    /// What it is done with.
    pub device: Tool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_the_decimal_numbers_that_a_user_would_write() {
        for (n, interval, day) in
            [(3.0, 33.3, 99.9), (7.0, 9.3, 65.1), (3.0, 0.1, 0.3), (6.0, 365.25, 2191.5)]
        {
            assert_eq!(microday(n * interval), day);
        }
        for millis in 0..200_000_u32 {
            let day = f64::from(millis) / 1000.0;
            assert_eq!(microday(day), day);
        }
    }

    #[test]
    fn the_last_day_is_within_a_run() {
        assert!(within(7.0 * 9.3, 65.1) && within(65.1, 7.0 * 9.3));
        assert!(within(3.0 * 33.3, 99.9));
        assert!(!within(65.100_002, 65.1));
    }
}
