//! The patient.

use super::{falls_to, integral, last, run, same_bits, scenario};
use dermis::patient::Patient;

const NEUTRAL: [&str; 6] = [
    "patient.fitzpatrick_type=1",
    "patient.photoageing_grade=0",
    "patient.smoker=false",
    "patient.diabetes=false",
    "patient.keloid_tendency=false",
    "patient.occluded=false",
];

#[test]
fn a_neutral_modifier_changes_no_bit() {
    let usual = run(&[]);
    assert!(same_bits(&usual, &run(&NEUTRAL)));
    assert!(usual.summary.modifiers.is_empty(), "{:?}", usual.summary.modifiers);
    // Conditions only warn.
    assert!(same_bits(&usual, &run(&["patient.conditions=[\"pregnancy\", \"isotretinoin\"]"])));
    // And the comparison would see a change.
    assert!(!same_bits(&usual, &run(&["patient.smoker=true"])));
}

#[test]
fn what_lowers_synthesis_lowers_new_collagen_by_no_more() {
    let new = |changes: &[&str]| last(&run(changes), "collagen_new.dermis");
    let usual = new(&[]);
    for (change, factor) in [
        ("patient.smoker=true", 0.73),
        ("patient.diabetes=true", 0.9),
        // Of the papillary dermis alone.
        ("patient.photoageing_grade=2", 0.72),
        ("patient.photoageing_grade=4", 0.44),
        ("patient.age_years=50", 0.825 * 0.85),
    ] {
        let ratio = new(&[change]) / usual;
        println!("{change}: synthesis {factor}, newly made collagen {ratio:.3}");
        // What is not made leaves a deficit that calls for more, so the whole factor is never reached.
        assert!((factor..0.99).contains(&ratio), "{change}: {ratio}");
    }
}

#[test]
fn dark_skin_and_occlusion_keep_channels_open_longer_by_no_more_than_was_seen() {
    let closed = |changes: &[&str]| falls_to(&run(changes), "channel_open_fraction.surface", 0.1);
    let usual = closed(&[]);
    let ratio = closed(&["patient.fitzpatrick_type=6"]) / usual;
    println!("type VI: channels {ratio:.3} times as long");
    assert!((1.1..=66.5 / 50.2 + 0.01).contains(&ratio), "{ratio}");
    let between = closed(&["patient.fitzpatrick_type=4"]) / usual;
    assert!(1.0 < between && between < ratio);
    let occluded = closed(&["patient.occluded=true"]) / usual;
    println!("occluded: {occluded:.3} times as long");
    // Within the 1.5 to 20 times of validation target T4.
    assert!((1.5..=20.0).contains(&occluded), "{occluded}");
    // Darker skin makes no other collagen.
    let new = |changes: &[&str]| last(&run(changes), "collagen_new.dermis");
    assert!((new(&["patient.fitzpatrick_type=6"]) / new(&[]) - 1.0).abs() < 0.02);
}

#[test]
fn keloid_tendency_keeps_myofibroblasts_and_raises_the_scar_matrix_index() {
    let sessions = ["treatment.days=[0, 14, 28]"];
    let usual = run(&sessions);
    let prone = run(&[&sessions[..], &["patient.keloid_tendency=true"]].concat());
    let ratio = |name: &str| integral(&prone, name) / integral(&usual, name);
    println!("keloid tendency: myofibroblasts x {:.2}", ratio("myofibroblasts.dermis"));
    // Half the apoptosis is twice the lifetime, and somewhat more through the TGF-beta they activate.
    assert!((1.3..3.0).contains(&ratio("myofibroblasts.dermis")));
    assert!(last(&prone, "scar_matrix_index.surface") > last(&usual, "scar_matrix_index.surface"));
    assert!(last(&prone, "collagen_scar.dermis") > last(&usual, "collagen_scar.dermis"));
}

#[test]
fn diabetes_does_not_delay_the_epidermis() {
    // One-step, so that what differs elsewhere hardly changes a step; fewer vessels in new matrix bring a little
    // less inflammation.
    let stepper = "run.stepper=ros34pw2";
    let closure = |changes: &[&str]| super::column(&run(changes), "epidermal_closure.surface").to_vec();
    let (usual, diabetic) = (closure(&[stepper]), closure(&[stepper, "patient.diabetes=true"]));
    assert!(usual.iter().zip(&diabetic).all(|(a, b)| (a - b).abs() < 1e-6));
}

#[test]
fn every_modifier_is_in_the_result_with_its_source() {
    let changes = [
        "patient.age_years=60",
        "patient.smoker=true",
        "patient.occluded=true",
        "patient.fitzpatrick_type=5",
        "patient.photoageing_grade=3",
        "patient.diabetes=true",
        "patient.keloid_tendency=true",
        "run.days=1",
    ];
    let result = run(&changes);
    let causes: Vec<&str> = result.summary.modifiers.iter().map(|factor| factor.cause).collect();
    for cause in [
        "age",
        "smoking",
        "occlusion",
        "fitzpatrick_type",
        "photoageing_grade",
        "diabetes",
        "keloid_tendency",
    ] {
        assert!(causes.contains(&cause), "{cause} is missing from {causes:?}");
    }
    let written = serde_json::to_value(&result.summary).unwrap();
    for factor in written["modifiers"].as_array().unwrap() {
        assert!(factor["factor"].as_f64().unwrap() != 1.0 && !factor["source"].as_str().unwrap().is_empty());
    }
    // The parameters that a scenario sets are multiplied, not replaced.
    let set = scenario(&["patient.smoker=true", "m_syn=2"]);
    let mut biology = set.parameters.biology;
    set.patient.apply(&set.parameters.ageing, &set.parameters.modifiers, &mut biology);
    assert_eq!(biology.synthesis_multiplier, 1.46);
    assert_eq!(scenario(&[]).patient, Patient { age_years: 25.0, ..Patient::DEFAULT });
}
