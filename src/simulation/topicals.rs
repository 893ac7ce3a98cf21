//! Agents beside a run: they move with the barrier that the skin has, and multiply its parameters.

use serde::Serialize;
use serde_json::{Value, json};

use super::mesh::Mesh;
use crate::model::{Layer, Parameters};
use crate::series::{Column, TimeSeries};
use crate::topical::{Amounts, Application, Depths, Layers, Topical};

/// Times closer than this are the same time, in days.
const SAME: f64 = 1e-6;

/// What became of one agent, for the summary. Amounts in µg per cm² of skin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicalReport {
    /// The agent.
    pub agent: &'static str,
    /// What supports its transport, and what is assumed.
    pub source: &'static str,
    /// Applications carried out.
    pub applications: usize,
    /// Put on in all.
    pub applied: f64,
    /// In the film at the end, and wiped off.
    pub left_on_surface: f64,
    /// In the skin at the end, free and bound.
    pub in_skin: f64,
    /// Carried away by vessels.
    pub cleared: f64,
    /// Got through the barrier: in the skin and carried away.
    pub delivered: f64,
    /// The same relative to intact skin with the same applications; none where nothing was put on.
    pub delivered_over_intact: Option<f64>,
    /// Applied less everything else, relative to what was applied.
    pub relative_residual: f64,
    /// Parameters that it multiplies: factor at full effect, largest factor of the run, source.
    pub effects: Vec<Value>,
}

/// One agent in the skin of a run.
pub struct Course<'a> {
    topical: &'a Topical,
    applications: Vec<Application>,
    skin: Layers,
    intact: Layers,
    applied: usize,
    effect: f64,
    largest: f64,
    rows: Vec<(Amounts, f64)>,
}

impl<'a> Course<'a> {
    /// Skin without the agent.
    pub fn new(topical: &'a Topical, mesh: &Mesh) -> Self {
        let z = &mesh.grid.z;
        let layer = |row: usize| mesh.layers.get(row).copied().unwrap_or(Layer::ReticularDermis);
        let rows = || (0..z.len()).filter(|&row| layer(row) != Layer::StratumCorneum);
        let depths = Depths {
            heights_mm: rows().map(|row| z.width(row)).collect(),
            vascular: rows().map(|row| layer(row).is_dermal()).collect(),
        };
        let skin = Layers::new(topical.agent, topical.film_um, depths);
        let applications = topical.applications();
        Self {
            topical,
            applications,
            intact: skin.clone(),
            skin,
            applied: 0,
            effect: 0.0,
            largest: 0.0,
            rows: Vec::new(),
        }
    }

    /// Moves on while the mean barrier goes from one value to another. Agents are put on and wiped off at
    /// the beginning, which is why runs stop at those times.
    pub fn advance(&mut self, from: f64, to: f64, barrier: [f64; 2]) {
        if to <= from {
            return;
        }
        let now = |day: f64| (day - from).abs() < SAME;
        let dose = self.topical.dose_ug_per_cm2;
        let wiped = self.applications.iter().any(|one| now(one.until));
        let put_on = self.applications.iter().any(|one| now(one.day));
        for layers in [&mut self.skin, &mut self.intact] {
            if wiped {
                layers.wipe();
            }
            if put_on {
                layers.apply(dose);
            }
        }
        self.applied += usize::from(put_on);
        self.effect = self.skin.advance(to - from, barrier);
        self.largest = self.largest.max(self.effect);
        self.intact.advance(to - from, [1.0, 1.0]);
    }

    /// Notes where the agent is.
    pub fn record(&mut self) {
        self.rows.push((self.skin.amounts(), self.effect));
    }

    /// Multiplies the parameters of the healing model by what the agent did in the last interval.
    pub fn act(&self, biology: &mut Parameters<f64>) {
        let mut values = biology.into_array();
        for effect in self.topical.agent.effects {
            let rows = Parameters::TABLE.iter().zip(&mut values);
            let factor = factor(effect.factor, self.topical.agent.effect_strength * self.effect);
            rows.filter(|(row, _)| row.name == effect.parameter).for_each(|(_, value)| *value *= factor);
        }
        *biology = Parameters::from_array(values);
    }

    /// Whether it does anything to the skin.
    pub fn acts(&self) -> bool {
        !self.topical.agent.effects.is_empty() && self.topical.agent.effect_strength > 0.0
    }

    /// Adds its columns to the series.
    pub fn columns(&self, series: &mut TimeSeries) {
        let name = self.topical.agent.name;
        let mut add = |what: &str, unit: &str, meaning: &str, value: fn(&(Amounts, f64)) -> f64| {
            series.columns.push(Column {
                name: format!("topical_{name}_{what}.skin"),
                outcome: format!("topical_{name}_{what}"),
                region: "skin".into(),
                unit: unit.into(),
                meaning: meaning.into(),
                // What is left of a dose after months may round to below nothing.
                values: self.rows.iter().map(|row| value(row).max(0.0)).collect(),
            });
        };
        add("on_surface", "µg/cm²", "what is left on the surface and what was wiped off it", |row| {
            row.0.left_on_surface
        });
        add("in_skin", "µg/cm²", "in the skin, free and bound", |row| row.0.in_skin);
        add("cleared", "µg/cm²", "carried away by vessels, a running sum", |row| row.0.cleared);
        add("epidermis", "µg/mL", "mean free concentration in the living epidermis", |row| row.0.epidermis);
        add("dermis", "µg/mL", "mean free concentration in dermis and subcutis", |row| row.0.dermis);
        add("effect", "1", "mean effect of the time since the row before, free/(half + free)", |row| row.1);
    }

    /// What became of it.
    pub fn report(&self) -> TopicalReport {
        let (amounts, agent) = (self.skin.amounts(), &self.topical.agent);
        let effect = |effect: &crate::topical::Effect| {
            let largest = factor(effect.factor, agent.effect_strength * self.largest);
            json!({
                "parameter": effect.parameter, "factor_at_full_effect": effect.factor,
                "largest_factor": largest, "source": effect.source,
            })
        };
        let all = amounts.applied.max(f64::MIN_POSITIVE);
        TopicalReport {
            agent: agent.name,
            source: agent.source,
            applications: self.applied,
            applied: amounts.applied,
            left_on_surface: amounts.left_on_surface,
            in_skin: amounts.in_skin,
            cleared: amounts.cleared,
            delivered: amounts.delivered(),
            delivered_over_intact: (self.intact.amounts().delivered() > 0.0)
                .then(|| amounts.delivered() / self.intact.amounts().delivered()),
            relative_residual: (amounts.applied - amounts.left_on_surface - amounts.delivered()) / all,
            effects: agent.effects.iter().map(effect).collect(),
        }
    }
}

/// A factor by a share of its whole effect.
fn factor(whole: f64, share: f64) -> f64 {
    1.0 + (whole - 1.0) * share
}
