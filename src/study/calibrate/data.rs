//! Measured time courses to fit: a CSV table.

use std::collections::HashMap;

use super::table::{NEEDS, Table};
use crate::error::Result;
use crate::study::plan::base::Base;
use crate::study::readout::measure::Measure;

/// One measured value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Datum {
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

/// The measured values of a file, and what of it is not read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Data {
    /// The values.
    pub values: Vec<Datum>,
    /// Columns that mean nothing here.
    pub unread: Vec<String>,
}

/// Reads a table with the columns `outcome`, `day`, `value`, `spread` and perhaps `of_peak`.
///
/// # Errors
/// [`Error::File`](crate::error::Error::File) that names file, line, column and what is wrong.
pub(super) fn read(text: &Base) -> Result<Data> {
    let table = Table::read(text)?;
    let mut values = Vec::new();
    let mut of_peak: HashMap<&str, bool> = HashMap::new();
    for row in table.rows() {
        let outcome = row.words("outcome")?;
        if let Err(error) = Measure::parse(&format!("{outcome}@0")) {
            let told = error.to_string().replace(&format!("{outcome}@0"), outcome);
            return Err(row.wrong("outcome", &told.replace("measure", "outcome")));
        }
        let (day, spread) = (row.number("day")?, row.number("spread")?);
        if !(0.0..=7300.0).contains(&day) {
            return Err(row.wrong("day", &format!("the day is {day}; it must be from 0 to 7300")));
        }
        if spread <= 0.0 {
            return Err(row.wrong("spread", &format!("the spread is {spread}; it must be above 0")));
        }
        let part = row.flag("of_peak")?;
        if *of_peak.entry(outcome).or_insert(part) != part {
            let problem = format!("`{outcome}` is given both as it is and of its peak");
            return Err(row.wrong("of_peak", &problem));
        }
        let outcome = outcome.to_owned();
        values.push(Datum { outcome, day, value: row.number("value")?, spread, of_peak: part });
    }
    if values.is_empty() {
        return Err(table.wrong(&format!("there are no values below the names of its columns; {NEEDS}")));
    }
    Ok(Data { values, unread: table.unread.clone() })
}

/// What is read off a run to compare with the data: the values, and the peak of each outcome that is given in
/// parts of it, each once.
pub(super) struct Reading {
    /// The measures.
    pub measures: Vec<Measure>,
    /// For each datum the place of its value, and of the peak that it is a part of.
    places: Vec<(usize, Option<usize>)>,
}

impl Reading {
    /// For these data.
    ///
    /// # Errors
    /// None for data that were read by [`read`].
    pub(super) fn new(data: &[Datum]) -> Result<Self> {
        let mut measures = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut place = |name: String| -> Result<usize> {
            if let Some(at) = known.get(&name) {
                return Ok(*at);
            }
            measures.push(Measure::parse(&name)?);
            known.insert(name, measures.len() - 1);
            Ok(measures.len() - 1)
        };
        let mut places = Vec::with_capacity(data.len());
        for datum in data {
            let value = place(format!("{}@{}", datum.outcome, datum.day))?;
            let peak = datum.of_peak.then(|| place(format!("{}@peak", datum.outcome))).transpose()?;
            places.push((value, peak));
        }
        Ok(Self { measures, places })
    }

    /// The model's counterparts of the data, from what was read off a run.
    pub(super) fn model(&self, values: &[f64]) -> Vec<f64> {
        let value = |at: usize| values.get(at).copied().unwrap_or(f64::NAN);
        let part =
            |&(at, peak): &(usize, Option<usize>)| peak.map_or(value(at), |peak| value(at) / value(peak));
        self.places.iter().map(part).collect()
    }
}

/// χ²: squared differences of model and data in units of the spread; infinite where the model has no value.
pub(super) fn chi_squared(data: &[Datum], model: &[f64]) -> f64 {
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
        let data = read(&table(text)).unwrap().values;
        let reading = Reading::new(&data).unwrap();
        let names: Vec<String> = reading.measures.iter().map(Measure::name).collect();
        assert_eq!(
            names,
            ["tewl.surface@1", "neutrophils.halo@5", "neutrophils.halo@peak", "neutrophils.halo@1"]
        );
        let model = reading.model(&[13.0, 2.0, 5.0, 4.0]);
        assert_eq!(model, [13.0, 0.4, 0.8]);
        let expected = 0.25 + 36.0 + 4.0;
        assert!((chi_squared(&data, &model) - expected).abs() < 1e-12);
        assert_eq!(chi_squared(&data, &[f64::NAN, 0.1, 1.0]), f64::INFINITY);
    }

    /// Two measurements of one day are two data and one measure.
    #[test]
    fn repeated_measurements_are_read_once() {
        let text = "outcome,day,value,spread\ntewl.surface,1,12,2\ntewl.surface,1,14,2\ntewl.surface,2,9,2\n";
        let data = read(&table(text)).unwrap().values;
        let reading = Reading::new(&data).unwrap();
        assert_eq!(reading.measures.len(), 2);
        assert_eq!(reading.model(&[13.0, 10.0]), [13.0, 13.0, 10.0]);
    }

    #[test]
    fn other_programs_tables_are_read() {
        let plain = read(&table("outcome,day,value,spread\ntewl.surface,1,4.2,2\n")).unwrap();
        for text in [
            "outcome;day;value;spread\ntewl.surface;1;4.2;2\n",
            "outcome\tday\tvalue\tspread\ntewl.surface\t1\t4.2\t2\n",
            "\u{feff}Spread,Value,Day,Outcome\r\n2,4.2,1,tewl.surface\r\n",
        ] {
            assert_eq!(read(&table(text)).unwrap(), plain, "{text}");
        }
        let more = "patient,outcome,day,value,spread,remark\nA,tewl.surface,1,4.2,2,\"wet, cold\"\n";
        let more = read(&table(more)).unwrap();
        assert_eq!(
            (more.values, more.unread),
            (plain.values, vec!["patient".to_owned(), "remark".to_owned()])
        );
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, word) in [
            ("outcome,day,value,spread\n", "no values"),
            ("outcome,day,value\ntewl.surface,1,2\n", "spread"),
            ("outcome,day,value,spread\ntewl.surfase,1,2,1\n", "did you mean `tewl.surface`?"),
            (
                "outcome,day,value,spread\ntewl.surface,x,2,1\n",
                "data.csv:2: column 2 (day): `x` is not a number",
            ),
            (
                "outcome,day,value,spread\n\n# none\ntewl.surface,1,,1\n",
                "data.csv:4: column 3 (value): it is empty",
            ),
            (
                "outcome;day;value;spread\ntewl.surface;1;4,2;1\n",
                "column 3 (value): `4,2` has a comma; write 4.2",
            ),
            (
                "outcome,day,value,spread\ntewl.surface,1,4,2,1\n",
                "data.csv:2: 5 cells where the first line has 4",
            ),
            (
                "time,who,level\n1,A,2\n",
                "there is no column outcome, day, value, spread among time, who, level",
            ),
            ("outcome,day,value,spread,ofpeak\ntewl.surface,1,2,1,true\n", "did you mean `of_peak`?"),
            ("outcome,day,value,spread,of_peak\ntewl.surface,1,2,1,maybe\n", "column 5 (of_peak): `maybe`"),
            ("outcome,day,day,value,spread\ntewl.surface,1,1,2,1\n", "day is there twice"),
            ("", "there is no column"),
            ("outcome,day,value,spread\ntewl.surface,1,2,0\n", "above 0"),
            ("outcome,day,value,spread\ntewl.surface,-1,2,1\n", "0 to 7300"),
            ("outcome,day,value,spread,of_peak\ntewl.surface,1,2,1,true\ntewl.surface,2,2,1,false\n", "both"),
        ] {
            let error = read(&table(text)).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("data.csv"), "{error}");
        }
    }
}
