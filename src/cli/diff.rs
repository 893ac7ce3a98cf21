//! `dermis diff` and `dermis rerun`: what differs, in which unit and by how many tolerances.

use std::path::PathBuf;

use dermis::cancel::Cancel;
use dermis::results::diff::Difference;
use dermis::tidy::short;
use dermis::{Error, Result, job, visible};
use serde_json::{Value, json};

use super::progress::Progress;
use super::{terminal, threads};
use dermis::listing::Table;

/// Columns and numbers that are shown unless all are asked for.
const SHOWN: usize = 12;

/// Tell in which inputs and outcomes two results differ, and by how much
///
/// Takes folders of runs or studies, and files of scenarios or studies. Differences are in the unit of the
/// column and in tolerances: in parts of run.tolerance times the largest value of the column. The exit
/// code is 0 where nothing differs, and 1 where something does.
#[derive(clap::Args)]
pub struct Arguments {
    /// A folder of results, or a file
    first: PathBuf,
    /// What it is held against
    second: PathBuf,
    /// Show every column and number that differs
    #[arg(long)]
    all: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
}

/// Run the scenario of a result again and tell whether the same comes out
///
/// Runs scenario.toml of the folder in a temporary place and compares every file but those that say when
/// and where it was run. The exit code is 0 where all have the same bytes, and 1 where something differs.
#[derive(clap::Args)]
pub struct Rerun {
    /// The folder of a run
    result: PathBuf,
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads::parser())]
    threads: Option<u16>,
    /// Show every column and number that differs
    #[arg(long)]
    all: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
    /// No progress bar and no remarks, only differences and errors
    #[arg(long, short)]
    quiet: bool,
}

/// Holds one against the other; what differs is printed here, before the error that gives the exit code.
pub fn diff(options: &Arguments) -> Result<String> {
    let found = job::difference(&options.first, &options.second)?;
    let same = found.is_none();
    if options.json {
        terminal::output(&format!("{:#}\n", as_json(&found)))?;
    } else if !same {
        terminal::output(&text(&found, options.all))?;
    }
    let [first, second] = [&options.first, &options.second].map(|path| visible::path(path));
    if !same {
        return Err(Error::Differs(format!("{first} and {second} differ")));
    }
    if !options.json {
        terminal::note(&format!("{first} and {second} are the same"));
    }
    Ok(String::new())
}

/// Runs it again.
pub fn rerun(options: &Rerun, cancel: &Cancel) -> Result<String> {
    let how = job::Options {
        threads: threads::asked(options.threads),
        cancel: cancel.clone(),
        ..job::Options::into("")
    };
    let progress = Progress::new(!options.quiet);
    let again = job::rerun(&options.result, &how, &|event| progress.hear(event));
    drop(progress);
    let again = again?;
    if options.json {
        let differs = as_json(&again.difference);
        let (same, apart, missing) = (&again.same, &again.apart, &again.missing);
        let all = json!({ "same": same, "apart": apart, "missing": missing, "difference": differs });
        terminal::output(&format!("{all:#}\n"))?;
    } else if !again.apart.is_empty() && again.missing.is_empty() {
        terminal::output(&text(&again.difference, options.all))?;
    }
    let path = visible::path(&options.result);
    if !again.missing.is_empty() {
        let missing = visible::name(&again.missing.join(", "));
        let others = match again.apart.is_empty() {
            true => String::new(),
            false => format!("; another run gives other bytes in {}", again.apart.join(", ")),
        };
        return Err(Error::Differs(format!("{path} has no {missing}, which the run wrote{others}")));
    }
    if !again.apart.is_empty() {
        let apart = again.apart.join(", ");
        return Err(Error::Differs(format!("another run of {path} gives other bytes in {apart}")));
    }
    if !options.json && !options.quiet {
        terminal::note(&format!("the same bytes in all {} files of {path}", again.same.len()));
    }
    Ok(String::new())
}

fn text(found: &Difference, all: bool) -> String {
    let mut text = String::new();
    let shown = |value: Option<&str>| json!(value.unwrap_or("(not given)"));
    if !found.inputs.is_empty() {
        let row = |input: &dermis::results::inputs::InputDifference| {
            let times = if input.keys > 1 { format!(" ({} times)", input.keys) } else { String::new() };
            vec![
                json!(format!("{}{times}", input.key)),
                shown(input.first.as_deref()),
                shown(input.second.as_deref()),
            ]
        };
        let rows = found.inputs.iter().map(row).collect();
        text += &Table { columns: vec!["input", "first", "second"], brief: 3, rows }.text();
    }
    let most = if all { usize::MAX } else { SHOWN };
    let mut columns: Vec<_> = found.columns.iter().collect();
    let size = |column: &dermis::results::tables::ColumnDifference| {
        column.tolerances.filter(|size| !size.is_nan()).unwrap_or(f64::INFINITY)
    };
    columns.sort_by(|a, b| size(b).total_cmp(&size(a)));
    if !columns.is_empty() {
        let rows = columns.iter().take(most).map(|column| {
            let number = |value: Option<f64>| json!(value.map_or_else(|| "-".to_owned(), short));
            vec![
                json!(format!("{} {}", column.table.trim_end_matches(".csv"), column.column)),
                number(column.difference),
                json!(column.unit),
                number(column.tolerances),
                json!(column.at),
                json!(column.rows),
            ]
        });
        let headings = vec!["column", "largest difference", "unit", "tolerances", "where", "rows apart"];
        let table = Table { columns: headings, brief: 6, rows: rows.collect() };
        text += &format!("\n{}", table.text());
        text += &left_out(columns.len(), most, &format!("of {} columns differ", found.compared));
    }
    if !found.summary.is_empty() {
        let cell = |value: &Value| match value.as_f64() {
            Some(number) => json!(short(number)),
            None if value.is_null() => json!("(not given)"),
            None => value.clone(),
        };
        let row = |one: &dermis::results::diff::SummaryDifference| {
            vec![json!(one.key), cell(&one.first), cell(&one.second)]
        };
        let mut numbers: Vec<_> = found.summary.iter().collect();
        // What people ask for first comes first.
        numbers.sort_by_key(|one| (one.key.contains('.'), !one.key.starts_with("outcomes.")));
        let rows = numbers.into_iter().take(most).map(row).collect();
        text +=
            &format!("\n{}", Table { columns: vec!["summary", "first", "second"], brief: 3, rows }.text());
        text += &left_out(found.summary.len(), most, "numbers of the summaries differ");
    }
    for remark in &found.remarks {
        text += &format!("\n{remark}");
    }
    if !found.remarks.is_empty() {
        text.push('\n');
    }
    text.trim_start().to_owned()
}

fn left_out(count: usize, most: usize, what: &str) -> String {
    let more = if count > most { "; --all shows them" } else { "" };
    format!("{count} {what}{more}\n")
}

fn as_json(found: &Difference) -> Value {
    let input = |input: &dermis::results::inputs::InputDifference| json!({ "key": input.key, "keys": input.keys, "first": input.first, "second": input.second });
    let column = |column: &dermis::results::tables::ColumnDifference| {
        json!({
            "table": column.table, "column": column.column, "unit": column.unit, "at": column.at,
            "first": column.first, "second": column.second, "difference": column.difference,
            "tolerances": column.tolerances, "rows": column.rows,
        })
    };
    let number = |one: &dermis::results::diff::SummaryDifference| json!({ "key": one.key, "first": one.first, "second": one.second });
    json!({
        "same": found.is_none(),
        "inputs": found.inputs.iter().map(input).collect::<Vec<_>>(),
        "columns": found.columns.iter().map(column).collect::<Vec<_>>(),
        "columns_compared": found.compared,
        "summary": found.summary.iter().map(number).collect::<Vec<_>>(),
        "remarks": found.remarks,
    })
}
