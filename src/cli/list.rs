//! `dermis list`: what the program knows, as tables.

use clap::ValueEnum;
use dermis::error::Result;
use dermis::model::{Fields, Movement, Skin, SurfaceFields};
use dermis::numerics::steppers::STEPPERS;
use dermis::outcome::OUTCOMES;
use dermis::parameters::ParameterSet;
use dermis::quantities::Quantity;
use dermis::study::readout::measure::MEASURES;
use serde_json::json;

use super::references::references;
use super::table::Table;
use super::treatments::{agents, device_table, indications, modifiers, precautions, site_table};

/// List what the program knows: the model, devices, sites, patients, outcomes, the literature
///
/// The plain form leaves out what does not fit on a line; --markdown and --json have everything, the
/// sources too.
#[derive(clap::Args)]
pub struct Arguments {
    /// What to list [default: what there is to list]
    #[arg(value_enum)]
    what: Option<What>,
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
    /// Keys of scenarios with default, range, unit and meaning
    Keys,
    /// The format of scenarios as a JSON Schema, for editors
    Schema,
    /// Devices and their default settings
    Devices,
    /// Sites of the body with the thickness of their layers
    Sites,
    /// Outcome measures
    Outcomes,
    /// Indications as starting states
    Indications,
    /// Agents to put on the skin
    Agents,
    /// What a patient multiplies in the healing model
    Modifiers,
    /// Who is usually not treated: the warnings that a scenario can call up
    Precautions,
    /// Measures that studies read off a run; any outcome column is one too
    Measures,
    /// Time steppers
    Steppers,
    /// The literature behind parameters, sites, devices and validation targets
    References,
}

/// The table asked for.
pub fn list(options: &Arguments) -> Result<String> {
    let Some(what) = options.what else { return Ok(shown(&words(), options)) };
    let table = match what {
        What::Fields => fields(),
        What::Parameters => parameters(),
        What::Keys => keys(),
        What::Schema => return Ok(format!("{:#}\n", dermis::scenario::schema())),
        What::Devices => device_table(),
        What::Sites => site_table(),
        What::Outcomes => outcomes(),
        What::Indications => indications(),
        What::Agents => agents(),
        What::Modifiers => modifiers(),
        What::Precautions => precautions(),
        What::Measures => measures(),
        What::Steppers => steppers(),
        What::References => references()?,
    };
    Ok(shown(&table, options))
}

fn shown(table: &Table, options: &Arguments) -> String {
    if options.json {
        table.json()
    } else if options.markdown {
        table.markdown()
    } else {
        table.text()
    }
}

/// What there is to list.
fn words() -> Table {
    let row = |what: &What| {
        let value = what.to_possible_value()?;
        let meaning = value.get_help().map_or_else(String::new, ToString::to_string);
        Some(vec![json!(format!("dermis list {}", value.get_name())), json!(meaning)])
    };
    let rows = What::value_variants().iter().filter_map(row).collect();
    Table { columns: vec!["command", "lists"], brief: 2, rows }
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

fn keys() -> Table {
    let columns = vec!["name", "default", "low", "high", "unit", "meaning", "accepts", "choices", "also"];
    let row = |key: dermis::scenario::Known| {
        vec![
            json!(key.name),
            json!(key.default),
            json!(key.low),
            json!(key.high),
            json!(key.unit),
            json!(key.meaning),
            json!(key.accepts),
            json!(key.choices),
            json!(key.also),
        ]
    };
    Table { columns, brief: 6, rows: dermis::scenario::keys().into_iter().map(row).collect() }
}

fn outcomes() -> Table {
    let rows = OUTCOMES.iter().map(|outcome| {
        let regions: Vec<&str> = outcome.regions().iter().map(|region| region.name()).collect();
        vec![json!(outcome.name), json!(outcome.unit), json!(regions.join(" ")), json!(outcome.meaning)]
    });
    Table { columns: vec!["name", "unit", "regions", "meaning"], brief: 4, rows: rows.collect() }
}

fn measures() -> Table {
    let row = |measure: &dermis::study::readout::measure::Named| {
        vec![json!(measure.name), json!(measure.unit), json!(measure.meaning)]
    };
    Table { columns: vec!["name", "unit", "meaning"], brief: 3, rows: MEASURES.iter().map(row).collect() }
}

fn steppers() -> Table {
    let row = |(name, meaning): &(&str, &str)| vec![json!(name), json!(meaning)];
    Table { columns: vec!["name", "meaning"], brief: 2, rows: STEPPERS.iter().map(row).collect() }
}
