//! Worked examples: numbers that somebody who builds the model again can check.

use dermis::model::wound_healing::{rates as rates_at, surface_rates as surface_rates_at};
use dermis::model::{Fields, Layer, LayerParameters, Parameters, Skin, SurfaceFields};
use dermis::numerics::System;
use dermis::quantities::Quantity;
use dermis::scenario::Scenario;
use dermis::simulation::Simulation;

const STATE: Fields<f64> = Fields {
    damage: 0.01,
    clot: 0.02,
    inflammation: 0.9,
    neutrophils: 0.8,
    macrophages_m1: 0.7,
    macrophages_m2: 0.6,
    tgf_beta_1: 0.5,
    tgf_beta_3: 0.1,
    mitogens: 1.1,
    mmp: 0.4,
    vessels: 1.2,
    fibroblasts: 1.3,
    activation: 0.35,
    myofibroblasts: 0.15,
    collagen_iii: 0.31,
    collagen_i: 0.62,
    collagen_scar: 0.003,
    tropoelastin: 0.02,
    elastin: 0.98,
    wound_span: 0.05,
    collagen_new: 0.03,
    collagen_lost: 0.02,
    settled_deficit: 0.04,
    collagen_immature: 0.05,
};

const SURFACE: SurfaceFields<f64> = SurfaceFields {
    epidermal_closure: 0.9,
    epidermal_margin: 0.95,
    channel_open: 0.01,
    channel_length: 0.012,
    flare: 0.006,
    melanin: 0.1,
    barrier: 0.85,
};

/// One row of stratum corneum, of epidermis and of papillary dermis at 0.2 mm.
fn skin() -> Skin {
    let rows =
        [(Layer::StratumCorneum, 0.0075), (Layer::ViableEpidermis, 0.0575), (Layer::PapillaryDermis, 0.2)];
    Skin::layered(&Parameters::default(), &LayerParameters::default(), rows, 0.1)
}

fn table(rows: &[Quantity], values: &[f64], rates: &[f64]) -> String {
    let mut text = "| symbol | value | rate, per day |\n| --- | --- | --- |\n".to_owned();
    for ((row, value), rate) in rows.iter().zip(values).zip(rates) {
        text += &format!("| `{}` | {value} | {rate:.11e} |\n", row.symbol);
    }
    text
}

pub fn rates() -> String {
    let row = skin().plain_row(2);
    let rates = rates_at(&row, &STATE, &SURFACE).into_array();
    table(&Fields::TABLE, &STATE.into_array(), &rates)
}

pub fn surface_rates() -> String {
    let skin = skin();
    let row = skin.plain_row(skin.surface_source());
    let rates = surface_rates_at(&row, &STATE, &SURFACE).into_array();
    table(&SurfaceFields::TABLE, &SURFACE.into_array(), &rates)
}

const SCENARIO: &str = "\
schema = 1

[patient]
age_years = 30

[site]
name = \"cheek\"

[device]
name = \"pen\"

[treatment]
days = [0]

[grid]
geometry = \"slab\"
width_mm = 2
spacing_um = 50

[run]
days = 84
seed = 1
tolerance = 1e-6
";

const DAYS: [f64; 7] = [1.0, 3.0, 7.0, 14.0, 28.0, 56.0, 84.0];

const COLUMNS: [&str; 15] = [
    "collagen_total.dermis",
    "collagen_total.halo",
    "collagen_iii.dermis",
    "collagen_new.dermis",
    "collagen_synthesis_rate.dermis",
    "inflammation.dermis",
    "neutrophils.dermis",
    "macrophages_m1.dermis",
    "tgf_beta_1.dermis",
    "vessels.papillary",
    "fibroblasts.dermis",
    "myofibroblasts.dermis",
    "tewl.surface",
    "epidermal_closure.surface",
    "erythema_index.surface",
];

/// Five significant digits; what is far below the smallest value of interest is not worth comparing.
fn short(value: f64) -> String {
    let rounded: f64 = format!("{value:.4e}").parse().unwrap();
    match value.abs() {
        0.0..1e-5 => "< 1e-5".to_owned(),
        1e-5..1e-3 => format!("{rounded:e}"),
        _ => rounded.to_string(),
    }
}

pub fn scenario() -> String {
    let (scenario, _) = Scenario::parse("worked.toml", SCENARIO, &[]).unwrap();
    let result = Simulation::new(&scenario).run(&mut |_, _| ()).unwrap();
    let mut text =
        format!("The scenario, and the needles of its `punctures.csv`:\n\n```toml\n{SCENARIO}```\n\n");
    text += "| x_mm | y_mm | depth_mm | radius_mm | tip_length_mm | axis |\n| --- | --- | --- | --- | --- | --- |\n";
    for needle in &result.needles {
        text += &format!(
            "| {:.12} | {:.12} | {:.12} | {} | {} | {}, {}, {} |\n",
            needle.x_mm,
            needle.y_mm,
            needle.depth_mm,
            needle.radius_mm,
            needle.tip_length_mm,
            needle.axis_x + 0.0,
            needle.axis_y + 0.0,
            needle.axis_z
        );
    }
    let session = &result.summary.sessions[0];
    text += &format!(
        "\nThe session opens {} mm³ and kills {} mm³ per cm² of skin (over all layers).\n\n",
        short(session.opened_mm3_per_cm2),
        short(session.killed_mm3_per_cm2)
    );
    text += &format!("| column, on day | {} |\n", DAYS.map(|day| day.to_string()).join(" | "));
    text += &format!("| --- |{}\n", " --- |".repeat(DAYS.len()));
    for name in COLUMNS {
        let column = result.series.column(name).unwrap();
        let at = |day: f64| {
            let row = result.series.time_day.iter().position(|time| (time - day).abs() < 1e-9).unwrap();
            short(column.values[row])
        };
        text += &format!("| `{name}` | {} |\n", DAYS.map(at).join(" | "));
    }
    text
}
