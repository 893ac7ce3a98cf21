//! Figures for papers from folders of results; runs nothing.

mod overlay;
mod panels;
#[cfg(feature = "zarr")]
mod sections;

use std::ops::RangeInclusive;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::figure::{Figure, HeatMap};
use crate::files;
use crate::outcome::figures;
use crate::plot::{self, Format, Paper};
use crate::results::RunFolder;
use crate::visible;

/// Names by which maps are asked for.
const MAPS: [&str; 2] = ["heatmap", "maps"];
/// Room that a map and what stands beside it take on a page, mm.
const MAP_ROOM_MM: f64 = 24.0;
const BESIDE_MAPS_MM: f64 = 44.0;
/// Days that differ by less are the same.
const SAME_DAY: f64 = 1e-6;
/// Most days that an error lists.
const MOST_LISTED: usize = 12;
/// Range of a paper's width, mm, and of pixels to the inch.
const WIDTHS_MM: RangeInclusive<f64> = 40.0..=1000.0;
const RESOLUTIONS: RangeInclusive<f64> = 36.0..=2400.0;

/// Days that are shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Days {
    /// All of them.
    All,
    /// From a day to a day.
    Span(f64, f64),
    /// Maps of these days.
    These(Vec<f64>),
}

/// A figure that is asked for.
#[derive(Debug, Clone)]
pub struct Plot {
    /// Folders of runs; of several, one over the other.
    pub results: Vec<PathBuf>,
    /// Figures of a run by name, or `heatmap`.
    pub what: Vec<String>,
    /// Columns of `timeseries.csv`, in panels by unit.
    pub columns: Vec<String>,
    /// Maps of these fields, which the runs kept, in place of those of every run.
    pub fields: Vec<String>,
    /// Days that are shown.
    pub days: Days,
    /// Width, resolution and title.
    pub paper: Paper,
    /// What it is written as.
    pub format: Format,
    /// Maps so many a second, one after the other, as an animated PNG.
    pub animate: Option<u16>,
    /// The file.
    pub out: Option<PathBuf>,
    /// Whether an earlier file is replaced.
    pub force: bool,
}

/// Draws the figure and returns its file, and what is to be told of it.
///
/// # Errors
/// [`Error::Usage`] where there is no such figure or column, [`Error::File`] where a folder holds no run,
/// [`Error::Create`] where the file is there already; what the system says of files.
pub fn plot(asked: &Plot) -> Result<(PathBuf, Option<String>)> {
    within("--width-mm", asked.paper.width_mm, &WIDTHS_MM)?;
    within("--dpi", asked.paper.dpi, &RESOLUTIONS)?;
    let results = asked.results.iter().map(|path| RunFolder::read(path)).collect::<Result<Vec<_>>>()?;
    let maps = !asked.fields.is_empty() || asked.what.iter().any(|what| MAPS.contains(&what.as_str()));
    let named = usize::from(asked.fields.is_empty());
    if maps && (asked.what.len() > named || !asked.columns.is_empty()) {
        return Err(Error::Usage("maps are a figure of their own: plot them apart from curves".into()));
    }
    let (bytes, name, figures, paper) = if let Some(per_second) = asked.animate {
        let frames = frames(chosen(&results, asked)?);
        let paper = asked.paper.clone();
        (plot::animation(&frames, &paper, per_second)?, "maps".to_owned(), frames, paper)
    } else {
        let figure = if maps {
            pages(chosen(&results, asked)?, asked.paper.width_mm)
        } else {
            curves(&results, asked)?
        };
        let (figure, paper) = titled(figure, &asked.paper);
        let name = name(&figure).to_owned();
        (plot::bytes(&figure, &paper, asked.format)?, name, vec![figure], paper)
    };
    let out = asked.out.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.{}", asked.ending())));
    if !asked.force && out.symlink_metadata().is_ok() {
        let reason = "it exists; replace it with --force or choose another with --out".into();
        return Err(Error::Create { path: out, reason });
    }
    files::replace(&out, &bytes)?;
    Ok((out, plot::warning(&figures, &paper)))
}

impl Plot {
    fn ending(&self) -> &'static str {
        match self.format {
            Format::Png => "png",
            Format::Svg => "svg",
            Format::Pdf => "pdf",
        }
    }
}

fn within(flag: &str, value: f64, range: &RangeInclusive<f64>) -> Result<()> {
    if range.contains(&value) {
        return Ok(());
    }
    let (low, high) = (range.start(), range.end());
    Err(Error::Usage(format!("{flag} is {value}; allowed: {low} to {high}")))
}

fn name(figure: &Figure) -> &str {
    match figure {
        Figure::Curves { name, .. } | Figure::Bars { name, .. } | Figure::HeatMaps { name, .. } => name,
    }
}

/// Curves of figures by name and of columns, panel below panel.
fn curves(results: &[RunFolder], asked: &Plot) -> Result<Figure> {
    let span = match &asked.days {
        Days::All => f64::NEG_INFINITY..=f64::INFINITY,
        Days::Span(from, to) => *from..=*to,
        Days::These(_) => {
            let advice = "curves are shown from a day to a day, as --days 0..60; a list of days picks maps";
            return Err(Error::Usage(advice.into()));
        }
    };
    let results: Vec<RunFolder> = results.iter().map(|result| panels::cut(result, &span)).collect();
    let mut all = panels::of_figures(&results, &asked.what)?;
    all.extend(panels::of_columns(&results, &asked.columns)?);
    let name = match (&asked.what[..], &asked.columns[..]) {
        ([only], []) => only.clone(),
        ([], [only]) => only.replace('.', "_"),
        _ => "figure".to_owned(),
    };
    Ok(Figure::Curves { name, panels: all })
}

/// A figure of one panel has no other title than the one that was asked for.
fn titled(mut figure: Figure, paper: &Paper) -> (Figure, Paper) {
    let mut paper = paper.clone();
    if let Figure::Curves { panels, .. } = &mut figure
        && let [only] = &mut panels[..]
        && !paper.title.is_empty()
    {
        only.title = std::mem::take(&mut paper.title);
    }
    (figure, paper)
}

/// The maps of the days asked for, by day, on one scale; each field of each result has a row.
fn chosen(results: &[RunFolder], asked: &Plot) -> Result<Vec<Vec<HeatMap>>> {
    let mut columns: Vec<Vec<HeatMap>> = Vec::new();
    let several = results.len() > 1;
    for result in results {
        let days =
            if asked.fields.is_empty() { of_run(result, &asked.days)? } else { of_fields(result, asked)? };
        for (at, maps) in days.into_iter().enumerate() {
            let named = maps.into_iter().map(|map| HeatMap {
                title: if several { format!("{}: {}", result.name, map.title) } else { map.title },
                ..map
            });
            if at >= columns.len() {
                columns.resize(at + 1, Vec::new());
            }
            columns[at].extend(named);
        }
    }
    Ok(figures::on_one_scale(columns))
}

/// The maps that every run keeps of a few days.
fn of_run(result: &RunFolder, days: &Days) -> Result<Vec<Vec<HeatMap>>> {
    let known: Vec<f64> = result.maps.iter().map(|(day, _)| *day).collect();
    let others = "others are kept with --set observe.map_days=[…]";
    let shown =
        days.among(&known, result, "runs in one cell have none, nor have folders of before 0.2", others)?;
    Ok(shown.into_iter().map(|at| result.maps[at].1.clone()).collect())
}

/// Maps of fields that a run kept.
#[cfg(feature = "zarr")]
fn of_fields(result: &RunFolder, asked: &Plot) -> Result<Vec<Vec<HeatMap>>> {
    let sections = sections::Sections::open(&result.path, &asked.fields)?;
    let others = "others are kept with --set observe.field_days=[…]";
    sections.maps(&asked.days.among(sections.days(), result, "no day is written", others)?)
}

#[cfg(not(feature = "zarr"))]
fn of_fields(_: &RunFolder, _: &Plot) -> Result<Vec<Vec<HeatMap>>> {
    Err(Error::Usage("fields cannot be read: this dermis was built without the feature `zarr`".into()))
}

impl Days {
    /// Places of the days that are shown among those that there are; `none` says why there may be none, `others`
    /// how to have more.
    fn among(&self, known: &[f64], result: &RunFolder, none: &str, others: &str) -> Result<Vec<usize>> {
        let shown = |day: f64| match self {
            Days::All => true,
            Days::Span(from, to) => (*from..=*to).contains(&day),
            Days::These(days) => days.iter().any(|other| (other - day).abs() < SAME_DAY),
        };
        let found: Vec<usize> = (0..known.len()).filter(|at| shown(known[*at])).collect();
        let missing = match self {
            Days::These(days) => {
                days.iter().any(|day| !known.iter().any(|other| (other - day).abs() < SAME_DAY))
            }
            Days::All | Days::Span(..) => found.is_empty(),
        };
        if !missing {
            return Ok(found);
        }
        let path = visible::path(&result.path);
        let problem = if known.is_empty() {
            format!("holds no maps: {none}")
        } else {
            format!("has maps of days {}; {others}", listed(known))
        };
        Err(Error::Usage(format!("{path} {problem}")))
    }
}

/// Days in a line: the first few where there are many, and the last.
fn listed(days: &[f64]) -> String {
    let words: Vec<String> = days.iter().map(f64::to_string).collect();
    if words.len() <= MOST_LISTED {
        return words.join(", ");
    }
    format!("{}, … {}", words[..MOST_LISTED].join(", "), words[words.len() - 1])
}

/// All maps on one page: as many days side by side as its width has room for.
fn pages(columns: Vec<Vec<HeatMap>>, width_mm: f64) -> Figure {
    let beside = (((width_mm - BESIDE_MAPS_MM) / MAP_ROOM_MM) as usize).clamp(1, figures::DAYS_A_PAGE);
    let fields = columns.iter().map(Vec::len).max().unwrap_or(0);
    let rows = (0..fields).flat_map(|field| {
        let of = |days: &[Vec<HeatMap>]| days.iter().filter_map(|maps| maps.get(field).cloned()).collect();
        columns.chunks(beside).map(of).collect::<Vec<Vec<HeatMap>>>()
    });
    Figure::HeatMaps { name: "maps".into(), rows: rows.collect() }
}

/// A page a day.
fn frames(columns: Vec<Vec<HeatMap>>) -> Vec<Figure> {
    let page = |maps: Vec<HeatMap>| {
        let rows = maps.into_iter().map(|map| vec![map]).collect();
        Figure::HeatMaps { name: "maps".into(), rows }
    };
    columns.into_iter().map(page).collect()
}
