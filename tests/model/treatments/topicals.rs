//! What is put on the skin: nothing is lost, channels let it in and close, effects are bounded.

use super::{column, last, run, same_bits, scenario};
use dermis::topical::AGENTS;

/// A change that puts an agent on.
fn put(agent: &str, rest: &str) -> String {
    format!("treatment.topicals=[{{ agent = \"{agent}\"{rest} }}]")
}

/// How many times as much as through intact skin gets in from a thick film.
fn enhancement(agent: &str, rest: &str, changes: &[&str]) -> f64 {
    let thick = put(agent, &format!(", film_um = 2000{rest}"));
    let result = run(&[&[thick.as_str(), "run.days=4"], changes].concat());
    result.summary.topicals[0].delivered_over_intact.unwrap()
}

#[test]
fn applied_is_in_the_skin_cleared_or_left() {
    for agent in &AGENTS {
        for geometry in ["cell", "well_mixed", "slab"] {
            let twice = put(agent.name, ", days = [0, 0.5, 1.25], contact_hours = 9");
            let result =
                run(&[&twice, &format!("grid.geometry={geometry}"), "run.days=5", "grid.width_mm=1"]);
            let report = &result.summary.topicals[0];
            assert_eq!((report.applications, report.applied), (3, 300.0));
            assert!(report.relative_residual.abs() < 1e-10, "{}: {:e}", agent.name, report.relative_residual);
            assert!(report.delivered > 0.0 && report.delivered < report.applied, "{}", agent.name);
            let of = |what: &str| column(&result, &format!("topical_{}_{what}.skin", agent.name)).to_vec();
            let (left, inside, cleared) = (of("on_surface"), of("in_skin"), of("cleared"));
            for (row, day) in result.series.time_day.iter().enumerate().skip(1) {
                let applied = 100.0 * [0.0, 0.5, 1.25].iter().filter(|at| *at < day).count() as f64;
                let sum = left[row] + inside[row] + cleared[row];
                assert!((sum - applied).abs() < 1e-10 * applied, "{} on day {day}: {sum}", agent.name);
            }
        }
    }
}

#[test]
fn channels_let_in_about_what_was_measured() {
    // 10.54 times with vitamin C in rats, pretreated; within half and twice of that.
    let vitamin = enhancement("vitamin_c", "", &[]);
    println!("vitamin C after a session: {vitamin:.1} times intact skin");
    assert!((10.54 / 2.0..10.54 * 2.0).contains(&vitamin), "{vitamin}");
    // 2 to 22 times with peptides in human skin.
    let peptide = enhancement("peptide", "", &[]);
    println!("peptide after a session: {peptide:.1} times intact skin");
    assert!((2.0..22.0).contains(&peptide), "{peptide}");
    // As much is guessed of growth factors.
    let proteins = enhancement("growth_factors", "", &[]);
    println!("growth factors after a session: {proteins:.1} times intact skin");
    assert!((2.0..22.0).contains(&proteins), "{proteins}");
    // The barrier hinders a lipophilic agent little, so that channels add little.
    let retinoid = enhancement("retinoid", "", &[]);
    println!("retinoid after a session: {retinoid:.1} times intact skin");
    assert!((1.0..2.0).contains(&retinoid));
    assert!((enhancement("vitamin_c", ", days = [0]", &["treatment.days=[]"]) - 1.0).abs() < 1e-9);
}

#[test]
fn what_comes_later_finds_channels_closed() {
    let after = |hours: f64| enhancement("vitamin_c", &format!(", hours_after_session = {hours}"), &[]);
    let times = [0.0, 4.0, 24.0, 72.0].map(after);
    println!("vitamin C put on 0, 4, 24 and 72 hours after a session: {times:.2?} times intact skin");
    assert!(times.windows(2).all(|pair| pair[0] > pair[1]) && times[3] < 1.5, "{times:?}");
    // More channels and deeper ones let more in.
    let dense = enhancement("vitamin_c", "", &["device.density_per_cm2=500"]);
    assert!(dense > 1.5 * times[0] && dense < 2.5 * times[0]);
    let short = enhancement("vitamin_c", "", &["device.needle_length_mm=0.25"]);
    assert!(short < times[0]);
}

#[test]
fn without_effect_the_skin_is_the_same_to_the_bit() {
    let plain = run(&[]);
    // Put on at day 0 and wiped off on day 1, which have a row anyway.
    for agent in ["vitamin_c", "moisturiser"] {
        let strength = ", days = [0], contact_hours = 24, effect_strength = 0";
        let mut treated = run(&[&put(agent, strength)]);
        assert!(treated.series.columns.len() > plain.series.columns.len());
        treated.series.columns.truncate(plain.series.columns.len());
        assert!(same_bits(&plain, &treated), "{agent}");
    }
    assert!(plain.summary.topicals.is_empty());
}

#[test]
fn effects_go_their_documented_way_and_no_further() {
    let new = |change: &str| last(&run(&[change]), "collagen_new.dermis");
    let usual = new("run.days=84");
    for agent in &AGENTS {
        // So much of it for so long that the effect is nearly whole.
        let soaked = ", count = 84, contact_hours = 24, dose_ug_per_cm2 = 1e5, half_effect = 1e-6";
        let ratio = new(&put(agent.name, soaked)) / usual;
        println!("{}: newly made collagen x {ratio:.4}", agent.name);
        let largest: f64 =
            agent.effects.iter().map(|effect| effect.factor.max(1.0 / effect.factor)).product();
        if agent.effects.is_empty() {
            assert!((ratio - 1.0).abs() < 5e-3, "{}", agent.name);
        } else {
            assert!(1.005 < ratio && ratio <= largest, "{}: {ratio} of {largest}", agent.name);
        }
        // An ordinary application is gone within hours and hardly does anything.
        let once = new(&put(agent.name, "")) / usual;
        assert!((once - 1.0).abs() < 0.02 && once <= ratio + 5e-3, "{}: {once}", agent.name);
    }
}

#[test]
fn what_is_never_put_on_is_told() {
    let changes = [put("peptide", ", days = [3, 90]"), "run.days=20".to_owned()];
    let (_, warnings) = dermis::scenario::Scenario::parse("t.toml", super::NEEDLE, &changes).unwrap();
    assert!(warnings.iter().any(|warning| warning.contains("1 applications of peptide")), "{warnings:?}");
    let result = run(&[&put("peptide", ", days = [90]"), "run.days=2"]);
    assert_eq!(result.summary.topicals[0].delivered_over_intact, None);
}

#[test]
fn reports_name_their_sources() {
    let result = run(&[&put("retinoid", ""), "run.days=2"]);
    let report = serde_json::to_value(&result.summary.topicals[0]).unwrap();
    assert!(report["source"].as_str().unwrap().contains("assumed"));
    let effects = report["effects"].as_array().unwrap();
    assert_eq!(effects.len(), 2);
    assert!(effects.iter().all(|effect| effect["source"].as_str().unwrap().contains('[')));
    assert!(
        result.figures().iter().any(
            |figure| matches!(figure, dermis::figure::Figure::Curves { name, .. } if name == "topicals")
        )
    );
}

#[test]
fn wrong_topicals_are_named() {
    let fault = |change: &str| {
        let changes = [change.to_owned()];
        dermis::scenario::Scenario::parse("topicals.toml", super::NEEDLE, &changes).unwrap_err().to_string()
    };
    assert!(fault(&put("vitamin_d", "")).contains("did you mean `vitamin_c`?"));
    assert!(fault("treatment.topicals=[{ days = [1] }]").contains("has no `agent`"));
    assert!(fault("treatment.topicals=[1]").contains("must be a table"));
    assert!(fault(&put("peptide", ", days = [1], count = 3")).contains("cannot be combined"));
    assert!(fault(&put("peptide", ", contact_hours = 0")).contains("allowed: 0.05 to 168 hours"));
    assert!(fault(&put("peptide", ", dose = 3")).contains("unknown key `dose`"));
    let twice = "treatment.topicals=[{ agent = \"peptide\" }, { agent = \"peptide\" }]";
    assert!(fault(twice).contains("given twice"));
    let regular = scenario(&[&put("peptide", ", count = 3, every_days = 2, first_day = 1")]);
    assert_eq!(regular.topicals[0].days, [1.0, 3.0, 5.0]);
    assert_eq!(scenario(&[&put("peptide", ", hours_after_session = 12")]).topicals[0].days, [0.5]);
}
