//! What of a grid was solved in the course of a run.

use crate::memory::{Reader, Saved, Unreadable, Writer};

/// Shares of the columns that were solved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowStatistics {
    /// Smallest share of a step.
    pub smallest: f64,
    /// Largest.
    pub largest: f64,
    /// That of the last step.
    pub last: f64,
    /// Largest deviation from rest at a cut side after a step, in units of the error that a step may make.
    pub at_edge: f64,
    /// How often the window was moved.
    pub moves: u32,
    sum: f64,
    steps: u32,
}

impl Default for WindowStatistics {
    fn default() -> Self {
        Self { smallest: 1.0, largest: 0.0, last: 1.0, at_edge: 0.0, moves: 0, sum: 0.0, steps: 0 }
    }
}

impl WindowStatistics {
    /// A step was made of this share of the columns.
    pub(crate) fn step(&mut self, share: f64) {
        (self.smallest, self.largest) = (self.smallest.min(share), self.largest.max(share));
        self.last = share;
        self.sum += share;
        self.steps += 1;
    }

    /// Something was found at a cut side.
    pub(crate) fn edge(&mut self, deviation: f64) {
        self.at_edge = self.at_edge.max(deviation);
    }

    /// The window has moved.
    pub(crate) fn moved(&mut self) {
        self.moves += 1;
    }

    /// Mean share of all steps.
    pub fn mean(&self) -> f64 {
        if self.steps > 0 { self.sum / f64::from(self.steps) } else { 1.0 }
    }
}

impl Saved for WindowStatistics {
    fn save(&self, to: &mut Writer) {
        to.put(&[self.smallest, self.largest, self.last, self.at_edge, self.sum]);
        to.put(&[self.moves, self.steps]);
    }

    fn load(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let [smallest, largest, last, at_edge, sum] = from.get()?;
        let [moves, steps] = from.get()?;
        Ok(Self { smallest, largest, last, at_edge, moves, sum, steps })
    }
}
