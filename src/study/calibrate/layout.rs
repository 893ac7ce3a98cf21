//! What the columns of a table of measurements mean.

use super::conditions::{Condition, place};
use super::observable::{Observable, is_outcome};
use super::sources::Source;
use super::table::{NEEDS, Row, Table};
use crate::error::Result;

/// Where the values of a row stand: the outcome, the column of its value, and that of its spread.
pub(super) struct Column {
    pub outcome: Option<String>,
    pub value: usize,
    spread: Option<usize>,
}

/// A table and what its columns mean.
pub(super) struct Layout<'a> {
    table: &'a Table<'a>,
    outcome: Option<usize>,
    pub values: Vec<Column>,
    /// Column of the time, and its unit in days.
    pub time: (usize, f64),
    pub condition: Option<usize>,
    pub of_peak: Option<usize>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(table: &'a Table<'a>, observables: &[Observable]) -> Result<Self> {
        let place = |name: &str| table.place(name);
        let time = place("day").map(|at| (at, 1.0)).or_else(|| place("hour").map(|at| (at, 1.0 / 24.0)));
        let long = place("outcome").is_some() || place("value").is_some();
        let values: Vec<Column> = if long {
            let value = |value| Column { outcome: None, value, spread: place("spread") };
            place("value").map(value).into_iter().collect()
        } else {
            let outcome = |(at, head): (usize, &String)| {
                is_outcome(head).ok()?;
                let spread = table.heads.iter().position(|other| *other == format!("{head}_sd"));
                Some(Column { outcome: Some(head.clone()), value: at, spread })
            };
            table.heads.iter().enumerate().filter_map(outcome).collect()
        };
        let estimated = observables.iter().any(|observable| observable.spread);
        let wide = !long && !values.is_empty();
        let needed = [
            ("outcome", wide || place("outcome").is_some()),
            ("day", time.is_some()),
            ("value", !values.is_empty()),
            ("spread", wide || estimated || place("spread").is_some()),
        ];
        let missing: Vec<&str> = needed.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
        match time.filter(|_| missing.is_empty()) {
            Some(time) => {
                let (condition, of_peak) = (place("condition"), place("of_peak"));
                Ok(Self { table, outcome: place("outcome"), values, time, condition, of_peak })
            }
            None => {
                let (missing, found) = (missing.join(", "), table.heads.join(", "));
                Err(table.wrong(&format!("there is no column {missing} among {found}; {NEEDS}")))
            }
        }
    }

    /// The condition of the whole table; none where rows say it.
    pub(super) fn condition(&self, source: &Source, conditions: &[Condition]) -> Result<Option<usize>> {
        let named = conditions.iter().any(|condition| !condition.name.is_empty());
        if !source.condition.is_empty() {
            if !named {
                let problem = format!("it is given for `{}`, but there are no conditions", source.condition);
                return Err(self.table.wrong(&problem));
            }
            return place(conditions, &source.condition)
                .map(Some)
                .map_err(|problem| self.table.wrong(&problem));
        }
        match (conditions.len(), self.condition) {
            (_, Some(_)) if named => Ok(None),
            (1, _) => Ok(Some(0)),
            _ => {
                let names: Vec<&str> = conditions.iter().map(|condition| condition.name.as_str()).collect();
                Err(self.table.wrong(&format!(
                    "it does not say which of the conditions {} it is of: add a column condition, or give it as CONDITION=FILE",
                    names.join(", ")
                )))
            }
        }
    }

    pub(super) fn outcome_of(&self, column: &Column, row: Row<'_>) -> Result<String> {
        if let Some(outcome) = &column.outcome {
            return Ok(outcome.clone());
        }
        let at = self.outcome.unwrap_or_default();
        let outcome = row.words(at)?;
        is_outcome(outcome).map_err(|problem| row.wrong(at, &problem))?;
        Ok(outcome.to_owned())
    }

    /// The spread of a value; not a number where it is estimated.
    pub(super) fn spread(&self, column: &Column, row: Row<'_>, observable: &Observable) -> Result<f64> {
        if observable.spread {
            return Ok(f64::NAN);
        }
        let Some(at) = column.spread else {
            let outcome = &observable.outcome;
            let problem = format!(
                "there is no spread of `{outcome}`: give a column of it, or have it estimated by --observable \"{outcome}: spread\""
            );
            return Err(row.wrong(column.value, &problem));
        };
        let spread = row.number(at)?;
        match spread > 0.0 {
            true => Ok(spread),
            false => Err(row.wrong(at, &format!("the spread is {spread}; it must be above 0"))),
        }
    }

    /// Whether a column is read.
    pub(super) fn reads(&self, at: usize, conditions: bool) -> bool {
        let of_values = self.values.iter().any(|column| column.value == at || column.spread == Some(at));
        let others = [self.outcome, Some(self.time.0), self.of_peak, self.condition.filter(|_| conditions)];
        of_values || others.contains(&Some(at))
    }
}
