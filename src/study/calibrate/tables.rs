//! The tables of a calibration.

use super::data::{Censoring, Datum};
use super::fit::{Evaluation, Fit};
use super::interval::Interval;
use super::likelihood::{Estimate, Group, Judged};
use super::search::Found;
use crate::tidy::{Tidy, TidyColumn};

/// `fit`: one row a parameter.
pub(super) fn fit(work: &Fit<'_>, best: &Found, intervals: &[Option<Interval>]) -> Tidy {
    let inputs = &work.inputs;
    let numbers =
        |name: &str, meaning: &str, values: Vec<f64>| TidyColumn::numbers(name, "", meaning, values);
    let end = |of: fn(&Interval) -> Option<f64>| -> Vec<f64> {
        let value = |(input, interval): (&crate::study::plan::input::Input, &Option<Interval>)| {
            interval.as_ref().and_then(of).map_or(f64::NAN, |place| work.value(input, place))
        };
        inputs.iter().zip(intervals).map(value).collect()
    };
    let word = |interval: &Option<Interval>| interval.map_or("", |interval| interval.word()).to_owned();
    let columns = vec![
        TidyColumn::words(
            "parameter",
            "what is fitted",
            inputs.iter().map(|input| input.name.clone()).collect(),
        ),
        numbers("best", "value with the least chi squared, or the largest likelihood", work.at(&best.point)),
        numbers(
            "low",
            "lower end of its 95 % profile interval; empty where there is none",
            end(|interval| interval.low),
        ),
        numbers("high", "upper end", end(|interval| interval.high)),
        TidyColumn::words(
            "held",
            "whether the data hold it within its range",
            intervals.iter().map(word).collect(),
        ),
        numbers("range_low", "smallest value that was tried", inputs.iter().map(|input| input.low).collect()),
        numbers(
            "range_high",
            "largest value that was tried",
            inputs.iter().map(|input| input.high).collect(),
        ),
    ];
    Tidy { name: "fit".into(), columns }
}

/// `residuals`: one row a datum.
pub(super) fn residuals(work: &Fit<'_>, judged: &Judged) -> Tidy {
    let data = &work.data;
    let numbers = |name: &str, unit: &str, meaning: &str, values: Vec<f64>| {
        TidyColumn::numbers(name, unit, meaning, values)
    };
    let words = |name: &str, meaning: &str, of: &dyn Fn(&Datum) -> String| {
        TidyColumn::words(name, meaning, data.iter().map(of).collect())
    };
    let of = |value: fn(&Datum) -> f64| data.iter().map(value).collect();
    let mut columns = Vec::new();
    if work.conditions.iter().any(|condition| !condition.name.is_empty()) {
        let name = |datum: &Datum| work.conditions[datum.condition].name.clone();
        columns.push(words("condition", "what was done to the skin", &name));
    }
    columns.push(words("outcome", "outcome column", &|datum| datum.outcome.clone()));
    columns.push(numbers("day", "day", "day of the measurement", of(|datum| datum.day)));
    if data.iter().any(|datum| datum.censoring != Censoring::None) {
        let sign = |datum: &Datum| datum.censoring.sign().to_owned();
        columns.push(words("censored", "< or > where the value is a limit; empty otherwise", &sign));
    }
    columns.extend([
        numbers("value", "", "measured value", of(|datum| datum.value)),
        numbers(
            "spread",
            "",
            "its standard deviation; empty where it is estimated",
            of(|datum| datum.spread),
        ),
        numbers(
            "model",
            "",
            "the best run's value, scaled and shifted where that is estimated",
            judged.predicted.clone(),
        ),
        numbers("residual", "1", "difference in units of the spread", judged.residuals.clone()),
    ]);
    Tidy { name: "residuals".into(), columns }
}

/// `observables`: one row an outcome, where something was said of one.
pub(super) fn observables(work: &Fit<'_>, judged: &Judged) -> Option<Tidy> {
    let groups = &work.groups;
    let said = |group: &Group| group.observable.estimated() || group.observable.lognormal;
    if !groups.iter().any(said) {
        return None;
    }
    let numbers = |name: &str, meaning: &str, of: &dyn Fn(&Group, &Estimate) -> f64| {
        let values = groups.iter().zip(&judged.estimates).map(|(group, estimate)| of(group, estimate));
        TidyColumn::numbers(name, "", meaning, values.collect())
    };
    let words = |name: &str, meaning: &str, of: &dyn Fn(&Group) -> String| {
        TidyColumn::words(name, meaning, groups.iter().map(of).collect())
    };
    let errors = |group: &Group| if group.observable.lognormal { "log-normal" } else { "normal" }.to_owned();
    let columns = vec![
        words("outcome", "outcome column", &|group| group.observable.outcome.clone()),
        words("errors", "law of the errors", &errors),
        numbers("data", "number of values", &|group, _| group.members.len() as f64),
        numbers("scale", "factor of the outcome, at its best value where it is estimated", &|_, estimate| {
            estimate.scale
        }),
        numbers("offset", "what is added to it", &|_, estimate| estimate.offset),
        numbers(
            "spread",
            "estimated standard deviation, of logarithms for log-normal errors; empty where the data give it",
            &|_, estimate| estimate.spread.unwrap_or(f64::NAN),
        ),
    ];
    Some(Tidy { name: "observables".into(), columns })
}

/// `profiles`: one row a point of a profile.
pub(super) fn profiles(work: &Fit<'_>, profiles: &[Vec<Found>]) -> Tidy {
    let rows = || {
        work.inputs
            .iter()
            .zip(profiles)
            .flat_map(|(input, profile)| profile.iter().map(move |found| (input, found)))
    };
    let mut columns = vec![
        TidyColumn::words(
            "profile_of",
            "parameter that is held",
            rows().map(|(input, _)| input.name.clone()).collect(),
        ),
        TidyColumn::numbers(
            "chi_squared",
            "1",
            "least chi squared, or minus twice the log-likelihood, with it held",
            rows().map(|(_, found)| found.chi_squared).collect(),
        ),
    ];
    let ended = rows().map(|(_, found)| if found.ended { "yes" } else { "no: steps ran out" }.to_owned());
    columns.push(TidyColumn::words("ended", "whether the search came to its end", ended.collect()));
    let points: Vec<Vec<f64>> = rows().map(|(_, found)| work.at(&found.point)).collect();
    columns.extend(values(work, &points));
    Tidy { name: "profiles".into(), columns }
}

/// `runs`: one row a run of the searches, in order.
pub(super) fn evaluations(work: &Fit<'_>, log: &[Evaluation]) -> Tidy {
    let numbers =
        |name: &str, meaning: &str, values: Vec<f64>| TidyColumn::numbers(name, "", meaning, values);
    let mut columns = vec![
        numbers("case", "number of the run, from 1", (1..=log.len()).map(|number| number as f64).collect()),
        numbers(
            "search",
            "search that asked for it, from 1; first the fits, then the profiles",
            log.iter().map(|(chain, ..)| (chain + 1) as f64).collect(),
        ),
        numbers(
            "chi_squared",
            "chi squared, or minus twice the log-likelihood; empty where the run had no value",
            log.iter().map(|(.., value)| if value.is_finite() { *value } else { f64::NAN }).collect(),
        ),
    ];
    let points: Vec<Vec<f64>> = log.iter().map(|(_, point, _)| work.at(point)).collect();
    columns.extend(values(work, &points));
    Tidy { name: "runs".into(), columns }
}

/// A column an input.
fn values(work: &Fit<'_>, points: &[Vec<f64>]) -> Vec<TidyColumn> {
    let column = |(at, input): (usize, &crate::study::plan::input::Input)| {
        TidyColumn::numbers(
            &input.name,
            "",
            "value of the parameter",
            points.iter().map(|point| point[at]).collect(),
        )
    };
    work.inputs.iter().enumerate().map(column).collect()
}
