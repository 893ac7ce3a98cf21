//! Quantiles over the draws of an ensemble, as tables.

use crate::series::band::ColumnBand;
use crate::study::readout::measure::{Measure, described};
use crate::study::statistics::{sample_quantile, sorted};
use crate::tidy::{Tidy, TidyColumn};

/// Quantiles that tables hold; the first and the last are the ends of the 90 % band.
pub(in crate::study) const QUANTILES: [(&str, f64); 5] =
    [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)];
/// What a quantile column is.
const MEANING: &str = "quantile over the draws of the ensemble";

/// Quantiles over draws of one number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// At the quantiles of the table.
    pub at: [f64; 5],
    /// Draws that have the number.
    pub draws: usize,
}

impl Spread {
    /// Of values, one a draw; `NaN` stands for none.
    pub fn of(values: &[f64]) -> Self {
        let sorted = sorted(values);
        Self { at: QUANTILES.map(|(_, p)| sample_quantile(&sorted, p)), draws: sorted.len() }
    }

    /// Lower end of the 90 % band.
    pub fn low(&self) -> f64 {
        self.at[0]
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.at[2]
    }

    /// Upper end of the 90 % band.
    pub fn high(&self) -> f64 {
        self.at[4]
    }
}

/// A column of words or numbers that say what the rows are, then the quantiles and how many draws they rest on.
pub(in crate::study) fn table(name: &str, head: Vec<TidyColumn>, unit: &str, spreads: &[Spread]) -> Tidy {
    let mut columns = head;
    columns.extend(quantiles(unit, spreads));
    Tidy { name: name.into(), columns }
}

/// The columns of quantiles, and `draws`.
pub(in crate::study) fn quantiles(unit: &str, spreads: &[Spread]) -> Vec<TidyColumn> {
    let quantile = |(at, (name, _)): (usize, &(&str, f64))| {
        TidyColumn::numbers(name, unit, MEANING, spreads.iter().map(|spread| spread.at[at]).collect())
    };
    let mut columns: Vec<TidyColumn> = QUANTILES.iter().enumerate().map(quantile).collect();
    let draws = spreads.iter().map(|spread| spread.draws as f64).collect();
    columns.push(TidyColumn::numbers("draws", "", "draws with a value, on which the row rests", draws));
    columns
}

/// Unit of columns whose rows are different things.
pub(in crate::study) const OF_THE_ROW: &str = "unit of the row's outcome";

/// A curve over time as quantiles.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ribboned {
    /// The column.
    pub column: String,
    /// Days.
    pub days: Vec<f64>,
    /// One a day.
    pub spreads: Vec<Spread>,
}

impl Ribboned {
    /// Of one curve a draw, each as long as the days.
    pub(crate) fn of(column: &str, days: &[f64], draws: &[&[f64]]) -> Self {
        let on = |day: usize| {
            let values: Vec<f64> =
                draws.iter().map(|curve| curve.get(day).copied().unwrap_or(f64::NAN)).collect();
            Spread::of(&values)
        };
        Self { column: column.into(), days: days.to_vec(), spreads: (0..days.len()).map(on).collect() }
    }
}

impl Ribboned {
    /// Its 90 % band.
    pub(crate) fn band(&self) -> ColumnBand {
        let of = |at: fn(&Spread) -> f64| self.spreads.iter().map(at).collect();
        ColumnBand {
            column: self.column.clone(),
            days: self.days.clone(),
            low: of(Spread::low),
            median: of(Spread::median),
            high: of(Spread::high),
        }
    }
}

/// `bands`: one row an outcome and day, of each course where there are several.
pub(crate) fn over_time(courses: &[(Option<&str>, Vec<Ribboned>)]) -> Tidy {
    let rows = || {
        courses.iter().flat_map(|(course, curves)| {
            curves.iter().flat_map(move |curve| {
                curve
                    .days
                    .iter()
                    .zip(&curve.spreads)
                    .map(move |(day, spread)| (*course, curve, *day, *spread))
            })
        })
    };
    let mut head = Vec::new();
    if courses.iter().any(|(course, _)| course.is_some()) {
        let words = rows().map(|(course, ..)| course.unwrap_or_default().to_owned()).collect();
        head.push(TidyColumn::words("course", "name of the course", words));
    }
    let outcomes = rows().map(|(_, curve, ..)| curve.column.clone()).collect();
    head.push(TidyColumn::words("outcome", "outcome and region", outcomes));
    let units = rows().map(|(_, curve, ..)| described(&curve.column).0).collect();
    head.push(TidyColumn::words("unit", "its unit", units));
    let days = rows().map(|(_, _, day, _)| day).collect();
    head.push(TidyColumn::numbers("time_day", "day", "simulated time", days));
    let spreads: Vec<Spread> = rows().map(|(.., spread)| spread).collect();
    table("bands", head, OF_THE_ROW, &spreads)
}

/// `predictive`: one row a measure and course, beside what the model's own parameters give.
pub(in crate::study) fn of_measures(
    measures: &[Measure],
    courses: &[String],
    own: &dyn Fn(usize, usize) -> f64,
    draws: &dyn Fn(usize, usize) -> Vec<f64>,
) -> Tidy {
    let places: Vec<(usize, usize)> = (0..measures.len())
        .flat_map(|measure| (0..courses.len()).map(move |course| (measure, course)))
        .collect();
    let words = |word: &dyn Fn(usize, usize) -> String| places.iter().map(|&(m, c)| word(m, c)).collect();
    let head = vec![
        TidyColumn::words(
            "measure",
            "measure; columns.json says what it is",
            words(&|measure, _| measures[measure].name()),
        ),
        TidyColumn::words("unit", "its unit", words(&|measure, _| measures[measure].unit())),
        TidyColumn::words("course", "name of the course", words(&|_, course| courses[course].clone())),
        TidyColumn::numbers(
            "own",
            OF_THE_ROW,
            "with the model's own parameters, without an ensemble",
            places.iter().map(|&(measure, course)| own(measure, course)).collect(),
        ),
    ];
    let spreads: Vec<Spread> =
        places.iter().map(|&(measure, course)| Spread::of(&draws(measure, course))).collect();
    table("predictive", head, OF_THE_ROW, &spreads)
}
