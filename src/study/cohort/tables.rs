//! The tables of a cohort: arms, paired differences, responders, courses.

use super::arm::Contrast;
use super::trial::{paired, per_group};
use crate::study::journal::record::Record;
use crate::study::plan::Plan;
use crate::study::statistics::noise::Noise;
use crate::study::statistics::{
    deviation, known, mean, mean_interval, sample_quantile, share_interval, sorted,
};
use crate::tidy::{Cells, Tidy, TidyColumn};

/// Quantiles that tables hold.
const QUANTILES: [(&str, f64); 5] =
    [("p05", 0.05), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p95", 0.95)];
/// Measures that are printed where none is asked for; the files have all.
const SHOWN: [&str; 4] = ["gain_after_last", "gain_on_day", "scar_like_share", "inflammation_days"];

/// Unit of columns whose rows are different measures.
const OF_THE_MEASURE: &str = "unit of the measure";
/// What is said of a difference that is none.
const BELOW_NOISE: &str = "below the numerical noise";

/// What the patients had under each arm.
pub(super) struct Outcomes {
    /// Names of the arms.
    pub arms: Vec<String>,
    /// Pairs of arms of which differences are told.
    pub contrasts: Vec<Contrast>,
    /// Names, units and meanings of the measures.
    pub measures: Vec<(String, String, String)>,
    /// Values by arm, measure and patient.
    pub values: Vec<Vec<Vec<f64>>>,
    /// Days of courses.
    pub days: Vec<f64>,
    /// Change of total collagen in % of rest by arm, day and patient.
    pub courses: Vec<Vec<Vec<f64>>>,
    /// Numerical noise by arm.
    pub noise: Vec<Noise>,
}

impl Outcomes {
    /// From the runs of each patient, one an arm.
    pub(super) fn new(
        plan: &Plan,
        arms: &[String],
        contrasts: Vec<Contrast>,
        patients: &[&[Record]],
        noise: Vec<Noise>,
    ) -> Self {
        let (readout, taken) = (&plan.readout, plan.taken());
        let column = |arm: usize, at: usize| patients.iter().map(|runs| runs[arm].value(at)).collect();
        let days = readout.courses[0].days();
        let change = |arm: usize, day: usize| {
            let of = |runs: &&[Record]| 100.0 * (readout.course(runs[arm].values(), 0)[day] - 1.0);
            patients.iter().map(of).collect()
        };
        let describe = |measure: &crate::study::readout::measure::Measure| {
            (measure.name(), measure.unit(), taken.meaning(measure))
        };
        Self {
            arms: arms.to_vec(),
            contrasts,
            noise,
            measures: readout.measures.iter().map(describe).collect(),
            values: (0..arms.len())
                .map(|arm| (0..readout.measures.len()).map(|at| column(arm, at)).collect())
                .collect(),
            courses: (0..arms.len())
                .map(|arm| (0..days.len()).map(|day| change(arm, day)).collect())
                .collect(),
            days,
        }
    }

    /// Place of a measure.
    pub(super) fn place(&self, measure: &str) -> Option<usize> {
        self.measures.iter().position(|(name, ..)| name == measure)
    }

    /// Differences patient by patient, of those who have the measure under both arms.
    pub(super) fn differences(&self, contrast: Contrast, measure: usize) -> Vec<f64> {
        let [arm, minus] = [contrast.arm, contrast.minus].map(|arm| &self.values[arm][measure]);
        known(&arm.iter().zip(minus).map(|(a, b)| a - b).collect::<Vec<_>>())
    }

    /// All tables.
    pub(super) fn tables(&self, responder: (&str, f64), measurement_sd: f64) -> Vec<Tidy> {
        let mut tables = vec![self.arms_table(), self.responders_table(responder.0, responder.1)];
        if !self.contrasts.is_empty() {
            tables.push(self.differences_table(responder.0, measurement_sd));
        }
        tables.push(self.courses_table());
        tables
    }

    /// Numerical noise of a measure under an arm; `NaN` where no patient has a value.
    fn noise(&self, arm: usize, measure: usize) -> f64 {
        if !self.values[arm][measure].iter().any(|value| value.is_finite()) {
            return f64::NAN;
        }
        self.noise.get(arm).map_or(0.0, |noise| noise.among(measure, &self.values[arm][measure]))
    }

    /// The part of a table that is printed: what was asked for, or of `all` measures the usual ones; without
    /// quartiles.
    pub(super) fn shown(&self, table: &Tidy, all: bool) -> Tidy {
        let Some(Cells::Text(measures)) = table.column("measure").map(|column| &column.cells) else {
            return table.clone();
        };
        let row = |name: &String| !all || SHOWN.contains(&name.as_str());
        let rows: Vec<usize> = (0..measures.len()).filter(|&at| row(&measures[at])).collect();
        let keep = |column: &TidyColumn| TidyColumn {
            cells: match &column.cells {
                Cells::Text(words) => Cells::Text(rows.iter().map(|&row| words[row].clone()).collect()),
                Cells::Number(values) => Cells::Number(rows.iter().map(|&row| values[row]).collect()),
            },
            ..column.clone()
        };
        let columns = table
            .columns
            .iter()
            .filter(|column| !["p25", "p75", "unit", "needed_per_group_90"].contains(&column.name.as_str()));
        Tidy { name: table.name.clone(), columns: columns.map(keep).collect() }
    }

    /// The first columns: measure, unit, arm.
    fn head(&self, rows: &[Row]) -> Vec<TidyColumn> {
        let words = |word: &dyn Fn(&Row) -> String| rows.iter().map(word).collect();
        vec![
            TidyColumn::words(
                "measure",
                "measure; columns.json says what it is",
                words(&|row| self.measures[row.measure].0.clone()),
            ),
            TidyColumn::words("unit", "its unit", words(&|row| self.measures[row.measure].1.clone())),
            TidyColumn::words("arm", "course of treatment", words(&|row| self.arms[row.arm].clone())),
        ]
    }

    fn arms_table(&self) -> Tidy {
        let arms = 0..self.arms.len();
        let rows: Vec<Row> = (0..self.measures.len())
            .flat_map(|measure| arms.clone().map(move |arm| Row { measure, arm, minus: arm }))
            .collect();
        let values: Vec<Vec<f64>> =
            rows.iter().map(|row| known(&self.values[row.arm][row.measure])).collect();
        let mut columns = self.head(&rows);
        columns.push(patients(values.iter().map(Vec::len)));
        let mut add = |name: &str, meaning: &str, of: &dyn Fn(usize) -> f64| {
            let cells = (0..values.len()).map(of).collect();
            columns.push(TidyColumn::numbers(name, OF_THE_MEASURE, meaning, cells));
        };
        add("mean", "mean over patients", &|row| mean(&values[row]));
        add("mean_low", "lower end of its 95 % interval (Student's t)", &|row| mean_interval(&values[row]).0);
        add("mean_high", "upper end", &|row| mean_interval(&values[row]).1);
        add("sd", "standard deviation between patients", &|row| deviation(&values[row]));
        for (name, p) in QUANTILES {
            add(name, "quantile over patients", &|row| sample_quantile(&sorted(&values[row]), p));
        }
        add("numerical_noise", "twice what the tolerance leaves in each patient's number", &|row| {
            self.noise(rows[row].arm, rows[row].measure)
        });
        Tidy { name: "arms".into(), columns }
    }

    fn responders_table(&self, measure: &str, least: f64) -> Tidy {
        let at = self.place(measure).unwrap_or(0);
        let values: Vec<Vec<f64>> = self.values.iter().map(|arm| known(&arm[at])).collect();
        let reached: Vec<usize> =
            values.iter().map(|values| values.iter().filter(|value| **value >= least).count()).collect();
        let shares = |of: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
            let each = values.iter().zip(&reached);
            each.map(|(values, yes)| if values.is_empty() { f64::NAN } else { of(*yes, values.len()) })
                .collect()
        };
        let numbers =
            |name: &str, meaning: &str, values: Vec<f64>| TidyColumn::numbers(name, "1", meaning, values);
        let columns = vec![
            TidyColumn::words("arm", "course of treatment", self.arms.clone()),
            patients(values.iter().map(Vec::len)),
            numbers("respond", "patients who reach the responder's measure", shares(&|yes, _| yes as f64)),
            numbers("share", "their share", shares(&|yes, count| yes as f64 / count as f64)),
            numbers(
                "share_low",
                "lower end of its 95 % interval (Wilson)",
                shares(&|yes, count| share_interval(yes, count).0),
            ),
            numbers("share_high", "upper end", shares(&|yes, count| share_interval(yes, count).1)),
        ];
        Tidy { name: "responders".into(), columns }
    }

    fn differences_table(&self, responder: &str, measurement_sd: f64) -> Tidy {
        let row = |measure: usize, of: &Contrast| Row { measure, arm: of.arm, minus: of.minus };
        let rows: Vec<Row> = (0..self.measures.len())
            .flat_map(|measure| self.contrasts.iter().map(move |contrast| row(measure, contrast)))
            .collect();
        let differences: Vec<Difference> = rows
            .iter()
            .map(|row| {
                // The error of a measurement is given in the responder's measure alone.
                let named = self.measures[row.measure].0 == responder;
                self.difference(row, if named { measurement_sd } else { 0.0 })
            })
            .collect();
        let mut columns = self.head(&rows);
        let minus = rows.iter().map(|row| self.arms[row.minus].clone()).collect();
        columns.push(TidyColumn::words("minus", "the arm that is subtracted", minus));
        columns.push(patients(differences.iter().map(|row| row.values.len())));
        let mut add = |name: &str, unit: &str, meaning: &str, of: &dyn Fn(&Difference) -> f64| {
            columns.push(TidyColumn::numbers(name, unit, meaning, differences.iter().map(of).collect()));
        };
        let unit = OF_THE_MEASURE;
        add("difference", unit, "mean of the paired differences", &|row| mean(&row.values));
        add("low", unit, "lower end of its 95 % interval (Student's t)", &|row| mean_interval(&row.values).0);
        add("high", unit, "upper end", &|row| mean_interval(&row.values).1);
        add("sd", unit, "standard deviation of the paired differences", &|row| deviation(&row.values));
        let meaning = "what the tolerance leaves in each difference; below it there is nothing to see";
        add("numerical_noise", unit, meaning, &|row| row.noise);
        let meaning =
            "share of patients whose value is higher, by more than the noise, than under the other arm";
        add("share_higher", "1", meaning, &Difference::share_higher);
        let meaning = "patients in each group of a parallel trial with 80 or 90 % power";
        for (name, power) in [("needed_per_group_80", 0.8), ("needed_per_group_90", 0.9)] {
            add(name, "patients", meaning, &|row| row.needed(per_group, row.between, power));
        }
        let meaning = "patients of a trial in which each has both, with 80 % power";
        add("needed_paired_80", "patients", meaning, &|row| row.needed(paired, row.within, 0.8));
        let remarks = differences.iter().map(|row| row.remark().to_owned()).collect();
        columns.push(TidyColumn::words("remark", "why nothing is said of a difference", remarks));
        Tidy { name: "differences".into(), columns }
    }

    fn difference(&self, row: &Row, error: f64) -> Difference {
        let Row { measure, arm, minus } = *row;
        let values = self.differences(Contrast { arm, minus }, measure);
        let squares = [minus, arm].map(|arm| square(deviation(&known(&self.values[arm][measure]))));
        Difference {
            noise: self.noise(arm, measure).max(self.noise(minus, measure)),
            between: (0.5 * (squares[0] + squares[1]) + square(error)).sqrt(),
            within: (square(deviation(&values)) + 2.0 * square(error)).sqrt(),
            values,
        }
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
            patients(rows.iter().map(|&(arm, day)| known(&self.courses[arm][day]).len())),
        ];
        for (name, p) in QUANTILES {
            let values = rows.iter().map(|&(arm, day)| sample_quantile(&sorted(&self.courses[arm][day]), p));
            let meaning = "quantile over patients of the change of total collagen, whole dermis, % of rest";
            columns.push(TidyColumn::numbers(name, "%", meaning, values.collect()));
        }
        Tidy { name: "courses".into(), columns }
    }
}

/// What a row of a table is of.
#[derive(Debug, Clone, Copy)]
struct Row {
    measure: usize,
    arm: usize,
    minus: usize,
}

/// Paired differences of a measure, and what they scatter by.
struct Difference {
    /// Of each patient with a value under both arms.
    values: Vec<f64>,
    noise: f64,
    /// Standard deviation between patients of parallel groups, error of measurement included.
    between: f64,
    /// Of the differences within patients.
    within: f64,
}

impl Difference {
    /// Empty where nothing is said of the difference.
    fn share_higher(&self) -> f64 {
        if !self.remark().is_empty() {
            return f64::NAN;
        }
        self.values.iter().filter(|value| **value > self.noise).count() as f64 / self.values.len() as f64
    }

    /// Patients that a trial needs; empty where there is nothing to see.
    fn needed(&self, trial: fn(f64, f64, f64) -> Option<f64>, sd: f64, power: f64) -> f64 {
        let difference = mean(&self.values);
        let seen = Some(difference).filter(|difference| difference.abs() > self.noise);
        seen.and_then(|difference| trial(difference, sd, power)).unwrap_or(f64::NAN)
    }

    fn remark(&self) -> &'static str {
        match self.values.is_empty() {
            true => "no patient has both values",
            false if mean(&self.values).abs() > self.noise => "",
            false => BELOW_NOISE,
        }
    }
}

/// How many patients a row rests on.
fn patients(counts: impl Iterator<Item = usize>) -> TidyColumn {
    let meaning = "patients with a value, on whom the row rests";
    TidyColumn::numbers("patients", "patients", meaning, counts.map(|count| count as f64).collect())
}

fn square(x: f64) -> f64 {
    x * x
}
