//! Agents beside a run: they move with the barrier that the skin has, and multiply its parameters.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{Layer, Parameters};
use crate::numerics::{Reader, Unreadable, Writer};
use crate::scenario::Scenario;
use crate::simulation::domain::mesh::Mesh;
use crate::simulation::observe::schedule::{SAME, in_order, near};
use crate::topical::{Amounts, Application, Depths, Layers, Topical};
use crate::units::{HOUR, MINUTE};

/// Lengths of the pieces of time after an application, its end or a session, days; then the last again and
/// again.
const PIECES: [f64; 9] =
    [15.0 * MINUTE, 45.0 * MINUTE, HOUR, 2.0 * HOUR, 2.0 * HOUR, 6.0 * HOUR, 0.5, 0.5, 0.5];
/// Longest piece, days.
const LONGEST: f64 = 1.0;
/// Share of a dose below which nothing is left to act.
const TRACE: f64 = 1e-6;
/// Change of a parameter by an agent, relative, that the model is made anew for.
const FELT: f64 = 5e-3;
/// Change below which an agent has gone.
const CLEARED: f64 = 5e-4;

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
#[derive(Clone)]
pub struct AgentInSkin<'a> {
    topical: &'a Topical,
    applications: Vec<Application>,
    skin: Layers,
    intact: Layers,
    applied: usize,
    /// Mean effect of the last piece of time, 0 to 1.
    effect: f64,
    largest: f64,
}

impl<'a> AgentInSkin<'a> {
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
        Self { topical, applications, intact: skin.clone(), skin, applied: 0, effect: 0.0, largest: 0.0 }
    }

    /// Moves on while the mean barrier goes from one value to another. Agents are put on and wiped off at
    /// the beginning, which is why pieces of time begin there.
    fn advance(&mut self, from: f64, to: f64, barrier: [f64; 2]) {
        if to <= from {
            return;
        }
        let now = |day: f64| near(day, from);
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

    /// Multiplies the parameters of the healing model by what the agent did in the last piece of time.
    fn act(&self, biology: &mut Parameters<f64>) {
        for effect in self.topical.agent.effects {
            let factor = factor(effect.factor, self.topical.agent.effect_strength * self.effect);
            effect.parameter.multiply(biology, factor);
        }
    }

    /// Whether it does anything to the skin.
    fn acts(&self) -> bool {
        !self.topical.agent.effects.is_empty() && self.topical.agent.effect_strength > 0.0
    }

    /// Whether it acts, and something of it is in or on the skin after `from`.
    fn is_felt(&self, from: f64) -> bool {
        let contact = self.applications.iter().any(|one| one.day <= from + SAME && one.until > from + SAME);
        self.acts() && (contact || self.skin.amounts().in_skin > TRACE * self.topical.dose_ug_per_cm2)
    }

    /// The agent's name.
    pub fn name(&self) -> &'static str {
        self.topical.agent.name
    }

    /// Where it is.
    pub fn amounts(&self) -> Amounts {
        self.skin.amounts()
    }

    /// Its effect, 0 to 1: free/(half + free) over the rows with vessels.
    pub fn effect(&self) -> f64 {
        self.skin.effect()
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

/// All agents of a run, in the order of the scenario.
///
/// They move by pieces of time of their own, whatever is looked at: over each the mean barrier goes along a
/// straight line, and the parameters are those of the agent's mean effect on it, foreseen from its beginning.
#[derive(Clone)]
pub(in crate::simulation) struct Agents<'a> {
    all: Vec<AgentInSkin<'a>>,
    /// Where pieces begin, increasing.
    pieces: Vec<f64>,
    /// The beginning of this piece, and the mean barrier there.
    since: f64,
    barrier: f64,
}

impl<'a> Agents<'a> {
    /// The agents of a scenario, on skin of this mean barrier; each piece cut into so many.
    pub(crate) fn new(scenario: &'a Scenario, mesh: &Mesh, barrier: f64, parts: u32) -> Self {
        let all: Vec<_> = scenario.topicals.iter().map(|topical| AgentInSkin::new(topical, mesh)).collect();
        let pieces = if all.is_empty() { Vec::new() } else { pieces(scenario, parts) };
        Self { all, pieces, since: 0.0, barrier }
    }

    /// Days on which they have to hear of the barrier.
    pub(crate) fn days(&self) -> &[f64] {
        &self.pieces
    }

    /// The beginning of the last piece, which ends with the run; nothing without agents.
    pub(crate) fn last(&self) -> Option<f64> {
        self.pieces.len().checked_sub(2).map(|at| self.pieces[at])
    }

    /// The end of the piece that begins on `day`, if one ends before the run.
    fn next(&self, day: f64) -> Option<f64> {
        self.pieces.iter().copied().find(|&piece| piece > day + SAME)
    }

    /// The day after `day` on which the parameters may have to change: the end of the piece while something
    /// acts, else the next application of what acts.
    pub(crate) fn next_change(&self, day: f64) -> Option<f64> {
        if self.all.iter().any(|agent| agent.is_felt(day)) {
            return self.next(day);
        }
        let acting = self.all.iter().filter(|agent| agent.acts());
        let days = acting.flat_map(|agent| &agent.applications).map(|one| one.day);
        days.filter(|&next| next > day + SAME).min_by(f64::total_cmp)
    }

    /// Whether parameters of a run depend on them at all.
    pub(crate) fn act(&self) -> bool {
        self.all.iter().any(AgentInSkin::acts)
    }

    /// The parameters of the piece that begins on `day`, where they are to change: not for every piece,
    /// because each change makes the stepper start anew; but what has cleared leaves nothing behind.
    pub(crate) fn change(
        &self,
        day: f64,
        used: &Parameters<f64>,
        usual: &Parameters<f64>,
    ) -> Option<Parameters<f64>> {
        let mut acting = *usual;
        if let Some(to) = self.next(day) {
            for agent in self.all.iter().filter(|agent| agent.is_felt(day)) {
                let mut foreseen = agent.clone();
                foreseen.advance(day, to, [self.barrier; 2]);
                foreseen.act(&mut acting);
            }
        }
        due(&acting, used, usual)
    }

    /// The agents as they are on a day of this piece, given the mean barrier there.
    pub(crate) fn on(&self, day: f64, barrier: f64) -> Vec<AgentInSkin<'a>> {
        let mut all = self.all.clone();
        all.iter_mut().for_each(|agent| agent.advance(self.since, day, [self.barrier, barrier]));
        all
    }

    /// The piece ends.
    pub(crate) fn advance(&mut self, day: f64, barrier: f64) {
        let (since, before) = (self.since, self.barrier);
        self.all.iter_mut().for_each(|agent| agent.advance(since, day, [before, barrier]));
        (self.since, self.barrier) = (day, barrier);
    }

    /// A session has changed the barrier.
    pub(crate) fn jump(&mut self, barrier: f64) {
        self.barrier = barrier;
    }

    /// Writes where they are, and since when.
    pub(crate) fn save(&self, to: &mut Writer) {
        to.put(&[self.since, self.barrier]);
        for agent in &self.all {
            to.put(&agent.applied);
            to.put(&[agent.effect, agent.largest]);
            agent.skin.save(to);
            agent.intact.save(to);
        }
    }

    /// Reads what those of the same scenario wrote.
    pub(crate) fn load(&mut self, from: &mut Reader<'_>) -> Result<(), Unreadable> {
        [self.since, self.barrier] = from.get()?;
        for agent in &mut self.all {
            agent.applied = from.get()?;
            [agent.effect, agent.largest] = from.get()?;
            agent.skin.load(from)?;
            agent.intact.load(from)?;
        }
        Ok(())
    }

    /// What became of them.
    pub(crate) fn reports(&self) -> Vec<TopicalReport> {
        self.all.iter().map(AgentInSkin::report).collect()
    }
}

/// Where pieces of time begin: at applications, their ends and sessions, and between them.
fn pieces(scenario: &Scenario, parts: u32) -> Vec<f64> {
    let end = scenario.run.days;
    let applications = scenario.topicals.iter().flat_map(Topical::applications);
    let mut begins: Vec<f64> = vec![0.0, end];
    begins.extend(applications.flat_map(|one| [one.day, one.until]));
    begins.extend(scenario.sessions.iter().map(|session| session.day));
    let begins = in_order(begins, end);
    let mut days = begins.clone();
    for pair in begins.windows(2) {
        let mut from = pair[0];
        for length in PIECES.into_iter().chain(std::iter::repeat(LONGEST)) {
            let within = (1..=parts).map(|part| from + length * f64::from(part) / f64::from(parts));
            days.extend(within.filter(|&day| day < pair[1]));
            from += length;
            if from >= pair[1] {
                break;
            }
        }
    }
    in_order(days, end)
}

fn due(acting: &Parameters<f64>, used: &Parameters<f64>, usual: &Parameters<f64>) -> Option<Parameters<f64>> {
    if differ(acting, usual, CLEARED) {
        differ(acting, used, FELT).then_some(*acting)
    } else {
        (used != usual).then_some(*usual)
    }
}

/// Whether a parameter differs by more than `part` of itself.
fn differ(a: &Parameters<f64>, b: &Parameters<f64>, part: f64) -> bool {
    let pairs = a.into_array().into_iter().zip(b.into_array());
    pairs.into_iter().any(|(a, b)| (a - b).abs() > part * b.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_that_have_cleared_leave_nothing_behind() {
        let usual = Parameters::default();
        let with = |factor: f64| {
            let mut values = usual.into_array();
            values[0] *= factor;
            Parameters::from_array(values)
        };
        assert_eq!(due(&usual, &usual, &usual), None);
        assert_eq!(due(&with(1.1), &usual, &usual), Some(with(1.1)));
        assert_eq!(due(&with(1.102), &with(1.1), &usual), None);
        assert_eq!(due(&with(1.004), &usual, &usual), None);
        assert_eq!(due(&with(1.0001), &with(1.004), &usual), Some(usual));
    }
}
