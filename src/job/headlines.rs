//! The few numbers of a run that people ask for first.

use serde_json::Value;

use crate::simulation::summary::Summary;
use crate::tidy::short;

/// One line: what it is, and the number with unit, day and region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// What it is.
    pub name: &'static str,
    /// The number, in words.
    pub text: String,
}

/// Gain of total collagen with its peak, scar-like share, and days of redness. In `well_mixed`, where no
/// papillary dermis reddens, without these.
pub fn headlines(summary: &Summary) -> Vec<Headline> {
    let of = |column: &str, key: &str| -> Option<f64> {
        summary.outcomes.get(column)?.get(key).and_then(Value::as_f64)
    };
    let total = |key: &str| of("collagen_total.dermis", key);
    let mut found = Vec::new();
    let mut add =
        |name: &'static str, text: Option<String>| found.extend(text.map(|text| Headline { name, text }));
    let day = summary.days;
    let gain = |last: f64, (highest, peak_day): (f64, f64)| {
        let [now, peak] = [last, highest].map(|total| signed(100.0 * (total - 1.0)));
        format!(
            "{now} % of rest in the dermis on day {}, {peak} % at its peak on day {}",
            short(day),
            short(peak_day)
        )
    };
    let peak = total("highest").zip(total("highest_day"));
    add("total collagen", total("last").zip(peak).map(|(last, peak)| gain(last, peak)));
    let scar = of("collagen_scar.dermis", "last").zip(total("last"));
    add(
        "scar-like share",
        scar.map(|(scar, total)| {
            format!("{} % of total collagen in the dermis on day {}", short(100.0 * scar / total), short(day))
        }),
    );
    let days = summary.visible_redness_days.zip(summary.downtime_days);
    if let Some((redness, downtime)) = days {
        add("visible redness", Some(format!("{} days; {} with swelling", short(redness), short(downtime))));
    }
    found
}

/// A change, always with its sign.
fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", short(value)) } else { short(value) }
}
