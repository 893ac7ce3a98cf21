//! The agent over depth: film, living epidermis, dermis; free, bound and cleared.
//!
//! Linear, so each step is solved exactly and nothing is lost but by rounding: an L-stable
//! Runge-Kutta method of order 2 keeps every sum that the equations keep.

use super::agent::Agent;
use crate::numerics::lines::{Factor, Row};
use crate::numerics::{Reader, Unreadable, Writer};

/// µg/cm² in one mm of one µg/mL.
const PER_MM: f64 = 0.1;
/// γ = 1 − 1/√2 of the two-stage method of order 2 that damps what is stiff.
const GAMMA: f64 = 1.0 - std::f64::consts::FRAC_1_SQRT_2;
/// First and longest step, days, and how fast steps grow.
const STEPS: (f64, f64, f64) = (1e-5, 0.02, 1.3);

/// The rows that an agent moves through, from below the stratum corneum down.
#[derive(Debug, Clone, PartialEq)]
pub struct Depths {
    /// Height of each row, mm.
    pub heights_mm: Vec<f64>,
    /// Whether a row has vessels, that is, lies below the epidermis.
    pub vascular: Vec<bool>,
}

/// Where a dose is, µg per cm² of skin, and how concentrated, µg/mL.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Amounts {
    /// Put on so far.
    pub applied: f64,
    /// In the film on the surface, and wiped off with it.
    pub left_on_surface: f64,
    /// In the skin, free and bound.
    pub in_skin: f64,
    /// Carried away by vessels.
    pub cleared: f64,
    /// Mean free concentration in the epidermis.
    pub epidermis: f64,
    /// Mean free concentration where there are vessels.
    pub dermis: f64,
}

impl Amounts {
    /// What has got through the barrier.
    pub fn delivered(&self) -> f64 {
        self.in_skin + self.cleared
    }
}

/// One agent in one skin.
#[derive(Debug, Clone)]
pub struct Layers {
    agent: Agent,
    depths: Depths,
    film_mm: f64,
    /// Film, then the free concentration of each row.
    film: f64,
    free: Vec<f64>,
    bound: Vec<f64>,
    cleared: f64,
    wiped: f64,
    applied: f64,
    contact: bool,
}

impl Layers {
    /// Skin without the agent.
    pub fn new(agent: Agent, film_um: f64, depths: Depths) -> Self {
        let rows = depths.heights_mm.len();
        Self {
            agent,
            film_mm: film_um * 1e-3,
            film: 0.0,
            free: vec![0.0; rows],
            bound: vec![0.0; rows],
            cleared: 0.0,
            wiped: 0.0,
            applied: 0.0,
            contact: false,
            depths,
        }
    }

    /// Puts a dose on, µg/cm², in the place of what is left of the one before.
    pub fn apply(&mut self, dose: f64) {
        self.wipe();
        self.film = dose;
        self.applied += dose;
        self.contact = true;
    }

    /// Wipes off what is left.
    pub fn wipe(&mut self) {
        self.wiped += self.film;
        self.film = 0.0;
        self.contact = false;
    }

    /// Moves on over `days`, while the mean barrier goes from one value to another. Returns the mean
    /// effect of that time, 0 to 1: free/(half + free), over the rows with vessels.
    pub fn advance(&mut self, days: f64, barrier: [f64; 2]) -> f64 {
        let (mut time, mut step, mut effect) = (0.0, STEPS.0, 0.0);
        while time < days {
            let last = days - time;
            let taken = if step < last { step } else { last };
            let at = |part: f64| barrier[0] + (barrier[1] - barrier[0]) * ((time + part) / days);
            let before = self.effect();
            self.step(taken, [at(GAMMA * taken), at(taken)]);
            effect += 0.5 * (before + self.effect()) * taken;
            time = if taken == last { days } else { time + taken };
            step = (step * STEPS.2).min(STEPS.1);
        }
        if days > 0.0 { effect / days } else { self.effect() }
    }

    /// Writes where the agent is.
    pub fn save(&self, to: &mut Writer) {
        to.put(&[self.film, self.cleared, self.wiped, self.applied]);
        to.put(&self.contact);
        to.numbers(&self.free);
        to.numbers(&self.bound);
    }

    /// Reads what one of the same agent and rows wrote.
    ///
    /// # Errors
    /// Another number of rows, or the bytes end too early.
    pub fn load(&mut self, from: &mut Reader<'_>) -> Result<(), Unreadable> {
        [self.film, self.cleared, self.wiped, self.applied] = from.get()?;
        self.contact = from.get()?;
        self.free = from.numbers(self.free.len())?;
        self.bound = from.numbers(self.bound.len())?;
        Ok(())
    }

    /// Where the agent is.
    pub fn amounts(&self) -> Amounts {
        let rows = || {
            self.depths.heights_mm.iter().zip(&self.depths.vascular).zip(self.free.iter().zip(&self.bound))
        };
        let in_skin = rows().map(|((height, _), (free, bound))| PER_MM * height * (free + bound)).sum();
        let mean = |vascular: bool| {
            let chosen = rows().filter(|((_, is), _)| **is == vascular);
            let (sum, height) = chosen
                .fold((0.0, 0.0), |(sum, all), ((height, _), (free, _))| (sum + height * free, all + height));
            if height > 0.0 { sum / height } else { 0.0 }
        };
        Amounts {
            applied: self.applied,
            left_on_surface: self.film + self.wiped,
            in_skin,
            cleared: self.cleared,
            epidermis: mean(false),
            dermis: mean(true),
        }
    }

    /// Mean of free/(half + free) over the rows with vessels, weighted with height.
    pub fn effect(&self) -> f64 {
        let rows = self.depths.heights_mm.iter().zip(&self.depths.vascular).zip(&self.free);
        let (mut sum, mut all) = (0.0, 0.0);
        for ((height, _), free) in rows.filter(|((_, vascular), _)| **vascular) {
            let free = free.max(0.0);
            sum += height * free / (self.agent.half_effect + free);
            all += height;
        }
        if all > 0.0 { sum / all } else { 0.0 }
    }

    /// One step of Y₁ = y + γ h f(Y₁), y' = Y₂ = y + (1 − γ) h f(Y₁) + γ h f(Y₂).
    fn step(&mut self, h: f64, barrier: [f64; 2]) {
        let (film, cleared) = (self.film, self.cleared);
        let (free, bound) = (self.free.clone(), self.bound.clone());
        let part = GAMMA * h;
        self.solve(part, barrier[0]);
        // (1 − γ) h f(Y₁) = (1 − γ)/γ (Y₁ − y)
        let share = (1.0 - GAMMA) / GAMMA;
        let moved = |now: f64, was: f64| was + share * (now - was);
        self.film = moved(self.film, film);
        self.cleared = moved(self.cleared, cleared);
        for (now, was) in [(&mut self.free, &free), (&mut self.bound, &bound)] {
            now.iter_mut().zip(was).for_each(|(now, &was)| *now = moved(*now, was));
        }
        self.solve(part, barrier[1]);
    }

    /// Solves Y = r + h f(Y) in place of r, for a linear f.
    fn solve(&mut self, h: f64, barrier: f64) {
        let (agent, heights) = (&self.agent, &self.depths.heights_mm);
        let rows = heights.len();
        let diffusivity = |row: usize| {
            if self.depths.vascular[row] { agent.diffusivity_dermis } else { agent.diffusivity_epidermis }
        };
        let resistance = |row: usize| 0.5 * heights[row] / diffusivity(row);
        let entry = agent.permeability_intact * barrier + agent.permeability_open * (1.0 - barrier);
        let entry = if self.contact { 1.0 / (1.0 / entry + resistance(0)) } else { 0.0 };
        let clearance = |row: usize| if self.depths.vascular[row] { agent.clearance_per_day } else { 0.0 };
        let (off, on) = (agent.unbinding_per_day, agent.binding * agent.unbinding_per_day);
        // Unknowns: film (µg/cm²), then free concentrations.
        let (mut system, mut solution) = (Vec::with_capacity(rows + 1), Vec::with_capacity(rows + 1));
        system.push(Row {
            before: 0.0,
            pivot: 1.0 + h * entry * agent.partition / self.film_mm,
            after: h * entry * PER_MM,
        });
        solution.push(self.film);
        for (row, height) in heights.iter().enumerate() {
            let above = if row == 0 { entry } else { 1.0 / (resistance(row - 1) + resistance(row)) };
            let below = if row + 1 == rows { 0.0 } else { 1.0 / (resistance(row) + resistance(row + 1)) };
            let per_height = h / height;
            let from_above = if row == 0 { entry * agent.partition / (PER_MM * self.film_mm) } else { above };
            system.push(Row {
                before: per_height * from_above,
                pivot: 1.0 + per_height * (above + below) + h * clearance(row) + h * on / (1.0 + h * off),
                after: per_height * below,
            });
            solution.push(self.free[row] + h * off * self.bound[row] / (1.0 + h * off));
        }
        Factor::of_rows(&system).solve(&mut solution);
        self.film = solution[0];
        for (row, (&free, height)) in solution[1..].iter().zip(heights).enumerate() {
            self.free[row] = free;
            self.bound[row] = (self.bound[row] + h * on * free) / (1.0 + h * off);
            self.cleared += h * PER_MM * height * clearance(row) * free;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::agent::AGENTS;
    use super::*;

    fn depths(rows: usize) -> Depths {
        Depths {
            heights_mm: vec![2.0 / rows as f64; rows],
            vascular: (0..rows).map(|row| 20 * row >= rows).collect(),
        }
    }

    #[test]
    fn nothing_is_lost() {
        for agent in AGENTS {
            let mut skin = Layers::new(agent, 20.0, depths(40));
            for (contact, barrier) in [(0.3, [0.96, 0.99]), (0.1, [0.5, 1.0]), (0.02, [0.0, 0.0])] {
                skin.apply(100.0);
                skin.advance(contact, barrier);
                skin.wipe();
                skin.advance(0.5, [1.0, 1.0]);
            }
            let amounts = skin.amounts();
            let residual = amounts.applied - amounts.left_on_surface - amounts.delivered();
            assert_eq!(amounts.applied, 300.0);
            assert!(residual.abs() < 1e-10 * amounts.applied, "{}: {residual:e}", agent.name);
            assert!(amounts.delivered() > 0.0 && amounts.in_skin >= 0.0, "{}", agent.name);
        }
    }

    #[test]
    fn steady_flux_is_that_of_resistances_in_series() {
        // A thick film on one row that is cleared at once: the flux is P c/(1/k + d/(2 D)).
        let agent = Agent { clearance_per_day: 1e9, binding: 0.0, partition: 2.0, ..AGENTS[0] };
        let depths = Depths { heights_mm: vec![0.1], vascular: vec![true] };
        let mut skin = Layers::new(agent, 1e9, depths);
        skin.apply(1e6); // 0.01 µg/mL in a film of a km
        skin.advance(1.0, [1.0, 1.0]);
        let expected = PER_MM * 2.0 * (1e6 / (PER_MM * 1e6)) / (1.0 / 0.005 + 0.05 / 10.0);
        assert!(
            (skin.amounts().cleared / expected - 1.0).abs() < 1e-3,
            "{} {expected}",
            skin.amounts().cleared
        );
    }

    #[test]
    fn binding_comes_to_its_ratio() {
        let agent = Agent { clearance_per_day: 0.0, binding: 5.0, ..AGENTS[0] };
        let mut skin = Layers::new(agent, 20.0, depths(10));
        skin.apply(50.0);
        skin.advance(20.0, [0.0, 0.0]);
        for (free, bound) in skin.free.iter().zip(&skin.bound) {
            assert!((bound / free - 5.0).abs() < 1e-6);
        }
        assert_eq!(skin.amounts().cleared, 0.0);
    }

    #[test]
    fn halving_the_steps_changes_little() {
        let run = |pieces: usize| {
            let mut skin = Layers::new(AGENTS[0], 20.0, depths(40));
            skin.apply(100.0);
            for _ in 0..pieces {
                skin.advance(0.3 / pieces as f64, [0.97, 0.97]);
            }
            skin.amounts().delivered()
        };
        assert!((run(1) / run(30) - 1.0).abs() < 1e-3, "{} {}", run(1), run(30));
    }
}
