//! A PEtab problem as a calibration.

use std::path::Path;

use super::conditions::{Found, condition};
use super::measured::measured;
use super::names::{column, stands_alone};
use super::sheet::Sheet;
use super::tables::{Observables, Parameter, Seen, parameters};
use super::yaml::Files;
use crate::error::{Error, Result};
use crate::exchange::{Kinetics, Origin, origin_of, write_sbml};
use crate::scenario::{Scenario, canonical_name};
use crate::study::asked::change;
use crate::study::calibrate::Calibrate;
use crate::study::plan::base::Base;
use crate::study::plan::input::Input;
use crate::visible;

/// The calibration that a PEtab problem asks for; `how` says how to search, and what is changed in every run. The
/// scenario is that of the model, an SBML file by dermis, or `beside`.
///
/// # Errors
/// What the system says of files; [`Error::File`] with file, line and column of what is wrong or has no counterpart.
pub fn read_petab(problem: &Path, beside: Option<Base>, how: Calibrate) -> Result<Calibrate> {
    let folder = problem.parent().unwrap_or(Path::new(""));
    let files = Files::read(&Base::read(problem)?)?;
    let load = |names: &[String]| -> Result<Vec<Base>> {
        if let Some(twice) = (1..names.len()).find(|at| names[..*at].contains(&names[*at])) {
            let (file, name) = (visible::path(problem), visible::name(&names[twice]));
            return Err(Error::File(format!("{file}: `{name}` is given twice")));
        }
        names.iter().map(|name| Base::read(&folder.join(name))).collect()
    };
    let modelled = beside.is_none();
    let origin = match beside {
        Some(base) => Origin { base, changes: Vec::new() },
        None => origin(&load(&files.models)?, problem)?,
    };
    // What is changed now stands for what was changed when the problem was written.
    let mut changes = origin.changes;
    let said = how.changes.clone();
    change(&mut changes, how.changes);
    let tables = Tables {
        parameters: sheets(
            &load(&files.parameters)?,
            &[column::PARAMETER, column::SCALE, column::LOWER, column::UPPER, column::ESTIMATE],
        )?,
        observables: sheets(
            &load(&files.observables)?,
            &[column::OBSERVABLE, column::FORMULA, column::NOISE],
        )?,
        conditions: sheets(&load(&files.conditions)?, &[column::CONDITION])?,
        measurements: sheets(
            &load(&files.measurements)?,
            &[column::OBSERVABLE, column::SIMULATION, column::MEASUREMENT, column::TIME],
        )?,
    };
    let study = Calibrate { scenarios: vec![origin.base.clone()], changes, ..how };
    tables.study(study, &said, &origin.base, modelled)
}

fn sheets(files: &[Base], needed: &[&str]) -> Result<Vec<Sheet>> {
    files.iter().map(|file| Sheet::read(file, needed)).collect()
}

/// What the model of a problem is of, which must be as dermis wrote it.
fn origin(models: &[Base], problem: &Path) -> Result<Origin> {
    let [model] = models else {
        return Err(Error::File(format!(
            "{}: there are {} models; one can be read",
            visible::path(problem),
            models.len()
        )));
    };
    let wrong =
        |line: usize, told: &str| Error::File(format!("{}:{line}: {told}", visible::name(&model.name)));
    let beside = "name a scenario beside the problem, as dermis calibrate problem.yaml face.toml";
    let Some(origin) = origin_of(&model.text) else {
        let told = format!(
            "this model was not written by dermis export, so that there is no scenario in it; {beside}"
        );
        return Err(wrong(1, &told));
    };
    let written = write_sbml(&origin.kinetics()?, Some(&origin))?;
    match written.lines().zip(model.text.lines()).position(|(written, found)| written != found) {
        None if written.lines().count() == model.text.lines().count() => Ok(origin),
        line => Err(wrong(
            line.unwrap_or(0) + 1,
            &format!(
                "the model is not what this dermis writes of the scenario in it: it was changed, or another version wrote it; \
                 write it again, or {beside}"
            ),
        )),
    }
}

/// The tables of a problem.
struct Tables {
    parameters: Vec<Sheet>,
    observables: Vec<Sheet>,
    conditions: Vec<Sheet>,
    measurements: Vec<Sheet>,
}

impl Tables {
    /// The study that they ask for, of a scenario; `modelled` says that it is that of the model.
    /// What the user `said` counts before it.
    fn study(&self, mut study: Calibrate, said: &[String], base: &Base, modelled: bool) -> Result<Calibrate> {
        let parameters: Vec<Parameter<'_>> = self
            .parameters
            .iter()
            .map(parameters)
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect();
        if let Some(twice) = (1..parameters.len())
            .find(|at| parameters[..*at].iter().any(|other| other.id == parameters[*at].id))
        {
            return Err(parameters[twice].cell.wrong(&format!("`{}` is given twice", parameters[twice].id)));
        }
        let seen = self.seen(&parameters)?;
        let scenario = base.scenario(&study.changes)?;
        fit(&mut study, said, &parameters, &seen, &scenario)?;
        let found = self.conditions(base, &study.changes, modelled)?;
        if found.len() > 1 || found.iter().any(|found| !found.changes.is_empty()) {
            let text = |found: &Found| format!("{}: {}", found.id, found.changes.join(", "));
            study.conditions = found.iter().map(text).collect();
        }
        for sheet in &self.measurements {
            study.data.push(measured(sheet, &seen, &found)?);
        }
        // What is still wrong is told now, and not after the first runs.
        let problem = study.problem()?;
        let place = |input: &Input| parameters.iter().find(|parameter| parameter.id == input.name);
        for condition in problem.conditions.iter().filter(|_| modelled) {
            let kinetics = Kinetics::new(&condition.scenario)?;
            for input in &problem.inputs {
                stands_alone(input, condition, &kinetics).map_err(|error| match place(input) {
                    Some(parameter) => parameter.cell.because(&error),
                    None => error,
                })?;
            }
        }
        Ok(study)
    }

    /// The observables, each outcome once.
    fn seen(&self, parameters: &[Parameter<'_>]) -> Result<Vec<Seen>> {
        let mut all: Vec<Seen> = Vec::new();
        for sheet in &self.observables {
            let observables = Observables { sheet, measurements: &self.measurements, parameters };
            for (seen, row) in observables.read()? {
                if all.iter().any(|other| other.id == seen.id) {
                    return Err(sheet
                        .cell(row, column::OBSERVABLE)
                        .wrong(&format!("`{}` is given twice", seen.id)));
                }
                let cell = sheet.cell(row, column::FORMULA);
                if let Some(other) =
                    all.iter().find(|other| other.outcome == seen.outcome && other.words() != seen.words())
                {
                    return Err(cell.wrong(&format!(
                        "`{}` reads the same outcome in another way; a calibration has one scale, offset and law of errors an outcome",
                        other.id
                    )));
                }
                let mut estimated = all
                    .iter()
                    .filter(|other| other.outcome != seen.outcome)
                    .flat_map(|other| &other.estimated);
                if let Some(twice) = estimated.find(|name| seen.estimated.contains(name)) {
                    return Err(cell.wrong(&format!(
                        "`{twice}` is estimated of two outcomes; a calibration has one of each"
                    )));
                }
                all.push(seen);
            }
        }
        Ok(all)
    }

    /// The conditions that something was measured of.
    fn conditions(&self, base: &Base, changes: &[String], modelled: bool) -> Result<Vec<Found>> {
        let measured =
            || self.measurements.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| (sheet, row)));
        let used = |id: &str| measured().any(|(sheet, row)| sheet.cell(row, column::SIMULATION).text == id);
        let mut found: Vec<Found> = Vec::new();
        for sheet in &self.conditions {
            for row in &sheet.rows {
                let cell = sheet.cell(row, column::CONDITION);
                let id = cell.words()?;
                if found.iter().any(|known| known.id == id) {
                    return Err(cell.wrong(&format!("the condition `{id}` is there twice")));
                }
                if used(id) {
                    found.push(condition(sheet, row, base, changes, modelled)?);
                }
            }
        }
        Ok(found)
    }
}

/// Puts what is fitted and what is fixed into a study: parameters of the model, others belong to observables.
fn fit(
    study: &mut Calibrate,
    said: &[String],
    parameters: &[Parameter<'_>],
    seen: &[Seen],
    scenario: &Scenario,
) -> Result<()> {
    for Parameter { id, low, high, nominal, estimated, cell } in parameters {
        if seen.iter().any(|seen| seen.reads.iter().any(|read| read == id)) {
            continue;
        }
        let Some(own) = scenario.parameters.get(id) else {
            return Err(cell.wrong(&format!(
                "`{id}` is neither a parameter of dermis (`dermis list parameters`) nor of an observable"
            )));
        };
        if *estimated {
            let text = format!("{id}={low}..{high}");
            Input::parse(&text).map_err(|error| cell.because(&error))?;
            study.inputs.push(text);
        }
        // What the user sets now counts.
        let is_own = |change: &String| {
            let written = change.split('=').next().unwrap_or(change).trim();
            canonical_name(written).unwrap_or(written) == *id
        };
        if nominal.is_finite() && own != *nominal && !said.iter().any(is_own) {
            let set = vec![format!("{id}={nominal}")];
            study.scenarios[0].scenario(&set).map_err(|error| cell.because(&error))?;
            change(&mut study.changes, set);
        }
    }
    for words in seen.iter().filter_map(Seen::words) {
        if !study.observables.contains(&words) {
            study.observables.push(words);
        }
    }
    Ok(())
}
