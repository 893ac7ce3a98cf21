//! What is left of a run of a study, and the tables of many.

use super::plan::Plan;
use crate::tidy::{Cells, Tidy, TidyColumn};

/// What is left of one run.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// The numbers that the recipe asks for.
    Values(Vec<f64>),
    /// Why there are none: the numbers of the run itself failed.
    Failed(String),
}

impl Record {
    /// Of a run that failed; the problem on one line.
    pub fn failed(problem: &str) -> Self {
        Self::Failed(problem.replace(char::is_control, " "))
    }

    /// The numbers; none of a failed run.
    pub fn values(&self) -> &[f64] {
        match self {
            Self::Values(values) => values,
            Self::Failed(_) => &[],
        }
    }

    /// One number, `NaN` of a failed run.
    pub fn value(&self, at: usize) -> f64 {
        self.values().get(at).copied().unwrap_or(f64::NAN)
    }

    /// Why the run failed, if it did.
    pub fn problem(&self) -> &str {
        match self {
            Self::Values(_) => "",
            Self::Failed(problem) => problem,
        }
    }
}

/// `runs`: one row a simulation, its labels, its measures, and why it failed if it did.
pub fn runs_table(plan: &Plan, records: &[Record]) -> Tidy {
    let count = records.len();
    let case = TidyColumn::numbers(
        "case",
        "",
        "number of the simulation, from 1",
        (1..=count).map(|n| n as f64).collect(),
    );
    let measures = plan.recipe.measures.iter().enumerate().map(|(at, measure)| {
        let values = records.iter().map(|record| record.value(at)).collect();
        TidyColumn::numbers(&measure.name(), &measure.unit(), &measure.meaning(), values)
    });
    let problems = records.iter().map(|record| record.problem().to_owned()).collect();
    let problem = TidyColumn::words("problem", "why the simulation failed; empty if it did not", problems);
    let columns =
        std::iter::once(case).chain(plan.labels.iter().cloned()).chain(measures).chain([problem]).collect();
    Tidy { name: "runs".into(), columns }
}

/// `courses`: one row a simulation and day, one column an outcome kept over time. All courses of a
/// recipe have the same days.
pub fn courses_table(plan: &Plan, records: &[Record]) -> Option<Tidy> {
    let days = plan.recipe.courses.first()?.days();
    let (mut case, mut day) = (Vec::new(), Vec::new());
    for number in 1..=records.len() {
        case.extend(days.iter().map(|_| number as f64));
        day.extend(days.iter().copied());
    }
    let head = [
        TidyColumn::numbers("case", "", "number of the simulation, from 1", case),
        TidyColumn::numbers("time_day", "day", "simulated time", day),
    ];
    let courses = plan.recipe.courses.iter().enumerate().map(|(at, course)| {
        let (unit, meaning) = super::measure::described(&course.column);
        let values = records.iter().flat_map(|record| match record {
            Record::Values(values) => plan.recipe.course(values, at).to_vec(),
            Record::Failed(_) => vec![f64::NAN; days.len()],
        });
        TidyColumn::new(&course.column, &unit, &meaning, Cells::Number(values.collect()))
    });
    Some(Tidy { name: "courses".into(), columns: head.into_iter().chain(courses).collect() })
}
