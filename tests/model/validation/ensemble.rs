//! The ensemble that comes with dermis: of today's parameters and targets, and true of the model.

use std::fs;

use dermis::ensemble::{CHECK, Ensemble, evidence_hash};
use dermis::output::read_parquet;
use dermis::validation::plan::Selection;
use dermis::validation::report::Report;
use dermis::validation::suite::Suite;

const FILE: &str = "validation/ensemble.parquet";
/// Split R̂ of its chains at most: above it every use says that they do not agree.
const APART: f64 = 1.1;
/// How far a value of a check may be from that beside the draw, and how far half of them: at the tolerance that the draws
/// were made with, a change of numerics moves them less, one of the model more.
const NEAR: f64 = 0.1;
const HALF_NEAR: f64 = 5e-3;

fn fitted() -> Suite {
    Suite::shipped().unwrap().to_check(&["fitted".to_owned()]).unwrap()
}

#[test]
fn it_follows_from_the_targets_that_are_fitted() {
    let (ensemble, suite) = (Ensemble::shipped().unwrap(), fitted());
    let about = &ensemble.provenance;
    assert_eq!(about.evidence, evidence_hash(suite.evidence()), "made with other targets: make it anew");
    assert!(suite.targets.iter().map(|target| &target.id).eq(&about.targets), "{:?}", about.targets);
    assert!((256..=512).contains(&ensemble.draws.len()), "{}", ensemble.draws.len());
    assert!(ensemble.parameters.len() > 150, "{}", ensemble.parameters.len());
    assert!(about.split_r_hat.is_some_and(|found| found < APART), "{:?}", about.split_r_hat);
}

/// Some draws once more: the model gives what stands beside them.
#[test]
fn draws_give_the_values_that_stand_beside_them() {
    let (ensemble, file) = (Ensemble::shipped().unwrap(), fs::read(FILE).unwrap());
    let numbers = read_parquet(&file, ensemble.draws.len()).unwrap();
    let (mut apart, tolerance) = (Vec::new(), "run.tolerance=1e-2".to_owned());
    assert!(ensemble.provenance.command.contains(&tolerance), "{}", ensemble.provenance.command);
    for nth in [0, ensemble.draws.len() / 2, ensemble.draws.len() - 1] {
        let values = ensemble.parameters.iter().zip(&ensemble.draws[nth].parameters);
        let mut changes = vec![tolerance.clone()];
        changes.extend(values.map(|(name, value)| format!("{name}={value:?}")));
        let suite = fitted();
        for id in ["T7", "T11", "T29", "T30"] {
            let options = Selection { quick: true, changes: changes.clone() };
            let report = Report::new(&suite.clone().only(id).unwrap(), options, 2, &|_| ()).unwrap();
            for (target, check, finding) in report.checks() {
                let name = format!("{CHECK}{}.{}", target.id, check.name);
                let at = numbers.names.iter().position(|other| *other == name).expect(&name);
                let (kept, found) = (numbers.rows[nth][at], finding.value.unwrap_or(f64::NAN));
                let both_none = kept.is_nan() && found.is_nan();
                let far = if both_none { 0.0 } else { (kept - found).abs() / kept.abs().max(1e-3) };
                assert!(far <= NEAR, "draw {}: {name}: {found}, the file has {kept}", nth + 1);
                apart.push(far);
            }
        }
    }
    apart.sort_by(f64::total_cmp);
    assert!(apart.len() >= 30, "{}", apart.len());
    assert!(apart[apart.len() / 2] < HALF_NEAR, "{apart:?}");
}
