//! The page: what it says, and how it is put together.

use askama::Template;

use super::data::quoted;
use super::{Difference, Drawings, Held, data};
use crate::error::{Error, Result};
use crate::tidy::Tidy;

/// Rows of a table that a page shows; its file has all.
const MOST_ROWS: usize = 200;

/// Something named, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub name: String,
    /// What is said of it.
    pub text: String,
}

/// What a report says, in the order in which it says it.
#[derive(Debug, Default)]
pub struct Page<'a> {
    /// Title.
    pub title: String,
    /// What was done, as "one run" or "comparison of courses".
    pub what: String,
    /// Headline numbers in words, with unit, region and day.
    pub headlines: Vec<Entry>,
    /// What the results are not, and what they may be used for.
    pub cautions: Vec<String>,
    /// What the user should know.
    pub warnings: Vec<String>,
    /// Curves, bars and slices of the skin over days.
    pub drawings: Drawings,
    /// Why there is no slice of the skin, where one is usual.
    pub without_films: Option<String>,
    /// Whether the folder has curves and bars as files too.
    pub drawn: bool,
    /// Targets that the model is held against.
    pub held: &'a [Held],
    /// Days of sessions.
    pub sessions: Vec<f64>,
    /// Text with headed tables, as on the terminal.
    pub text: String,
    /// Tables.
    pub tables: &'a [Tidy],
    /// Whether the folder has them as files too.
    pub filed: bool,
    /// What differs from the defaults.
    pub differences: Vec<Difference>,
    /// Where it comes from.
    pub provenance: Vec<Entry>,
    /// Other files of the folder.
    pub files: Vec<Entry>,
}

/// A table as it is shown.
struct Shown {
    name: String,
    head: Vec<Head>,
    rows: Vec<Vec<String>>,
    all: usize,
    filed: bool,
}

struct Head {
    name: String,
    unit: String,
    meaning: String,
}

#[derive(Template)]
#[template(path = "page.html", config = "src/report/askama.toml")]
struct Html<'a> {
    page: &'a Page<'a>,
    tables: Vec<Shown>,
    policy: String,
    style: &'static str,
    plot_style: &'static str,
    plot_script: &'static str,
    script: &'static str,
    data: String,
    films_note: Option<String>,
}

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = concat!(include_str!("charts.js"), include_str!("viewer.js"), include_str!("held.js"));
const PLOT_STYLE: &str = include_str!("../../assets/uplot/uPlot.min.css");
const PLOT_SCRIPT: &str = include_str!("../../assets/uplot/uPlot.iife.min.js");

impl Page<'_> {
    /// The file.
    ///
    /// # Errors
    /// [`Error::Internal`] where it cannot be put together.
    pub fn html(&self) -> Result<String> {
        let html = Html {
            page: self,
            tables: self.tables.iter().map(|table| shown(table, self.filed)).collect(),
            policy: data::policy(&[STYLE, PLOT_STYLE], &[PLOT_SCRIPT, SCRIPT]),
            style: STYLE,
            plot_style: PLOT_STYLE,
            plot_script: PLOT_SCRIPT,
            script: SCRIPT,
            data: quoted(&self.drawings.in_page(self.drawn, &self.sessions, self.held)),
            films_note: self.drawings.note(),
        };
        html.render().map_err(|error| Error::Internal(format!("the report cannot be made: {error}")))
    }
}

fn shown(table: &Tidy, filed: bool) -> Shown {
    let first = table.first(MOST_ROWS);
    let head = |column: &crate::tidy::TidyColumn| Head {
        name: column.name.clone(),
        unit: column.unit.clone(),
        meaning: column.meaning.clone(),
    };
    let columns: Vec<Vec<String>> = first.columns.iter().map(data::cells).collect();
    let rows = (0..first.rows()).map(|row| columns.iter().map(|cells| cells[row].clone()).collect());
    Shown {
        name: table.name.clone(),
        head: table.columns.iter().map(head).collect(),
        rows: rows.collect(),
        all: table.rows(),
        filed,
    }
}
