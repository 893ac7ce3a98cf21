//! All keys together, as what can be looked up and told.

use std::sync::LazyLock;

use super::{
    COURSE, DAY, DEVICE, GRID, INDICATION, Key, Kind, OBSERVE, PATIENT, RUN, Row, SITE, TOP, TOPICAL, Usual,
    Value,
};
use crate::patient::Patient;
use crate::scenario::{GridSettings, ObservationSettings, RunSettings};
use crate::site;
use crate::topical::{AGENTS, Topical};

/// What is known of a key of scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Tables and name, as `grid.width_mm`.
    pub name: &'static str,
    /// Another spelling, which is read and never written.
    pub also: Option<&'static str>,
    /// What it accepts: a number, a whole number, true or false, a text, a name, names, days, pairs or
    /// threes of numbers, tables.
    pub accepts: &'static str,
    /// What holds where it is left out.
    pub default: String,
    /// Smallest value.
    pub low: Option<f64>,
    /// Largest value.
    pub high: Option<f64>,
    /// Names to choose from.
    pub choices: Vec<&'static str>,
    /// Unit; empty where it has none.
    pub unit: &'static str,
    /// What it says.
    pub meaning: &'static str,
}

/// A key, and what the usual settings hold under it.
struct Listed {
    key: Key,
    usual: Option<Value>,
}

/// Every key in the order of the format.
static KEYS: LazyLock<Vec<Listed>> = LazyLock::new(|| {
    let mut all: Vec<Listed> = bare(&TOP).collect();
    all.extend(rows(&PATIENT, Some(&Patient::DEFAULT)));
    all.extend(rows(&SITE, site::find(site::DEFAULT, Patient::DEFAULT.sex).as_ref()));
    all.extend(rows(&INDICATION, None));
    all.extend(rows(&DEVICE, None));
    all.extend(bare(&COURSE).chain(bare(&[DAY])));
    all.extend(rows(&TOPICAL, AGENTS.first().map(|agent| Topical::usual(*agent)).as_ref()));
    all.extend(rows(&GRID, Some(&GridSettings::USUAL)));
    all.extend(rows(&RUN, Some(&RunSettings::USUAL)));
    all.extend(rows(&OBSERVE, Some(&ObservationSettings::USUAL)));
    all
});

fn bare(keys: &'static [Key]) -> impl Iterator<Item = Listed> {
    keys.iter().map(|key| Listed { key: *key, usual: None })
}

fn rows<T>(rows: &'static [Row<T>], usual: Option<&T>) -> impl Iterator<Item = Listed> {
    rows.iter().map(move |row| Listed { key: row.key, usual: usual.and_then(|usual| (row.get)(usual)) })
}

/// The key of that path, in either spelling.
pub(in crate::scenario) fn find(path: &str) -> Option<&'static Key> {
    let named = |key: &&Key| key.path == path || key.also == Some(path);
    KEYS.iter().map(|listed| &listed.key).find(named)
}

/// Keys that one value of `--set` can give: those of lists of tables are given with the whole list.
pub(in crate::scenario) fn settable() -> impl Iterator<Item = &'static Key> {
    KEYS.iter().map(|listed| &listed.key).filter(|key| !key.table().contains('.'))
}

/// Every key of scenarios but the parameters, in the order of the format.
pub fn keys() -> Vec<Known> {
    KEYS.iter().map(|Listed { key, usual }| key.known(usual.as_ref())).collect()
}

impl Key {
    /// As it is told; `held` is what the usual settings hold.
    pub(in crate::scenario) fn known(&self, held: Option<&Value>) -> Known {
        let bounds = self.bounds();
        let (accepts, choices) = match self.kind {
            Kind::Number(_) => ("number", Vec::new()),
            Kind::Whole(_) => ("whole number", Vec::new()),
            Kind::Flag => ("true or false", Vec::new()),
            Kind::Text => ("text", Vec::new()),
            Kind::Name(names) => ("name", (names.all)()),
            Kind::Names(names) => ("list of names", (names.all)()),
            Kind::Days(_) => ("list of days", Vec::new()),
            Kind::Lists(2, _) => ("list of pairs", Vec::new()),
            Kind::Lists(..) => ("list of threes", Vec::new()),
            Kind::Tables => ("list of tables", Vec::new()),
        };
        let default = match (self.usual, held) {
            (Usual::Words(words), _) => words.to_owned(),
            (Usual::Is(number), _) => plain(&Value::Number(number)),
            (Usual::Held, Some(value)) => plain(value),
            (Usual::Held, None) => choices.first().copied().unwrap_or_default().to_owned(),
        };
        Known {
            name: self.path,
            also: self.also,
            accepts,
            default,
            low: Some(bounds.low).filter(|low| low.is_finite()),
            high: Some(bounds.high).filter(|high| high.is_finite()),
            choices,
            // What is counted is no unit.
            unit: if matches!(self.kind, Kind::Whole(_)) { "" } else { bounds.unit },
            meaning: self.meaning,
        }
    }
}

/// A value for people.
fn plain(value: &Value) -> String {
    match value {
        Value::Number(number) => crate::scenario::section::show(*number),
        Value::Name(name) => (*name).to_owned(),
        other => other.to_string(),
    }
}
