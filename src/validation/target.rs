//! A validation target as its file says: what is run, what is checked, what is drawn.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::quantity::Observed;

/// One target: a published finding, and what the model must show to agree with it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// `T7`: its number in the list of targets.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Keys of the bibliography; none where a target rests on logic alone.
    pub sources: Vec<String>,
    /// Strength of the evidence.
    pub strength: String,
    /// What parameters owe to it.
    pub basis: Basis,
    /// How far the published finding and the model's value are the same thing.
    pub comparability: String,
    /// What is printed with the result whatever it is.
    #[serde(default)]
    pub note: String,
    /// Runs by name.
    #[serde(default, rename = "run")]
    pub runs: BTreeMap<String, Run>,
    /// Runs that differ in one key, by name.
    #[serde(default, rename = "scan")]
    pub scans: BTreeMap<String, Scan>,
    /// What is held against the evidence.
    #[serde(rename = "check")]
    pub checks: Vec<Check>,
    /// What is drawn.
    #[serde(default, rename = "plot")]
    pub plots: Vec<Plot>,
}

impl Target {
    /// Its sources in a line.
    pub fn sources(&self) -> String {
        if self.sources.is_empty() { "none".into() } else { self.sources.join(", ") }
    }

    /// Everything that is read off its runs.
    pub fn quantities(&self) -> impl Iterator<Item = &Observed> {
        let checked = self
            .checks
            .iter()
            .flat_map(|check| std::iter::once(&check.value).chain(&check.over).chain(&check.minus));
        checked.chain(self.plots.iter().flat_map(|plot| plot.lines.iter().map(|line| &line.of)))
    }

    /// The same target with nothing to draw, and with the runs alone that its checks read.
    #[must_use]
    pub fn undrawn(mut self) -> Self {
        self.plots.clear();
        let read: BTreeSet<String> = self
            .quantities()
            .flat_map(|asked| [&asked.run, &asked.per_run, &asked.scan])
            .flatten()
            .cloned()
            .collect();
        self.runs.retain(|name, _| read.contains(name));
        self.scans.retain(|name, _| read.contains(name));
        self
    }
}

/// What parameters owe to a target: how much it says that the model holds it, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Parameters were fitted to it.
    Fitted,
    /// Parameters were set by hand so that it holds.
    SetByHand,
    /// It reads back what was put in.
    ReadBack,
    /// It was looked at while parameters were tuned.
    LookedAt,
    /// Nothing was chosen with it in view.
    Predicted,
}

impl Basis {
    /// All of them, least first.
    pub const ALL: [Self; 5] =
        [Self::Fitted, Self::SetByHand, Self::ReadBack, Self::LookedAt, Self::Predicted];

    /// Its word in files.
    pub fn key(self) -> &'static str {
        match self {
            Basis::Fitted => "fitted",
            Basis::SetByHand => "set_by_hand",
            Basis::ReadBack => "read_back",
            Basis::LookedAt => "looked_at",
            Basis::Predicted => "predicted",
        }
    }

    /// In a word or three, for tables.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Fitted => "fitted",
            Basis::SetByHand => "set by hand",
            Basis::ReadBack => "read back",
            Basis::LookedAt => "looked at",
            Basis::Predicted => "predicted",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Basis::Fitted => "parameters were fitted to it",
            Basis::SetByHand => "parameters were set by hand so that it holds",
            Basis::ReadBack => "it reads back what was put in",
            Basis::LookedAt => "it was looked at while parameters were tuned",
            Basis::Predicted => "a prediction",
        }
    }
}

/// A simulation: a base scenario and changes to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Name of the base scenario.
    pub scenario: String,
    /// Changes as for `--set`.
    #[serde(default)]
    pub set: Vec<String>,
    /// Further changes of the quick suite.
    #[serde(default)]
    pub quick: Vec<String>,
}

/// Simulations that differ in one key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scan {
    /// Name of the base scenario.
    pub scenario: String,
    /// Changes as for `--set`.
    #[serde(default)]
    pub set: Vec<String>,
    /// Further changes of the quick suite.
    #[serde(default)]
    pub quick: Vec<String>,
    /// The key that differs, as for `--set`.
    pub key: String,
    /// Its values, increasing.
    pub values: Vec<f64>,
    /// Its values in the quick suite, where fewer will do.
    pub quick_values: Option<Vec<f64>>,
}

/// A value of the model and the band in which the evidence wants it:
/// ((value / over) − minus + offset) × scale.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What is checked.
    pub name: String,
    /// Whether a miss blocks a release.
    pub hard: bool,
    /// Unit of value and band.
    pub unit: String,
    /// Lower end of the band, where it has one.
    pub low: Option<f64>,
    /// Upper end of the band, where it has one.
    pub high: Option<f64>,
    /// Whether the ends themselves are outside.
    #[serde(default)]
    pub exclusive: bool,
    /// The model's value.
    pub value: Observed,
    /// What it is divided by.
    pub over: Option<Observed>,
    /// What is taken off.
    pub minus: Option<Observed>,
    /// What is added.
    #[serde(default)]
    pub offset: f64,
    /// Factor to the unit.
    #[serde(default = "one")]
    pub scale: f64,
    /// Why the model misses, where it does.
    pub explanation: Option<String>,
}

impl Check {
    /// `hard` or `soft`.
    pub fn weight(&self) -> &'static str {
        if self.hard { "hard" } else { "soft" }
    }

    /// Whether the band holds a value.
    pub fn holds(&self, value: f64) -> bool {
        let inside = |end: f64| value != end || !self.exclusive;
        self.low.is_none_or(|low| value >= low && inside(low))
            && self.high.is_none_or(|high| value <= high && inside(high))
    }

    /// The band in words, with its unit.
    pub fn band(&self) -> String {
        let [least, most] = if self.exclusive { [">", "<"] } else { ["≥", "≤"] };
        let band = match (self.low, self.high) {
            (Some(low), Some(high)) if self.exclusive => format!("between {low} and {high}"),
            (Some(low), Some(high)) => format!("{low} to {high}"),
            (Some(low), None) => format!("{least} {low}"),
            (None, Some(high)) => format!("{most} {high}"),
            (None, None) => String::new(),
        };
        format!("{band} {}", self.unit).trim_end().into()
    }
}

fn one() -> f64 {
    1.0
}

/// A panel of curves with the published points and the accepted bands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plot {
    /// Title.
    pub title: String,
    /// Label of the abscissa; by default time in days.
    pub x_label: Option<String>,
    /// Label of the ordinate.
    pub y_label: String,
    /// Factor of the abscissa: 24 shows days as hours.
    #[serde(default = "one")]
    pub x_scale: f64,
    /// Factor of the ordinate.
    #[serde(default = "one")]
    pub y_scale: f64,
    /// Whether each curve is shown as a part of its own peak.
    #[serde(default)]
    pub of_peak: bool,
    /// Or as a part of its own value at this abscissa, before `x_scale`.
    pub relative_to: Option<f64>,
    /// The curves.
    pub lines: Vec<PlotLine>,
    /// Checks whose bands are shown.
    #[serde(default)]
    pub bands: Vec<PlotBand>,
    /// Published values.
    #[serde(default)]
    pub data: Vec<Datum>,
    /// Beside whose own curves these may stand; nothing where beside none.
    pub beside: Option<Beside>,
}

/// Runs in whose pages the published values of a plot stand beside their own curves: those of needles in normal skin
/// whose course lies within these ends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Title of the panel there.
    pub title: String,
    /// In a sentence, what was measured, on whom and after what.
    pub protocol: String,
    /// Fewest and most sessions.
    pub sessions: Option<(f64, f64)>,
    /// Shortest and longest time between two sessions.
    pub interval_days: Option<(f64, f64)>,
    /// Shortest and longest needle.
    pub needle_length_mm: Option<(f64, f64)>,
}

/// A curve of a panel.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlotLine {
    /// Text in the legend.
    pub label: String,
    /// A column of a run, or a measure over a scan.
    pub of: Observed,
}

/// The band of a check, in a panel.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlotBand {
    /// Name of the check.
    pub check: String,
    /// The axis along which the band lies.
    pub along: Along,
    /// Where it lies on the other axis; all along it by default.
    pub at: Option<f64>,
    /// From the check's unit to the panel's.
    #[serde(default = "one")]
    pub scale: f64,
}

/// An axis of a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Along {
    /// Horizontal.
    X,
    /// Vertical.
    Y,
}

/// A published value or fact, in the panel's units; data of one label share a mark.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Datum {
    /// Text in the legend.
    pub label: String,
    /// Key of the bibliography, one of the target's.
    pub source: String,
    /// Abscissa.
    pub x: f64,
    /// Ordinate; absent for a fact about the time alone.
    pub y: Option<f64>,
    /// Ends of the spread along x.
    pub x_ends: Option<(f64, f64)>,
    /// Ends of the spread along y.
    pub y_ends: Option<(f64, f64)>,
}
