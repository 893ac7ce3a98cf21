//! Lists of what scenarios speak of: devices, sites, indications, agents, patients and precautions.

use crate::indication::{INDICATIONS, Indication, Shape};
use crate::parameters::ParameterSet;
use crate::patient::{Factor, Patient, Sex};
use crate::precaution::{PRECAUTIONS, Precaution, Stated};
use crate::puncture::{Motion, Tool, catalogue};
use crate::site;
use crate::topical::{AGENTS, Agent};
use serde_json::json;

use super::Table;

/// Devices as they come.
pub fn devices() -> Table {
    let columns = vec![
        "name",
        "needle_length_mm",
        "needle_diameter_mm",
        "tip_length_mm",
        "density_per_cm2",
        "passes",
        "depth_efficacy",
        "depth_jitter",
        "shortest_mm",
        "longest_mm",
        "depth_mm",
        "diameter_mm",
        "blade_mm",
        "motion",
        "needles",
        "track_width_mm",
        "directions",
        "frequency_hz",
        "glide_speed_mm_s",
        "density_per_pass",
        "efficacy_soft",
        "efficacy_firm",
        "meaning",
        "source",
    ];
    // On skin of middling firmness.
    let rows = catalogue::devices(0.5).into_iter().map(|tool| {
        let used = tool.needling();
        let preset = match &tool {
            Tool::Needles { device, .. } => Some(*device.preset()),
            _ => None,
        };
        let density = match &tool {
            Tool::Needles { .. } | Tool::Core(_) => Some(tool.density_per_cm2()),
            Tool::Incision(_) | Tool::Abrasion(_) => None,
        };
        let depth = used.is_none().then(|| tool.true_depth_mm());
        let diameter = if let Tool::Core(core) = &tool { Some(core.diameter_mm) } else { None };
        let blade = if let Tool::Incision(incision) = &tool { Some(incision.blade_mm) } else { None };
        let technique = used.map(|used| used.technique);
        let moved = technique.filter(|technique| technique.motion != Motion::Single);
        let rolled = technique.filter(|technique| technique.motion == Motion::Rolled);
        let glided = technique.filter(|technique| technique.motion == Motion::Glided);
        let about = tool.about();
        vec![
            json!(about.name),
            json!(used.map(|used| used.needle_length_mm)),
            json!(used.map(|used| used.needle_diameter_mm)),
            json!(used.map(|used| used.tip_length_mm)),
            json!(density),
            json!(used.map(|used| used.passes)),
            json!(used.map(|used| used.depth_efficacy)),
            json!(used.map(|used| used.depth_jitter)),
            json!(preset.map(|preset| preset.needle_lengths_mm.0)),
            json!(preset.map(|preset| preset.needle_lengths_mm.1)),
            json!(depth),
            json!(diameter),
            json!(blade),
            json!(technique.map(|technique| technique.motion.name())),
            json!(moved.map(|technique| technique.needles)),
            json!(moved.map(|technique| technique.track_width_mm)),
            json!(rolled.map(|technique| technique.directions)),
            json!(glided.map(|technique| technique.frequency_hz)),
            json!(glided.map(|technique| technique.glide_speed_mm_s)),
            json!(technique.map(|technique| technique.density_per_pass())),
            json!(preset.map(|preset| preset.depth_efficacies.0)),
            json!(preset.map(|preset| preset.depth_efficacies.1)),
            json!(about.meaning),
            json!(about.source),
        ]
    });
    Table { brief: 13, columns, rows: rows.collect() }
}

/// Sites by sex.
pub fn sites() -> Table {
    let columns = vec![
        "name",
        "sex",
        "stratum_corneum_mm",
        "viable_epidermis_mm",
        "papillary_dermis_mm",
        "reticular_dermis_mm",
        "subcutis_mm",
        "firmness",
        "source",
    ];
    let both = Sex::ALL.into_iter().flat_map(|sex| site::sites(sex).into_iter().map(move |site| (sex, site)));
    let rows = both.map(|(sex, site)| {
        let mut row = vec![json!(site.name), json!(sex.name())];
        row.extend(site.layers_mm().map(|thickness| json!(thickness)));
        row.extend([json!(site.firmness), json!(site.source)]);
        row
    });
    Table { brief: columns.len() - 1, columns, rows: rows.collect() }
}

/// Indications.
pub fn indications() -> Table {
    let row = |of: &Indication| {
        let shape = match of.shape {
            Shape::Everywhere => "everywhere",
            Shape::Bowl => "bowl",
            Shape::Band => "band",
            Shape::Ring => "ring",
        };
        vec![
            json!(of.name),
            json!(shape),
            json!(of.width_mm),
            json!(of.depth_mm),
            json!(of.missing_papillary),
            json!(of.missing_reticular),
            json!(of.scar_like),
            json!(of.excess),
            json!(of.meaning),
            json!(of.source),
        ]
    };
    let columns = vec![
        "name",
        "shape",
        "width_mm",
        "depth_mm",
        "missing_papillary",
        "missing_reticular",
        "scar_like",
        "excess",
        "meaning",
        "source",
    ];
    Table { columns, brief: 8, rows: INDICATIONS.iter().map(row).collect() }
}

/// Agents to put on the skin.
pub fn agents() -> Table {
    let columns = vec![
        "name",
        "diffusivity_epidermis",
        "diffusivity_dermis",
        "permeability_intact",
        "permeability_open",
        "partition",
        "binding",
        "unbinding_per_day",
        "clearance_per_day",
        "half_effect",
        "effects",
        "meaning",
        "source",
        "effect_sources",
    ];
    let row = |agent: &Agent| {
        let effects: Vec<String> =
            agent.effects.iter().map(|effect| format!("{} x {}", effect.parameter, effect.factor)).collect();
        let sources: Vec<&str> = agent.effects.iter().map(|effect| effect.source).collect();
        vec![
            json!(agent.name),
            json!(agent.diffusivity_epidermis),
            json!(agent.diffusivity_dermis),
            json!(agent.permeability_intact),
            json!(agent.permeability_open),
            json!(agent.partition),
            json!(agent.binding),
            json!(agent.unbinding_per_day),
            json!(agent.clearance_per_day),
            json!(agent.half_effect),
            json!(effects.join(", ")),
            json!(agent.meaning),
            json!(agent.source),
            json!(sources.join("; ")),
        ]
    };
    Table { brief: 11, columns, rows: AGENTS.iter().map(row).collect() }
}

/// Factors of the patient, each at its strongest.
pub fn modifiers() -> Table {
    let set = ParameterSet::default();
    // Everything at its strongest, so that each shows what it does at most.
    let patient = Patient {
        age_years: 95.0,
        smoker: true,
        occluded: true,
        fitzpatrick_type: 6,
        photoageing_grade: 4,
        diabetes: true,
        keloid_tendency: true,
        ..Patient::DEFAULT
    };
    let row = |factor: &Factor| {
        vec![
            json!(factor.cause),
            json!(factor.parameter),
            json!(factor.factor),
            json!(factor.set_by),
            json!(factor.source),
        ]
    };
    Table {
        columns: vec!["cause", "parameter", "strongest_factor", "set_by", "source"],
        brief: 4,
        rows: patient.factors(&set.ageing, &set.modifiers).iter().map(row).collect(),
    }
}

/// Precautions.
pub fn precautions() -> Table {
    let row = |row: &Precaution| {
        let stated = match row.stated {
            Stated::Condition => "patient.conditions",
            Stated::Key(key) => key,
        };
        vec![json!(row.name), json!(stated), json!(row.warning), json!(row.source)]
    };
    Table {
        columns: vec!["name", "stated_by", "warning", "source"],
        brief: 3,
        rows: PRECAUTIONS.iter().map(row).collect(),
    }
}
