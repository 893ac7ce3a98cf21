//! The tables of a search.

use std::collections::HashSet;

use super::Optimise;
use super::judged::Tried;
use crate::error::Result;
use crate::study::plan::input::Input;
use crate::tidy::{Tidy, TidyColumn};

impl Optimise {
    /// Chosen courses with their inputs and measures; `ties` says of each course which of the front it ties with.
    pub(super) fn table(
        &self,
        name: &str,
        inputs: &[Input],
        tried: &[Tried],
        rows: &[usize],
        ties: &[Option<usize>],
    ) -> Result<Tidy> {
        let numbers = |name: &str, unit: &str, meaning: &str, of: &dyn Fn(&Tried) -> f64| {
            TidyColumn::numbers(name, unit, meaning, rows.iter().map(|row| of(&tried[*row])).collect())
        };
        let case = rows.iter().map(|row| (row + 1) as f64).collect();
        let mut columns = vec![
            TidyColumn::numbers("case", "", "number of the run, from 1", case),
            numbers("generation", "", "generation of the search", &|tried| tried.generation as f64),
        ];
        for (at, input) in inputs.iter().enumerate() {
            let of = |tried: &Tried| input.value(tried.candidate.point[at]);
            columns.push(numbers(&input.name, "", "value of what is searched", &of));
        }
        let taken = self.taken()?;
        for (at, measure) in self.readout()?.measures.iter().enumerate() {
            columns.push(numbers(&measure.name(), &measure.unit(), &taken.meaning(measure), &|tried| {
                tried.record.value(at)
            }));
        }
        if name != "front" {
            let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
            let meaning =
                "how far the constraint is broken, by its bound or the first generation's largest value";
            for (at, constraint) in self.constraints()?.iter().enumerate() {
                let sign = if constraint.sign > 0.0 { "above" } else { "below" };
                let name = format!("{}_{sign}_{}", constraint.measure.name(), constraint.bound);
                columns.push(numbers(&name, "1", meaning, &|tried| finite(tried.broken[at])));
            }
            let violation = |tried: &Tried| finite(tried.candidate.violation);
            let meaning = "sum of these; 0 for none, empty where an aim or a constraint has no value";
            columns.push(numbers("violation", "1", meaning, &violation));
        }
        let number = |row: usize| (row + 1) as f64;
        if name == "front" {
            let meaning =
                "other courses tried that differ from it by no more than the numerical noise in any aim";
            let of = |row: &usize| tied_with(inputs, tried, ties, *row) as f64;
            columns.push(TidyColumn::numbers("ties", "", meaning, rows.iter().map(of).collect()));
        }
        if name == "runs" {
            let meaning = "case on the front that no aim tells it from beyond the numerical noise; its own number on the front";
            let of = |row: &usize| ties[*row].map_or(f64::NAN, number);
            columns.push(TidyColumn::numbers("tied_with", "", meaning, rows.iter().map(of).collect()));
            let problems = rows.iter().map(|row| tried[*row].record.problem().to_owned()).collect();
            columns.push(TidyColumn::words(
                "problem",
                "why the run failed, or what its guards found; empty where neither",
                problems,
            ));
        }
        Ok(Tidy { name: name.into(), columns })
    }
}

/// How many other courses tie with one on the front, each once.
pub(super) fn tied_with(inputs: &[Input], tried: &[Tried], ties: &[Option<usize>], front: usize) -> usize {
    let course = |row: usize| -> Vec<u64> {
        let point = &tried[row].candidate.point;
        inputs.iter().zip(point).map(|(input, place)| input.value(*place).to_bits()).collect()
    };
    let tied = (0..tried.len()).filter(|&row| ties[row] == Some(front)).map(course);
    tied.filter(|other| *other != course(front)).collect::<HashSet<_>>().len()
}
