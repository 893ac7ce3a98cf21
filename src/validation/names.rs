//! Names in a target's file that must be known: columns and measures.

use serde::Deserialize;

use super::curve::Curve;
use super::measure::{self, CurveMeasure, MEASURES};
use crate::outcome::OUTCOMES;
use crate::scenario::suggestion;
use crate::series::TimeSeries;
use crate::simulation::Seen;

/// One column, or several added up: `macrophages_m1.halo + macrophages_m2.halo`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Columns(Vec<String>);

impl TryFrom<String> for Columns {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let known = || {
            OUTCOMES.iter().flat_map(|outcome| {
                outcome.regions().iter().map(|region| format!("{}.{}", outcome.name, region.name()))
            })
        };
        let names: Vec<String> = text.split('+').map(|name| name.trim().to_owned()).collect();
        match names.iter().find(|name| known().all(|other| other != **name)) {
            None => Ok(Self(names)),
            Some(name) => {
                let known: Vec<String> = known().collect();
                let hint = suggestion(name, known.iter().map(String::as_str));
                Err(format!("there is no column `{name}`: {hint}"))
            }
        }
    }
}

impl Columns {
    /// The first of them.
    pub fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// The sum of the columns over time, where all of them have a value.
    pub fn curve(&self, series: &TimeSeries) -> Curve {
        let columns: Vec<_> = self.0.iter().filter_map(|name| series.column(name)).collect();
        let sum = |row: usize| columns.iter().map(|column| column.values[row]).sum();
        Curve::new(series.time_day.iter().enumerate().map(|(row, &day)| (day, sum(row))))
    }

    /// Whether a series has all of them.
    pub fn are_in(&self, series: &TimeSeries) -> bool {
        self.0.iter().all(|name| series.column(name).is_some())
    }

    /// The sum on a day that was asked for, likewise.
    pub fn at(&self, seen: &Seen, day: f64) -> Option<f64> {
        self.0.iter().map(|name| seen.at(name, day)).sum()
    }
}

/// A measure by its name.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Named(&'static CurveMeasure);

impl TryFrom<String> for Named {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let unknown = || {
            let names = MEASURES.iter().map(|measure| measure.name);
            format!("there is no measure `{name}`: {}", suggestion(&name, names))
        };
        measure::find(&name).map(Self).ok_or_else(unknown)
    }
}

impl Named {
    /// The measure.
    pub fn measure(self) -> &'static CurveMeasure {
        self.0
    }
}
