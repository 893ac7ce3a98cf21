//! `dermis new`: a commented scenario to start from.

use std::path::PathBuf;

use dermis::{Result, job, visible};
use serde_json::json;

use super::terminal;
use dermis::listing::Table;

/// Write a commented scenario to start from
///
/// The scenario runs as it is: four monthly sessions with a pen on the cheek, or another example. Nothing
/// is overwritten but dermis.schema.json beside it, by which editors complete keys (Even Better TOML and
/// others that know Taplo).
#[derive(clap::Args)]
pub struct Arguments {
    /// Where to write it
    #[arg(default_value = "scenario.toml")]
    path: PathBuf,
    /// The example to start from
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// List the examples and write nothing
    #[arg(long, conflicts_with_all = ["path", "from"])]
    list: bool,
    /// The list as JSON
    #[arg(long, requires = "list")]
    json: bool,
}

/// Writes the scenario, unless there is something of that name.
pub fn new(options: &Arguments) -> Result<String> {
    if options.list {
        let row = |template: &job::Template| vec![json!(template.name), json!(template.title())];
        let rows = job::TEMPLATES.iter().map(row).collect();
        let table = Table { columns: vec!["name", "title"], brief: 2, rows };
        return Ok(if options.json { table.json() } else { table.text() });
    }
    job::new_scenario(&options.path, options.from.as_deref())?;
    let path = visible::path(&options.path);
    terminal::note(&format!("wrote {path}; simulate it with: dermis run {path}"));
    Ok(String::new())
}
