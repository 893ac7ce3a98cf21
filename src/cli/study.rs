//! What the studies share: their flags, and the way from a study to what is printed.

use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command};
use dermis::cancel::Cancel;
use dermis::study::Study;
use dermis::study::findings::Findings;
use dermis::study::plan::base::Base;
use dermis::study::plan::shard::Shard;
use dermis::study::read::{Given, read};
use dermis::{Error, Result, job, visible};
use serde_json::json;

use super::gigabytes::{GIGABYTES, gigabytes};
use super::keeping::KeepingRuns;
use super::progress::Progress;
use super::{terminal, threads};

/// How a study is carried out.
#[derive(clap::Args)]
pub struct Carrying {
    /// Folder for the results [default: results/<study>_<name of the file>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads to use, one a simulation [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads::parser())]
    threads: Option<u16>,
    /// Memory that all simulations together may take, in GB [default: four fifths of what is free]
    #[arg(long, value_name = GIGABYTES, value_parser = gigabytes, allow_negative_numbers = true)]
    memory: Option<f64>,
    /// Tell how many simulations there are and what they will cost; runs nothing
    #[arg(long)]
    plan: bool,
    /// No progress bar and no remarks, only the table and errors
    #[arg(long, short)]
    quiet: bool,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
    /// Write no index.html, the page that shows the results in a browser
    #[arg(long)]
    no_report: bool,
    /// Replace the whole folder of earlier results, with all that is in it
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    keeping: KeepingRuns,
}

/// How a study is carried out whose runs are known beforehand.
#[derive(clap::Args)]
pub struct InParts {
    #[command(flatten)]
    pub how: Carrying,
    /// Run only part I of N into DIR.part-I-of-N.journal; join the parts with `dermis merge`
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
}

/// What a study is made from.
pub enum From<S> {
    /// A study file, which says everything itself.
    File(S),
    /// A scenario, and flags.
    Scenario(Base),
}

/// What a study of kind `S` is made from. Beside a study file none of the study's own flags may be given but
/// those of `and`, and changes.
pub fn asked<S>(file: &Path, flags: &ArgMatches, and: &[&str]) -> Result<From<S>>
where
    S: Args + TryFrom<Study, Error = Study>,
{
    let study = match read(file)? {
        Given::Study(study) => study,
        Given::Scenario(base) => return Ok(From::Scenario(base)),
    };
    let study = S::try_from(study).map_err(|other| {
        Error::Usage(format!("this file is of another study: dermis {} FILE", other.name()))
    })?;
    let own = S::augment_args(Command::new("study"));
    let idle = |flag: &&Arg| {
        let id = flag.get_id().as_str();
        id != "changes" && !and.contains(&id) && is_given(flags, id)
    };
    let idle: Vec<String> =
        own.get_arguments().filter(idle).filter_map(Arg::get_long).map(|long| format!("--{long}")).collect();
    if !idle.is_empty() {
        let idle = idle.join(", ");
        return Err(Error::Usage(format!(
            "the study file says everything itself: change it there, not by {idle}"
        )));
    }
    Ok(From::File(study))
}

/// Whether a flag stands on the command line.
pub fn is_given(flags: &ArgMatches, id: &str) -> bool {
    flags.value_source(id) == Some(ValueSource::CommandLine)
}

/// Refuses flags that do nothing beside the others.
pub fn refuse_idle(study: &Study, flags: &ArgMatches) -> Result<()> {
    study.refuse_idle(&|key| is_given(flags, key))
}

/// Carries a study out, or a part of it.
pub fn carry_out_in_parts(study: &Study, file: &Path, how: &InParts, cancel: &Cancel) -> Result<String> {
    let InParts { how, shard: Some(shard) } = how else {
        return carry_out(study, file, &how.how, cancel);
    };
    let job = options(study, file, how, cancel);
    let progress = Progress::new(!how.quiet);
    if how.plan {
        return cost(study, &job, &progress, how.json);
    }
    let part = job::part(study, *shard, &job, &|event| progress.hear(event));
    drop(progress);
    let part = part?;
    if !how.quiet {
        let whole = job::whole(&part).unwrap_or_default();
        let parts = format!("{}.part-*-of-{}.journal", visible::path(&whole), shard.count);
        let part = visible::path(&part);
        terminal::note(&format!("{part} is complete; when all are: dermis merge {parts}"));
    }
    // There are no findings before all parts are joined.
    let told = json!({ "part": part.to_string_lossy(), "shard": shard.to_string() });
    Ok(if how.json { format!("{told:#}\n") } else { String::new() })
}

/// Carries a study out. `file` names the folder where none is given.
pub fn carry_out(study: &Study, file: &Path, how: &Carrying, cancel: &Cancel) -> Result<String> {
    let job = options(study, file, how, cancel);
    let progress = Progress::new(!how.quiet);
    if how.plan {
        return cost(study, &job, &progress, how.json);
    }
    let carried = job::study(study, &job, &|event| progress.hear(event));
    drop(progress);
    let carried = carried?;
    if !how.quiet {
        terminal::note(&format!("results in {}", visible::path(&carried.folder)));
    }
    Ok(text(carried.findings, how.json))
}

/// What a study prints.
pub fn text(findings: Findings, json: bool) -> String {
    if json { format!("{:#}\n", findings.summary) } else { findings.text.laid_out(terminal::width()) }
}

fn options(study: &Study, file: &Path, how: &Carrying, cancel: &Cancel) -> job::Options {
    let usual = || {
        let mut name = std::ffi::OsString::from(study.name());
        name.push("_");
        name.push(file.file_stem().unwrap_or_default());
        Path::new("results").join(name)
    };
    job::Options {
        force: how.force,
        threads: threads::asked(how.threads),
        memory_bytes: how.memory,
        report: !how.no_report,
        cancel: cancel.clone(),
        keeping: how.keeping.asked(),
        ..job::Options::into(how.out.clone().unwrap_or_else(usual))
    }
}

/// Number of simulations, memory and time by the estimates.
fn cost(study: &Study, options: &job::Options, progress: &Progress, json: bool) -> Result<String> {
    let cost = job::cost(study, options, &|event| progress.hear(event))?;
    terminal::warn_of_disk("the study", cost.disk_bytes, cost.free_disk_bytes);
    if json {
        return Ok(format!("{:#}\n", json!(cost)));
    }
    let most = cost.most_runs.filter(|most| *most > cost.runs);
    let usual = cost.usual_runs.filter(|usual| *usual > cost.runs);
    let more = match most {
        Some(most) => format!(" at first, {most} in all at most"),
        None => match usual {
            Some(usual) => format!(
                " at first; usually about {usual} in all: searches end when they end, some after half or several times as many"
            ),
            None if cost.more_follow => " at first; more follow from them".into(),
            None => String::new(),
        },
    };
    let in_all = |runs: usize| terminal::duration(cost.seconds * runs as f64 / cost.runs.max(1) as f64);
    let whole = match (most, usual) {
        (Some(most), _) => format!(" at first, {} in all at most", in_all(most)),
        (None, Some(usual)) => format!(" at first, usually about {} in all", in_all(usual)),
        (None, None) => String::new(),
    };
    let plural = if cost.threads == 1 { "" } else { "s" };
    let (run, budget) = (terminal::bytes(cost.run_bytes), terminal::bytes(cost.budget_bytes));
    let more_on_disk = if cost.more_follow { " at first" } else { "" };
    let rows = [
        ("study", format!("{} is valid", study.name())),
        ("runs", format!("{}{more}", cost.runs)),
        ("memory", format!("{run} a run at most; all together may use {budget}")),
        ("disk", format!("about {}{}", terminal::bytes(cost.disk_bytes), more_on_disk)),
        (
            "time",
            format!("about {}{whole}, on {} thread{plural}", terminal::duration(cost.seconds), cost.threads),
        ),
    ];
    Ok(rows.iter().map(|(name, value)| format!("{name:<10}{value}\n")).collect())
}
