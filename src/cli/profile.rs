//! `dermis profile`: a field of a result over depth, or around needles.

use std::path::PathBuf;

use clap::ValueEnum;
use dermis::job::{self, Asked};
use dermis::output::tidy_csv;
use dermis::{Result, visible};

use super::terminal;

/// Show a field of a result over depth, or around needles
///
/// Means across the skin at each depth, or over the dermis by the distance from the nearest needle, as CSV. The result
/// must hold fields: run its scenario with [observe] fields = ["collagen_total"].
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis run face.toml --set 'observe.fields=[\"collagen_total\"]'
  dermis profile results/face --field collagen_total --day 0,60
  dermis profile results/face --field collagen_total --day 60 --around needle --out collagen_60")]
pub struct Arguments {
    /// The folder of results
    result: PathBuf,
    /// Name of the field
    #[arg(long, value_name = "NAME")]
    field: String,
    /// Days, as 60 or 0,60,300; each must be among those that were written
    #[arg(long, value_name = "DAY", value_delimiter = ',', required = true, allow_negative_numbers = true)]
    day: Vec<f64>,
    /// Over the distance from the nearest needle of all sessions before the last of the days, instead of over depth
    #[arg(long, value_enum)]
    around: Option<Around>,
    /// Write NAME.csv, NAME.png and NAME.svg instead of printing the table
    #[arg(long, value_name = "NAME")]
    out: Option<PathBuf>,
    /// Replace files of these names
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Around {
    /// The needles of punctures.csv
    Needle,
}

/// Works out and writes the profile.
pub fn profile(options: &Arguments) -> Result<String> {
    let asked = Asked {
        folder: options.result.clone(),
        field: options.field.clone(),
        days: options.day.clone(),
        around_needles: options.around.is_some(),
    };
    let profile = job::profile(&asked)?;
    let Some(to) = &options.out else { return tidy_csv(&profile.table) };
    for file in job::write_profile(&profile, to, options.force)? {
        terminal::note(&format!("wrote {}", visible::path(&file)));
    }
    Ok(String::new())
}
