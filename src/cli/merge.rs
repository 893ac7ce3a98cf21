//! `dermis merge`: joins the parts of a study that were run apart.

use std::path::{Path, PathBuf};

use dermis::output::ResultFolder;
use dermis::study::Study;
use dermis::study::journal::Journal;
use dermis::study::lab::Lab;
use dermis::{Error, Result};

use super::study::{json, write};
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
pub struct Options {
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
pub fn merge(options: &Options) -> Result<String> {
    let out = match &options.out {
        Some(out) => out.clone(),
        None => folder(&options.parts[0]).ok_or_else(|| {
            Error::Usage("the part is not named DIR.part-I-of-N.journal: give --out".into())
        })?,
    };
    let (header, journal) = Journal::join(&options.parts)?;
    let program = concat!("dermis ", env!("CARGO_PKG_VERSION"));
    if header.program != program {
        return Err(Error::Usage(format!("the parts are of {}, this is {program}", header.program)));
    }
    let study = Study::from_value(&header.study)
        .ok_or_else(|| Error::Usage("the parts hold no study that this program knows".into()))?;
    drop(ResultFolder::create(&out, options.force)?);
    let findings = study.conclude(&study.plan()?, &Lab::joined(journal))?;
    write(&study, &findings, &out, options.force)?;
    if !options.quiet {
        terminal::note(&format!("results in {}; the parts may be removed", out.display()));
    }
    if options.json { json(&findings) } else { Ok(findings.text) }
}

/// `DIR` of `DIR.part-I-of-N.journal`.
fn folder(part: &Path) -> Option<PathBuf> {
    let name = part.file_name()?.to_str()?;
    let (stem, _) = name.strip_suffix(".journal")?.rsplit_once(".part-")?;
    Some(part.with_file_name(stem))
}
