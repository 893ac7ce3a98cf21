//! What the studies share: their flags, and the way from a study to its folder of results.

use std::path::{Path, PathBuf};

use dermis::output::{ResultFolder, describe, write_json, write_text, write_tidy_csv};
use dermis::plot::draw;
use dermis::study::execute::{self, Workers, check};
use dermis::study::findings::Findings;
use dermis::study::journal::{Header, Journal};
use dermis::study::lab::Lab;
use dermis::study::shard::Shard;
use dermis::study::{Study, memory};
use dermis::{Error, Result};
use rayon::prelude::*;
use serde_json::json;

use super::progress::Progress;
use super::terminal;

/// How a study is carried out.
#[derive(clap::Args)]
pub struct Carrying {
    /// Folder for the results [default: results/<study>_<name of the file>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads to use, one a simulation [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Memory that all simulations together may take, in GB [default: four fifths of what is free]
    #[arg(long, value_name = "GB", allow_negative_numbers = true)]
    memory: Option<f64>,
    /// Run only part I of N into DIR.part-I-of-N.journal; join the parts with `dermis merge`
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Tell how many simulations there are and what they will cost; runs nothing
    #[arg(long)]
    plan: bool,
    /// No progress bar and no remarks, only the table and errors
    #[arg(long, short)]
    quiet: bool,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
    /// Replace the whole folder of earlier results, with all that is in it
    #[arg(long)]
    force: bool,
}

/// The file's name without folder and extension.
pub fn stem(file: &Path) -> String {
    file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// A study file of another command.
pub fn foreign(study: &Study) -> Error {
    Error::Usage(format!("this file is of another study: dermis {} FILE", study.name()))
}

/// Carries a study out. `stem` names the folder where none is given.
pub fn carry_out(study: &Study, stem: &str, how: &Carrying) -> Result<String> {
    let workers = workers(how)?;
    if let Some(threads) = how.threads {
        // Plans and statistics take their threads from here, simulations from the workers.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
        pool.map_err(|error| Error::Usage(format!("cannot use {threads} threads: {error}; take fewer")))?;
    }
    if how.plan {
        return cost(study, workers);
    }
    // Nobody should wait for a wrong study.
    let plan = study.plan()?;
    check(&plan.cases, workers)?;
    let out =
        how.out.clone().unwrap_or_else(|| Path::new("results").join(format!("{}_{stem}", study.name())));
    let header = Header::new(study.to_value().map_err(unwritable)?, shown(how.shard));
    let bar = Progress::new(!how.quiet);
    let progress = |progress: execute::Progress| {
        bar.runs(progress.part, progress.done, progress.runs);
    };
    if how.shard.is_some() && !study.splits() {
        let problem =
            "later runs of this study follow from earlier ones, so it has no parts; take one --method";
        return Err(Error::Usage(problem.into()));
    }
    if let Some(shard) = how.shard {
        let path = part(&out, shard);
        let lab = Lab::new(Journal::open(&path, &header, how.force)?, workers, &progress);
        lab.run_part(&plan, shard)?;
        bar.clear();
        if !how.quiet {
            let parts = format!("{}.part-*-of-{}.journal", out.display(), shard.count);
            terminal::note(&format!("{} is complete; when all are: dermis merge {parts}", path.display()));
        }
        return Ok(String::new());
    }
    // Tried first: nor for results that cannot be kept.
    drop(ResultFolder::create(&out, how.force)?);
    let lab =
        Lab::new(Journal::open(&with_ending(&out, ".journal"), &header, how.force)?, workers, &progress);
    let findings = study.conclude(&plan, &lab)?;
    bar.clear();
    write(study, &findings, &out, how.force)?;
    lab.into_journal().remove()?;
    if !how.quiet {
        terminal::note(&format!("results in {}", out.display()));
    }
    if how.json { json(&findings) } else { Ok(findings.text) }
}

/// What a study prints with `--json`.
pub fn json(findings: &Findings) -> Result<String> {
    Ok(format!("{:#}\n", findings.summary))
}

/// Writes the findings as a folder, whole or not at all.
pub fn write(study: &Study, findings: &Findings, out: &Path, force: bool) -> Result<()> {
    let folder = ResultFolder::create(out, force)?;
    let mut columns = serde_json::Map::new();
    for table in &findings.tables {
        write_tidy_csv(table, folder.path())?;
        #[cfg(feature = "parquet")]
        dermis::output::write_parquet(table, folder.path())?;
        columns.insert(table.name.clone(), describe(table));
    }
    // To paint one takes as long as hundreds of runs in lanes.
    findings.figures.par_iter().try_for_each(|figure| draw(figure, folder.path()).map(drop))?;
    let toml = study.to_toml().map_err(unwritable)?;
    write_text(&folder.path().join("study.toml"), &toml)?;
    write_text(&folder.path().join("findings.txt"), &findings.text)?;
    write_json(&folder.path().join("columns.json"), &columns)?;
    let summary = json!({
        "schema": 1,
        "program": concat!("dermis ", env!("CARGO_PKG_VERSION")),
        "note": dermis::simulation::summary::NOTE,
        "study": study.name(),
        "findings": findings.summary,
    });
    write_json(&folder.path().join("summary.json"), &summary)?;
    folder.commit()
}

/// The journal of a part.
fn part(out: &Path, shard: Shard) -> PathBuf {
    with_ending(out, &format!(".part-{}-of-{}.journal", shard.index, shard.count))
}

fn with_ending(out: &Path, ending: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn shown(shard: Option<Shard>) -> String {
    shard.map_or(String::new(), |shard| shard.to_string())
}

fn workers(how: &Carrying) -> Result<Workers> {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let memory_bytes = match how.memory {
        None => memory::usual_budget(),
        Some(gigabytes) if gigabytes > 0.0 && gigabytes.is_finite() => 1e9 * gigabytes,
        Some(_) => return Err(Error::Usage("--memory must be a number of GB above 0".into())),
    };
    Ok(Workers { threads: how.threads.map_or_else(cores, usize::from), memory_bytes })
}

/// Number of simulations, memory and time by the estimates.
fn cost(study: &Study, workers: Workers) -> Result<String> {
    let plan = study.plan()?;
    let seconds: f64 = plan.cases.iter().map(|case| case.cost.seconds).sum();
    let largest = plan.cases.iter().map(|case| case.cost.memory_bytes).fold(0.0, f64::max);
    let rows = [
        ("study", format!("{} is valid", study.name())),
        (
            "runs",
            format!(
                "{}{}",
                plan.cases.len(),
                if study.splits() { "" } else { " at first; more follow from them" }
            ),
        ),
        (
            "memory",
            format!(
                "{} a run at most, {} in all",
                terminal::bytes(largest),
                terminal::bytes(workers.memory_bytes)
            ),
        ),
        (
            "time",
            format!(
                "about {} on {} threads",
                terminal::duration(seconds / workers.threads as f64),
                workers.threads
            ),
        ),
    ];
    Ok(rows.iter().map(|(name, value)| format!("{name:<10}{value}\n")).collect())
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Io { doing: "write", path: "study".into(), source: std::io::Error::other(error) }
}
