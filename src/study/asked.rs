//! Studies as they are asked for: a study's file or scenarios, and what is said beside them.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::Study;
use super::read::{Given, read};
use super::sensitivity::Method;
use super::sweep::Method as Points;
use crate::error::{Error, Result};
use crate::scenario::canonical_name;
use crate::study::plan::base::Base;

/// What a study is asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A file: of a study or a scenario.
    File(PathBuf),
    /// A scenario that is read already.
    Scenario(Base),
}

/// The study `name` of these files, with the members of its definition by their keys, as in a study's file; of a
/// cohort also `vary`, which makes arms. Beside a study's file there may be `changes`, and of a cohort `patients`.
///
/// # Errors
/// What the system says of files, a key or value that the study does not have, and what does nothing beside the
/// others. What is wrong with scenarios is told by [`Study::plan`].
pub fn asked(name: &str, of: &[Asked], mut keys: Map<String, Value>) -> Result<Study> {
    if !Study::NAMES.contains(&name) {
        let known = Study::NAMES.join(", ");
        return Err(Error::Usage(format!("there is no study `{name}`; the studies are {known}")));
    }
    let mut scenarios = Vec::new();
    for each in of {
        match each {
            Asked::Scenario(base) => scenarios.push(base.clone()),
            Asked::File(path) => match read(path)? {
                Given::Scenario(base) => scenarios.push(base),
                Given::Study(study) if of.len() == 1 => return beside(study, name, keys),
                Given::Study(_) => return Err(Error::Usage(ONE_STUDY.into())),
            },
        }
    }
    let given: Vec<String> = keys.keys().cloned().collect();
    let lists: &[&str] = match name {
        "sweep" => &["vary"],
        "calibrate" => &["inputs"],
        "optimise" => &["inputs", "objectives"],
        _ => &[],
    };
    // What is lacking is told with advice when the study is planned.
    for list in lists {
        keys.entry(*list).or_insert_with(|| json!([]));
    }
    match (name, &scenarios[..]) {
        ("compare" | "calibrate", _) => keys.insert("scenarios".into(), json!(scenarios)),
        (_, [scenario]) => keys.insert("scenario".into(), json!(scenario)),
        (_, all) => {
            let count = all.len();
            return Err(Error::Usage(format!("{name} is of one scenario, not of {count}")));
        }
    };
    let mut study = Study::from_keys(name, keys)?;
    study.make_arms()?;
    study.refuse_idle(&|key| given.iter().any(|other| other == key))?;
    study.load(Path::new(""))?;
    Ok(study)
}

/// What is told of several files of which one is a study's.
pub const ONE_STUDY: &str = "give one study file, or scenarios, not both";

/// A study's file with what may be said beside it.
fn beside(mut study: Study, name: &str, mut keys: Map<String, Value>) -> Result<Study> {
    if study.name() != name {
        let other = study.name();
        return Err(Error::Usage(format!("this file is of another study: dermis {other} FILE")));
    }
    if let Some(changes) = keys.remove("changes") {
        change(study.changes(), texts("changes", changes)?);
    }
    if let (Study::Cohort(cohort), Some(patients)) = (&mut study, keys.remove("patients")) {
        let number = patients.as_u64().and_then(|number| u32::try_from(number).ok());
        let wrong = || Error::Usage(format!("patients is {patients}; it takes a whole number"));
        cohort.patients = number.ok_or_else(wrong)?;
    }
    if keys.is_empty() {
        return Ok(study);
    }
    let idle: Vec<&str> = keys.keys().map(String::as_str).collect();
    let idle = idle.join(", ");
    Err(Error::Usage(format!("the study file says everything itself: change it there, not by {idle}")))
}

fn texts(key: &str, value: Value) -> Result<Vec<String>> {
    serde_json::from_value(value).map_err(|error| Error::Usage(format!("{key}: {error}")))
}

/// Adds changes to those of a study's file, in the place of what they set anew.
pub fn change(changes: &mut Vec<String>, more: Vec<String>) {
    let name = |change: &str| {
        let written = change.split('=').next().unwrap_or(change).trim().to_owned();
        canonical_name(&written).map_or(written, str::to_owned)
    };
    let anew: Vec<String> = more.iter().map(|change| name(change)).collect();
    changes.retain(|old| !anew.contains(&name(old)));
    changes.extend(more);
}

impl Study {
    /// Makes arms of what a cohort varies.
    pub(super) fn make_arms(&mut self) -> Result<()> {
        if let Self::Cohort(cohort) = self { cohort.make_arms() } else { Ok(()) }
    }

    /// Refuses what does nothing beside the rest; `given` tells which keys were given.
    ///
    /// # Errors
    /// [`Error::Usage`] with the key and the reason.
    pub fn refuse_idle(&self, given: &dyn Fn(&str) -> bool) -> Result<()> {
        let idle = |keys: &[(&str, &str)]| match keys.iter().find(|(key, _)| given(key)) {
            None => Ok(()),
            Some((key, why)) => {
                let flag = key.replace('_', "-");
                Err(Error::Usage(format!("--{flag} does nothing here: {why}; leave it out")))
            }
        };
        match self {
            Self::Sweep(sweep) if matches!(sweep.method, Points::Grid | Points::List) => {
                let why = "a grid or list of given values has as many runs as --vary makes, and sampled points need \
                           --method sobol or latin_hypercube";
                idle(&[("points", why), ("seed", why)])
            }
            Self::Sensitivity(study) => {
                match study.method {
                    Method::Both => {}
                    Method::Morris => idle(&[("rows", "--method morris screens, without Sobol' points")])?,
                    Method::Sobol => {
                        let why = "--method sobol takes all inputs, without a screening";
                        idle(&[("trajectories", why), ("keep", why)])?;
                    }
                }
                let ranged = !study.inputs.is_empty() && study.inputs.iter().all(|input| input.contains('='));
                if ranged { idle(&[("spread", "every input has a range of its own")]) } else { Ok(()) }
            }
            Self::Calibrate(study) if study.posterior => {
                let why = "a posterior is drawn by chains that begin where history matching leads";
                idle(&[("starts", why), ("steps", why), ("profile_points", why)])
            }
            Self::Calibrate(study) => {
                let why = "they are of --posterior";
                idle(&[("draws", why), ("points", why), ("discrepancy", why)])?;
                if !study.targets.is_empty() {
                    let why = "targets tell which combinations they hold, without profiles";
                    idle(&[("profile_points", why)])?;
                }
                match study.starts {
                    1 => idle(&[("seed", "the only start is the scenario's own, and no point is drawn")]),
                    _ => Ok(()),
                }
            }
            Self::Cohort(study) if study.arms.len() == 1 && study.against == ["all"] => {
                idle(&[("against", "there is one arm, and no difference to tell")])
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n";

    fn of(name: &str, keys: Value) -> Result<Study> {
        let base = Base { name: "face.toml".into(), text: SCENARIO.into() };
        asked(name, &[Asked::Scenario(base)], keys.as_object().cloned().unwrap_or_default())
    }

    #[test]
    fn keys_are_those_of_a_file() {
        let study = of("cohort", json!({ "patients": 7, "vary": ["treatment.count=2,3"] })).unwrap();
        let Study::Cohort(cohort) = study else { panic!("{study:?}") };
        assert_eq!((cohort.patients, cohort.arms.len()), (7, 2));
        assert_eq!(cohort.scenario.text, SCENARIO);
        let study = of("sweep", json!({ "vary": ["treatment.count=2,3"] })).unwrap();
        assert!(matches!(study, Study::Sweep(sweep) if sweep.vary == ["treatment.count=2,3"]));
        let told = of("sweep", json!({ "varry": ["treatment.count=2,3"] })).unwrap_err().to_string();
        assert!(told.contains("varry") && told.contains("did you mean `vary`"), "{told}");
        let told = of("sweeep", json!({})).unwrap_err().to_string();
        assert!(told.contains("sensitivity"), "{told}");
    }

    #[test]
    fn one_scenario_and_several_are_given_alike() {
        let made =
            |name: &str, keys: Value| Study::from_keys(name, keys.as_object().cloned().unwrap_or_default());
        let vary = ["treatment.count=2,3"];
        let sweep = made("sweep", json!({ "vary": vary, "scenarios": ["a.toml"] })).unwrap();
        assert!(matches!(sweep, Study::Sweep(sweep) if sweep.scenario.name == "a.toml"));
        let told = made("sweep", json!({ "vary": vary, "scenarios": ["a.toml", "b.toml"] }))
            .unwrap_err()
            .to_string();
        assert!(told.contains("of one scenario, not of 2"), "{told}");
        let compare = made("compare", json!({ "vary": vary, "scenario": "a.toml" })).unwrap();
        assert!(matches!(compare, Study::Compare(compare) if compare.scenarios.len() == 1));
        let mut cohort = made("cohort", json!({ "vary": vary, "scenario": "a.toml" })).unwrap();
        cohort.make_arms().unwrap();
        assert!(matches!(cohort, Study::Cohort(cohort) if cohort.arms.len() == 2));
    }

    #[test]
    fn what_does_nothing_is_refused() {
        let idle = [
            ("sweep", json!({ "vary": ["treatment.count=2,3"], "points": 8 }), "--points"),
            ("sensitivity", json!({ "method": "morris", "rows": 8 }), "--rows"),
            ("sensitivity", json!({ "inputs": ["treatment.count=2..3"], "spread": 0.1 }), "--spread"),
            ("calibrate", json!({ "data": ["none.csv"], "starts": 1, "seed": 2 }), "--seed"),
            ("calibrate", json!({ "targets": ["T7"], "profile_points": 4 }), "--profile-points"),
            ("calibrate", json!({ "posterior": true, "starts": 4 }), "--starts"),
            ("calibrate", json!({ "targets": ["T7"], "draws": 40 }), "--draws"),
            ("cohort", json!({ "arms": ["a:"], "against": ["all"] }), "--against"),
        ];
        for (name, keys, flag) in idle {
            let told = of(name, keys).unwrap_err().to_string();
            assert!(told.contains(flag) && told.contains("does nothing here"), "{told}");
        }
        assert!(of("sensitivity", json!({ "method": "morris", "trajectories": 8 })).is_ok());
    }
}
