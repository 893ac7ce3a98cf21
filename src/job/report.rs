//! What the report of a run or of a study says.

use super::headlines::headlines;
use super::{Options, cost};
use crate::error::Result;
use crate::report::{Entry, Page, differences};
use crate::scenario::Scenario;
use crate::simulation::RunResult;
use crate::simulation::session::SessionReport;
use crate::simulation::summary::{NOTE, Summary};
use crate::study::Study;
use crate::study::findings::Findings;
use crate::tidy::{Tidy, TidyColumn};

/// Name of the file.
pub(super) const NAME: &str = "index.html";

/// What every headline number is not.
const GAIN: &str = "A gain is the change of total collagen, of all types, as a share of what the same skin holds at rest: not a synthesis \
                    rate, not new collagen alone, and not what a stain or an ultrasound measures.";

/// The report of a run.
///
/// # Errors
/// [`Error::Internal`](crate::Error::Internal) where it cannot be put together.
pub(super) fn of_run(scenario: &Scenario, result: &RunResult, options: &Options) -> Result<String> {
    let summary = &result.summary;
    let (figures, sessions) = (result.figures(), [sessions(summary)]);
    let page = Page {
        title: summary.title.clone(),
        what: format!("One run of {} days", summary.days),
        headlines: headlines(summary).into_iter().map(|one| entry(one.name, one.text)).collect(),
        cautions: vec![NOTE.to_owned(), GAIN.to_owned()],
        warnings: summary.warnings.clone(),
        figures: &figures,
        drawn: cost::drawn(options),
        films: &result.films,
        sessions: summary.sessions.iter().map(|report| report.day).collect(),
        tables: &sessions,
        differences: differences(&scenario.to_toml(), &as_it_comes(scenario)),
        provenance: provenance(summary),
        files: vec![
            entry("timeseries.csv", "every outcome over time; units in outcomes.json"),
            entry("punctures.csv", "every needle of every session"),
            entry("scenario.toml", "the scenario with every default spelled out, which runs again"),
            entry("summary.json", "sessions, extremes, collagen by region, time scales, work"),
        ],
        ..Page::default()
    };
    page.html()
}

/// The resolved scenario of the same device of which nothing else is said.
fn as_it_comes(scenario: &Scenario) -> String {
    let device = scenario.sessions.first().map_or("pen", |session| session.device.name());
    let text = format!("schema = 1\n[device]\nname = \"{device}\"\n");
    Scenario::parse("defaults", &text, &[]).map(|(usual, _)| usual.to_toml()).unwrap_or_default()
}

/// Sessions as they were carried out.
fn sessions(summary: &Summary) -> Tidy {
    let of = |value: &dyn Fn(&SessionReport) -> Option<f64>| {
        summary.sessions.iter().map(|report| value(report).unwrap_or(f64::NAN)).collect::<Vec<_>>()
    };
    let devices = summary.sessions.iter().map(|report| report.device.clone()).collect();
    let columns = vec![
        TidyColumn::numbers("day", "days", "day of the session", of(&|report| Some(report.day))),
        TidyColumn::words("device", "device", devices),
        TidyColumn::numbers("needle length", "mm", "nominal", of(&|report| report.needle_length_mm)),
        TidyColumn::numbers(
            "true depth",
            "mm",
            "mean of the channels",
            of(&|report| Some(report.true_depth_mm)),
        ),
        TidyColumn::numbers(
            "density",
            "1/cm²",
            "punctures that channels stand for",
            of(&|report| report.density_per_cm2),
        ),
    ];
    Tidy { name: "sessions".into(), columns }
}

fn provenance(summary: &Summary) -> Vec<Entry> {
    let work = |key: &str| summary.work.get(key).map(ToString::to_string).unwrap_or_default();
    let grid = |key: &str| summary.grid.get(key).map(ToString::to_string).unwrap_or_default();
    let unquoted = |text: String| text.trim_matches('"').to_owned();
    vec![
        entry("program", &summary.program),
        entry("seed", summary.seed.to_string()),
        entry("grid", format!("{}, {} cells", unquoted(grid("geometry")), grid("cells"))),
        entry("time stepper", format!("{}, {} steps", unquoted(work("stepper")), work("steps"))),
    ]
}

/// The report of a study.
///
/// # Errors
/// As for [`of_run`].
pub(super) fn of_study(study: &Study, findings: &Findings, options: &Options) -> Result<String> {
    let page = Page {
        title: title(study),
        what: "A study of many runs".into(),
        cautions: vec![NOTE.to_owned(), GAIN.to_owned()],
        text: findings.text.clone(),
        figures: &findings.figures,
        drawn: cost::drawn(options),
        tables: &findings.tables,
        filed: true,
        provenance: vec![entry("program", concat!("dermis ", env!("CARGO_PKG_VERSION")))],
        files: vec![
            entry("study.toml", "the study, which runs again"),
            entry("columns.json", "unit and meaning of every column"),
            entry("summary.json", "the headline numbers"),
        ],
        ..Page::default()
    };
    page.html()
}

/// Name of the study and of its scenarios.
fn title(study: &Study) -> String {
    let value = study.to_value().unwrap_or_default();
    let name = |of: &serde_json::Value| of.get("name").and_then(|name| name.as_str()).map(file_name);
    let many = value.get("scenarios").and_then(|all| all.as_array()).into_iter().flatten();
    let scenarios: Vec<String> = value.get("scenario").into_iter().chain(many).filter_map(name).collect();
    format!("{} of {}", study.name(), scenarios.join(", "))
}

/// What people call a file.
fn file_name(path: &str) -> String {
    std::path::Path::new(path)
        .file_stem()
        .map_or_else(|| path.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn entry(name: &str, text: impl Into<String>) -> Entry {
    Entry { name: name.to_owned(), text: text.into() }
}
