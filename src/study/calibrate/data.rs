//! Measured time courses to fit: a CSV table.

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::study::base::Base;
use crate::study::measure::Measure;

/// One measured value.
#[derive(Debug, Clone, PartialEq)]
pub struct Datum {
    /// Outcome column, `<outcome>.<region>`.
    pub outcome: String,
    /// Day.
    pub day: f64,
    /// Value.
    pub value: f64,
    /// Its standard deviation.
    pub spread: f64,
    /// Whether values are parts of the course's own peak.
    pub of_peak: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    outcome: String,
    day: f64,
    value: f64,
    spread: f64,
    #[serde(default)]
    of_peak: Option<bool>,
}

/// Reads a table with the columns `outcome`, `day`, `value`, `spread` and perhaps `of_peak`.
///
/// # Errors
/// [`Error::Scenario`] that names file, line and what is wrong.
pub fn read(table: &Base) -> Result<Vec<Datum>> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(table.text.as_bytes());
    let mut data = Vec::new();
    for (at, row) in reader.deserialize::<Row>().enumerate() {
        let row =
            row.map_err(|error| wrong(table, error.position().map(csv::Position::line), &error.to_string()))?;
        let whose = |problem: &str| wrong(table, None, &format!("value {}: {problem}", at + 1));
        let Row { outcome, day, value, spread, of_peak } = row;
        if let Err(error) = Measure::parse(&format!("{outcome}@0")) {
            let told = error.to_string().replace(&format!("{outcome}@0"), &outcome);
            return Err(whose(&told.replace("measure", "outcome")));
        }
        if !(value.is_finite() && spread.is_finite() && spread > 0.0) {
            return Err(whose("value and spread must be numbers, the spread above 0"));
        }
        if !(0.0..=7300.0).contains(&day) {
            return Err(whose("the day must be from 0 to 7300"));
        }
        data.push(Datum { outcome, day, value, spread, of_peak: of_peak.unwrap_or(false) });
    }
    if data.is_empty() {
        return Err(wrong(
            table,
            None,
            "there are no values; columns are outcome,day,value,spread[,of_peak]",
        ));
    }
    for datum in &data {
        if data.iter().any(|other| other.outcome == datum.outcome && other.of_peak != datum.of_peak) {
            let problem = format!("`{}` is given both as it is and of its peak", datum.outcome);
            return Err(wrong(table, None, &problem));
        }
    }
    Ok(data)
}

fn wrong(table: &Base, line: Option<u64>, problem: &str) -> Error {
    let line = line.map_or(String::new(), |line| format!(":{line}"));
    Error::Scenario(format!("{}{line}: {problem}", table.name))
}

/// What is read off a run to compare with the data: a value each, then the peak of each outcome that is
/// given in parts of it.
pub struct Reading {
    /// The measures.
    pub measures: Vec<Measure>,
    /// For each datum the place of the peak that it is a part of.
    peaks: Vec<Option<usize>>,
}

impl Reading {
    /// For these data.
    ///
    /// # Errors
    /// None for data that were read by [`read`].
    pub fn new(data: &[Datum]) -> Result<Self> {
        let mut measures = Vec::new();
        for datum in data {
            measures.push(Measure::parse(&format!("{}@{}", datum.outcome, datum.day))?);
        }
        let mut outcomes: Vec<&str> = Vec::new();
        let mut peaks = Vec::new();
        for datum in data {
            peaks.push(if datum.of_peak {
                let known = outcomes.iter().position(|outcome| *outcome == datum.outcome);
                let at = known.unwrap_or(outcomes.len());
                if known.is_none() {
                    outcomes.push(&datum.outcome);
                    measures.push(Measure::parse(&format!("{}@peak", datum.outcome))?);
                }
                Some(data.len() + at)
            } else {
                None
            });
        }
        Ok(Self { measures, peaks })
    }

    /// The model's counterparts of the data, from what was read off a run.
    pub fn model(&self, values: &[f64]) -> Vec<f64> {
        let value = |at: usize| values.get(at).copied().unwrap_or(f64::NAN);
        let part =
            |(at, peak): (usize, &Option<usize>)| peak.map_or(value(at), |peak| value(at) / value(peak));
        self.peaks.iter().enumerate().map(part).collect()
    }
}

/// χ²: squared differences of model and data in units of the spread; infinite where the model has no value.
pub fn chi_squared(data: &[Datum], model: &[f64]) -> f64 {
    let square = |(datum, model): (&Datum, &f64)| {
        let residual = (model - datum.value) / datum.spread;
        residual * residual
    };
    let sum: f64 = data.iter().zip(model).map(square).sum();
    if sum.is_finite() { sum } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Base {
        Base { name: "data.csv".into(), text: text.into() }
    }

    #[test]
    fn parts_of_the_peak_and_values_as_they_are() {
        let text = "outcome,day,value,spread,of_peak\n# a remark\ntewl.surface,1,12,2,false\nneutrophils.halo,5,0.1,0.05,true\nneutrophils.halo,1,1,0.1,true\n";
        let data = read(&table(text)).unwrap();
        let reading = Reading::new(&data).unwrap();
        let names: Vec<String> = reading.measures.iter().map(Measure::name).collect();
        assert_eq!(
            names,
            ["tewl.surface@1", "neutrophils.halo@5", "neutrophils.halo@1", "neutrophils.halo@peak"]
        );
        let model = reading.model(&[13.0, 2.0, 4.0, 5.0]);
        assert_eq!(model, [13.0, 0.4, 0.8]);
        let expected = 0.25 + 36.0 + 4.0;
        assert!((chi_squared(&data, &model) - expected).abs() < 1e-12);
        assert_eq!(chi_squared(&data, &[f64::NAN, 0.1, 1.0]), f64::INFINITY);
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, word) in [
            ("outcome,day,value,spread\n", "no values"),
            ("outcome,day,value\ntewl.surface,1,2\n", "spread"),
            ("outcome,day,value,spread\ntewl.surfase,1,2,1\n", "did you mean `tewl.surface`?"),
            ("outcome,day,value,spread\ntewl.surface,x,2,1\n", "data.csv:2"),
            ("outcome,day,value,spread\ntewl.surface,1,2,0\n", "above 0"),
            ("outcome,day,value,spread\ntewl.surface,-1,2,1\n", "0 to 7300"),
            ("outcome,day,value,spread,of_peak\ntewl.surface,1,2,1,true\ntewl.surface,2,2,1,false\n", "both"),
        ] {
            let error = read(&table(text)).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("data.csv"), "{error}");
        }
    }
}
