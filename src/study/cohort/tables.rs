//! The tables of a cohort: arms, paired differences, responders, courses.

use super::trial::{paired, per_group};
use crate::study::recipe::Recipe;
use crate::study::record::Record;
use crate::study::statistics::{bootstrap_means, deviation, mean, sample_quantile, share_interval, sorted};
use crate::tidy::{Cells, Tidy, TidyColumn};

/// Quantiles that tables hold.
const QUANTILES: [(&str, f64); 5] =
    [("p05", 0.05), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p95", 0.95)];
/// Measures that are printed; the files have all.
const SHOWN: [&str; 4] = ["gain_after_last", "gain_on_day", "scar_like_share", "inflammation_days"];

/// What the patients had under each arm.
pub struct Outcomes {
    /// Names of the arms; the first is the reference.
    pub arms: Vec<String>,
    /// Names, units and meanings of the measures.
    pub measures: Vec<(String, String, String)>,
    /// Values by arm, measure and patient.
    pub values: Vec<Vec<Vec<f64>>>,
    /// Days of courses.
    pub days: Vec<f64>,
    /// Change of total collagen in % of rest by arm, day and patient.
    pub courses: Vec<Vec<Vec<f64>>>,
}

impl Outcomes {
    /// From the runs of each patient, one an arm.
    pub fn new(recipe: &Recipe, arms: &[String], patients: &[&[Record]]) -> Self {
        let column = |arm: usize, at: usize| patients.iter().map(|runs| runs[arm].value(at)).collect();
        let days = recipe.courses[0].days();
        let change = |arm: usize, day: usize| {
            let of = |runs: &&[Record]| 100.0 * (recipe.course(runs[arm].values(), 0)[day] - 1.0);
            patients.iter().map(of).collect()
        };
        let describe =
            |measure: &crate::study::measure::Measure| (measure.name(), measure.unit(), measure.meaning());
        Self {
            arms: arms.to_vec(),
            measures: recipe.measures.iter().map(describe).collect(),
            values: (0..arms.len())
                .map(|arm| (0..recipe.measures.len()).map(|at| column(arm, at)).collect())
                .collect(),
            courses: (0..arms.len())
                .map(|arm| (0..days.len()).map(|day| change(arm, day)).collect())
                .collect(),
            days,
        }
    }

    /// Place of a measure.
    pub fn place(&self, measure: &str) -> Option<usize> {
        self.measures.iter().position(|(name, ..)| name == measure)
    }

    /// Differences from the first arm, patient by patient.
    pub fn differences(&self, arm: usize, measure: usize) -> Vec<f64> {
        self.values[arm][measure].iter().zip(&self.values[0][measure]).map(|(a, b)| a - b).collect()
    }

    /// All tables.
    pub fn tables(&self, seed: u64, responder: (&str, f64), measurement_sd: f64) -> Vec<Tidy> {
        let mut tables = vec![self.arms_table(seed), self.responders_table(responder)];
        if self.arms.len() > 1 {
            tables.push(self.differences_table(seed, responder.0, measurement_sd));
        }
        tables.push(self.courses_table());
        tables
    }

    /// The part of a table that is printed: the first measures, without quartiles.
    pub fn shown(&self, table: &Tidy) -> Tidy {
        let Some(Cells::Text(measures)) = table.column("measure").map(|column| &column.cells) else {
            return table.clone();
        };
        let several = measures.iter().any(|name| SHOWN.contains(&name.as_str()));
        let row = |name: &String| !several || SHOWN.contains(&name.as_str());
        let rows: Vec<usize> = (0..measures.len()).filter(|&at| row(&measures[at])).collect();
        let keep = |column: &TidyColumn| TidyColumn {
            cells: match &column.cells {
                Cells::Text(words) => Cells::Text(rows.iter().map(|&row| words[row].clone()).collect()),
                Cells::Number(values) => Cells::Number(rows.iter().map(|&row| values[row]).collect()),
            },
            ..column.clone()
        };
        let columns =
            table.columns.iter().filter(|column| !["p25", "p75", "unit"].contains(&column.name.as_str()));
        Tidy { name: table.name.clone(), columns: columns.map(keep).collect() }
    }

    /// Arms and measures in the order of rows, from an arm on.
    fn pairs(&self, from: usize) -> Vec<(usize, usize)> {
        (0..self.measures.len()).flat_map(|at| (from..self.arms.len()).map(move |arm| (arm, at))).collect()
    }

    /// The first columns: measure, unit, arm.
    fn head(&self, pairs: &[(usize, usize)]) -> Vec<TidyColumn> {
        let words =
            |word: &dyn Fn(usize, usize) -> String| pairs.iter().map(|&(arm, at)| word(arm, at)).collect();
        vec![
            TidyColumn::words(
                "measure",
                "measure; columns.json says what it is",
                words(&|_, at| self.measures[at].0.clone()),
            ),
            TidyColumn::words("unit", "its unit", words(&|_, at| self.measures[at].1.clone())),
            TidyColumn::words("arm", "course of treatment", words(&|arm, _| self.arms[arm].clone())),
        ]
    }

    fn arms_table(&self, seed: u64) -> Tidy {
        let pairs = self.pairs(0);
        let values: Vec<Vec<f64>> = pairs.iter().map(|&(arm, at)| self.values[arm][at].clone()).collect();
        let intervals = bootstrap_means(&values, seed);
        let mut columns = self.head(&pairs);
        let mut add = |name: &str, meaning: &str, of: &dyn Fn(usize) -> f64| {
            columns.push(TidyColumn::numbers(name, "", meaning, (0..values.len()).map(of).collect()));
        };
        add("mean", "mean over patients", &|row| mean(&values[row]));
        add("mean_low", "lower end of its 95 % bootstrap interval", &|row| intervals[row].0);
        add("mean_high", "upper end", &|row| intervals[row].1);
        add("sd", "standard deviation between patients", &|row| deviation(&values[row]));
        for (name, p) in QUANTILES {
            add(name, "quantile over patients", &|row| sample_quantile(&sorted(&values[row]), p));
        }
        Tidy { name: "arms".into(), columns }
    }

    fn responders_table(&self, (measure, least): (&str, f64)) -> Tidy {
        let at = self.place(measure).unwrap_or(0);
        let count = self.values[0][at].len();
        let respond: Vec<usize> =
            self.values.iter().map(|arm| arm[at].iter().filter(|value| **value >= least).count()).collect();
        let intervals: Vec<(f64, f64)> = respond.iter().map(|yes| share_interval(*yes, count)).collect();
        let numbers =
            |name: &str, meaning: &str, values: Vec<f64>| TidyColumn::numbers(name, "", meaning, values);
        let columns = vec![
            TidyColumn::words("arm", "course of treatment", self.arms.clone()),
            numbers(
                "respond",
                "patients who reach the responder's measure",
                respond.iter().map(|yes| *yes as f64).collect(),
            ),
            numbers("share", "their share", respond.iter().map(|yes| *yes as f64 / count as f64).collect()),
            numbers(
                "share_low",
                "lower end of its 95 % interval (Wilson)",
                intervals.iter().map(|ends| ends.0).collect(),
            ),
            numbers("share_high", "upper end", intervals.iter().map(|ends| ends.1).collect()),
        ];
        Tidy { name: "responders".into(), columns }
    }

    fn differences_table(&self, seed: u64, responder: &str, measurement_sd: f64) -> Tidy {
        let pairs = self.pairs(1);
        let values: Vec<Vec<f64>> = pairs.iter().map(|&(arm, at)| self.differences(arm, at)).collect();
        let intervals = bootstrap_means(&values, seed);
        // The error of a measurement is given in the responder's measure alone.
        let error =
            |row: usize| if self.measures[pairs[row].1].0 == responder { measurement_sd } else { 0.0 };
        let between = |row: usize| {
            let (arm, at) = pairs[row];
            let squares = [0, arm].map(|arm| square(deviation(&self.values[arm][at])));
            (0.5 * (squares[0] + squares[1]) + square(error(row))).sqrt()
        };
        let within = |row: usize| (square(deviation(&values[row])) + 2.0 * square(error(row))).sqrt();
        let mut columns = self.head(&pairs);
        let reference = vec![self.arms[0].clone(); pairs.len()];
        columns.push(TidyColumn::words("minus", "the arm that is subtracted", reference));
        let mut add = |name: &str, meaning: &str, of: &dyn Fn(usize) -> f64| {
            columns.push(TidyColumn::numbers(name, "", meaning, (0..values.len()).map(of).collect()));
        };
        add("difference", "mean of the paired differences", &|row| mean(&values[row]));
        add("low", "lower end of its 95 % bootstrap interval", &|row| intervals[row].0);
        add("high", "upper end", &|row| intervals[row].1);
        add("sd", "standard deviation of the paired differences", &|row| deviation(&values[row]));
        add("share_higher", "share of patients with a higher value than under the other arm", &|row| {
            values[row].iter().filter(|value| **value > 0.0).count() as f64 / values[row].len() as f64
        });
        let difference = |row: usize| mean(&values[row]);
        for (name, power) in [("needed_per_group_80", 0.8), ("needed_per_group_90", 0.9)] {
            add(name, "patients in each group of a parallel trial with 80 or 90 % power", &|row| {
                per_group(difference(row), between(row), power).unwrap_or(f64::NAN)
            });
        }
        add("needed_paired_80", "patients of a trial in which each has both, with 80 % power", &|row| {
            paired(difference(row), within(row), 0.8).unwrap_or(f64::NAN)
        });
        Tidy { name: "differences".into(), columns }
    }

    /// `courses`: quantiles of the change of total collagen over time.
    fn courses_table(&self) -> Tidy {
        let rows: Vec<(usize, usize)> =
            (0..self.arms.len()).flat_map(|arm| (0..self.days.len()).map(move |day| (arm, day))).collect();
        let arms = rows.iter().map(|&(arm, _)| self.arms[arm].clone()).collect();
        let days = rows.iter().map(|&(_, day)| self.days[day]).collect();
        let mut columns = vec![
            TidyColumn::words("arm", "course of treatment", arms),
            TidyColumn::numbers("time_day", "day", "simulated time", days),
        ];
        for (name, p) in QUANTILES {
            let values = rows.iter().map(|&(arm, day)| sample_quantile(&sorted(&self.courses[arm][day]), p));
            let meaning = "quantile over patients of the change of total collagen, whole dermis, % of rest";
            columns.push(TidyColumn::numbers(name, "%", meaning, values.collect()));
        }
        Tidy { name: "courses".into(), columns }
    }
}

fn square(x: f64) -> f64 {
    x * x
}
