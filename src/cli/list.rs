//! `dermis list`: what the program knows, as tables.

use clap::ValueEnum;
use dermis::error::Result;
use dermis::model::{Fields, Movement, Skin, SurfaceFields};
use dermis::numerics::steppers::STEPPERS;
use dermis::outcome::OUTCOMES;
use dermis::parameters::ParameterSet;
use dermis::patient::Sex;
use dermis::puncture::{Preset, find};
use dermis::quantities::Quantity;
use dermis::scenario::devices;
use dermis::site::sites;
use dermis::study::measure::MEASURES;
use serde_json::json;

use super::references::references;
use super::table::Table;

/// List fields, parameters, devices, sites, outcomes, measures of studies, time steppers or references
///
/// The plain form leaves out what does not fit on a line; --markdown and --json have everything, the
/// sources too.
#[derive(clap::Args)]
pub struct Options {
    /// What to list
    #[arg(value_enum)]
    what: What,
    /// As a Markdown table
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Fields of the model with their value at rest and how they move
    Fields,
    /// Parameters with value, range, support and source
    Parameters,
    /// Devices and their default settings
    Devices,
    /// Sites of the body with the thickness of their layers
    Sites,
    /// Outcome measures
    Outcomes,
    /// Measures that studies read off a run; any outcome column is one too
    Measures,
    /// Time steppers
    Steppers,
    /// The literature behind parameters, sites, devices and validation targets
    References,
}

/// The table asked for.
pub fn list(options: &Options) -> Result<String> {
    let table = match options.what {
        What::Fields => fields(),
        What::Parameters => parameters(),
        What::Devices => device_table(),
        What::Sites => site_table(),
        What::Outcomes => outcomes(),
        What::Measures => measures(),
        What::Steppers => steppers(),
        What::References => references()?,
    };
    Ok(if options.json {
        table.json()
    } else if options.markdown {
        table.markdown()
    } else {
        table.text()
    })
}

fn fields() -> Table {
    let columns =
        vec!["name", "symbol", "over", "rest", "unit", "diffusivity", "where", "follows", "meaning"];
    let row = |over: &str, (row, movement): (&Quantity, Movement)| {
        vec![
            json!(row.name),
            json!(row.symbol),
            json!(over),
            json!(row.default),
            json!(row.unit),
            json!(movement.diffusivity),
            json!(movement.place),
            json!(movement.follows),
            json!(row.meaning),
        ]
    };
    let volume = Fields::TABLE.iter().zip(Skin::movements().into_array()).map(|field| row("volume", field));
    let surface = SurfaceFields::TABLE.iter().zip(Skin::surface_movements().into_array());
    let surface = surface.map(|field| row("surface", field));
    Table { brief: columns.len(), columns, rows: volume.chain(surface).collect() }
}

fn parameters() -> Table {
    let columns =
        vec!["name", "symbol", "default", "unit", "low", "high", "tag", "meaning", "group", "source"];
    let rows = ParameterSet::table().map(|(group, row)| {
        let tag = row.tag.name();
        vec![
            json!(row.name),
            json!(row.symbol),
            json!(row.default),
            json!(row.unit),
            json!(row.low),
            json!(row.high),
            json!(tag),
            json!(row.meaning),
            json!(group),
            json!(row.source),
        ]
    });
    Table { columns, brief: 8, rows: rows.collect() }
}

fn device_table() -> Table {
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
        "density_per_pass",
        "efficacy_soft",
        "efficacy_firm",
        "meaning",
        "source",
    ];
    let rows = devices().into_iter().map(|device| {
        let preset = find(&device.device).map(|found| *found.preset());
        let of = |what: fn(&Preset) -> f64| json!(preset.as_ref().map(what));
        let text = |what: fn(&Preset) -> &'static str| json!(preset.as_ref().map(what));
        vec![
            json!(device.device),
            json!(device.needle_length_mm),
            json!(device.needle_diameter_mm),
            json!(device.tip_length_mm),
            json!(device.density_per_cm2),
            json!(device.passes),
            json!(device.depth_efficacy),
            json!(device.depth_jitter),
            of(|preset| preset.needle_lengths_mm.0),
            of(|preset| preset.needle_lengths_mm.1),
            of(|preset| preset.density_per_pass),
            of(|preset| preset.depth_efficacies.0),
            of(|preset| preset.depth_efficacies.1),
            text(|preset| preset.meaning),
            text(|preset| preset.source),
        ]
    });
    Table { brief: 8, columns, rows: rows.collect() }
}

fn site_table() -> Table {
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
    let both = Sex::ALL.into_iter().flat_map(|sex| sites(sex).into_iter().map(move |site| (sex, site)));
    let rows = both.map(|(sex, site)| {
        let mut row = vec![json!(site.name), json!(sex.name())];
        row.extend(site.layers_mm().map(|thickness| json!(thickness)));
        row.extend([json!(site.firmness), json!(site.source)]);
        row
    });
    Table { brief: columns.len() - 1, columns, rows: rows.collect() }
}

fn outcomes() -> Table {
    let rows = OUTCOMES.iter().map(|outcome| {
        let regions: Vec<&str> = outcome.regions().iter().map(|region| region.name()).collect();
        vec![json!(outcome.name), json!(outcome.unit), json!(regions.join(" ")), json!(outcome.meaning)]
    });
    Table { columns: vec!["name", "unit", "regions", "meaning"], brief: 4, rows: rows.collect() }
}

fn measures() -> Table {
    let row = |measure: &dermis::study::measure::Named| {
        vec![json!(measure.name), json!(measure.unit), json!(measure.meaning)]
    };
    Table { columns: vec!["name", "unit", "meaning"], brief: 3, rows: MEASURES.iter().map(row).collect() }
}

fn steppers() -> Table {
    let row = |(name, meaning): &(&str, &str)| vec![json!(name), json!(meaning)];
    Table { columns: vec!["name", "meaning"], brief: 2, rows: STEPPERS.iter().map(row).collect() }
}
