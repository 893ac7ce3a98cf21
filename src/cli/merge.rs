//! `dermis merge`: joins the parts of a study that were run apart.

use std::path::{Path, PathBuf};

use dermis::{Error, Result, job, visible};

use super::study::text;
use super::terminal;

/// Join the parts of a study that were run with --shard
///
/// The parts hold the study's definition, so nothing else is needed. The results are the same, bit for
/// bit, as if the study had been run in one piece; a part that is missing or unfinished is named.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  dermis compare face.toml --vary treatment.interval_days=7,14,28,56 --shard 1/2 --out results/x
  dermis compare face.toml --vary treatment.interval_days=7,14,28,56 --shard 2/2 --out results/x
  dermis merge results/x.part-*.journal

docs/clusters.md shows job arrays of Slurm and a workflow of Snakemake.")]
pub struct Arguments {
    /// The parts, DIR.part-I-of-N.journal
    #[arg(required = true)]
    parts: Vec<PathBuf>,
    /// Folder for the results [default: DIR, as the parts are named]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
    /// No remarks, only the table and errors
    #[arg(long, short)]
    quiet: bool,
    /// Replace the whole folder of earlier results, with all that is in it
    #[arg(long)]
    force: bool,
}

/// Joins the parts.
pub fn merge(options: &Arguments) -> Result<String> {
    let out = match &options.out {
        Some(out) => out.clone(),
        None => named(&options.parts[0])?,
    };
    let how = job::Options { force: options.force, ..job::Options::into(out) };
    let merged = job::merge(&options.parts, &how)?;
    if !options.quiet {
        terminal::note(&format!("results in {}; the parts may be removed", visible::path(&merged.folder)));
    }
    Ok(text(merged.findings, options.json))
}

/// The folder of the whole, as a part is named. A part that is not there is told before its name is looked at.
fn named(part: &Path) -> Result<PathBuf> {
    if let Err(source) = part.metadata() {
        return Err(Error::Io { doing: "read", path: part.to_path_buf(), source });
    }
    job::whole(part).ok_or_else(|| {
        let part = visible::path(part);
        Error::Usage(format!("{part} is not named DIR.part-I-of-N.journal: give --out"))
    })
}
