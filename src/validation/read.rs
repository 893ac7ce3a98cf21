//! Reads a target's file. What is wrong names the file, the key and the nearest name.

use super::quantity::Observed;
use super::target::{Check, Plot, Scan, Target};
use crate::error::{Error, Result};
use crate::parameters::ParameterSet;
use crate::scenario::{nearest, suggestion};

/// Reads the text of the file of that name.
pub(super) fn target(file: &str, text: &str) -> Result<Target> {
    let target: Target = toml::from_str(text).map_err(|error| {
        let hint = hint(error.message());
        Error::File(format!("{file}: {}{hint}", error.to_string().trim_end()))
    })?;
    match fault(&target) {
        None => Ok(target),
        Some(fault) => Err(Error::File(format!("{file}: {fault}"))),
    }
}

/// "did you mean …?" for messages such as "unknown field `a`, expected one of `b`, `c`".
fn hint(message: &str) -> String {
    let mut names = message.split('`').skip(1).step_by(2);
    match (names.next(), message.starts_with("unknown ")) {
        (Some(name), true) => {
            nearest(name, names).map_or(String::new(), |near| format!("\ndid you mean `{near}`?"))
        }
        _ => String::new(),
    }
}

/// The first thing that is wrong between the parts of a target.
fn fault(target: &Target) -> Option<String> {
    let no_checks = target.checks.is_empty().then(|| "has no [[check]]".to_owned());
    let scans =
        || target.scans.iter().find_map(|(name, scan)| in_key(&format!("scan.{name}"), scan_fault(scan)));
    let checks = || {
        target
            .checks
            .iter()
            .find_map(|check| in_key(&format!("check `{}`", check.name), check_fault(target, check)))
    };
    let plots = || {
        target.plots.iter().find_map(|plot| {
            let lines = plot.lines.iter().find_map(|line| in_key("lines", quantity(target, &line.of, true)));
            let checks = || target.checks.iter().map(|check| check.name.as_str());
            let bands = plot.bands.iter().map(|band| named("check", &band.check, checks()));
            let sources = || target.sources.iter().map(String::as_str);
            let data = plot.data.iter().map(|datum| named("source", &datum.source, sources()));
            let beside = || in_key("beside", beside_fault(plot));
            in_key(
                &format!("plot `{}`", plot.title),
                lines.or_else(|| bands.chain(data).find_map(|fault| fault)).or_else(beside),
            )
        })
    };
    no_checks.or_else(scans).or_else(checks).or_else(plots)
}

fn in_key(key: &str, fault: Option<String>) -> Option<String> {
    fault.map(|fault| format!("{key}: {fault}"))
}

fn scan_fault(scan: &Scan) -> Option<String> {
    let increasing = |values: &[f64]| values.len() > 1 && values.windows(2).all(|pair| pair[0] < pair[1]);
    let all = increasing(&scan.values) && scan.quick_values.as_deref().is_none_or(increasing);
    (!all).then(|| "`values` must be two or more that increase".into())
}

fn check_fault(target: &Target, check: &Check) -> Option<String> {
    let band = match (check.low, check.high) {
        (None, None) => Some("needs `low`, `high` or both".to_owned()),
        (Some(low), Some(high)) if low >= high => Some("`low` must be below `high`".into()),
        _ => None,
    };
    let given =
        [("value", Some(&check.value)), ("over", check.over.as_ref()), ("minus", check.minus.as_ref())];
    let mut quantities = given.into_iter().filter_map(|(key, given)| Some((key, given?)));
    band.or_else(|| quantities.find_map(|(key, given)| in_key(key, quantity(target, given, false))))
}

/// What stands beside a run are published values over its time, and ends in order.
fn beside_fault(plot: &Plot) -> Option<String> {
    let beside = plot.beside.as_ref()?;
    let ranges = [
        ("sessions", beside.sessions),
        ("interval_days", beside.interval_days),
        ("needle_length_mm", beside.needle_length_mm),
    ];
    let turned = ranges.into_iter().find(|(_, range)| range.is_some_and(|(low, high)| low > high));
    if let Some((key, _)) = turned {
        return Some(format!("the first end of `{key}` must not be above the second"));
    }
    let over_time = plot.lines.iter().all(|line| line.of.run.is_some() && line.of.column.is_some());
    (!over_time || plot.data.is_empty())
        .then(|| "needs [[plot.data]] and lines that are columns of runs".into())
}

/// What is wrong with a quantity: a number of a check, or a curve of a plot.
fn quantity(target: &Target, quantity: &Observed, as_curve: bool) -> Option<String> {
    let runs = || target.runs.keys().map(String::as_str);
    let run =
        [&quantity.run, &quantity.per_run].into_iter().flatten().find_map(|name| named("run", name, runs()));
    let scans = target.scans.keys().map(String::as_str);
    run.or_else(|| quantity.scan.as_ref().and_then(|name| named("scan", name, scans)))
        .or_else(|| keys_fault(quantity, as_curve))
}

/// A fault where a name is not among those that the target gives.
fn named<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let found = known.clone().any(|other| other == name);
    (!found).then(|| format!("there is no {what} `{name}`: {}", suggestion(name, known)))
}

/// What is wrong with the keys of a quantity: each form needs some and takes no others.
fn keys_fault(quantity: &Observed, as_curve: bool) -> Option<String> {
    let Observed { run, scan, column, per, per_run, measure, summary, parameter, .. } = quantity;
    let single = summary.is_some() || parameter.is_some();
    let wants_measure = !single && (!as_curve || scan.is_some());
    let fault = if run.is_some() == scan.is_some() {
        "needs `run` or `scan`, one of them".into()
    } else if usize::from(column.is_some())
        + usize::from(summary.is_some())
        + usize::from(parameter.is_some())
        != 1
    {
        "needs `column`, `summary` or `parameter`, one of them".into()
    } else if per_run.is_some() && per.is_none() {
        "`per_run` goes with `per`".into()
    } else if quantity.excess && quantity.deficit {
        "takes one of `excess` and `deficit`".into()
    } else if wants_measure != measure.is_some() {
        format!("{} `measure`", if wants_measure { "needs a" } else { "takes no" })
    } else {
        return parameter_fault(quantity)
            .or_else(|| argument_fault(quantity))
            .or_else(|| scan_keys_fault(quantity, as_curve));
    };
    Some(fault)
}

fn parameter_fault(Observed { parameter, .. }: &Observed) -> Option<String> {
    let names: Vec<_> = ParameterSet::table().map(|(_, row)| row.name).collect();
    named("parameter", parameter.as_ref()?, names.into_iter())
}

/// A measure takes its own argument and no other.
fn argument_fault(quantity: &Observed) -> Option<String> {
    let wanted = quantity.measure.map_or("", |measure| measure.measure().argument.key());
    let all = [("day", quantity.day), ("share", quantity.share), ("level", quantity.level)];
    let wrong = all.iter().find(|(key, given)| given.is_some() != (*key == wanted))?.0;
    Some(if wrong == wanted {
        format!("its measure needs `{wanted}`")
    } else {
        format!("`{wrong}` is of no use to it")
    })
}

/// A number of a scan is one of four things.
fn scan_keys_fault(quantity: &Observed, as_curve: bool) -> Option<String> {
    let given = [quantity.at.is_some(), quantity.crosses.is_some(), quantity.grows, quantity.never_grows];
    let given = given.into_iter().filter(|given| *given).count();
    let wanted = usize::from(quantity.scan.is_some() && !as_curve);
    let word = if wanted == 1 { "needs one" } else { "takes none" };
    (given != wanted).then(|| format!("{word} of `at`, `crosses`, `grows` and `never_grows`"))
}
