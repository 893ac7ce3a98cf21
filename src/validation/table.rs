//! The report as rows of text.

use csv::{Terminator, WriterBuilder};

use super::report::{Finding, Report};
use super::target::{Check, Target};

/// Headings of `validation.csv`.
const HEADINGS: [&str; 16] = [
    "target",
    "title",
    "check",
    "sources",
    "strength",
    "basis",
    "weight",
    "low",
    "high",
    "ends",
    "unit",
    "value",
    "verdict",
    "explanation",
    "comparability",
    "note",
];

/// `validation.csv`: one row a check. An empty value is one that the model never reaches, an empty
/// end of the band one that is open.
///
/// # Errors
/// What the writer of the table says; nothing that a report can hold makes it fail.
pub fn csv(report: &Report) -> std::io::Result<String> {
    let mut table = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    table.write_record(HEADINGS)?;
    for (target, check, finding) in report.checks() {
        table.write_record(row(target, check, finding))?;
    }
    let bytes = table.into_inner().map_err(|error| error.into_error())?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn row(target: &Target, check: &Check, finding: &Finding) -> [String; 16] {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    [
        target.id.clone(),
        target.title.clone(),
        check.name.clone(),
        target.sources.join(" "),
        target.strength.clone(),
        target.basis.name().into(),
        check.weight().into(),
        number(check.low),
        number(check.high),
        if check.exclusive { "excluded" } else { "included" }.into(),
        check.unit.clone(),
        number(finding.value),
        finding.verdict().into(),
        explanation(check, finding).unwrap_or_default().into(),
        target.comparability.clone(),
        target.note.clone(),
    ]
}

/// Why a check misses, if it does.
pub fn explanation<'a>(check: &'a Check, finding: &Finding) -> Option<&'a str> {
    let text = check.explanation.as_deref().unwrap_or("not explained yet");
    (!finding.passed).then_some(text)
}
