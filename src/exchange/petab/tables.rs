//! What the tables of parameters and observables say, in the words of a calibration.

use super::formula::Formula;
use super::names::column;
use super::sheet::{Cell, Row, Sheet};
use crate::error::Result;
use crate::outcome::OUTCOMES;

/// A parameter of a problem.
pub(super) struct Parameter<'s> {
    pub id: &'s str,
    pub low: f64,
    pub high: f64,
    pub nominal: f64,
    /// Whether it is fitted; otherwise it has its nominal value.
    pub estimated: bool,
    /// Its name in the table.
    pub cell: Cell<'s>,
}

/// Reads the table of parameters.
///
/// # Errors
/// [`Error::File`](crate::error::Error::File) with file, line and column.
pub(super) fn parameters(sheet: &Sheet) -> Result<Vec<Parameter<'_>>> {
    let read = |row| {
        let cell = |head: &str| sheet.cell(row, head);
        let estimate = cell(column::ESTIMATE);
        let estimated = match estimate.words()? {
            "1" | "1.0" => true,
            "0" | "0.0" => false,
            other => return Err(estimate.wrong(&format!("`{other}` is neither 0 nor 1"))),
        };
        cell(column::SCALE).only(&["lin", "log", "log10"], "is none of lin, log, log10")?;
        cell(column::PRIOR).only(
            &["uniform", "parameterScaleUniform"],
            "is a prior, which a calibration has no place for: leave it empty",
        )?;
        // Bounds of what is not estimated mean nothing.
        let bound = |head: &str| if estimated { cell(head).number() } else { Ok(f64::NAN) };
        let nominal = cell(column::NOMINAL);
        let nominal = if estimated && nominal.text.is_empty() { f64::NAN } else { nominal.number()? };
        let own = cell(column::PARAMETER);
        Ok(Parameter {
            id: own.words()?,
            low: bound(column::LOWER)?,
            high: bound(column::UPPER)?,
            nominal,
            estimated,
            cell: own,
        })
    };
    sheet.rows.iter().map(read).collect()
}

/// How an observable's errors are spread.
pub(super) enum Spread {
    /// One, which is estimated.
    Estimated,
    /// The same for all values.
    Given(f64),
    /// Each value has its own, this one of its noise parameters.
    Each,
}

/// An observable of a problem.
pub(super) struct Seen {
    /// Its name in the problem.
    pub id: String,
    /// Outcome column.
    pub outcome: String,
    pub scale: bool,
    pub offset: bool,
    pub lognormal: bool,
    pub spread: Spread,
    /// Parameters of the problem that it reads, and those of them that are estimated.
    pub reads: Vec<String>,
    pub estimated: Vec<String>,
    /// By what spreads are multiplied to be those of natural logarithms.
    pub factor: f64,
}

impl Seen {
    /// As a calibration says it; nothing where there is nothing to say.
    pub(super) fn words(&self) -> Option<String> {
        let spread = matches!(self.spread, Spread::Estimated);
        let words = [
            ("scale", self.scale),
            ("offset", self.offset),
            ("spread", spread),
            ("lognormal", self.lognormal),
        ];
        let words: Vec<&str> = words.into_iter().filter(|(_, said)| *said).map(|(word, _)| word).collect();
        (!words.is_empty()).then(|| format!("{}: {}", self.outcome, words.join(", ")))
    }
}

/// The outcome column of this name in the model, `collagen_total_dermis` of `collagen_total.dermis`.
fn outcome(id: &str) -> Option<String> {
    let columns = OUTCOMES
        .iter()
        .flat_map(|outcome| outcome.regions().iter().map(move |region| [outcome.name, region.name()]));
    columns
        .map(|names| (names.join("_"), names.join(".")))
        .find(|(name, _)| name == id)
        .map(|(_, column)| column)
}

/// Everything that is known of observables: their table, the measurements and the parameters.
pub(super) struct Observables<'s> {
    pub sheet: &'s Sheet,
    pub measurements: &'s [Sheet],
    pub parameters: &'s [Parameter<'s>],
}

impl<'s> Observables<'s> {
    /// Reads the table.
    ///
    /// # Errors
    /// [`Error::File`](crate::error::Error::File) with file, line and column.
    pub(super) fn read(&self) -> Result<Vec<(Seen, &'s Row)>> {
        self.sheet.rows.iter().map(|row| Ok((self.one(row)?, row))).collect()
    }

    fn one(&self, row: &'s Row) -> Result<Seen> {
        let cell = |head: &str| self.sheet.cell(row, head);
        let id = cell(column::OBSERVABLE).words()?.to_owned();
        cell(column::DISTRIBUTION)
            .only(&["normal"], "is no law of errors that a calibration has, only normal")?;
        let transformation = cell(column::TRANSFORMATION);
        transformation.only(&["lin", "log", "log10"], "is none of lin, log, log10")?;
        let lognormal = transformation.text.starts_with("log");
        let factor = if transformation.text == "log10" { std::f64::consts::LN_10 } else { 1.0 };
        let written = cell(column::FORMULA);
        let formula = Formula::parse(written.words()?, |name| outcome(name).is_some())
            .map_err(|problem| written.wrong(&problem))?;
        let mut reads: Vec<&Parameter<'_>> = Vec::new();
        let mut part = |name: &str, neutral: f64| -> Result<bool> {
            if name.is_empty() {
                return Ok(false);
            }
            let named =
                self.named(&id, name, "observableParameter", column::OBSERVABLE_PARAMETERS, written)?;
            let Some(parameter) = self.parameters.iter().find(|parameter| parameter.id == named) else {
                return Err(
                    written.wrong(&format!("`{named}` is neither an outcome nor a parameter of the problem"))
                );
            };
            reads.push(parameter);
            match parameter.estimated {
                true => Ok(true),
                false if parameter.nominal == neutral => Ok(false),
                false => Err(parameter.cell.wrong(&format!(
                    "`{named}` is fixed at {}; a calibration estimates a scale or offset, or has none (scale 1, offset 0)",
                    parameter.nominal
                ))),
            }
        };
        let (scale, offset) = (part(&formula.scale, 1.0)?, part(&formula.offset, 0.0)?);
        if offset && lognormal {
            return Err(written.wrong("an offset has no estimate with log-normal errors"));
        }
        let (spread, noise) = self.spread(&id, cell(column::NOISE))?;
        reads.extend(noise);
        let names =
            |of: &[&Parameter<'_>]| of.iter().map(|parameter| parameter.id.to_owned()).collect::<Vec<_>>();
        let estimated: Vec<&Parameter<'_>> =
            reads.iter().filter(|parameter| parameter.estimated).copied().collect();
        let (reads, estimated) = (names(&reads), names(&estimated));
        let outcome = outcome(&formula.outcome).unwrap_or_default();
        Ok(Seen { id, outcome, scale, offset, lognormal, spread, reads, estimated, factor })
    }

    fn spread(&self, id: &str, noise: Cell<'s>) -> Result<(Spread, Option<&'s Parameter<'s>>)> {
        let text = noise.words()?;
        if let Ok(number) = text.parse::<f64>() {
            return Ok((Spread::Given(above_nothing(number, noise)?), None));
        }
        let holder = format!("noiseParameter1_{id}");
        let rows = self.rows(id);
        if text == holder
            && rows.iter().all(|(sheet, row)| sheet.cell(row, column::NOISE_PARAMETERS).number().is_ok())
        {
            return Ok((Spread::Each, None));
        }
        let named = self.named(id, text, "noiseParameter", column::NOISE_PARAMETERS, noise)?;
        match self.parameters.iter().find(|parameter| parameter.id == named) {
            Some(parameter) if parameter.estimated => Ok((Spread::Estimated, Some(parameter))),
            Some(parameter) => {
                let spread = above_nothing(parameter.nominal, parameter.cell)?;
                Ok((Spread::Given(spread), Some(parameter)))
            }
            None => Err(noise.wrong(&format!(
                "`{named}` is neither a number nor a parameter of the problem; a calibration has no other spread"
            ))),
        }
    }

    /// The measurements of an observable.
    fn rows(&self, id: &str) -> Vec<(&'s Sheet, &'s Row)> {
        let all = self.measurements.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| (sheet, row)));
        all.filter(|(sheet, row)| sheet.cell(row, column::OBSERVABLE).text == id).collect()
    }

    /// What a name stands for: itself, or of a placeholder what all measurements of the observable put in its place.
    fn named<'n>(&self, id: &str, name: &'n str, kind: &str, head: &str, written: Cell<'s>) -> Result<&'n str>
    where
        's: 'n,
    {
        let number = name.strip_prefix(kind).and_then(|name| name.strip_suffix(&format!("_{id}")));
        let Some(number) =
            number.and_then(|number| number.parse::<usize>().ok()).filter(|number| *number > 0)
        else {
            return Ok(name);
        };
        let mut found: Option<&'n str> = None;
        for (sheet, row) in self.rows(id) {
            let cell = sheet.cell(row, head);
            let own = cell.text.split(';').nth(number - 1).map_or("", str::trim);
            if own.is_empty() {
                return Err(cell.wrong(&format!("there is no value for {name}")));
            }
            if *found.get_or_insert(own) != own {
                return Err(cell.wrong(
                    "other measurements of this observable have another parameter; a calibration has one",
                ));
            }
        }
        found.ok_or_else(|| written.wrong("there are no measurements of it"))
    }
}

/// A spread, which is a number above 0.
fn above_nothing(spread: f64, cell: Cell<'_>) -> Result<f64> {
    match spread > 0.0 && spread.is_finite() {
        true => Ok(spread),
        false => Err(cell.wrong(&format!("a spread of {spread} is no number above 0"))),
    }
}
