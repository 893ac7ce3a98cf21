//! Measured time courses to fit: a CSV table.

use std::collections::HashMap;

use super::conditions::{Condition, place};
use super::layout::Layout;
use super::observable::Observable;
use super::sources::Source;
use super::table::{NEEDS, Table};
use crate::error::Result;
use crate::study::readout::measure::Measure;

/// What is known of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Censoring {
    /// The value itself.
    None,
    /// That it is below this.
    Below,
    /// That it is above this.
    Above,
}

impl Censoring {
    /// As in a table.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Below => "<",
            Self::Above => ">",
        }
    }
}

/// One measured value.
#[derive(Debug, Clone, PartialEq)]
pub struct Datum {
    /// Place of its condition.
    pub condition: usize,
    /// Outcome column, `<outcome>.<region>`.
    pub outcome: String,
    /// Day.
    pub day: f64,
    /// Value, or the limit that it lies beyond.
    pub value: f64,
    /// Whether it is a limit.
    pub censoring: Censoring,
    /// Its standard deviation, of the logarithm for log-normal errors; not a number where it is estimated.
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
    /// Cells of a table with a column an outcome in which nothing was measured.
    pub empty: usize,
}

/// Reads a table: a value a row (`outcome`, `day` or `hour`, `value`, `spread`, perhaps `of_peak`), or a column an outcome
/// (`neutrophils.halo` and perhaps `neutrophils.halo_sd` beside `day` or `hour`); in both perhaps `condition`.
///
/// # Errors
/// [`Error::File`](crate::error::Error::File) that names file, line, column and what is wrong.
pub(super) fn read(source: &Source, conditions: &[Condition], observables: &[Observable]) -> Result<Data> {
    let table = Table::read(&source.file)?;
    let layout = Layout::new(&table, observables)?;
    let condition = layout.condition(source, conditions)?;
    let (mut values, mut empty) = (Vec::new(), 0);
    let mut of_peak: HashMap<String, bool> = HashMap::new();
    for row in table.rows() {
        let place = match (&condition, layout.condition) {
            (Some(place), _) => *place,
            (None, Some(at)) => {
                place(conditions, row.words(at)?).map_err(|problem| row.wrong(at, &problem))?
            }
            (None, None) => 0,
        };
        let day = layout.time.1 * row.number(layout.time.0)?;
        if !(0.0..=7300.0).contains(&day) {
            return Err(row.wrong(layout.time.0, &format!("the day is {day}; it must be from 0 to 7300")));
        }
        let part = row.flag(layout.of_peak)?;
        for column in &layout.values {
            if column.outcome.is_some() && row.nothing(column.value) {
                empty += 1;
                continue;
            }
            let outcome = layout.outcome_of(column, row)?;
            if *of_peak.entry(outcome.clone()).or_insert(part) != part {
                let problem = format!("`{outcome}` is given both as it is and of its peak");
                return Err(row.wrong(layout.of_peak.unwrap_or_default(), &problem));
            }
            let plain = Observable::plain(&outcome);
            let observable = observables.iter().find(|known| known.outcome == outcome).unwrap_or(&plain);
            let (sign, value) = row.limit(column.value)?;
            if observable.lognormal && value <= 0.0 {
                let problem = format!("{value} has no logarithm, which log-normal errors need");
                return Err(row.wrong(column.value, &problem));
            }
            let censoring = match sign {
                Some('<') => Censoring::Below,
                Some(_) => Censoring::Above,
                None => Censoring::None,
            };
            let spread = layout.spread(column, row, observable)?;
            values.push(Datum { condition: place, outcome, day, value, censoring, spread, of_peak: part });
        }
    }
    if values.is_empty() {
        return Err(table.wrong(&format!("there are no values below the names of its columns; {NEEDS}")));
    }
    let unread = table.heads.iter().enumerate().filter(|(at, _)| !layout.reads(*at, condition.is_none()));
    let unread = unread.map(|(_, head)| head.clone()).collect();
    Ok(Data { values, unread, empty })
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
    pub(super) fn new<'d>(data: impl Iterator<Item = &'d Datum>) -> Result<Self> {
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
        let mut places = Vec::new();
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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::study::calibrate::conditions::conditions;
    use crate::study::calibrate::observable::observables;
    use crate::study::plan::base::Base;

    fn source(text: &str) -> Source {
        let file = Base { name: "data.csv".into(), text: text.into() };
        Source { condition: String::new(), file }
    }

    /// Two conditions, `a` and `b`.
    fn two() -> Vec<Condition> {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 2";
        let base = Base { name: "wound.toml".into(), text: text.into() };
        conditions(&[base], &["a: run.days=3".into(), "b: run.days=4".into()], &[]).unwrap()
    }

    fn alone() -> Vec<Condition> {
        let one = Condition { name: String::new(), ..two().remove(0) };
        vec![one]
    }

    fn read_alone(text: &str) -> Result<Data> {
        read(&source(text), &alone(), &[])
    }

    #[test]
    fn parts_of_the_peak_and_values_as_they_are() {
        let text = "outcome,day,value,spread,of_peak\n# a remark\ntewl.surface,1,12,2,false\nneutrophils.halo,5,0.1,0.05,true\nneutrophils.halo,1,1,0.1,true\n";
        let data = read_alone(text).unwrap().values;
        let reading = Reading::new(data.iter()).unwrap();
        let names: Vec<String> = reading.measures.iter().map(Measure::name).collect();
        assert_eq!(
            names,
            ["tewl.surface@1", "neutrophils.halo@5", "neutrophils.halo@peak", "neutrophils.halo@1"]
        );
        let model = reading.model(&[13.0, 2.0, 5.0, 4.0]);
        assert_eq!(model, [13.0, 0.4, 0.8]);
    }

    /// Two measurements of one day are two data and one measure.
    #[test]
    fn repeated_measurements_are_read_once() {
        let text = "outcome,day,value,spread\ntewl.surface,1,12,2\ntewl.surface,1,14,2\ntewl.surface,2,9,2\n";
        let data = read_alone(text).unwrap().values;
        let reading = Reading::new(data.iter()).unwrap();
        assert_eq!(reading.measures.len(), 2);
        assert_eq!(reading.model(&[13.0, 10.0]), [13.0, 13.0, 10.0]);
    }

    #[test]
    fn other_programs_tables_are_read() {
        let plain = read_alone("outcome,day,value,spread\ntewl.surface,1,4.2,2\n").unwrap();
        for text in [
            "outcome;day;value;spread\ntewl.surface;1;4.2;2\n",
            "outcome\tday\tvalue\tspread\ntewl.surface\t1\t4.2\t2\n",
            "\u{feff}Spread,Value,Day,Outcome\r\n2,4.2,1,tewl.surface\r\n",
            "outcome;day;value;spread\ntewl.surface;1,0;4,2;2\n",
            "outcome\thours\tvalue\tsd\ntewl.surface\t24\t4,2\t2\n",
            "day,tewl.surface,tewl.surface_sd\n1,4.2,2\n",
        ] {
            assert_eq!(read_alone(text).unwrap(), plain, "{text}");
        }
        let more = "patient,outcome,day,value,spread,remark\nA,tewl.surface,1,4.2,2,\"wet, cold\"\n";
        let more = read_alone(more).unwrap();
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
                "outcome,day,value,spread\ntewl.surface,1,\"4,2\",1\n",
                "column 3 (value): `4,2` has a comma; write 4.2",
            ),
            ("outcome;day;value;spread\ntewl.surface;1;1,234,5;1\n", "`1,234,5` is not a number"),
            ("outcome,day,value,spread\ntewl.surface,1,NA,1\n", "column 3 (value): `NA` is no value"),
            ("outcome,hour,value,spread\ntewl.surface,-24,2,1\n", "column 2 (hour): the day is -1"),
            ("day,tewl.surface\n1,2\n", "column 2 (tewl.surface): there is no spread"),
            (
                "day,tewl.surface,tewl.surface_sd\n1,2,\n",
                "data.csv:2: column 3 (tewl.surface_sd): it is empty",
            ),
            ("tewl.surface,tewl.surface_sd\n2,1\n", "there is no column day"),
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
            ("", "it is empty"),
            ("outcome,day,value,spread\ntewl.surface,1,2,0\n", "above 0"),
            ("outcome,day,value,spread\ntewl.surface,-1,2,1\n", "0 to 7300"),
            ("outcome,day,value,spread,of_peak\ntewl.surface,1,2,1,true\ntewl.surface,2,2,1,false\n", "both"),
        ] {
            let error = read_alone(text).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("data.csv"), "{error}");
        }
    }

    #[test]
    fn a_column_an_outcome_with_cells_where_nothing_was_measured() {
        let text = "hour;neutrophils.halo;neutrophils.halo_sd;macrophages_m1.halo;macrophages_m1.halo_sd;who\n\
                    12;0,5;0,1;NA;;x\n48;<0,2;0,1;0,3;0,05;y\n";
        let found = read_alone(text).unwrap();
        let short = |datum: &Datum| {
            (datum.outcome.clone(), datum.day, datum.censoring.sign(), datum.value, datum.spread)
        };
        let expected = [
            ("neutrophils.halo".to_owned(), 0.5, "", 0.5, 0.1),
            ("neutrophils.halo".to_owned(), 2.0, "<", 0.2, 0.1),
            ("macrophages_m1.halo".to_owned(), 2.0, "", 0.3, 0.05),
        ];
        assert_eq!(found.values.iter().map(short).collect::<Vec<_>>(), expected);
        assert_eq!((found.unread, found.empty), (vec!["who".to_owned()], 1));
    }

    #[test]
    fn limits_and_spreads_that_are_estimated() {
        let known = observables(&["tewl.surface: spread, lognormal".into()]).unwrap();
        let text = "outcome,day,value\ntewl.surface,1,>12\ntewl.surface,2,< 3\ntewl.surface,3,5\n";
        let found = read(&source(text), &alone(), &known).unwrap().values;
        let signs: Vec<&str> = found.iter().map(|datum| datum.censoring.sign()).collect();
        assert_eq!(signs, [">", "<", ""]);
        assert!(found.iter().all(|datum| datum.spread.is_nan()));
        let told = |text: &str| read(&source(text), &alone(), &known).unwrap_err().to_string();
        assert!(told("outcome,day,value\ntewl.surface,1,0\n").contains("0 has no logarithm"));
        assert!(told("outcome,day,value\nneutrophils.halo,1,2\n").contains("there is no spread"));
    }

    #[test]
    fn conditions_by_row_or_by_file() {
        let text = "scenario,outcome,day,value,spread\nb,tewl.surface,1,4,2\na,tewl.surface,1,5,2\n";
        let places = |source: &Source| -> Vec<usize> {
            let found = read(source, &two(), &[]).unwrap();
            found.values.iter().map(|datum| datum.condition).collect()
        };
        assert_eq!(places(&source(text)), [1, 0]);
        let plain = source("outcome,day,value,spread\ntewl.surface,1,4,2\n");
        assert_eq!(places(&Source { condition: "b".into(), ..plain.clone() }), [1]);
        let told = |source: &Source, conditions: &[Condition]| {
            read(source, conditions, &[]).unwrap_err().to_string()
        };
        assert!(told(&plain, &two()).contains("which of the conditions a, b it is of"));
        assert!(
            told(&Source { condition: "c".into(), ..plain.clone() }, &two()).contains("no condition `c`")
        );
        assert!(told(&Source { condition: "a".into(), ..plain }, &alone()).contains("no conditions"));
        let cell = told(&source(&text.replace("b,tewl", "bb,tewl")), &two());
        assert!(cell.contains("data.csv:2: column 1 (scenario): there is no condition `bb`"), "{cell}");
        assert_eq!(read_alone(text).unwrap().unread, ["scenario"]);
    }
}
