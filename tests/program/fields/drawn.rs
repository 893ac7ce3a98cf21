//! Maps of fields that runs kept: which days, which section, and what is refused.

use dermis::job::{self, Days, Plot};
use dermis::plot::{Format, Paper};
use tempfile::{TempDir, tempdir};

use super::{CASES, run, scenario};

fn asked(place: &TempDir, field: &str, days: Days) -> Plot {
    Plot {
        results: vec![place.path().join("run")],
        what: Vec::new(),
        columns: Vec::new(),
        fields: vec![field.into()],
        days,
        paper: Paper { width_mm: 170.0, dpi: 100.0, title: String::new() },
        format: Format::Svg,
        animate: None,
        out: Some(place.path().join("maps.svg")),
        force: true,
    }
}

#[test]
fn the_days_and_the_section_that_are_asked_for_are_drawn() {
    let place = tempdir().unwrap();
    run(&scenario(CASES[2].1), &place.path().join("run"), 2);
    job::plot(&asked(&place, "tgf_beta_1", Days::These(vec![1.0, 3.5]))).unwrap();
    let drawn = std::fs::read_to_string(place.path().join("maps.svg")).unwrap();
    for words in ["tgf beta 1, day\u{a0}1, at", "tgf beta 1, day\u{a0}3.5, at", "papillary dermis", " mm"] {
        assert!(drawn.contains(words), "{words}");
    }
    assert!(!drawn.contains("day\u{a0}0"), "a day that was not asked for");

    let moving = place.path().join("moving.png");
    let asked = asked(&place, "tgf_beta_1", Days::Span(0.5, 4.0));
    job::plot(&Plot { animate: Some(2), format: Format::Png, out: Some(moving.clone()), ..asked }).unwrap();
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(moving).unwrap()));
    let frames = decoder.read_info().unwrap().info().animation_control().unwrap().num_frames;
    assert_eq!(frames, 2);
}

#[test]
fn what_has_no_maps_is_refused_with_what_has() {
    let place = tempdir().unwrap();
    run(&scenario(CASES[2].1), &place.path().join("run"), 2);
    let told = |field: &str, days: Days| job::plot(&asked(&place, field, days)).unwrap_err().to_string();
    for (field, days, expected) in [
        ("tgf_beta", Days::All, "did you mean `tgf_beta_1`?"),
        ("barrier", Days::All, "lies on the surface"),
        ("tgf_beta_1", Days::These(vec![2.0]), "has maps of days 0, 1, 3.5; others are kept with"),
        ("tgf_beta_1", Days::Span(5.0, 6.0), "has maps of days 0, 1, 3.5"),
    ] {
        let told = told(field, days);
        assert!(told.contains(expected), "{field}: {told}");
    }
}
