//! Time series of outcomes: plain data between observers, outputs and plots.

use serde::Serialize;

/// One column of a time series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// `<outcome>.<region>`.
    pub name: String,
    /// Outcome measure.
    pub outcome: String,
    /// Region it is taken over.
    pub region: String,
    /// Unit of the values.
    pub unit: String,
    /// What the values mean, and what they are relative to.
    pub meaning: String,
    /// One value per time; `NaN` where the region does not exist yet (written as an empty cell).
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// Columns over common times.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TimeSeries {
    /// Observation times in days, strictly increasing.
    pub time_day: Vec<f64>,
    /// The columns, each as long as `time_day`.
    pub columns: Vec<Column>,
}

impl TimeSeries {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}
