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

/// How an outcome is computed. What other languages are told of is no function but says what it reads.
#[derive(Clone, Copy)]
pub enum Formula {
    /// The sum of these fields, relative to unwounded skin of the region: one column for each region of the volume.
    Relative(&'static [usize]),
    /// Excess of a field over unwounded skin of the region.
    Excess(usize),
    /// Synthesis rate of collagen over a region.
    Synthesis,
    /// From the means over a region.
    Regional(fn(&Means, &ReadoutParameters<f64>) -> f64),
    /// A field of the surface: one column for the surface.
    OfSurface(usize),
    /// From the whole snapshot: one column for the surface.
    Surface(fn(&Snapshot, &ReadoutParameters<f64>) -> f64),
}

impl Formula {
    /// Its value over a region of the volume of these means; nothing of an outcome of the surface.
    pub fn over(&self, means: &Means, readout: &ReadoutParameters<f64>) -> Option<f64> {
        match self {
            Self::Relative(of) => {
                Some(sum(&means.fields.into_array(), of) / sum(&means.rest.into_array(), of))
            }
            Self::Excess(of) => Some(means.fields.into_array()[*of] - means.rest.into_array()[*of]),
            Self::Synthesis => Some(means.collagen_synthesis),
            Self::Regional(measure) => Some(measure(means, readout)),
            Self::OfSurface(_) | Self::Surface(_) => None,
        }
    }

    /// Whether it has a column for each region of the volume.
    pub fn of_volume(&self) -> bool {
        !matches!(self, Self::OfSurface(_) | Self::Surface(_))
    }
}

/// The sum of these values.
fn sum(values: &[f64], of: &[usize]) -> f64 {
    of.iter().map(|at| values[*at]).reduce(|sum, value| sum + value).unwrap_or(f64::NAN)
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
        if self.measure.of_volume() { &Region::VOLUME } else { &[Region::Surface] }
    }

    /// Value over a region; not-a-number where the region does not exist yet.
    pub fn value(&self, snapshot: &Snapshot, region: Region, readout: &ReadoutParameters<f64>) -> f64 {
        match self.measure {
            Formula::Surface(measure) => measure(snapshot, readout),
            Formula::OfSurface(field) => snapshot.surface.into_array()[field],
            formula => {
                let means = snapshot.means(region);
                let value = (means.share > 0.0).then(|| formula.over(means, readout));
                value.flatten().unwrap_or(f64::NAN)
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
