//! What was done to the skin that data are of: several scenarios, or one with changes.

use crate::error::{Error, Result};
use crate::scenario::{Scenario, suggestion};
use crate::study::plan::base::Base;
use crate::study::plan::input::Input;
use crate::study::plan::names::canonical;
use crate::study::plan::vary::split;

/// One condition.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its name; empty where there is one that has none.
    pub name: String,
    /// The scenario's file.
    pub base: Base,
    /// Changes of its own.
    pub own: Vec<String>,
    /// Changes of the whole study, then its own.
    pub changes: Vec<String>,
    /// The scenario without what is fitted.
    pub scenario: Scenario,
}

/// The conditions: one a scenario, or one a text `NAME: CHANGE, CHANGE` on the one scenario.
///
/// # Errors
/// [`Error::Usage`] where names are wrong or come twice; what is wrong with a scenario.
pub(super) fn conditions(bases: &[Base], texts: &[String], changes: &[String]) -> Result<Vec<Condition>> {
    let condition = |name: String, base: &Base, own: Vec<String>| -> Result<Condition> {
        let changes = [changes, &own].concat();
        let scenario = base.scenario(&changes)?;
        Ok(Condition { name, base: base.clone(), own, changes, scenario })
    };
    let found: Vec<Condition> = match (bases, texts) {
        ([], _) => return Err(Error::Usage("there is no scenario to fit".into())),
        ([one], []) => vec![condition(String::new(), one, Vec::new())?],
        ([one], texts) => texts
            .iter()
            .map(|text| parse(text).and_then(|(name, own)| condition(name, one, own)))
            .collect::<Result<_>>()?,
        (many, []) => {
            many.iter().map(|base| condition(base.stem(), base, Vec::new())).collect::<Result<_>>()?
        }
        (_, [_, ..]) => {
            let problem =
                "several scenarios are conditions themselves: leave --condition out, or give one scenario";
            return Err(Error::Usage(problem.into()));
        }
    };
    match (1..found.len())
        .find(|&at| found[..at].iter().any(|other| file(&other.name) == file(&found[at].name)))
    {
        Some(at) => {
            Err(Error::Usage(format!("two conditions are called `{}`, or nearly so", found[at].name)))
        }
        None => Ok(found),
    }
}

fn parse(text: &str) -> Result<(String, Vec<String>)> {
    let wrong = |problem: &str| {
        let form = "write NAME: CHANGE, CHANGE, … as \"deep: device.needle_length_mm=2.5\"";
        Error::Usage(format!("condition `{text}`: {problem}; {form}"))
    };
    let (name, changes) = text.split_once(':').ok_or_else(|| wrong("there is no `:`"))?;
    let changes: Vec<String> = split(changes).into_iter().filter(|change| !change.is_empty()).collect();
    if name.trim().is_empty() || changes.iter().any(|change| !change.contains('=')) {
        return Err(wrong("the name is empty or a change has no `=`"));
    }
    Ok((name.trim().to_owned(), changes))
}

/// The place of a condition by its name.
///
/// # Errors
/// What there is instead.
pub(super) fn place(conditions: &[Condition], name: &str) -> std::result::Result<usize, String> {
    let found = conditions.iter().position(|condition| condition.name == name.trim());
    found.ok_or_else(|| {
        let hint = suggestion(name, conditions.iter().map(|condition| condition.name.as_str()));
        format!("there is no condition `{name}`: {hint}")
    })
}

/// A name as a part of a file's name.
fn file(name: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    name.to_lowercase().chars().map(letter).collect()
}

impl Condition {
    /// Refuses a condition that sets what is fitted: the fit would overwrite it.
    ///
    /// # Errors
    /// [`Error::Usage`] with the condition and the name.
    pub(super) fn leaves_free(&self, inputs: &[Input]) -> Result<()> {
        let set = |change: &String| canonical(change.split('=').next().unwrap_or(change)).to_owned();
        let overwritten = inputs.iter().find(|input| self.own.iter().any(|change| set(change) == input.name));
        overwritten.map_or(Ok(()), |input| {
            let Input { name, .. } = input;
            Err(Error::Usage(format!("the condition `{}` sets `{name}`, which is fitted", self.name)))
        })
    }

    /// Name of the file of its fitted scenario.
    pub(super) fn document(&self) -> String {
        if self.name.is_empty() { "fitted.toml".into() } else { format!("fitted_{}.toml", file(&self.name)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(name: &str) -> Base {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 2";
        Base { name: name.into(), text: text.into() }
    }

    #[test]
    fn names_are_those_of_files_or_given() {
        let names = |bases: &[Base], texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            conditions(bases, &texts, &["run.days=3".into()])
                .map(|found| found.into_iter().map(|one| one.document()).collect::<Vec<_>>())
                .map_err(|error| error.to_string())
        };
        assert_eq!(names(&[base("a.toml")], &[]).unwrap(), ["fitted.toml"]);
        assert_eq!(
            names(&[base("x/a.toml"), base("b.toml")], &[]).unwrap(),
            ["fitted_a.toml", "fitted_b.toml"]
        );
        let two = names(&[base("a.toml")], &["2.5 mm: device.needle_length_mm=2.5", "plain:"]).unwrap();
        assert_eq!(two, ["fitted_2_5_mm.toml", "fitted_plain.toml"]);
        for (bases, texts, word) in [
            (vec![base("a.toml"), base("b/a.toml")], vec![], "two conditions are called `a`"),
            (vec![base("a.toml"), base("b.toml")], vec!["x: run.days=2"], "leave --condition out"),
            (vec![base("a.toml")], vec!["x run.days=2"], "no `:`"),
            (vec![base("a.toml")], vec!["x: run.dayz=2"], "did you mean"),
            (vec![], vec![], "no scenario"),
        ] {
            let told = names(&bases, &texts).unwrap_err();
            assert!(told.contains(word), "{told}");
        }
    }
}
