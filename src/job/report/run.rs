//! What the report of a run says: of one that has just ended, or of its folder.

use serde_json::Value;

use super::{GAIN, entry};
use crate::error::Result;
use crate::figure::Figure;
use crate::job::headlines::of_summary;
use crate::outcome::figures;
use crate::report::{Drawings, Entry, Page, differences};
use crate::scenario::Scenario;
use crate::series::TimeSeries;
use crate::series::band::ColumnBand;
use crate::simulation::summary::NOTE;
use crate::tidy::{Tidy, TidyColumn};
use crate::validation::beside;
use crate::validation::suite::Suite;

/// What is said of bands.
const BANDS: &str =
    "Nine tenths of the draws of the ensemble lie in a band; which layers are in it stands above.";

/// What a run has left, as its report shows it.
pub(super) struct OfRun<'r> {
    /// What was run.
    pub scenario: &'r Scenario,
    /// As in `summary.json`.
    pub summary: &'r Value,
    /// Outcomes over time.
    pub series: &'r TimeSeries,
    /// Bands of the draws of an ensemble; none of a run without.
    pub bands: &'r [ColumnBand],
    /// Slices of the skin over days, as a page holds them.
    pub films: Vec<Value>,
    /// Why there are none, where they are usual.
    pub without_films: Option<String>,
    /// Whether the folder has figures.
    pub drawn: bool,
}

impl OfRun<'_> {
    /// The page.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) where it cannot be put together.
    pub(super) fn html(self) -> Result<String> {
        let Self { scenario, summary, series, bands, films, without_films, drawn } = self;
        let title = summary["title"].as_str().unwrap_or_default();
        let (days, tables) = (session_days(summary), [sessions(summary)]);
        let beside = Figure::Curves {
            name: "beside_published_values".into(),
            panels: beside::panels(&Suite::shipped()?, scenario, series),
        };
        let beside = Drawings::of(&[beside], &[]).panels;
        let warnings = summary["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let bands_file = (!bands.is_empty()).then(|| {
            entry("bands.csv", "quantiles of every outcome over time, over the draws of the ensemble")
        });
        let page = Page {
            title: title.to_owned(),
            what: format!("One run of {} days", number(&summary["days"])),
            headlines: of_summary(summary).into_iter().map(|one| entry(one.name, one.text)).collect(),
            cautions: vec![NOTE.to_owned(), GAIN.to_owned()],
            warnings: warnings.map(str::to_owned).collect(),
            drawings: Drawings { beside, films, ..Drawings::of(&curves(series, &days, bands), &[]) },
            without_films,
            drawn,
            sessions: days,
            tables: &tables,
            differences: differences(&scenario.to_toml(), &as_it_comes(scenario)),
            provenance: provenance(summary),
            files: bands_file
                .into_iter()
                .chain([
                    entry("timeseries.csv", "every outcome over time; units in outcomes.json"),
                    entry("punctures.csv", "every needle of every session"),
                    entry("scenario.toml", "the scenario with every default spelled out, which runs again"),
                    entry("summary.json", "sessions, extremes, collagen by region, time scales, work"),
                ])
                .collect(),
            ..Page::default()
        };
        page.html()
    }
}

/// The curves of a run.
fn curves(series: &TimeSeries, sessions: &[f64], bands: &[ColumnBand]) -> Vec<Figure> {
    let mut all = Vec::new();
    if !bands.is_empty() {
        all.push(figures::banded(series, sessions, bands, BANDS));
    }
    all.extend(figures::banded_curves(series, sessions, bands));
    all.extend(figures::topicals(series, sessions));
    all
}

/// The resolved scenario of the same device of which nothing else is said.
fn as_it_comes(scenario: &Scenario) -> String {
    let device = scenario.sessions.first().map_or("pen", |session| session.device.name());
    let text = format!("schema = 1\n[device]\nname = \"{device}\"\n");
    Scenario::parse("defaults", &text, &[]).map(|(usual, _)| usual.to_toml()).unwrap_or_default()
}

/// Days of the sessions that were carried out.
fn session_days(summary: &Value) -> Vec<f64> {
    session_reports(summary).filter_map(|session| session["day"].as_f64()).collect()
}

fn session_reports(summary: &Value) -> impl Iterator<Item = &Value> {
    summary["sessions"].as_array().into_iter().flatten()
}

/// Sessions as they were carried out.
fn sessions(summary: &Value) -> Tidy {
    let of = |key: &str| {
        session_reports(summary).map(|session| session[key].as_f64().unwrap_or(f64::NAN)).collect::<Vec<_>>()
    };
    let devices = session_reports(summary).map(|session| text(&session["device"])).collect();
    let columns = vec![
        TidyColumn::numbers("day", "days", "day of the session", of("day")),
        TidyColumn::words("device", "device", devices),
        TidyColumn::numbers("needle length", "mm", "nominal", of("needle_length_mm")),
        TidyColumn::numbers("true depth", "mm", "mean of the channels", of("true_depth_mm")),
        TidyColumn::numbers("density", "1/cm²", "punctures that channels stand for", of("density_per_cm2")),
    ];
    Tidy { name: "sessions".into(), columns }
}

fn provenance(summary: &Value) -> Vec<Entry> {
    let (grid, work) = (&summary["grid"], &summary["work"]);
    vec![
        entry("program", text(&summary["program"])),
        entry("seed", text(&summary["seed"])),
        entry("grid", format!("{}, {} cells", text(&grid["geometry"]), text(&grid["cells"]))),
        entry("time stepper", format!("{}, {} steps", text(&work["stepper"]), text(&work["steps"]))),
    ]
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn number(value: &Value) -> String {
    value.as_f64().map(|number| number.to_string()).unwrap_or_default()
}
