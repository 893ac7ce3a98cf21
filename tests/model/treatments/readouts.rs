//! Outcomes that are made of others: stiffness, grades, water loss and pigment.

use super::{column, integral, last, run};

#[test]
fn stiffness_is_a_mixture_of_collagen_and_elastin() {
    let result = run(&["elastin_stiffness=0.25"]);
    let rows = |name: &str| column(&result, name).to_vec();
    let (collagen, elastin) = (rows("collagen_functional.dermis"), rows("elastin.dermis"));
    for ((modulus, collagen), elastin) in rows("elastic_modulus.dermis").iter().zip(collagen).zip(elastin) {
        assert!((modulus - (0.75 * collagen + 0.25 * elastin)).abs() < 1e-12);
    }
    // What is new bears less until it is linked.
    let linked = run(&["functional_loss_immature=0"]);
    let at = |result, day: usize| column(result, "collagen_functional.dermis")[day];
    let row = result.series.time_day.iter().position(|day| *day >= 21.0).unwrap();
    assert!(at(&result, row) < at(&linked, row));
}

#[test]
fn grades_are_one_where_the_index_is_just_visible() {
    let result = run(&[]);
    for (grade, index, visible) in [
        ("erythema_grade.surface", "erythema_index.surface", 0.5),
        ("oedema_grade.surface", "oedema_thickness_mm.surface", 0.03),
    ] {
        let pairs: Vec<(f64, f64)> =
            column(&result, index).iter().copied().zip(column(&result, grade).iter().copied()).collect();
        assert_eq!(pairs[0], (0.0, 0.0));
        for (index, grade) in pairs {
            assert!((0.0..4.0).contains(&grade));
            assert_eq!(grade >= 1.0, index >= visible, "{index}: {grade}");
        }
    }
}

#[test]
fn water_loss_stays_below_that_of_open_water() {
    let peak = |changes: &[&str]| {
        let result = run(changes);
        column(&result, "tewl.surface").iter().copied().fold(0.0, f64::max)
    };
    assert!(peak(&["device.density_per_cm2=5000"]) < 120.0);
    assert!(peak(&["tewl_open=80"]) < peak(&["tewl_open=200"]));
    assert_eq!(column(&run(&[]), "tewl.surface")[0], 10.0);
}

#[test]
fn pigment_follows_inflammation_and_skin_type_where_it_is_asked_for() {
    let name = "pigmentation.surface";
    assert!(column(&run(&[]), name).iter().all(|melanin| *melanin == 0.0));
    let on = |more: &[&str]| integral(&run(&[&["melanogenesis=0.1"], more].concat()), name);
    let light = on(&[]);
    assert!(light > 0.0 && on(&["patient.fitzpatrick_type=6"]) > 2.0 * light);
    assert!(on(&["device.density_per_cm2=500"]) > light);
    assert!(last(&run(&["melanogenesis=0.1"]), name) >= 0.0);
}
