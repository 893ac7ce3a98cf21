//! The simulations of a study: known, numbered and priced before any is run.

pub mod base;
pub mod combinations;
pub(in crate::study) mod confirm;
pub(in crate::study) mod corners;
pub mod design;
mod fingerprint;
pub mod input;
pub mod lacking;
pub mod memory;
pub(in crate::study) mod names;
pub mod shard;
pub(in crate::study) mod stated;
pub mod vary;

use crate::error::Result;
use crate::scenario::Scenario;
use crate::simulation::estimate::{Estimate, in_study};
use crate::study::plan::base::Base;
use crate::study::plan::fingerprint::fingerprint;
use crate::study::readout::Readout;
use crate::study::readout::taken::Taken;
use crate::tidy::{Cells, TidyColumn};

/// Most runs of one study, or of one of its stages: the plan alone takes some kB of each.
pub const MOST_RUNS: usize = 100_000;

/// One simulation.
#[derive(Debug, Clone)]
pub struct Case {
    /// The scenario.
    pub scenario: Scenario,
    /// What tells it from others.
    pub fingerprint: u128,
    /// What it will cost.
    pub cost: Estimate,
}

impl Case {
    /// A case; `whose` is what messages call it.
    ///
    /// # Errors
    /// What is wrong with the scenario, or that it ends too early.
    pub fn new(base: &Base, changes: &[String], readout: &Readout, whose: &str) -> Result<Self> {
        let scenario = base.scenario(changes)?;
        readout.check(&scenario, whose)?;
        let (fingerprint, cost) =
            (fingerprint(&scenario, readout), in_study(&scenario, readout.days(&scenario).len()));
        Ok(Self { scenario, fingerprint, cost })
    }
}

/// The simulations in order, what they are called, and what is kept of each.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Columns that name the cases, one cell a case.
    pub labels: Vec<TidyColumn>,
    /// The cases.
    pub cases: Vec<Case>,
    /// What is kept.
    pub readout: Readout,
}

impl Plan {
    /// A plan without cases.
    ///
    /// # Errors
    /// Days that no run has.
    pub fn new(readout: Readout) -> Result<Self> {
        readout.check_times()?;
        Ok(Self { labels: Vec::new(), cases: Vec::new(), readout })
    }

    /// Adds a case; `whose` is what messages call it.
    ///
    /// # Errors
    /// What is wrong with the scenario, or that it ends too early.
    pub fn add(&mut self, base: &Base, changes: &[String], whose: &str) -> Result<()> {
        self.cases.push(Case::new(base, changes, &self.readout, whose)?);
        Ok(())
    }

    /// How many cases are rows of tables, which are those with names; the cases behind them confirm some.
    pub fn rows(&self) -> usize {
        self.labels.first().map_or(self.cases.len(), |column| match &column.cells {
            Cells::Text(words) => words.len(),
            Cells::Number(values) => values.len(),
        })
    }

    /// The days on which its measures are taken.
    pub fn taken(&self) -> Taken {
        Taken::new(self.readout.times, self.cases.iter().map(|case| case.scenario.run.days))
    }

    /// Adds a column of words that names the cases.
    pub fn words(&mut self, name: &str, meaning: &str, words: Vec<String>) {
        self.labels.push(TidyColumn::words(name, meaning, words));
    }

    /// Adds a column that names the cases.
    pub fn label(&mut self, name: &str, meaning: &str, cells: Cells) {
        let unit = match cells {
            Cells::Text(_) => "",
            Cells::Number(_) => names::unit(name),
        };
        self.labels.push(TidyColumn::new(name, unit, meaning, cells));
    }
}
