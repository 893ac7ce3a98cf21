//! Where agents are over time: columns beside the outcomes.

use super::{Observer, View};
use crate::error::Result;
use crate::series::{Column, TimeSeries};
use crate::topical::Amounts;

/// Records of every agent in the skin.
#[derive(Debug, Default)]
pub struct Topicals {
    agents: Vec<Trace>,
}

/// One agent over time.
#[derive(Debug)]
struct Trace {
    name: &'static str,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    amounts: Amounts,
    effect: f64,
}

/// A column: ending of its name, unit, meaning and value.
type Kept = (&'static str, &'static str, &'static str, fn(&Row) -> f64);

const KEPT: [Kept; 6] = [
    ("on_surface", "µg/cm²", "what is left on the surface and what was wiped off it", |row| {
        row.amounts.left_on_surface
    }),
    ("in_skin", "µg/cm²", "in the skin, free and bound", |row| row.amounts.in_skin),
    ("cleared", "µg/cm²", "carried away by vessels, a running sum", |row| row.amounts.cleared),
    ("epidermis", "µg/mL", "mean free concentration in the living epidermis", |row| row.amounts.epidermis),
    ("dermis", "µg/mL", "mean free concentration in dermis and subcutis", |row| row.amounts.dermis),
    ("effect", "1", "effect, free/(half + free), mean over the rows with vessels", |row| row.effect),
];

impl Topicals {
    /// The columns.
    pub fn columns(&self) -> impl Iterator<Item = Column> + '_ {
        self.agents.iter().flat_map(|Trace { name, rows }| {
            KEPT.iter().map(move |(what, unit, meaning, value)| Column {
                name: format!("topical_{name}_{what}.skin"),
                outcome: format!("topical_{name}_{what}"),
                region: "skin".into(),
                unit: (*unit).into(),
                meaning: (*meaning).into(),
                // What is left of a dose after months may round to below nothing.
                values: rows.iter().map(|row| value(row).max(0.0)).collect(),
            })
        })
    }

    /// Adds the columns to outcomes of the same days.
    pub fn join(&self, series: &mut TimeSeries) {
        series.columns.extend(self.columns());
    }
}

impl Observer for Topicals {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        if self.agents.is_empty() {
            self.agents =
                view.agents().iter().map(|agent| Trace { name: agent.name(), rows: Vec::new() }).collect();
        }
        for (trace, agent) in self.agents.iter_mut().zip(view.agents()) {
            trace.rows.push(Row { amounts: agent.amounts(), effect: agent.effect() });
        }
        Ok(())
    }
}
