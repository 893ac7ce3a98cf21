//! The arms of a cohort.

use crate::error::{Error, Result};
use crate::study::vary::split;

/// A name and what it changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Name in tables.
    pub name: String,
    /// Changes to the scenario, each `name=value`.
    pub changes: Vec<String>,
}

impl Arm {
    fn parse(text: &str) -> Result<Self> {
        let wrong = |problem: &str| {
            let form = "write NAME: CHANGE, CHANGE, … as \"two weeks: treatment.interval_days=14\"";
            Error::Usage(format!("arm `{text}`: {problem}; {form}"))
        };
        let (name, changes) = text.split_once(':').ok_or_else(|| wrong("there is no `:`"))?;
        let changes: Vec<String> = split(changes).into_iter().filter(|change| !change.is_empty()).collect();
        if name.trim().is_empty() || changes.iter().any(|change| !change.contains('=')) {
            return Err(wrong("the name is empty or a change has no `=`"));
        }
        Ok(Self { name: name.trim().to_owned(), changes })
    }

    /// Names that it sets.
    pub fn sets(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter_map(|change| change.split('=').next()).map(str::trim)
    }
}

/// Every arm; names are all different.
///
/// # Errors
/// [`Error::Usage`] where there is none, one is wrong, or a name comes twice.
pub fn arms(texts: &[String]) -> Result<Vec<Arm>> {
    let arms = texts.iter().map(|text| Arm::parse(text)).collect::<Result<Vec<_>>>()?;
    if arms.is_empty() {
        return Err(Error::Usage("there is no arm: --arm \"two weeks: treatment.interval_days=14\"".into()));
    }
    match (1..arms.len()).find(|&at| arms[..at].iter().any(|arm| arm.name == arms[at].name)) {
        Some(at) => Err(Error::Usage(format!("two arms are called `{}`", arms[at].name))),
        None => Ok(arms),
    }
}
