//! Tables of the runs of a study.

use crate::study::journal::record::Record;
use crate::study::plan::Plan;
use crate::study::readout::measure::{Measure, described};
use crate::study::statistics::noise::Noise;
use crate::tidy::{Cells, Tidy, TidyColumn};

/// `runs`: one row a simulation, its labels, its measures, and why it failed if it did.
pub fn runs_table(plan: &Plan, records: &[Record]) -> Tidy {
    let count = records.len();
    let case = TidyColumn::numbers(
        "case",
        "",
        "number of the simulation, from 1",
        (1..=count).map(|n| n as f64).collect(),
    );
    let taken = plan.taken();
    let measures = plan.readout.measures.iter().enumerate().map(|(at, measure)| {
        let values = records.iter().map(|record| record.value(at)).collect();
        TidyColumn::numbers(&measure.name(), &measure.unit(), &taken.meaning(measure), values)
    });
    let problems = records.iter().map(|record| record.problem().to_owned()).collect();
    let problem = TidyColumn::words(
        "problem",
        "why the simulation failed, or what its guards found; empty where neither",
        problems,
    );
    let columns =
        std::iter::once(case).chain(plan.labels.iter().cloned()).chain(measures).chain([problem]).collect();
    Tidy { name: "runs".into(), columns }
}

/// A table for people: a number of a measure that is no more than its noise is none.
pub fn seen(table: &Tidy, measures: &[Measure], noise: &Noise) -> Tidy {
    let seen = |column: &TidyColumn| {
        let measure = measures.iter().position(|measure| measure.name() == column.name);
        let least = measure.map_or(0.0, |measure| noise.among(measure, &[]));
        let cells = match &column.cells {
            Cells::Number(values) => Cells::Number(
                values.iter().map(|value| if value.abs() <= least { 0.0 } else { *value }).collect(),
            ),
            words => words.clone(),
        };
        TidyColumn { cells, ..column.clone() }
    };
    Tidy { name: table.name.clone(), columns: table.columns.iter().map(seen).collect() }
}

/// `courses`: one row a simulation and day, one column an outcome kept over time. All courses of a
/// readout have the same days.
pub fn courses_table(plan: &Plan, records: &[Record]) -> Option<Tidy> {
    let days = plan.readout.courses.first()?.days();
    let (mut case, mut day) = (Vec::new(), Vec::new());
    for number in 1..=records.len() {
        case.extend(days.iter().map(|_| number as f64));
        day.extend(days.iter().copied());
    }
    let head = [
        TidyColumn::numbers("case", "", "number of the simulation, from 1", case),
        TidyColumn::numbers("time_day", "day", "simulated time", day),
    ];
    let courses = plan.readout.courses.iter().enumerate().map(|(at, course)| {
        let (unit, meaning) = described(&course.column);
        let values = records.iter().flat_map(|record| match record {
            Record::Failed(_) => vec![f64::NAN; days.len()],
            whole => plan.readout.course(whole.values(), at).to_vec(),
        });
        TidyColumn::new(&course.column, &unit, &meaning, Cells::Number(values.collect()))
    });
    Some(Tidy { name: "courses".into(), columns: head.into_iter().chain(courses).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_tolerance_leaves_is_told_as_nothing_and_no_more_is() {
        let measure = Measure::parse("scar_like_share").unwrap();
        let [first, again] = [5e-3, 4e-3].map(|value| Record::Values(vec![value]));
        let noise = Noise::of(1, [(&first, &again)]);
        let values = vec![1.9e-10, -2e-3, 2.1e-3, 0.5];
        let columns = vec![
            TidyColumn::numbers("scar_like_share", "%", "", values.clone()),
            TidyColumn::numbers("dose", "", "", values.clone()),
        ];
        let told = seen(&Tidy { name: "runs".into(), columns }, &[measure], &noise);
        assert_eq!(told.columns[0].cells, Cells::Number(vec![0.0, 0.0, 2.1e-3, 0.5]));
        assert_eq!(told.columns[1].cells, Cells::Number(values));
    }
}
