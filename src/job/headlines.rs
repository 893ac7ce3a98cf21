//! The few numbers of a run that people ask for first.

use serde_json::Value;

use crate::ensemble::Provenance;
use crate::outcome::figures::LEAST_PERCENT;
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
    of_summary(&summary.to_value())
}

/// The same of what stands in `summary.json`.
pub(super) fn of_summary(summary: &Value) -> Vec<Headline> {
    let of = |column: &str, key: &str| summary["outcomes"].get(column)?.get(key)?.as_f64();
    let total = |key: &str| of("collagen_total.dermis", key);
    let mut found = Vec::new();
    let mut add =
        |name: &'static str, text: Option<String>| found.extend(text.map(|text| Headline { name, text }));
    let day = summary["days"].as_f64().unwrap_or(f64::NAN);
    let gain = |last: f64, (highest, peak_day): (f64, f64)| {
        let [now, peak] = [last, highest].map(|total| signed(seen(100.0 * (total - 1.0))));
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
        scar.map(|(scar, total)| match seen(100.0 * scar / total) {
            0.0 => {
                format!("none above {LEAST_PERCENT} % of total collagen in the dermis on day {}", short(day))
            }
            share => format!("{} % of total collagen in the dermis on day {}", short(share), short(day)),
        }),
    );
    let days = summary["visible_redness_days"].as_f64().zip(summary["downtime_days"].as_f64());
    if let Some((redness, downtime)) = days {
        add("visible redness", Some(format!("{} days; {} with swelling", short(redness), short(downtime))));
    }
    found.extend(of_ensemble(&summary["ensemble"], day));
    found
}

/// A headline number that has a band.
struct Banded {
    /// Name of the measure.
    measure: &'static str,
    /// What it is called.
    name: &'static str,
    unit: &'static str,
    /// How a value is told.
    told: fn(f64) -> String,
}

const fn banded(
    measure: &'static str,
    name: &'static str,
    unit: &'static str,
    told: fn(f64) -> String,
) -> Banded {
    Banded { measure, name, unit, told }
}

const BANDS: [Banded; 5] = [
    banded("gain_on_day", "gain, 90 % band", "% of rest", |percent| signed(seen(percent))),
    banded("collagen_total.dermis@peak", "peak, 90 % band", "% of rest", |total| {
        signed(seen(100.0 * (total - 1.0)))
    }),
    banded("scar_like_share", "scar, 90 % band", "% of total collagen", |percent| short(seen(percent))),
    banded("redness_days", "redness, 90 %", "days", short),
    banded("downtime_days", "downtime, 90 %", "days", short),
];

/// What the draws of an ensemble give, and which draws these are; nothing of a run without.
fn of_ensemble(ensemble: &Value, day: f64) -> Vec<Headline> {
    let Some(all) = ensemble["headlines"].as_array() else { return Vec::new() };
    let line = |Banded { measure, name, unit, told }: &Banded| {
        let of = all.iter().find(|of| of["measure"].as_str() == Some(measure))?;
        let [low, median, high] =
            [&of["band_90"][0], &of["median"], &of["band_90"][1]].map(|value| value.as_f64().map(told));
        let on = if *measure == "gain_on_day" { format!(" on day {}", short(day)) } else { String::new() };
        Some(Headline { name, text: format!("{} to {} {unit}{on}, median {}", low?, high?, median?) })
    };
    let words = |list: &Value| {
        let words = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        words.collect::<Vec<_>>().join(", ")
    };
    let kept = match words(&ensemble["kept_as_stated"]) {
        kept if kept.is_empty() => kept,
        kept => format!("; kept as stated: {kept}"),
    };
    let about = format!(
        "{} of {} draws, {} failed; layers in the bands: {}{kept}",
        ensemble["draws"],
        ensemble["of"],
        ensemble["failed_runs"],
        words(&ensemble["layers"])
    );
    let about = Headline { name: "ensemble", text: about };
    let doubt = ensemble["provenance"]["split_r_hat"].as_f64().and_then(Provenance::doubt);
    let doubt = doubt.map(|text| Headline { name: "doubt", text });
    std::iter::once(about).chain(doubt).chain(BANDS.iter().filter_map(line)).collect()
}

/// Percent of collagen as they are told: what the tolerance leaves is none.
fn seen(percent: f64) -> f64 {
    if percent.abs() < LEAST_PERCENT { 0.0 } else { percent }
}

/// A change, always with its sign.
fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", short(value)) } else { short(value) }
}
