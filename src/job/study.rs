//! A study into a folder, or a part of it into a journal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::cost::{PAGE_BYTES, PROGRAM_BYTES, drawn, slowness};
use super::disk::{LESS_OF_A_STUDY, free_disk, refuse_beyond_disk, study_disk};
use super::kept_runs::KeptRuns;
use super::report::{self, FIGURES, OfStudy};
use super::run::refuse_beyond_address_space;
use super::{Event, Hear, Options};
use crate::error::{Error, Result};
use crate::output::{ResultFolder, beside, describe, target, write_json, write_text, write_tidy_csv};
use crate::provenance::{self, Clock, Deed};
use crate::report::Drawings;
use crate::simulation::summary::NOTE;
use crate::study::Study;
use crate::study::execute::evaluator::Evaluator;
use crate::study::execute::{self, Workers};
use crate::study::findings::Findings;
use crate::study::journal::{Header, Journal};
use crate::study::plan::Plan;
use crate::study::plan::memory;
use crate::study::plan::shard::Shard;
use crate::tidy::LINE;
use crate::version::PROGRAM;

/// Bytes that the plan holds of each case.
const CASE_BYTES: f64 = 4e3;
/// Most different warnings that are told of a study.
const MOST_WARNINGS: usize = 5;

/// What a study found, and where it was written.
#[derive(Debug, Clone)]
pub struct Carried {
    /// The folder.
    pub folder: PathBuf,
    /// The findings.
    pub findings: Findings,
}

/// What a study will cost, by the estimates.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Cost {
    /// Which study it is.
    pub study: &'static str,
    /// Runs that are known beforehand.
    pub runs: usize,
    /// Whether more follow from them.
    pub more_follow: bool,
    /// Runs in all, at most; nothing where a search decides.
    pub most_runs: Option<usize>,
    /// Runs that a search usually takes in all, as a guess; nothing where there is none.
    pub usual_runs: Option<usize>,
    /// Most bytes of one run.
    pub run_bytes: f64,
    /// Bytes that it leaves on the disk, of the runs that are known beforehand.
    pub disk_bytes: f64,
    /// Bytes that are free there; nothing where the system does not say.
    pub free_disk_bytes: Option<f64>,
    /// Bytes that all runs together may hold.
    pub budget_bytes: f64,
    /// Seconds of all runs on all threads.
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
}

/// Carries out a study and writes what it found, whole or not at all. What was done of it before is not done
/// again: its journal stands beside the folder until the folder is there.
///
/// # Errors
/// What is wrong with the study; [`Error::Create`] where results cannot be kept, [`Error::Plan`] where runs do not
/// fit; [`Error::Interrupted`]; what the system says of files.
pub fn study(study: &Study, options: &Options, hear: &Hear<'_>) -> Result<Carried> {
    let clock = Clock::start();
    let cancel = options.cancel.after(options.keeping.time_limit);
    on_threads(options, |workers| {
        let (plan, workers) = planned(study, workers, options, hear)?;
        // Tried before the journal: nobody should wait for results that cannot be kept.
        let folder = ResultFolder::create(&options.out, options.force)?;
        let place = folder.target().to_path_buf();
        drop(folder);
        let journal = opened(study, &beside(&place, ".journal")?, "", options, hear)?;
        let progress = |progress| hear(runs(progress));
        let kept = KeptRuns::new(place.clone(), options.keeping.period, hear);
        let evaluator = Evaluator::new(journal, workers, &progress).stop_on(&cancel).carried_by(&kept);
        let findings = study.conclude(&plan, &evaluator)?;
        tell(evaluator.warnings(), hear);
        #[cfg(feature = "plots")]
        let paper = crate::plot::Paper::default();
        #[cfg(feature = "plots")]
        if let Some(warning) = crate::plot::warning(&findings.figures, &paper).filter(|_| options.figures) {
            hear(Event::Warning(&warning));
        }
        write(study, &findings, options, clock)?;
        evaluator.into_journal().remove()?;
        kept.remove();
        Ok(Carried { folder: place, findings })
    })
}

/// Carries out a part of a study into its journal, `OUT.part-I-of-N.journal`, whose path it returns. The parts
/// are joined by [`merge`](super::merge()).
///
/// # Errors
/// As for [`study`], and [`Error::Usage`] of a study that has no parts.
pub fn part(study: &Study, shard: Shard, options: &Options, hear: &Hear<'_>) -> Result<PathBuf> {
    if !study.splits() {
        let problem =
            "later runs of this study follow from earlier ones, so it has no parts; take one --method";
        return Err(Error::Usage(problem.into()));
    }
    let cancel = options.cancel.after(options.keeping.time_limit);
    on_threads(options, |workers| {
        let (plan, workers) = planned(study, workers, options, hear)?;
        let path =
            beside(&target(&options.out)?, &format!(".part-{}-of-{}.journal", shard.index, shard.count))?;
        let journal = opened(study, &path, &shard.to_string(), options, hear)?;
        let progress = |progress| hear(runs(progress));
        let kept = KeptRuns::new(path.with_extension(""), options.keeping.period, hear);
        let evaluator = Evaluator::new(journal, workers, &progress).stop_on(&cancel).carried_by(&kept);
        evaluator.run_part(&plan, shard)?;
        tell(evaluator.warnings(), hear);
        kept.remove();
        Ok(path)
    })
}

/// What a study will cost; runs nothing.
///
/// # Errors
/// What is wrong with the study, [`Error::Plan`] where its runs do not fit, or that threads cannot be started.
pub fn cost(study: &Study, options: &Options, hear: &Hear<'_>) -> Result<Cost> {
    on_threads(options, |workers| {
        hear(Event::Planning);
        let plan = study.plan()?;
        around(study, &plan, workers, options)?;
        let seconds: f64 = plan.cases.iter().map(|case| case.cost.seconds).sum();
        Ok(Cost {
            study: study.name(),
            runs: plan.cases.len(),
            more_follow: !study.splits(),
            most_runs: study.most_runs(plan.cases.len()),
            usual_runs: study.usual_runs(plan.cases.len()),
            run_bytes: dearest(&plan),
            disk_bytes: study_disk(study, &plan),
            free_disk_bytes: free_disk(&options.out),
            budget_bytes: workers.memory_bytes,
            seconds: slowness() * seconds / workers.threads as f64,
            threads: workers.threads,
        })
    })
}

/// Plans and statistics take their threads from the pool, simulations from as many workers.
fn on_threads<T: Send>(options: &Options, job: impl FnOnce(Workers) -> Result<T> + Send) -> Result<T> {
    let memory_bytes = match options.memory_bytes {
        None => memory::usual_budget(),
        Some(bytes) if bytes > 0.0 && bytes.is_finite() => bytes,
        Some(_) => return Err(Error::Usage("--memory must be a number of GB above 0".into())),
    };
    let pool = options.threads.pool()?;
    pool.install(|| job(Workers { threads: pool.current_num_threads(), memory_bytes }))
}

/// The plan of a study that can be carried out, as nobody should wait for a wrong one; and what is left to its
/// runs beside the program and the plan.
fn planned(study: &Study, workers: Workers, options: &Options, hear: &Hear<'_>) -> Result<(Plan, Workers)> {
    hear(Event::Planning);
    let plan = study.plan()?;
    let around = around(study, &plan, workers, options)?;
    refuse_beyond_disk("the study", study_disk(study, &plan), free_disk(&options.out), LESS_OF_A_STUDY)?;
    let most = memory::address_space(threads_of(study, workers)).unwrap_or(f64::INFINITY);
    let mut warnings = BTreeMap::new();
    for warning in plan.cases.iter().flat_map(|case| case.scenario.warnings()) {
        *warnings.entry(warning).or_insert(0) += 1;
    }
    tell(warnings, hear);
    Ok((plan, Workers { memory_bytes: workers.memory_bytes.min(most) - around, ..workers }))
}

/// Bytes of the program, the plan and a picture beside the runs, where the dearest run fits too: the allocator may
/// keep what runs have freed while pictures are painted.
fn around(study: &Study, plan: &Plan, workers: Workers, options: &Options) -> Result<f64> {
    let picture = if drawn(options) { PAGE_BYTES } else { 0.0 };
    let around = PROGRAM_BYTES + CASE_BYTES * plan.cases.len() as f64 + picture;
    let bytes_needed = around + dearest(plan);
    refuse_beyond_address_space("the study", bytes_needed, threads_of(study, workers))?;
    if bytes_needed > workers.memory_bytes {
        return Err(Error::Plan {
            what: "the study",
            bytes_needed,
            bytes_allowed: workers.memory_bytes,
            whose: "it may use",
            advice: "raise --memory, take a coarser grid or fewer runs",
        });
    }
    Ok(around)
}

/// Threads of a study: those that plan, as many that see to runs and as many that run, one for signals, and its searches.
fn threads_of(study: &Study, workers: Workers) -> usize {
    3 * workers.threads + 1 + study.searches()
}

/// Most bytes of one run.
fn dearest(plan: &Plan) -> f64 {
    plan.cases.iter().map(|case| case.cost.memory_bytes).fold(0.0, f64::max)
}

/// The journal of a study, or of a part of it.
fn opened(study: &Study, path: &Path, shard: &str, options: &Options, hear: &Hear<'_>) -> Result<Journal> {
    let header = Header::new(study.to_value().map_err(unwritable)?, shard.to_owned());
    let journal = Journal::open(path, &header, options.force)?;
    if let Some(warning) = journal.warning() {
        hear(Event::Warning(&warning));
    }
    if journal.runs() > 0 {
        hear(Event::Found(journal.runs()));
    }
    Ok(journal)
}

fn runs(execute::Progress { part, done, runs }: execute::Progress) -> Event<'static> {
    Event::Runs { part, done, runs }
}

/// Tells warnings that hold of so many runs, the commonest first.
fn tell(warnings: BTreeMap<String, usize>, hear: &Hear<'_>) {
    let mut warnings: Vec<(String, usize)> = warnings.into_iter().collect();
    warnings.sort_by_key(|(_, runs)| std::cmp::Reverse(*runs));
    for (warning, runs) in warnings.iter().take(MOST_WARNINGS) {
        let plural = if *runs == 1 { "" } else { "s" };
        hear(Event::Warning(&format!("{warning} (in {runs} run{plural})")));
    }
    if let Some(more) = warnings.len().checked_sub(MOST_WARNINGS).filter(|more| *more > 0) {
        hear(Event::Warning(&format!("{more} more kinds of warnings are left out")));
    }
}

/// Writes the findings as a folder, whole or not at all; returns where.
pub(super) fn write(study: &Study, findings: &Findings, options: &Options, clock: Clock) -> Result<PathBuf> {
    let folder = ResultFolder::create(&options.out, options.force)?;
    let mut columns = serde_json::Map::new();
    for table in &findings.tables {
        write_tidy_csv(table, folder.path())?;
        #[cfg(feature = "parquet")]
        {
            let own = findings.metadata.iter().filter(|text| text.table == table.name);
            let more: Vec<(&str, &str)> = own.map(|of| (of.key.as_str(), of.text.as_str())).collect();
            crate::output::write_parquet_with(table, folder.path(), &more)?;
        }
        columns.insert(table.name.clone(), describe(table));
    }
    #[cfg(feature = "plots")]
    if options.figures {
        // A budget has room for one page beside what the allocator keeps of the runs.
        let bounded = options.memory_bytes.is_some() || memory::address_space(0).is_some();
        let at_once = if bounded { 1 } else { findings.figures.len().max(1) };
        super::draw_all(&findings.figures, folder.path(), at_once)?;
    }
    let toml = study.to_toml().map_err(unwritable)?;
    write_text(&folder.path().join("study.toml"), &toml)?;
    let text = findings.text.laid_out(LINE);
    write_text(&folder.path().join("findings.txt"), &text)?;
    for document in &findings.documents {
        write_text(&folder.path().join(&document.name), &document.text)?;
    }
    write_json(&folder.path().join("columns.json"), &columns)?;
    let summary = json!({
        "schema": 1,
        "program": PROGRAM,
        "note": NOTE,
        "study": study.name(),
        "findings": findings.summary,
    });
    write_json(&folder.path().join("summary.json"), &summary)?;
    let panels = Drawings::of(&findings.figures, &[]).panels;
    write_json(&folder.path().join(FIGURES), &json!({ "schema": 1, "panels": panels }))?;
    if options.report {
        let page = OfStudy {
            study,
            text: &text,
            tables: &findings.tables,
            panels,
            program: PROGRAM,
            drawn: drawn(options),
        };
        write_text(&folder.path().join(report::NAME), &page.html()?)?;
    }
    let deed = Deed {
        title: format!("dermis {}", study.name()),
        note: NOTE,
        kind: study.name().into(),
        input: "study.toml",
        settings: Vec::new(),
        clock,
        threads: rayon::current_num_threads(),
    };
    provenance::write(folder.path(), &deed, "")?;
    let place = folder.target().to_path_buf();
    folder.commit()?;
    Ok(place)
}

fn unwritable(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("the study cannot be written: {error}"))
}
