//! Where agents are over time: columns beside the outcomes.

use super::{Days, Observer, View};
use crate::error::{Error, Result};
use crate::numerics::{Reader, Writer};
use crate::series::{Column, TimeSeries};
use crate::simulation::run::setup::Setup;
use crate::topical::{AGENTS, Amounts};

/// Records of every agent in the skin.
#[derive(Debug, Default)]
pub struct Topicals {
    agents: Vec<Trace>,
    /// Rows of each agent that were read, until the run goes on.
    read: Vec<Vec<Row>>,
}

/// One agent over time.
#[derive(Debug)]
struct Trace {
    name: &'static str,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    day: f64,
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

impl Row {
    fn numbers(&self) -> [f64; 8] {
        let Amounts { applied, left_on_surface, in_skin, cleared, epidermis, dermis } = self.amounts;
        [self.day, applied, left_on_surface, in_skin, cleared, epidermis, dermis, self.effect]
    }

    fn of([day, applied, left_on_surface, in_skin, cleared, epidermis, dermis, effect]: [f64; 8]) -> Self {
        let amounts = Amounts { applied, left_on_surface, in_skin, cleared, epidermis, dermis };
        Self { day, amounts, effect }
    }
}

impl Observer for Topicals {
    fn begin(&mut self, setup: &Setup<'_>) -> Result<()> {
        let topicals = &setup.scenario().topicals;
        let mut read = std::mem::take(&mut self.read);
        if !read.is_empty() && read.len() != topicals.len() {
            let (found, there) = (read.len(), topicals.len());
            return Err(Error::File(format!("{found} agents were kept of a run that has {there}")));
        }
        read.resize_with(topicals.len(), Vec::new);
        let traces = topicals.iter().zip(read);
        self.agents = traces.map(|(topical, rows)| Trace { name: topical.agent.name, rows }).collect();
        Ok(())
    }

    fn look(&mut self, view: &View<'_>) -> Result<()> {
        for (trace, agent) in self.agents.iter_mut().zip(view.agents()) {
            trace.rows.push(Row { day: view.day(), amounts: agent.amounts(), effect: agent.effect() });
        }
        Ok(())
    }

    fn save(&self, to: &mut Writer) {
        to.put(&self.agents.len());
        for trace in &self.agents {
            to.put(&trace.rows.len());
            trace.rows.iter().for_each(|row| to.put(&row.numbers()));
        }
    }

    fn load(&mut self, from: &mut Reader<'_>, days: &Days<'_>) -> Result<()> {
        self.read.clear();
        for _ in 0..from.length(AGENTS.len())? {
            let mut rows = Vec::new();
            for _ in 0..from.length(days.looks())? {
                rows.push(Row::of(from.get()?));
            }
            rows.retain(|row| days.have(row.day));
            self.read.push(rows);
        }
        Ok(())
    }
}
