//! Names of files and columns, and what a fitted parameter must be.

use crate::error::{Error, Result};
use crate::exchange::Kinetics;
use crate::study::calibrate::Condition;
use crate::study::plan::input::Input;

/// The problem's file.
pub const PROBLEM: &str = "problem.yaml";
/// The model.
pub(super) const MODEL: &str = "model.xml";
/// Columns of the tables that are written or read.
pub(super) mod column {
    pub(in super::super) const CONDITION: &str = "conditionId";
    pub(in super::super) const CONDITION_NAME: &str = "conditionName";
    pub(in super::super) const OBSERVABLE: &str = "observableId";
    pub(in super::super) const OBSERVABLE_NAME: &str = "observableName";
    pub(in super::super) const FORMULA: &str = "observableFormula";
    pub(in super::super) const TRANSFORMATION: &str = "observableTransformation";
    pub(in super::super) const NOISE: &str = "noiseFormula";
    pub(in super::super) const DISTRIBUTION: &str = "noiseDistribution";
    pub(in super::super) const SIMULATION: &str = "simulationConditionId";
    pub(in super::super) const BEFORE: &str = "preequilibrationConditionId";
    pub(in super::super) const MEASUREMENT: &str = "measurement";
    pub(in super::super) const TIME: &str = "time";
    pub(in super::super) const OBSERVABLE_PARAMETERS: &str = "observableParameters";
    pub(in super::super) const NOISE_PARAMETERS: &str = "noiseParameters";
    pub(in super::super) const PARAMETER: &str = "parameterId";
    pub(in super::super) const SCALE: &str = "parameterScale";
    pub(in super::super) const LOWER: &str = "lowerBound";
    pub(in super::super) const UPPER: &str = "upperBound";
    pub(in super::super) const NOMINAL: &str = "nominalValue";
    pub(in super::super) const ESTIMATE: &str = "estimate";
    pub(in super::super) const PRIOR: &str = "objectivePriorType";
}

/// A name as an identifier.
pub(super) fn identifier(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let id: String = name.chars().map(letter).collect();
    if id.starts_with(|c: char| c.is_ascii_digit()) || id.is_empty() { format!("c_{id}") } else { id }
}

/// Refuses an input that is no parameter of the model in other programs: one that the equations do not read, or that
/// does more (or else) than set the number of its name, as the patient's factors make it.
///
/// # Errors
/// [`Error::Usage`] with the name and what to do.
pub(super) fn stands_alone(input: &Input, condition: &Condition, kinetics: &Kinetics) -> Result<()> {
    let Input { name, low, high, .. } = input;
    let wrong = |problem: String| Err(Error::Usage(format!("`{name}` {problem}")));
    if !kinetics.parameters.iter().any(|symbol| symbol.id == *name) {
        return wrong("is no parameter of the well-mixed kinetics: other programs cannot fit it".into());
    }
    for value in [*low, *high] {
        let changes = [condition.changes.as_slice(), &[input.change(value)]].concat();
        let changed = Kinetics::new(&condition.base.scenario(&changes)?)?;
        let moved =
            kinetics.values().zip(changed.values()).filter(|(before, after)| before.value != after.value);
        let mut others = moved.map(|(_, after)| after).filter(|after| after.id != *name);
        if let Some(other) = others.next() {
            return wrong(format!(
                "also moves `{}`, which other programs would not: fit it with dermis",
                other.id
            ));
        }
        let own = changed.parameters.iter().find(|symbol| symbol.id == *name).map(|symbol| symbol.value);
        if let Some(own) = own.filter(|own| *own != value) {
            return wrong(format!(
                "is {own} in the equations where it is set to {value}, by a factor of the patient or the site: fit it with \
                 dermis, or in skin without that factor"
            ));
        }
    }
    Ok(())
}
