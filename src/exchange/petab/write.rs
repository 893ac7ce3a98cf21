//! A calibration as a PEtab problem.

use super::names::{MODEL, PROBLEM, column, identifier, stands_alone};
use crate::error::{Error, Result};
use crate::exchange::{Kinetics, Origin, write_sbml};
use crate::study::calibrate::{Calibrate, Censoring, Condition, Observable, Problem};
use crate::study::plan::input::Input;

/// A range this wide is searched by its logarithm.
const WIDE: f64 = 3.0;
/// Largest scale and offset, and least and largest spread, that other programs search.
const LARGEST: f64 = 1e6;
const LEAST: f64 = 1e-9;
/// Days that are the same.
const SAME: f64 = 1e-6;

/// A file of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub text: String,
}

/// The files of a PEtab problem: the model, what is fitted, and the data.
///
/// # Errors
/// [`Error::Usage`] of what PEtab or the model there has no place for; what is wrong with the study.
pub fn write_petab(study: &Calibrate) -> Result<Vec<File>> {
    let problem = study.problem()?;
    if study.scenarios.len() > 1 {
        let told = "several scenarios are several models, of which a PEtab problem has one: write them as conditions of one \
                    scenario, as conditions = [\"deep: device.needle_length_mm=2.5\"]";
        return Err(Error::Usage(told.into()));
    }
    let origin = Origin::new(&study.scenarios[0], &study.changes);
    let base = origin.base.scenario(&origin.changes)?;
    let kinetics = Kinetics::new(&base)?;
    let of = |condition: &Condition| Kinetics::new(&condition.scenario);
    let conditions: Vec<Kinetics> = problem.conditions.iter().map(of).collect::<Result<_>>()?;
    for (condition, own) in problem.conditions.iter().zip(&conditions) {
        if !own.alike(&kinetics) {
            return Err(Error::Usage(format!(
                "the condition `{}` has other equations than the scenario, not only other numbers (another number of sessions, \
                 sessions that reach deeper one after the other, or whole-number exponents): a PEtab problem has one model",
                condition.name
            )));
        }
        problem.inputs.iter().try_for_each(|input| stands_alone(input, condition, own))?;
    }
    let file = |name, text| File { name, text };
    Ok(vec![
        file(PROBLEM, yaml()),
        file(MODEL, write_sbml(&kinetics, Some(&origin))?),
        file("conditions.tsv", conditions_table(&problem, &kinetics, &conditions)?),
        file("observables.tsv", observables_table(&problem.observables, &kinetics)?),
        file("measurements.tsv", measurements_table(&problem)?),
        file("parameters.tsv", parameters_table(&problem, &base.parameters)?),
    ])
}

fn yaml() -> String {
    format!(
        "format_version: 1\nparameter_file: parameters.tsv\nproblems:\n- sbml_files:\n  - {MODEL}\n  condition_files:\n  \
         - conditions.tsv\n  observable_files:\n  - observables.tsv\n  measurement_files:\n  - measurements.tsv\n"
    )
}

/// A line of a table.
fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
    cells.join("\t") + "\n"
}

/// Each condition with the numbers in which it differs from the scenario.
fn conditions_table(problem: &Problem, base: &Kinetics, conditions: &[Kinetics]) -> Result<String> {
    let differs = |at: usize| {
        let own = base.values().nth(at).map(|symbol| symbol.value);
        conditions.iter().any(|condition| condition.values().nth(at).map(|symbol| symbol.value) != own)
    };
    let columns: Vec<usize> = (0..base.values().count()).filter(|at| differs(*at)).collect();
    let heads = columns.iter().filter_map(|at| base.values().nth(*at)).map(|symbol| symbol.id.clone());
    let heads: Vec<String> = heads.collect();
    if let Some(input) = problem.inputs.iter().find(|input| heads.contains(&input.name)) {
        return Err(Error::Usage(format!("a condition changes `{}`, which is fitted", input.name)));
    }
    let mut text =
        line([column::CONDITION, column::CONDITION_NAME].map(str::to_owned).into_iter().chain(heads));
    for (condition, own) in problem.conditions.iter().zip(conditions) {
        let values: Vec<String> = own.values().map(|symbol| symbol.value.to_string()).collect();
        let names = [condition_id(condition), condition.own.join(", ")];
        text += &line(names.into_iter().chain(columns.iter().map(|at| values[*at].clone())));
    }
    Ok(text)
}

fn condition_id(condition: &Condition) -> String {
    if condition.name.is_empty() { "scenario".into() } else { identifier(&condition.name) }
}

/// The name of an outcome's column in the model.
fn model_name(outcome: &str, kinetics: &Kinetics) -> Result<String> {
    let known = kinetics.outcomes.iter().find(|known| known.column == outcome);
    known.map(|known| known.id.clone()).ok_or_else(|| {
        Error::Usage(format!(
            "`{outcome}` is no outcome of the model that other programs get, which has those that are a field, a sum of \
             fields or a rate, of the dermis, the halo or the surface (docs/exchange.md)"
        ))
    })
}

fn observable_id(outcome: &str) -> String {
    format!("observed_{}", identifier(outcome))
}

/// What is estimated of an observable.
fn estimated(kind: &str, outcome: &str) -> String {
    format!("{kind}_{}", identifier(outcome))
}

fn observables_table(observables: &[Observable], kinetics: &Kinetics) -> Result<String> {
    let heads = [
        column::OBSERVABLE,
        column::OBSERVABLE_NAME,
        column::FORMULA,
        column::TRANSFORMATION,
        column::NOISE,
        column::DISTRIBUTION,
    ];
    let mut text = line(heads.map(str::to_owned));
    for Observable { outcome, scale, offset, spread, lognormal } in observables {
        let mut formula = model_name(outcome, kinetics)?;
        if *scale {
            formula = format!("{} * {formula}", estimated("scale", outcome));
        }
        if *offset {
            formula = format!("{formula} + {}", estimated("offset", outcome));
        }
        let id = observable_id(outcome);
        let noise = if *spread { estimated("spread", outcome) } else { format!("noiseParameter1_{id}") };
        let transformation = if *lognormal { "log" } else { "lin" };
        text += &line([id, outcome.clone(), formula, transformation.into(), noise, "normal".into()]);
    }
    Ok(text)
}

fn measurements_table(problem: &Problem) -> Result<String> {
    let heads =
        [column::OBSERVABLE, column::SIMULATION, column::MEASUREMENT, column::TIME, column::NOISE_PARAMETERS];
    let mut text = line(heads.map(str::to_owned));
    for datum in &problem.data {
        let condition = &problem.conditions[datum.condition];
        let of = format!("the value of `{}` on day {}", datum.outcome, datum.day);
        let refused = |problem: &str| Err(Error::Usage(format!("{of} {problem}")));
        if datum.censoring != Censoring::None {
            return refused("is a limit (censored), for which PEtab 1 has no place: leave it out");
        }
        if datum.of_peak {
            return refused("is a part of its course's peak, for which PEtab has no place: give it as it is");
        }
        if condition.scenario.carried_out().any(|session| (session.day - datum.day).abs() < SAME) {
            return refused(
                "is of a session's day; PEtab does not say whether it was taken before or after it: move it by an hour",
            );
        }
        let spread = if datum.spread.is_nan() { String::new() } else { datum.spread.to_string() };
        let (value, day) = (datum.value.to_string(), datum.day.to_string());
        text += &line([observable_id(&datum.outcome), condition_id(condition), value, day, spread]);
    }
    Ok(text)
}

fn parameters_table(problem: &Problem, own: &crate::parameters::ParameterSet) -> Result<String> {
    let heads =
        [column::PARAMETER, column::SCALE, column::LOWER, column::UPPER, column::NOMINAL, column::ESTIMATE];
    let mut text = line(heads.map(str::to_owned));
    let mut add = |id: String, scale: &str, bounds: [f64; 2], nominal: f64| {
        let [low, high] = bounds.map(|bound| bound.to_string());
        text += &line([id, scale.into(), low, high, nominal.to_string(), "1".into()]);
    };
    for Input { name, low, high, .. } in &problem.inputs {
        let scale = if *low > 0.0 && *high > WIDE * low { "log10" } else { "lin" };
        let value = own.get(name).ok_or_else(|| Error::Internal(format!("`{name}` is no parameter")))?;
        add(name.clone(), scale, [*low, *high], value.clamp(*low, *high));
    }
    for observable in &problem.observables {
        let outcome = &observable.outcome;
        if observable.scale {
            add(estimated("scale", outcome), "lin", [0.0, LARGEST], 1.0);
        }
        if observable.offset {
            add(estimated("offset", outcome), "lin", [-LARGEST, LARGEST], 0.0);
        }
        if observable.spread {
            add(estimated("spread", outcome), "log10", [LEAST, LARGEST], 1.0);
        }
    }
    Ok(text)
}
