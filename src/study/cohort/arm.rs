//! The arms of a cohort.

use crate::error::{Error, Result};
use crate::scenario::suggestion;
use crate::study::plan::combinations::combinations;
use crate::study::plan::names::{FOR_ALL, canonical, refuse_set};
use crate::study::plan::vary::{Vary, split};

/// A name and what it changes.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::study) struct Arm {
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
        let arm = Self { name: name.trim().to_owned(), changes };
        let sets: Vec<&str> = arm.sets().collect();
        match (1..sets.len()).find(|&at| sets[..at].contains(&sets[at])) {
            Some(at) => Err(wrong(&format!("`{}` is set twice", sets[at]))),
            None => Ok(arm),
        }
    }

    /// Names that it sets; a parameter's own, however it was written.
    pub(in crate::study) fn sets(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter_map(|change| change.split('=').next()).map(canonical)
    }
}

/// Arms from all combinations of values, each `NAME=V1,V2,…`, beside changes to all runs.
///
/// # Errors
/// As for [`Vary::parse`]; [`Error::Usage`] where the same is changed for all runs.
pub fn arms_of(vary: &[String], changes: &[String]) -> Result<Vec<String>> {
    refuse_set(changes, vary.iter().map(String::as_str), FOR_ALL, "varied")?;
    let varied = vary.iter().map(|text| Vary::parse(text)).collect::<Result<Vec<_>>>()?;
    let counts: Vec<usize> = varied.iter().map(|vary| vary.values.len()).collect();
    let labels: Vec<Vec<String>> = varied.iter().map(Vary::labels).collect();
    let arm = |chosen: Vec<usize>| {
        let pairs = || varied.iter().zip(&chosen).map(|(vary, &at)| (vary, &vary.values[at]));
        let label: Vec<&str> = labels.iter().zip(&chosen).map(|(labels, &at)| labels[at].as_str()).collect();
        let changes: Vec<String> = pairs().map(|(vary, value)| vary.change(value)).collect();
        format!("{}: {}", label.join(", "), changes.join(", "))
    };
    Ok(combinations(&counts).into_iter().map(arm).collect())
}

/// Every arm; names are all different.
///
/// # Errors
/// [`Error::Usage`] where there is none, one is wrong, or a name comes twice.
pub(super) fn arms(texts: &[String]) -> Result<Vec<Arm>> {
    let arms = texts.iter().map(|text| Arm::parse(text)).collect::<Result<Vec<_>>>()?;
    if arms.is_empty() {
        return Err(Error::Usage("there is no arm: --arm \"two weeks: treatment.interval_days=14\"".into()));
    }
    match (1..arms.len()).find(|&at| arms[..at].iter().any(|arm| arm.name == arms[at].name)) {
        Some(at) => Err(Error::Usage(format!("two arms are called `{}`", arms[at].name))),
        None => Ok(arms),
    }
}

/// What asks for every pair of arms.
const ALL: &str = "all";

/// Two arms of which differences are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Contrast {
    /// Place of the arm.
    pub arm: usize,
    /// Place of the one that is subtracted.
    pub minus: usize,
}

/// The contrasts: of every arm against each of the arms named, the first where none is, each pair once
/// with `all`.
///
/// # Errors
/// [`Error::Usage`] with the nearest name.
pub(super) fn contrasts(arms: &[String], against: &[String]) -> Result<Vec<Contrast>> {
    let mut found: Vec<Contrast> = Vec::new();
    let first = arms.first().cloned().into_iter().collect::<Vec<_>>();
    for name in if against.is_empty() { &first } else { against } {
        // Labels hold hard spaces between numbers and units, which nobody types.
        let (name, typed) = (name.trim(), |label: &str| label.replace('\u{a0}', " "));
        if name == ALL && arms.iter().any(|arm| arm == ALL) {
            let problem = "an arm is called `all`, which asks for every pair of arms; name it otherwise";
            return Err(Error::Usage(problem.into()));
        }
        match arms.iter().position(|arm| typed(arm) == typed(name)) {
            Some(minus) => found.extend((0..arms.len()).map(|arm| Contrast { arm, minus })),
            None if name == ALL => {
                found.extend(
                    (0..arms.len())
                        .flat_map(|minus| (minus + 1..arms.len()).map(move |arm| Contrast { arm, minus })),
                );
            }
            None => {
                let hint = suggestion(name, arms.iter().map(String::as_str).chain([ALL]));
                return Err(Error::Usage(format!("there is no arm `{name}` to compare against: {hint}")));
            }
        }
    }
    let mut kept: Vec<Contrast> = Vec::new();
    for contrast in found {
        let known = |other: &Contrast| {
            *other == contrast || (other.arm, other.minus) == (contrast.minus, contrast.arm)
        };
        if contrast.arm != contrast.minus && !kept.iter().any(known) {
            kept.push(contrast);
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_against_one_several_and_all() {
        let arms = ["a", "b", "c"].map(str::to_owned);
        let pairs = |against: &[&str]| -> Vec<(usize, usize)> {
            let against: Vec<String> = against.iter().map(|name| (*name).to_owned()).collect();
            let found = contrasts(&arms, &against).unwrap();
            found.into_iter().map(|contrast| (contrast.arm, contrast.minus)).collect()
        };
        assert_eq!(pairs(&[]), [(1, 0), (2, 0)]);
        assert_eq!(pairs(&["b"]), [(0, 1), (2, 1)]);
        assert_eq!(pairs(&["all"]), [(1, 0), (2, 0), (2, 1)]);
        assert_eq!(pairs(&["a", "b"]), [(1, 0), (2, 0), (2, 1)]);
        let told = contrasts(&arms, &["alll".into()]).unwrap_err().to_string();
        assert!(told.contains("did you mean `all`?"), "{told}");
        let told = contrasts(&["all", "b"].map(str::to_owned), &["all".into()]).unwrap_err().to_string();
        assert!(told.contains("an arm is called `all`"), "{told}");
    }

    #[test]
    fn one_thing_is_set_once() {
        let told = arms(&["a: m_syn=1, synthesis_multiplier=2".into()]).unwrap_err().to_string();
        assert!(told.contains("`synthesis_multiplier` is set twice"), "{told}");
    }
}
