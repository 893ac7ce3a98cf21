//! Who should not be treated: warnings, and nothing else.

use super::{NEEDLE, run};
use dermis::precaution::{PRECAUTIONS, Stated, conditions};
use dermis::scenario::Scenario;

fn warnings(changes: &[&str]) -> Vec<String> {
    let changes: Vec<String> = changes.iter().map(|change| (*change).into()).collect();
    Scenario::parse("treatments.toml", NEEDLE, &changes).unwrap().1
}

#[test]
fn each_condition_is_a_warning_with_its_source() {
    assert!(warnings(&[]).is_empty());
    for name in conditions() {
        let found = warnings(&[&format!("patient.conditions=[\"{name}\"]")]);
        let row = PRECAUTIONS.iter().find(|row| row.name == name).unwrap();
        assert_eq!(found.len(), 1, "{name}");
        assert!(found[0].contains(row.warning) && found[0].contains(row.source), "{}", found[0]);
        assert!(found[0].contains("never a diagnosis") && row.source.contains('['), "{name}");
    }
    let all: Vec<String> = conditions().map(|name| format!("\"{name}\"")).collect();
    assert_eq!(warnings(&[&format!("patient.conditions=[{}]", all.join(","))]).len(), all.len());
}

#[test]
fn keys_call_up_their_warnings() {
    let called = |changes: &[&str], name: &str| {
        let found = warnings(changes);
        found.iter().filter(|warning| warning.starts_with(name)).count()
    };
    assert_eq!(called(&["patient.keloid_tendency=true"], "keloid_tendency"), 1);
    assert_eq!(called(&["patient.fitzpatrick_type=4"], "dark_skin"), 1);
    assert_eq!(called(&["patient.fitzpatrick_type=3"], "dark_skin"), 0);
    assert_eq!(called(&["device.name=home_roller"], "home_treatment"), 1);
    let keyed = PRECAUTIONS.iter().filter(|row| row.stated != Stated::Condition).count();
    assert_eq!(keyed, 3, "each precaution of a key is tested above");
    // Nobody is warned who is not treated.
    assert!(warnings(&["treatment.days=[]", "patient.conditions=[\"pregnancy\"]"]).is_empty());
}

#[test]
fn warnings_reach_the_summary() {
    let result = run(&["patient.conditions=[\"active_acne\"]", "run.days=1"]);
    assert!(result.summary.warnings.iter().any(|warning| warning.starts_with("active_acne")));
}

#[test]
fn wrong_conditions_are_named() {
    let fault = |change: &str| {
        Scenario::parse("treatments.toml", NEEDLE, &[change.to_owned()]).unwrap_err().to_string()
    };
    assert!(fault("patient.conditions=[\"pregnant\"]").contains("did you mean `pregnancy`?"));
    assert!(fault("patient.conditions=[\"eczema\", \"eczema\"]").contains("given twice"));
    assert!(fault("patient.conditions=[3]").contains("must be a string"));
    assert!(fault("patient.conditions=eczema").contains("must be an array"));
    // What follows from a key is no condition.
    assert!(fault("patient.conditions=[\"dark_skin\"]").contains("there is no condition"));
}
