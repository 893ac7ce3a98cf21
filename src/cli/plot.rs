//! `dermis plot`: a figure for a paper from folders of results.

use std::path::PathBuf;

use clap::ValueEnum;
use dermis::job::{self, Days, Plot};
use dermis::plot::{Format, Paper};
use dermis::{Error, Result, visible};

use super::terminal;

/// Width of one column of most journals, mm.
const COLUMN_MM: f64 = 85.0;

/// Draw a figure for a paper from folders of results; runs nothing
///
/// Several folders are drawn over each other, each curve under its folder's name. Texts keep their size in
/// print, whatever the width.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  dermis plot results/face --what collagen --width-mm 85 --format pdf
  dermis plot results/face results/two_weeks --columns collagen_total.dermis --title 'Two intervals'
  dermis plot results/face --what heatmap --days 28,112
  dermis plot results/face --animate --out weeks.png
  dermis plot results/face --field tgf_beta_1 --days 0..14 --animate 5 --out spreading.png")]
pub struct Arguments {
    /// Folders of runs
    #[arg(required = true)]
    results: Vec<PathBuf>,
    /// collagen, cells, barrier, weeks, defect, topicals or heatmap (several: one figure below the other)
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_values_t = ["collagen".to_owned()])]
    what: Vec<String>,
    /// Columns of timeseries.csv instead, in panels by unit
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    columns: Vec<String>,
    /// Maps of these fields instead, of runs that kept them ([observe] fields)
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with_all = ["what", "columns"])]
    field: Vec<String>,
    /// Days that are shown: FROM..TO, or a list of days for maps
    #[arg(long, value_name = "DAYS")]
    days: Option<String>,
    /// Title of the figure
    #[arg(long, default_value = "", hide_default_value = true)]
    title: String,
    /// Width in print, mm
    #[arg(long, value_name = "MM", default_value_t = COLUMN_MM)]
    width_mm: f64,
    /// png, svg or pdf [default: as the name of --out ends, or png]
    #[arg(long, value_enum)]
    format: Option<Kind>,
    /// Pixels to the inch of a PNG
    #[arg(long, default_value_t = 300.0)]
    dpi: f64,
    /// Maps one after the other as an animated PNG, so many a second [default: 2]
    #[arg(long, value_name = "PER_SECOND", num_args = 0..=1, default_missing_value = "2",
          conflicts_with_all = ["what", "columns", "format"], value_parser = clap::value_parser!(u16).range(1..=60))]
    animate: Option<u16>,
    /// The file [default: named after what is shown, in the present folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace an earlier file
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Png,
    Svg,
    Pdf,
}

/// Draws it.
pub fn plot(options: Arguments, what_is_given: bool) -> Result<String> {
    let format = match (options.format, ending(&options)) {
        (Some(kind), _) => kind.format(),
        (None, Some("svg")) => Format::Svg,
        (None, Some("pdf")) => Format::Pdf,
        (None, Some("png" | "apng") | None) => Format::Png,
        (None, Some(other)) => {
            let problem = format!("there is no format `{other}`; take --format png, svg or pdf");
            return Err(Error::Usage(problem));
        }
    };
    if options.animate.is_some() && format != Format::Png {
        return Err(Error::Usage("an animation is a PNG; end the name of its file with .png".into()));
    }
    let days = options.days.as_deref().map_or(Ok(Days::All), days)?;
    let none = (!options.columns.is_empty() || !options.field.is_empty()) && !what_is_given;
    let asked = Plot {
        results: options.results,
        what: if none { Vec::new() } else { options.what },
        columns: options.columns,
        fields: options.field,
        days,
        paper: Paper { width_mm: options.width_mm, dpi: options.dpi, title: options.title },
        format,
        animate: options.animate,
        out: options.out,
        force: options.force,
    };
    let (file, warning) = job::plot(&asked)?;
    warning.iter().for_each(|text| terminal::warning(text));
    terminal::note(&format!("wrote {}", visible::path(&file)));
    Ok(String::new())
}

fn ending(options: &Arguments) -> Option<&str> {
    options.out.as_deref()?.extension()?.to_str()
}

impl Kind {
    fn format(self) -> Format {
        match self {
            Kind::Png => Format::Png,
            Kind::Svg => Format::Svg,
            Kind::Pdf => Format::Pdf,
        }
    }
}

/// `FROM..TO`, or days with commas between them.
fn days(text: &str) -> Result<Days> {
    let number = |part: &str| {
        let day: Option<f64> = part.trim().parse().ok().filter(|day: &f64| day.is_finite());
        day.ok_or_else(|| {
            Error::Usage(format!("--days {text}: `{part}` is no day; write 0..60, or 28,112 for maps"))
        })
    };
    let Some((from, to)) = text.split_once("..") else {
        return Ok(Days::These(text.split(',').map(number).collect::<Result<_>>()?));
    };
    let (from, to) = (number(from)?, number(to)?);
    if from >= to {
        return Err(Error::Usage(format!("--days {text} ends before it begins")));
    }
    Ok(Days::Span(from, to))
}
