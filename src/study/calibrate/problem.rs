//! A fit to data laid open, to be written for other programs.

use super::Calibrate;
use super::conditions::Condition;
use super::data::Datum;
use super::fit::Fit;
use super::observable::Observable;
use crate::error::{Error, Result};
use crate::study::plan::input::Input;

/// What a fit to data is made of.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What is fitted.
    pub inputs: Vec<Input>,
    /// What was done to the skin that data are of.
    pub conditions: Vec<Condition>,
    /// Every outcome that was measured, and how values hang on it.
    pub observables: Vec<Observable>,
    /// The values.
    pub data: Vec<Datum>,
}

impl Calibrate {
    /// The fit laid open.
    ///
    /// # Errors
    /// [`Error::Usage`] of a fit to published targets; what is wrong with the definition, the data or a scenario.
    pub fn problem(&self) -> Result<Problem> {
        if !self.targets.is_empty() {
            let problem = "the study fits to published targets, which are bands and no measured values";
            return Err(Error::Usage(problem.into()));
        }
        let Fit { inputs, conditions, data, groups, .. } = Fit::new(self)?;
        let observables = groups.into_iter().map(|group| group.observable).collect();
        Ok(Problem { inputs, conditions, observables, data })
    }
}
