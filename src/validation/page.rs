//! The report as one page that needs nothing but itself.

use super::report::{Judged, Report};
use super::table::explanation;

/// Said on every page.
pub const NOTE: &str = "A research tool, not medical advice: it predicts no person's healing. Bands are judgements around published \
     data; a miss is shown and explained, and no band is widened to make it pass.";

const STYLE: &str = "body{font:15px/1.45 'DejaVu Sans',Verdana,Arial,sans-serif;color:#222;max-width:1060px;margin:2em auto;padding:0 1em}\
    table{border-collapse:collapse;width:100%;font-size:13px;margin:1em 0}\
    th,td{text-align:left;vertical-align:top;padding:.3em .5em;border-bottom:1px solid #ddd}\
    .pass{color:#1c6b3a}.miss{color:#a3200d;font-weight:bold}tr.missed td{background:#fdeeea}\
    svg{max-width:100%;height:auto}.aside{color:#555;font-size:14px}";

/// The page. `drawings` holds the figures of each target as SVG, in order.
pub fn page(report: &Report, drawings: &[Vec<String>]) -> String {
    let rows: String = report.targets.iter().map(rows).collect();
    let targets: String =
        report.targets.iter().zip(drawings).map(|(judged, svg)| section(judged, svg)).collect();
    let mut how: Vec<String> = Vec::new();
    how.extend(report.options.quick.then(|| "quick: coarser grids and fewer points".to_owned()));
    how.extend(report.options.changes.iter().map(|change| format!("changed: {change}")));
    let how = if how.is_empty() { String::new() } else { format!("<p>{}</p>", escaped(&how.join("; "))) };
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>dermis held against evidence</title>\
         <style>{STYLE}</style></head><body>\n<h1>dermis {} held against evidence</h1>\n<p>{}</p>\n<p><b>{}.</b></p>\n{how}\
         <table><tr><th>target</th><th>what</th><th>sources</th><th>strength</th><th>basis</th><th>accepted</th>\
         <th>model</th><th>verdict</th><th>weight</th></tr>\n{rows}</table>\n{targets}</body></html>\n",
        env!("CARGO_PKG_VERSION"),
        escaped(NOTE),
        escaped(&report.counts()),
    )
}

fn rows(judged: &Judged) -> String {
    let target = &judged.target;
    let row = |(check, finding): (&super::target::Check, &super::report::Finding)| {
        let (class, missed) = if finding.passed { ("pass", "") } else { ("miss", " class=\"missed\"") };
        let cells = [
            format!("<a href=\"#{0}\">{0}</a>", escaped(&target.id)),
            escaped(&check.name),
            escaped(&target.sources()),
            escaped(&target.strength),
            target.basis.name().into(),
            escaped(&check.band()),
            escaped(&finding.shown),
            format!("<span class=\"{class}\">{}</span>", finding.verdict()),
            check.weight().into(),
        ];
        let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        format!("<tr{missed}>{cells}</tr>\n")
    };
    judged.checks().map(row).collect()
}

fn section(judged: &Judged, drawings: &[String]) -> String {
    let target = &judged.target;
    let misses = judged.checks().filter_map(|(check, finding)| {
        let text = explanation(check, finding)?;
        let told = format!("{}: {} where {} is accepted. {text}", check.name, finding.shown, check.band());
        Some(format!("<p class=\"miss\">MISS ({}) — {}</p>\n", check.weight(), escaped(&told)))
    });
    let note = if target.note.is_empty() {
        String::new()
    } else {
        format!("<p><b>{}</b></p>\n", escaped(&target.note))
    };
    format!(
        "<h2 id=\"{id}\">{id}: {}</h2>\n{note}<p class=\"aside\">Evidence {}, {}; sources: {}. {}</p>\n{}{}\n",
        escaped(&target.title),
        escaped(&target.strength),
        target.basis.meaning(),
        escaped(&target.sources()),
        escaped(&target.comparability),
        misses.collect::<String>(),
        drawings.join("\n"),
        id = escaped(&target.id),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
