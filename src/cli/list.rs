//! `dermis list`: what the program knows, as tables.

use clap::ValueEnum;
use dermis::error::Result;
use dermis::listing::{self, Table};
use serde_json::json;

use super::references::references;

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
    /// Parameters that the ensemble draws, with the middle nine tenths of their draws
    Ensemble,
    /// Time steppers
    Steppers,
    /// The literature behind parameters, sites, devices and validation targets
    References,
}

/// The table asked for.
pub fn list(options: &Arguments) -> Result<String> {
    let Some(what) = options.what else { return Ok(shown(&words(), options)) };
    let table = match what {
        What::Fields => listing::fields(),
        What::Parameters => listing::parameters(),
        What::Keys => listing::keys(),
        What::Schema => return Ok(format!("{:#}\n", dermis::scenario::schema())),
        What::Devices => listing::devices(),
        What::Sites => listing::sites(),
        What::Outcomes => listing::outcomes(),
        What::Indications => listing::indications(),
        What::Agents => listing::agents(),
        What::Modifiers => listing::modifiers(),
        What::Precautions => listing::precautions(),
        What::Measures => listing::measures(),
        What::Ensemble => listing::ensemble()?,
        What::Steppers => listing::steppers(),
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
