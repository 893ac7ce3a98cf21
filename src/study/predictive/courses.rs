//! Courses of a comparison under the draws of an ensemble: bands, differences, and what is worth measuring.

use serde_json::{Value, json};

use super::bands::{self, Ribboned, Spread};
use super::differences::{Difference, Paired};
use super::information::{self, LEAST_DRAWS, Worth};
use super::{Members, off};
use crate::figure::{Curves, Figure, Line, Ribbon};
use crate::parameters::ParameterSet;
use crate::study::findings::Findings;
use crate::study::journal::record::Record;
use crate::study::plan::{Case, Plan};
use crate::study::statistics::noise::Noise;
use crate::tidy::{Cells, Tidy, TidyColumn};

/// Measures that are printed; the files have all.
const SHOWN: [&str; 3] = ["gain_after_last", "gain_on_day", "downtime_days"];
/// Measures of whose differences it is told what is worth measuring.
const QUESTIONS: [&str; 3] = ["gain_on_day", "gain_after_last", "downtime_days"];
/// Rows that are printed of a table; its file has all.
const MOST_ROWS: usize = 12;
/// Courses that a figure of bands has room for.
const MOST_COURSES: usize = 4;

/// An outcome over time, as it is drawn.
pub(in crate::study) struct Panel {
    /// The column.
    pub column: &'static str,
    /// Title.
    pub title: &'static str,
    /// Label of the ordinate.
    pub y_label: &'static str,
    /// What is drawn of a value: factor × (value + offset).
    pub factor: f64,
    /// Added to a value.
    pub offset: f64,
    /// Least range of the ordinate.
    pub y_floor: f64,
}

/// What the draws gave of each course.
pub(in crate::study) struct Drawn<'a> {
    plan: &'a Plan,
    members: &'a Members,
    courses: &'a [String],
    own: &'a [Record],
    /// By draw and course, as the draw's discrepancy has it.
    told: Vec<Record>,
    /// Runs of draws that failed, and what the first of them says.
    failed: (usize, String),
}

impl<'a> Drawn<'a> {
    /// From the runs of the draws, all courses of a draw together; `own` are those of the model's own parameters.
    pub(in crate::study) fn new(
        plan: &'a Plan,
        members: &'a Members,
        courses: &'a [String],
        own: &'a [Record],
        cases: &[Case],
        records: &[Record],
    ) -> Self {
        let of = |(at, (case, record)): (usize, (&Case, &Record))| {
            off::told(&plan.readout, &members.sample, at / courses.len().max(1), &case.scenario, record)
        };
        let told: Vec<Record> = cases.iter().zip(records).enumerate().map(of).collect();
        let mut failures = told.iter().filter(|record| record.has_failed());
        let first = failures.next().map(|record| record.problem().to_owned());
        let failed = (failures.count() + usize::from(first.is_some()), first.unwrap_or_default());
        Self { plan, members, courses, own, told, failed }
    }

    /// One value a draw; `NaN` where the run failed.
    fn values(&self, course: usize, measure: usize) -> Vec<f64> {
        self.told
            .iter()
            .skip(course)
            .step_by(self.courses.len().max(1))
            .map(|record| record.value(measure))
            .collect()
    }

    fn curves(&self, course: usize) -> Vec<Ribboned> {
        let readout = &self.plan.readout;
        let of = |at: usize| {
            let records = self.told.iter().skip(course).step_by(self.courses.len().max(1));
            let draws: Vec<&[f64]> = records.map(|record| readout.course(record.values(), at)).collect();
            Ribboned::of(&readout.courses[at].column, &readout.courses[at].days(), &draws)
        };
        (0..readout.courses.len()).map(of).collect()
    }

    /// Adds tables, a figure and text to what the courses gave by themselves.
    pub(in crate::study) fn add_to(&self, found: &mut Findings, panels: &[Panel], noise: &Noise) {
        let measures = &self.plan.readout.measures;
        let own = |course: usize, measure: usize| self.own[course].value(measure);
        let values = |course: usize, measure: usize| self.values(course, measure);
        let paired = Paired { courses: self.courses, measures, own: &own, values: &values, noise };
        let differences = paired.differences();
        let curves: Vec<Vec<Ribboned>> = (0..self.courses.len()).map(|course| self.curves(course)).collect();
        let predictive =
            bands::of_measures(measures, self.courses, &|measure, course| own(course, measure), &|m, c| {
                values(c, m)
            });
        let (apart, worth) = (paired.table(&differences), self.worth(&differences));
        found.text +=
            format!("\n{}\n\npredictive bands of measures (5, 50 and 95 % of draws)\n", self.members.text());
        found.text +=
            printed(&predictive, &["measure", "course", "own", "q05", "q50", "q95", "draws"], &SHOWN);
        found.text +=
            "\ndifferences of draws, and in how many the order of the model's own parameters holds\n";
        found.text += printed(
            &apart,
            &["measure", "course", "minus", "own", "q05", "q50", "q95", "order_holds", "ties"],
            &SHOWN,
        );
        found.text += format!("\n{}", self.orders(&differences));
        found.text += self.told_of(&worth);
        found.figures.extend(panels.first().map(|panel| self.figure(panel, &curves)));
        let named: Vec<(Option<&str>, Vec<Ribboned>)> =
            self.courses.iter().zip(curves).map(|(name, curves)| (Some(name.as_str()), curves)).collect();
        if let Some(summary) = found.summary.as_object_mut() {
            summary.insert("ensemble".into(), self.summary(&differences));
        }
        found.tables.extend([predictive, apart, worth, bands::over_time(&named)]);
    }

    /// In a sentence each, in how many draws the order of two courses holds.
    fn orders(&self, differences: &[Difference]) -> String {
        let measures = &self.plan.readout.measures;
        let mut text = String::new();
        let asked = differences.iter().filter(|of| measures[of.measure].name() == QUESTIONS[0]);
        for of in asked.take(MOST_ROWS) {
            let [course, minus] = [of.course, of.minus].map(|at| &self.courses[at]);
            let (ties, draws) = (of.ties(), Spread::of(&of.draws).draws);
            text += &match of.holds() {
                Some(holds) => {
                    let word = if of.own > 0.0 { "above" } else { "below" };
                    format!(
                        "{}: {course} {word} {minus}; the order holds in {holds} of {draws} draws, {ties} are ties\n",
                        QUESTIONS[0]
                    )
                }
                None => format!(
                    "{}: {course} and {minus} have no order beyond numerical noise; {ties} of {draws} draws are ties\n",
                    QUESTIONS[0]
                ),
            };
        }
        let (failed, problem) = &self.failed;
        text + &match failed {
            0 => format!("no run of {} draws failed\n", self.members.sample.len()),
            _ => format!(
                "{failed} of {} runs of draws failed and are left out; the first: {problem}\n",
                self.told.len()
            ),
        }
    }

    /// `value_of_information`: one row a difference and parameter whose share stands above chance.
    fn worth(&self, differences: &[Difference]) -> Tidy {
        let measures = &self.plan.readout.measures;
        let sample = &self.members.sample;
        let parameters = self.members.drawn();
        let drawn: Vec<Vec<f64>> = parameters
            .iter()
            .map(|name| (0..sample.len()).map(|nth| sample.value(nth, name).unwrap_or(f64::NAN)).collect())
            .collect();
        let asked = differences.iter().filter(|of| {
            QUESTIONS.contains(&measures[of.measure].name().as_str()) && information::is_told(of)
        });
        let mut rows: Vec<(&Difference, usize, Worth)> = asked
            .flat_map(|of| {
                information::worth(&of.draws, &drawn).into_iter().map(move |(at, worth)| (of, at, worth))
            })
            .collect();
        rows.sort_by(|(.., a), (.., b)| b.share.total_cmp(&a.share));
        let of_parameter = |at: usize| ParameterSet::table().find(|(_, row)| row.name == parameters[at]);
        let words = |word: &dyn Fn(&(&Difference, usize, Worth)) -> String| rows.iter().map(word).collect();
        let numbers =
            |number: &dyn Fn(&(&Difference, usize, Worth)) -> f64| rows.iter().map(number).collect();
        let columns = vec![
            TidyColumn::words(
                "measure",
                "measure of the difference",
                words(&|(of, ..)| measures[of.measure].name()),
            ),
            TidyColumn::words(
                "course",
                "name of the course",
                words(&|(of, ..)| self.courses[of.course].clone()),
            ),
            TidyColumn::words(
                "minus",
                "the course that is taken off",
                words(&|(of, ..)| self.courses[of.minus].clone()),
            ),
            TidyColumn::words(
                "parameter",
                "what would be measured",
                words(&|(_, at, _)| parameters[*at].clone()),
            ),
            TidyColumn::numbers(
                "share",
                "1",
                "share of the variance of the difference that would go if the parameter were known exactly",
                numbers(&|(.., worth)| worth.share),
            ),
            TidyColumn::numbers(
                "floor",
                "1",
                "what chance alone gives any of the parameters in one of twenty differences; smaller shares are left out",
                numbers(&|(.., worth)| worth.floor),
            ),
            TidyColumn::words(
                "parameter_unit",
                "unit of the parameter",
                words(&|(_, at, _)| of_parameter(*at).map_or_else(String::new, |(_, row)| row.unit.into())),
            ),
            TidyColumn::words(
                "meaning",
                "what the parameter is",
                words(&|(_, at, _)| {
                    of_parameter(*at).map_or_else(String::new, |(_, row)| row.meaning.into())
                }),
            ),
        ];
        Tidy { name: "value_of_information".into(), columns }
    }

    fn told_of(&self, worth: &Tidy) -> crate::tidy::Prose {
        let mut text = crate::tidy::Prose::from("\nwhat to measure next\n".to_owned());
        if self.members.drawn().is_empty() {
            text += "no parameter is drawn, so none is worth measuring\n";
        } else if self.members.sample.len() < LEAST_DRAWS {
            text += format!("of fewer than {LEAST_DRAWS} draws nothing is told\n");
        } else if worth.rows() == 0 {
            text += "no parameter alone explains more of a difference than chance would\n";
        } else {
            let columns = ["measure", "course", "minus", "parameter", "share", "floor"];
            text += shown(worth, &columns, &(0..worth.rows().min(MOST_ROWS)).collect::<Vec<_>>());
            text += "share: of the variance of the difference, what would go if the parameter were known exactly\n";
        }
        text
    }

    fn summary(&self, differences: &[Difference]) -> Value {
        let measures = &self.plan.readout.measures;
        let order = |of: &Difference| {
            let spread = Spread::of(&of.draws);
            json!({
                "measure": measures[of.measure].name(), "course": self.courses[of.course], "minus": self.courses[of.minus],
                "own": of.own, "median": spread.median(), "band_90": [spread.low(), spread.high()],
                "order_holds": of.holds(), "ties": of.ties(), "draws": spread.draws,
            })
        };
        let shown = |of: &&Difference| SHOWN.contains(&measures[of.measure].name().as_str());
        let mut about = self.members.sample.about(&self.members.kept());
        if let Some(about) = about.as_object_mut() {
            about.insert("failed_runs".into(), json!(self.failed.0));
            let all: Vec<Value> = differences.iter().filter(shown).map(order).collect();
            about.insert("differences".into(), json!(all));
        }
        about
    }

    /// Total collagen of each course with its band, all on one scale, and of each what it is beyond the first, draw by
    /// draw: bands over each other would say that courses are alike where every draw tells them apart.
    fn figure(&self, panel: &Panel, curves: &[Vec<Ribboned>]) -> Figure {
        let drawn = |title: String, y_label: String, of: &Ribboned, offset: f64| {
            let shown = |value: f64| panel.factor * (value + offset);
            let values = |at: fn(&Spread) -> f64| of.spreads.iter().map(|spread| shown(at(spread))).collect();
            Curves {
                title,
                x_label: "time (days)".into(),
                y_label,
                lines: vec![Line {
                    label: "median of draws".into(),
                    x: of.days.clone(),
                    y: values(Spread::median),
                }],
                ribbons: vec![Ribbon {
                    label: "90 % of draws".into(),
                    x: of.days.clone(),
                    low: values(Spread::low),
                    high: values(Spread::high),
                }],
                y_floor: panel.y_floor,
                note: format!("Layers in the bands: {}.", self.members.sample.layers),
                ..Curves::default()
            }
        };
        let count = self.courses.len().min(MOST_COURSES);
        let mut panels: Vec<Curves> = (0..count)
            .map(|course| {
                let title = format!("{}: {}", panel.title, self.courses[course]);
                drawn(title, panel.y_label.into(), &curves[course][0], panel.offset)
            })
            .collect();
        let reach =
            panels.iter().flat_map(|panel| &panel.ribbons).flat_map(|band| band.low.iter().chain(&band.high));
        let reach = reach.filter(|end| end.is_finite()).fold(None, |reach: Option<(f64, f64)>, &end| {
            Some(reach.map_or((end, end), |(low, high)| (low.min(end), high.max(end))))
        });
        panels.iter_mut().for_each(|panel| panel.y_reach = reach);
        for course in 1..count {
            let title = format!("{}: {} minus {}", panel.title, self.courses[course], self.courses[0]);
            panels.push(drawn(
                title,
                panel.y_label.replace("change", "difference"),
                &self.beyond_first(course),
                0.0,
            ));
        }
        Figure::Curves { name: "comparison_bands".into(), panels }
    }

    /// What a course's first curve is beyond that of the first course, draw by draw.
    fn beyond_first(&self, course: usize) -> Ribboned {
        let readout = &self.plan.readout;
        let apart = |runs: &[Record]| -> Vec<f64> {
            let [own, first] = [course, 0].map(|at| readout.course(runs[at].values(), 0));
            own.iter().zip(first).map(|(own, first)| own - first).collect()
        };
        let draws: Vec<Vec<f64>> = self.told.chunks_exact(self.courses.len().max(1)).map(apart).collect();
        let curves: Vec<&[f64]> = draws.iter().map(Vec::as_slice).collect();
        Ribboned::of(&readout.courses[0].column, &readout.courses[0].days(), &curves)
    }
}

/// The printed part of a table: rows of some measures, and columns by name.
fn printed(table: &Tidy, columns: &[&str], measures: &[&str]) -> Tidy {
    let Some(Cells::Text(of)) = table.column("measure").map(|column| &column.cells) else {
        return table.clone();
    };
    let values = |row: usize| {
        // Measures that no run has are not worth a line.
        let draws = table.column("draws").map(|column| &column.cells);
        matches!(draws, Some(Cells::Number(draws)) if draws[row] > 0.0)
    };
    let mut rows: Vec<usize> = Vec::new();
    for measure in measures {
        rows.extend((0..of.len()).filter(|&row| of[row] == **measure && values(row)).take(MOST_ROWS));
    }
    shown(table, columns, &rows)
}

fn shown(table: &Tidy, columns: &[&str], rows: &[usize]) -> Tidy {
    let columns = columns.iter().filter_map(|name| Some(table.column(name)?.only(rows))).collect();
    Tidy { name: table.name.clone(), columns }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::readout::measure::Measure;

    #[test]
    fn questions_are_measures() {
        assert!(QUESTIONS.iter().chain(&SHOWN).all(|name| Measure::parse(name).is_ok()));
    }
}
