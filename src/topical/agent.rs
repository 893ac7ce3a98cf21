//! Agents, and how they are applied.

use crate::model::Parameter;

/// What an agent does to one parameter of the healing model at full effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The parameter that is multiplied.
    pub parameter: Parameter,
    /// By how much at full effect.
    pub factor: f64,
    /// What supports it; keys of `docs/references.bib` in brackets.
    pub source: &'static str,
}

/// An agent: transport, and effects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agent {
    /// Name in scenarios.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// What supports its transport, and what is assumed.
    pub source: &'static str,
    /// Diffusivity in living epidermis, mm²/day.
    pub diffusivity_epidermis: f64,
    /// Diffusivity in dermis and subcutis, mm²/day.
    pub diffusivity_dermis: f64,
    /// Permeability of the intact barrier, mm/day.
    pub permeability_intact: f64,
    /// Permeability where the barrier is gone, mm/day.
    pub permeability_open: f64,
    /// Concentration in the epidermis over that of the vehicle at equilibrium.
    pub partition: f64,
    /// Bound over free at equilibrium.
    pub binding: f64,
    /// Rate of unbinding, 1/day.
    pub unbinding_per_day: f64,
    /// Clearance by the vessels of dermis and subcutis, 1/day.
    pub clearance_per_day: f64,
    /// Free concentration at half of the effect, µg/mL.
    pub half_effect: f64,
    /// Share of the effects that is taken for granted, 0 to 1.
    pub effect_strength: f64,
    /// What it does at full effect.
    pub effects: &'static [Effect],
}

/// One application.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Application {
    /// Day on which it is put on.
    pub day: f64,
    /// Day on which what is left is wiped off.
    pub until: f64,
}

/// An agent with the times at which it is applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Topical {
    /// The agent.
    pub agent: Agent,
    /// Dose of each application, µg per cm².
    pub dose_ug_per_cm2: f64,
    /// Thickness of the film of vehicle, µm.
    pub film_um: f64,
    /// Hours until it is wiped off.
    pub contact_hours: f64,
    /// When it is put on, in order.
    pub days: Vec<f64>,
}

impl Topical {
    /// The agent as it is put on unless another way is asked for, on no day yet.
    pub const fn usual(agent: Agent) -> Self {
        Self { agent, dose_ug_per_cm2: 100.0, film_um: 20.0, contact_hours: 8.0, days: Vec::new() }
    }

    /// The applications in order; each ends at the latest when the next begins.
    pub fn applications(&self) -> Vec<Application> {
        let next = self.days.iter().skip(1).copied().chain([f64::INFINITY]);
        let contact = self.contact_hours / 24.0;
        self.days
            .iter()
            .zip(next)
            .map(|(&day, next)| Application { day, until: (day + contact).min(next) })
            .collect()
    }
}

const GUESSED: Agent = Agent {
    name: "",
    meaning: "",
    source: "",
    diffusivity_epidermis: 2.0,
    diffusivity_dermis: 4.0,
    permeability_intact: 0.005,
    permeability_open: 2.0,
    partition: 1.0,
    binding: 0.0,
    unbinding_per_day: 10.0,
    clearance_per_day: 25.0,
    half_effect: 100.0,
    effect_strength: 1.0,
    effects: &[],
};

/// Every agent, in the order of the documentation.
pub const AGENTS: [Agent; 6] = [
    Agent {
        name: "vitamin_c",
        meaning: "ascorbic acid: small and hydrophilic",
        source: "permeability of the open barrier set so that an application after a session enters about ten times as much \
                 as through intact skin, 10.54 in rats [ascorbic_roller2010]; everything else assumed",
        diffusivity_epidermis: 5.0,
        diffusivity_dermis: 10.0,
        permeability_open: 2.5,
        clearance_per_day: 40.0,
        effects: &[Effect {
            parameter: Parameter::of(|all| all.synthesis_multiplier),
            factor: 1.1,
            source: "assumed, weak on purpose: messenger RNA of collagen I and III rises, by how much is unknown to us \
                     [nusgens2001]",
        }],
        ..GUESSED
    },
    Agent {
        name: "peptide",
        meaning: "signal peptide of three to five amino acids",
        source: "permeability of the open barrier set within the 2 to 22 times of fluorescent peptides in human skin \
                 [mohammed2014]; everything else assumed",
        permeability_intact: 0.001,
        permeability_open: 0.5,
        ..GUESSED
    },
    Agent {
        name: "hyaluronic_acid",
        meaning: "large hydrophilic molecule that stays where it is put",
        source: "assumed throughout; permeation against clinical needle length: unknown",
        diffusivity_epidermis: 0.2,
        diffusivity_dermis: 0.5,
        permeability_intact: 0.0001,
        permeability_open: 0.05,
        clearance_per_day: 2.0,
        ..GUESSED
    },
    Agent {
        name: "retinoid",
        meaning: "tretinoin and its like: small, lipophilic, bound",
        source: "assumed throughout: the barrier hinders a lipophilic agent little",
        diffusivity_epidermis: 2.0,
        diffusivity_dermis: 2.0,
        permeability_intact: 0.1,
        permeability_open: 2.0,
        binding: 5.0,
        clearance_per_day: 20.0,
        half_effect: 1.0,
        effects: &[
            Effect {
                parameter: Parameter::of(|all| all.synthesis_multiplier),
                factor: 1.2,
                source: "assumed, far below the 80 % more collagen I formation of unwounded photodamaged skin after ten \
                         months [griffiths1993]; none is known in wounds",
            },
            Effect {
                parameter: Parameter::of(|all| all.mmp_multiplier),
                factor: 0.9,
                source: "assumed, direction only; collagen I of photo-aged skin rises with it [eldomyati2004]",
            },
        ],
        ..GUESSED
    },
    Agent {
        name: "growth_factors",
        meaning: "platelet-rich plasma or growth factors: large proteins",
        source: "assumed throughout",
        diffusivity_epidermis: 0.4,
        diffusivity_dermis: 1.0,
        permeability_intact: 0.00005,
        permeability_open: 0.025,
        clearance_per_day: 10.0,
        half_effect: 10.0,
        effects: &[Effect {
            parameter: Parameter::of(|all| all.proliferation_multiplier),
            factor: 1.1,
            source: "assumed, weak on purpose: clinical scores of acne scars improve more with plasma (odds 2.97), collagen \
                     was not measured [kang2022]",
        }],
        ..GUESSED
    },
    Agent {
        name: "moisturiser",
        meaning: "emollient film without an active agent",
        source: "assumed throughout: glycerol, small and hydrophilic; it has no effect here",
        diffusivity_epidermis: 5.0,
        diffusivity_dermis: 10.0,
        clearance_per_day: 40.0,
        ..GUESSED
    },
];
