//! Who is treated: patients with the draws of an ensemble, under every arm.

use std::collections::BTreeSet;

use serde_json::Value;

use super::arm::Arm;
use super::patients::{Population, Treated, VirtualPatient};
use super::usual::Drawn;
use super::{Cohort, probes};
use crate::ensemble::Sample;
use crate::error::Result;
use crate::study::plan::{Case, Plan};
use crate::study::readout::Readout;
use crate::study::statistics::noise;

/// The draws of an ensemble that patients have, and what they leave alone.
pub(super) struct Members {
    /// The draws.
    pub sample: Sample,
    /// Names that the study states.
    pub stated: BTreeSet<String>,
}

impl Members {
    /// The place of a patient's draw, both counted from 0: the draws come again where there are fewer.
    pub(super) fn nth(&self, patient: usize) -> usize {
        patient % self.sample.len()
    }

    fn kept(&self) -> Vec<String> {
        self.sample.kept(|name| self.stated.contains(name))
    }

    /// Lines for people.
    pub(super) fn text(&self, drawn: &Drawn) -> String {
        let people = match self.sample.layers.people {
            true => drawn.text(),
            false => "people: the scenario's own, every time".into(),
        };
        format!("{people}\n{}", self.sample.text(&self.kept()))
    }

    /// For `summary.json`.
    pub(super) fn about(&self) -> Value {
        self.sample.about(&self.kept())
    }
}

/// All patients of a cohort.
pub(super) struct Group<'a> {
    /// The cohort.
    pub study: &'a Cohort,
    /// How people differ.
    pub population: &'a Population,
    /// Draws, where an ensemble is asked for.
    pub members: Option<&'a Members>,
    /// The arms.
    pub arms: &'a [Arm],
}

impl Group<'_> {
    /// Patient `number`, from 1, and what is changed for it under every arm.
    fn treated(&self, number: u32) -> Result<Treated> {
        let mut changes = self.study.changes.clone();
        let Some(members) = self.members else {
            return self.population.patient(number, &self.study.scenario, &changes, self.arms);
        };
        let nth = members.nth(number as usize - 1);
        changes.extend(members.sample.changes(nth, |name| members.stated.contains(name)));
        if members.sample.layers.people {
            return self.population.patient(number, &self.study.scenario, &changes, self.arms);
        }
        let needles = self.study.scenario.scenario(&changes)?.run.seed as usize;
        let changes = self.arms.iter().map(|arm| [&changes[..], &arm.changes].concat()).collect();
        Ok(Treated { patient: VirtualPatient { needles, traits: Vec::new() }, changes })
    }

    /// The same with the runs.
    ///
    /// # Errors
    /// A trait or draw that no scenario can have.
    pub(super) fn cases(&self, number: u32, readout: &Readout) -> Result<(VirtualPatient, Vec<Case>)> {
        let treated = self.treated(number)?;
        let case = |(arm, changes): (&Arm, &Vec<String>)| {
            Case::new(&self.study.scenario, changes, readout, &format!("patient {number}, arm {}", arm.name))
        };
        let cases = self.arms.iter().zip(&treated.changes).map(case).collect::<Result<_>>()?;
        Ok((treated.patient, cases))
    }

    /// A few patients once more under every arm, at a tighter tolerance.
    ///
    /// # Errors
    /// As for [`cases`](Self::cases).
    pub(super) fn tighter(&self, plan: &Plan) -> Result<Vec<Case>> {
        let mut again = Vec::new();
        for number in probes(plan, self.arms.len()) {
            let treated = self.treated(number as u32 + 1)?;
            for (at, arm) in self.arms.iter().enumerate() {
                let mut changes = treated.changes[at].clone();
                changes.extend(noise::tighter(&plan.cases[number * self.arms.len() + at].scenario));
                let whose = format!("patient {}, arm {}, at a tighter tolerance", number + 1, arm.name);
                again.push(Case::new(&self.study.scenario, &changes, &plan.readout, &whose)?);
            }
        }
        Ok(again)
    }
}
