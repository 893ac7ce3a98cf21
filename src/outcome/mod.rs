//! Outcome measures and their catalogue. They see a snapshot and nothing else.

pub mod catalogue;
pub mod figures;
pub mod on_grid;
pub mod parameters;
pub mod wording;

use crate::series::{Column, TimeSeries};
use crate::snapshot::{Means, Region, Snapshot};

pub use catalogue::OUTCOMES;
pub use parameters::ReadoutParameters;

/// How an outcome is computed.
#[derive(Clone, Copy)]
pub enum Formula {
    /// From the means over a region: one column for each region of the volume.
    Regional(fn(&Means, &ReadoutParameters<f64>) -> f64),
    /// From the whole snapshot: one column for the surface.
    Surface(fn(&Snapshot, &ReadoutParameters<f64>) -> f64),
}

/// One outcome measure.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// Name, first part of its columns.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// What it is, and what it is relative to.
    pub meaning: &'static str,
    /// How it is computed.
    pub measure: Formula,
}

impl Outcome {
    /// Regions it is taken over.
    pub fn regions(&self) -> &'static [Region] {
        match self.measure {
            Formula::Regional(_) => &Region::VOLUME,
            Formula::Surface(_) => &[Region::Surface],
        }
    }

    /// Value over a region; not-a-number where the region does not exist yet.
    pub fn value(&self, snapshot: &Snapshot, region: Region, readout: &ReadoutParameters<f64>) -> f64 {
        match self.measure {
            Formula::Surface(measure) => measure(snapshot, readout),
            Formula::Regional(measure) => {
                let means = snapshot.means(region);
                if means.share > 0.0 { measure(means, readout) } else { f64::NAN }
            }
        }
    }
}

/// Collects every outcome over time.
#[derive(Debug, Default)]
pub struct Recorder {
    readout: ReadoutParameters<f64>,
    series: TimeSeries,
}

impl Recorder {
    /// An empty series with a column for every outcome and region.
    pub fn new(readout: ReadoutParameters<f64>) -> Self {
        let column = |outcome: &Outcome, region: Region| Column {
            name: format!("{}.{}", outcome.name, region.name()),
            outcome: outcome.name.into(),
            region: region.name().into(),
            unit: outcome.unit.into(),
            meaning: format!("{}; {}", outcome.meaning, region.meaning()),
            values: Vec::new(),
        };
        let columns = OUTCOMES
            .iter()
            .flat_map(|outcome| outcome.regions().iter().map(move |&region| column(outcome, region)));
        Self { readout, series: TimeSeries { time_day: Vec::new(), columns: columns.collect() } }
    }

    /// The same with room for so many times: doubled as it grows it would hold up to twice as much.
    #[must_use]
    pub fn with_room(mut self, times: usize) -> Self {
        self.series.time_day.reserve_exact(times);
        self.series.columns.iter_mut().for_each(|column| column.values.reserve_exact(times));
        self
    }

    /// Adds one time.
    pub fn record(&mut self, snapshot: &Snapshot) {
        self.series.time_day.push(snapshot.time_day);
        let values = OUTCOMES
            .iter()
            .flat_map(|outcome| outcome.regions().iter().map(move |&region| (outcome, region)));
        for ((outcome, region), column) in values.zip(&mut self.series.columns) {
            column.values.push(outcome.value(snapshot, region, &self.readout));
        }
    }

    /// The series so far.
    pub fn series(&self) -> &TimeSeries {
        &self.series
    }

    /// Puts other times and values in place of those so far; a list for every column, each as long as the times.
    pub fn refill(&mut self, times: Vec<f64>, columns: Vec<Vec<f64>>) {
        // Into the room that there is.
        self.series.time_day.clear();
        self.series.time_day.extend(times);
        for (column, values) in self.series.columns.iter_mut().zip(columns) {
            column.values.clear();
            column.values.extend(values);
        }
    }

    /// The series.
    pub fn finish(self) -> TimeSeries {
        self.series
    }
}
