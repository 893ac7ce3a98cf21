//! Arms, draws and contrasts of `dermis cohort`: what composes, what is kept, what is missing.

use std::path::Path;

use dermis::scenario::Scenario;
use dermis::study::Study;
use dermis::study::cohort::Cohort;

use super::program::{FACE, MIXED, column, numbers, refused, stdout};

/// A course of two sessions in a month.
const BASE: &str = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 2\ninterval_days = 7\n[run]\ndays = 30\n[grid]\ngeometry = \"well_mixed\"\n";

fn study(arms: &[&str], more: &str) -> Cohort {
    let scenario = format!("[scenario]\nname = \"base.toml\"\ntext = '''\n{BASE}'''\n");
    let head = "schema = 1\nstudy = \"cohort\"\npatients = 3\nafter_last_days = 10\n";
    toml::from_str(&format!("{head}arms = {arms:?}\n{more}\n{scenario}")).unwrap()
}

/// The scenarios of all patients under each of two arms.
fn pairs(study: Cohort) -> Vec<(Scenario, Scenario)> {
    let patients = study.patients as usize;
    let plan = Study::Cohort(study).plan().unwrap();
    let cases: Vec<Scenario> = plan.cases.into_iter().take(2 * patients).map(|case| case.scenario).collect();
    cases.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

/// Draws that multiply are applied to what the arm says: an eyelid keeps the thin skin of an eyelid.
#[test]
fn factors_multiply_what_the_arm_says() {
    let layer = |name: &str| {
        let text = BASE.replace("[device]", &format!("[site]\nname = \"{name}\"\n[device]"));
        Scenario::parse("a.toml", &text, &[]).unwrap().0.site.reticular_dermis_mm
    };
    let (thick, thin) = (layer("cheek"), layer("eyelid"));
    assert!(thick > 2.0 * thin, "{thick} {thin}");
    let draws =
        "draws = [\"site.reticular_dermis_mm=times lognormal(1,1.15)\", \"m_syn=times lognormal(1,1.2)\"]";
    let mut factors = Vec::new();
    for (cheek, eyelid) in pairs(study(&["cheek:", "eyelid: site.name=eyelid"], draws)) {
        let factor = cheek.site.reticular_dermis_mm / thick;
        assert!((eyelid.site.reticular_dermis_mm / thin - factor).abs() < 1e-12, "{factor}");
        assert_eq!(cheek.run.seed, eyelid.run.seed);
        assert_eq!(
            cheek.parameters.get("synthesis_multiplier"),
            eyelid.parameters.get("synthesis_multiplier")
        );
        factors.push(factor);
    }
    assert!(factors[0] != factors[1] && factors.iter().all(|factor| (0.5..2.0).contains(factor)));
    // The arm sets the very thing that is multiplied.
    for (usual, thick) in pairs(study(&["usual:", "thick: site.reticular_dermis_mm=3"], draws)) {
        let factor = usual.site.reticular_dermis_mm / layer("cheek");
        assert!((thick.site.reticular_dermis_mm / 3.0 - factor).abs() < 1e-12);
    }
}

/// An arm may change who is treated, where, and with what.
#[test]
fn arms_change_site_sex_device_and_age() {
    for arm in ["site.name=neck", "patient.sex=male", "device.name=stamp", "patient.age_years=70"] {
        assert_eq!(pairs(study(&["usual:", &format!("other: {arm}")], "")).len(), 3, "{arm}");
    }
}

#[test]
fn what_cannot_compose_is_refused_with_both_names() {
    let told = |arm: &str, draw: &str| {
        let study = study(&["usual:", arm], &format!("draws = [\"{draw}\"]"));
        Study::Cohort(study).plan().unwrap_err().to_string()
    };
    let age = told("old: patient.age_years=70", "patient.age_years=normal(45,12)");
    assert!(age.contains("arm `old`") && age.contains("`patient.age_years`"), "{age}");
    let synthesis = told("more: parameters.m_syn=1.2", "synthesis_multiplier=uniform(0.9,1.1)");
    assert!(synthesis.contains("`synthesis_multiplier`") && synthesis.contains("arm `more`"), "{synthesis}");
    let layer = told("eyelid: site.name=eyelid", "site.reticular_dermis_mm=uniform(1,2)");
    assert!(layer.contains("`site.name`") && layer.contains("`site.reticular_dermis_mm`"), "{layer}");
}

/// A draw keeps to the plausible range under whichever name.
#[test]
fn symbols_are_cut_to_the_same_range() {
    let of = |name: &str| -> Vec<Option<f64>> {
        let draws = format!("draws = [\"{name}=times lognormal(1,9)\"]");
        let value = |(scenario, _): (Scenario, Scenario)| scenario.parameters.get("synthesis_multiplier");
        pairs(study(&["a:", "b:"], &draws)).into_iter().map(value).collect()
    };
    let plain = of("synthesis_multiplier");
    assert_eq!(of("m_syn"), plain);
    assert_eq!(of("parameters.m_syn"), plain);
}

fn cohort(out: &Path, more: &[&str]) -> String {
    let file = out.with_extension("toml");
    std::fs::write(&file, BASE).unwrap();
    let flags = ["--after-last-days", "10", "--out", out.to_str().unwrap()];
    stdout(&[&["cohort", file.to_str().unwrap()][..], &flags, more].concat())
}

#[test]
fn the_stated_patient_is_treated_unless_a_population_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let [kept, drawn] = ["kept", "drawn"].map(|name| folder.path().join(name));
    let more = ["--set", "patient.age_years=55", "--patients", "4", "--vary", "treatment.count=1,2"];
    let text = cohort(&kept, &more);
    assert!(text.contains("kept as the scenario has it: patient.age_years, patient.sex"), "{text}");
    assert!(text.contains("drawn: site.papillary_dermis_mm"), "{text}");
    let head = std::fs::read_to_string(kept.join("runs.csv")).unwrap();
    assert!(!head.lines().next().unwrap().contains("patient.age_years"));
    let text = cohort(&drawn, &[&more[..], &["--population"]].concat());
    assert!(text.contains("drawn: patient.age_years"), "{text}");
    let ages = numbers(&drawn, "runs.csv", "patient.age_years");
    assert!(ages.iter().all(|age| *age != 55.0) && ages[0] != ages[2]);
}

/// Untreated skin has no day after its last session: no value, not a failure and not a zero.
#[test]
fn missing_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    cohort(&out, &["--patients", "5", "--arm", "needled:", "--arm", "untreated: treatment.count=0"]);
    assert_eq!(numbers(&out, "responders.csv", "patients"), [5.0, 0.0]);
    for name in ["respond", "share", "share_low", "share_high"] {
        let cells = column(&out, "responders.csv", name);
        assert!(!cells[0].is_empty() && cells[1].is_empty(), "{name}: {cells:?}");
    }
    let row = column(&out, "differences.csv", "measure").iter().position(|name| name == "gain_after_last");
    let cell = |name: &str| column(&out, "differences.csv", name)[row.unwrap()].clone();
    assert_eq!(
        (cell("patients"), cell("share_higher"), cell("difference")),
        ("0".into(), "".into(), "".into())
    );
    assert_eq!(cell("remark"), "no patient has both values");
    let row = column(&out, "arms.csv", "measure").iter().position(|name| name == "gain_after_last").unwrap();
    assert_eq!(column(&out, "arms.csv", "patients")[row..row + 2], ["5", "0"]);
    for name in ["mean", "sd", "median", "numerical_noise"] {
        let cells = column(&out, "arms.csv", name);
        assert!(!cells[row].is_empty() && cells[row + 1].is_empty(), "{name}: {cells:?}");
    }
}

/// One cell knows no layers, so cheek and neck differ by rounding alone.
#[test]
fn rounding_is_no_effect() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let draws = ["--draw", "site.reticular_dermis_mm=times lognormal(1,1.1)"];
    let arms = ["--arm", "cheek: site.name=cheek", "--arm", "neck: site.name=neck", "--patients", "4"];
    // Needles through all of the dermis, however thick: kinetics alone, which know no thickness.
    let through = ["--set", "device.needle_length_mm=3", "--set", "device.depth_efficacy=1"];
    cohort(&out, &[&draws[..], &arms, &through].concat());
    let measures = column(&out, "differences.csv", "measure");
    let noise = numbers(&out, "differences.csv", "numerical_noise");
    for name in ["share_higher", "needed_per_group_80", "needed_per_group_90", "needed_paired_80"] {
        let cells = column(&out, "differences.csv", name);
        for (measure, cell) in measures.iter().zip(&cells).filter(|(measure, _)| measure.starts_with("gain"))
        {
            assert!(cell.is_empty(), "{measure} {name}: {cell}");
        }
    }
    let row = measures.iter().position(|name| name == "gain_after_last").unwrap();
    assert_eq!(column(&out, "differences.csv", "remark")[row], "below the numerical noise");
    assert!(noise[row] > 1e-10 && noise[row] < 0.5, "{}", noise[row]);
}

#[test]
fn any_contrast_of_combined_arms() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let vary =
        ["--vary", "treatment.count=1,2", "--vary", "device.needle_length_mm=0.5,1.5", "--patients", "3"];
    cohort(
        &out,
        &[&vary[..], &["--against", "all", "--measure", "gain_on_day", "--measure", "gain_on_day"]].concat(),
    );
    assert_eq!(column(&out, "arms.csv", "measure").len(), 8);
    let arms = column(&out, "differences.csv", "arm");
    let minus = column(&out, "differences.csv", "minus");
    assert_eq!(arms.len(), 12);
    let wanted = ("count 2, needle length 1.5\u{a0}mm", "count 2, needle length 0.5\u{a0}mm");
    assert!(arms.iter().zip(&minus).any(|(arm, minus)| (arm.as_str(), minus.as_str()) == wanted), "{arms:?}");
    let head = std::fs::read_to_string(out.join("runs.csv")).unwrap();
    assert_eq!(head.lines().next().unwrap().matches("gain_on_day").count(), 1);
    let one = folder.path().join("one");
    cohort(&one, &[&vary[..], &["--against", "count 2, needle length 0.5 mm"]].concat());
    let minus = column(&one, "differences.csv", "minus");
    assert!(minus.iter().all(|name| name == wanted.1));
}

#[test]
fn arms_that_set_a_thing_twice_are_refused() {
    let arm = ["--arm", "a: m_syn=1, synthesis_multiplier=1.1", "--patients", "2"];
    assert!(refused(&[&["cohort", FACE][..], &MIXED, &arm].concat(), 2).contains("set twice"));
}

/// Another site keeps a thickness that the file states, and that is said; one that the arm gives is the arm's.
#[test]
fn an_arm_on_another_site_says_what_it_keeps() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("base.toml");
    std::fs::write(&file, format!("{BASE}[site]\nname = \"cheek\"\nreticular_dermis_mm = 1.4\n")).unwrap();
    let told = |arm: &str| {
        let out = folder.path().join("out");
        let arguments = [
            "cohort",
            file.to_str().unwrap(),
            "--patients",
            "2",
            "--arm",
            "cheek:",
            "--arm",
            arm,
            "--after-last-days",
            "10",
            "--force",
            "--out",
            out.to_str().unwrap(),
        ];
        String::from_utf8(super::program::dermis(&arguments).stderr).unwrap()
    };
    let kept = told("eyelid: site.name=eyelid");
    assert!(kept.contains("whose reticular_dermis_mm = 1.4 stays"), "{kept}");
    assert!(!told("eyelid: site.name=eyelid, site.reticular_dermis_mm=0.4").contains("stays"));
}
