//! The page of a run and of a study: one file that needs no network, and says what the files beside it say.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use base64::Engine;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const SCENARIO: &str = "schema = 1\ntitle = \"<script>alert('x')</script> & Cie\"\n[device]\nname = \"pen\"\n[treatment]\ncount = 2\ninterval_days = 7\n[grid]\ngeometry = \"cell\"\nspacing_um = 100\n[run]\ndays = 20\n";

fn dermis(place: &Path, arguments: &[&str]) {
    fs::write(place.join("face.toml"), SCENARIO).unwrap();
    Command::cargo_bin("dermis").unwrap().args(arguments).current_dir(place).assert().success();
}

fn page(place: &Path, arguments: &[&str]) -> String {
    dermis(place, arguments);
    fs::read_to_string(place.join("out/index.html")).unwrap()
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).map(|rest| rest.split_once(to).unwrap().0).collect()
}

fn data(page: &str) -> Value {
    serde_json::from_str(between(page, "id=\"data\">", "</script>")[0]).unwrap()
}

#[test]
fn one_file_without_a_network() {
    let place = TempDir::new().unwrap();
    let page = page(place.path(), &["run", "face.toml", "--out", "out", "--quiet"]);
    assert!(page.len() < 5_000_000, "{}", page.len());
    // A title is text wherever it stands.
    assert!(!page.contains("<script>alert") && page.contains("alert(&#39;x&#39;)"));
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"")[0].replace("&#39;", "'");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    let hash = |text: &&str| {
        let digest = base64::prelude::BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
        format!("'sha256-{digest}'")
    };
    let styles = between(&page, "<style>", "</style>");
    let scripts = between(&page, "<script>", "</script>");
    assert_eq!((styles.len(), scripts.len()), (2, 2));
    for hash in styles.iter().chain(&scripts).map(hash) {
        assert!(policy.contains(&hash), "{hash}");
    }
    // Nothing in it is fetched, and no element has a style or a script of its own.
    let markup = page.split("id=\"data\"").next().unwrap();
    let body = markup.split("<body>").nth(1).unwrap();
    for forbidden in ["http:", "https:", " style=", " onclick", "src="] {
        assert!(!body.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn it_says_what_the_files_say() {
    let place = TempDir::new().unwrap();
    let page = page(place.path(), &["run", "face.toml", "--out", "out", "--quiet"]);
    let data = data(&page);
    let panels = data["panels"].as_array().unwrap();
    let collagen = panels.iter().find(|panel| panel["title"] == "Total collagen by region").unwrap();
    let line = &collagen["lines"][0];
    let mut rows = csv::Reader::from_path(place.path().join("out/timeseries.csv")).unwrap();
    let column = rows.headers().unwrap().iter().position(|name| name == "collagen_total.dermis").unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(line["x"].as_array().unwrap().len(), rows.len());
    for (row, (x, y)) in
        rows.iter().zip(line["x"].as_array().unwrap().iter().zip(line["y"].as_array().unwrap()))
    {
        let [day, total]: [f64; 2] = [0, column].map(|at| row[at].parse().unwrap());
        assert!((x.as_f64().unwrap() - day).abs() < 1e-5 * (1.0 + day));
        assert!((y.as_f64().unwrap() - 100.0 * (total - 1.0)).abs() < 1e-4, "day {day}");
    }
    // Films stand on days of the series, with a frame each.
    let film = &data["films"][0];
    let days: Vec<f64> = film["days"].as_array().unwrap().iter().map(|day| day.as_f64().unwrap()).collect();
    assert_eq!(days, [0.0, 0.25, 1.0, 2.0, 4.0, 7.0, 7.25, 8.0, 9.0, 11.0, 14.0]);
    let packed = base64::prelude::BASE64_STANDARD.decode(film["frames"].as_str().unwrap()).unwrap();
    let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&packed).unwrap();
    let cells = |axis: &str| film[axis].as_array().unwrap().len() - 1;
    assert_eq!(bytes.len(), days.len() * cells("xFaces") * cells("yFaces"));
    assert!(page.contains("grid.spacing_um") && page.contains("What differs from the defaults"));
    assert!(!page.contains("patient.age_years"));
    assert!(page.contains("not medical advice"));
}

#[test]
fn a_report_changes_nothing_and_hangs_on_no_threads() {
    let place = TempDir::new().unwrap();
    let one = page(place.path(), &["run", "face.toml", "--out", "out", "--quiet", "--threads", "1"]);
    let with = fs::read(place.path().join("out/timeseries.csv")).unwrap();
    let three =
        page(place.path(), &["run", "face.toml", "--out", "out", "--quiet", "--threads", "3", "--force"]);
    assert!(one == three);
    dermis(place.path(), &["run", "face.toml", "--out", "bare", "--quiet", "--no-report"]);
    assert!(!place.path().join("bare/index.html").exists());
    assert!(with == fs::read(place.path().join("bare/timeseries.csv")).unwrap());
}

#[test]
fn studies_have_one_too() {
    let place = TempDir::new().unwrap();
    let vary =
        ["--vary", "device.needle_length_mm=0.5,1,1.5", "--after-last-days", "5", "--out", "out", "--quiet"];
    let page = page(place.path(), &[&["sweep", "face.toml"], &vary[..]].concat());
    let data = data(&page);
    assert!(data["panels"].as_array().unwrap().len() >= 2);
    assert!(
        page.contains("sweep of face") && page.contains("runs (3 rows") && page.contains("gain_after_last")
    );
    // The policy lets in what is there.
    assert_eq!(between(&page, "<script>", "</script>").len(), 2);
}

#[test]
fn a_page_is_made_anew_to_the_same_bytes() {
    let place = TempDir::new().unwrap();
    let run = |out: &str, more: &[&str]| {
        dermis(place.path(), &[&["run", "face.toml", "--out", out, "--quiet"], more].concat());
    };
    let again = |out: &str, more: &[&str]| {
        let made = Command::cargo_bin("dermis")
            .unwrap()
            .args(["report", out])
            .args(more)
            .current_dir(place.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let read = |name: &str| fs::read_to_string(place.path().join(out).join(name)).unwrap();
        (read("index.html"), read("ro-crate-metadata.json"), String::from_utf8(made.stderr).unwrap())
    };
    run("out", &[]);
    let read = |name: &str| fs::read_to_string(place.path().join("out").join(name)).unwrap();
    let (page, metadata) = (read("index.html"), read("ro-crate-metadata.json"));
    let same = |made: (String, String, String), from: &str| {
        assert!(made.0 == page && made.2.contains(from), "{}", made.2);
        made.1
    };
    assert!(same(again("out", &[]), "the page before") == metadata);
    fs::remove_file(place.path().join("out/index.html")).unwrap();
    assert!(same(again("out", &[]), "restart.dermis") == metadata);
    // A page that is not the one that was written is not believed.
    fs::write(place.path().join("out/index.html"), page.replace("\"high\":", "\"high\":1")).unwrap();
    assert!(same(again("out", &[]), "restart.dermis") == metadata);
    run("bare", &["--no-report"]);
    let noted = same(again("bare", &[]), "restart.dermis");
    assert!(noted.contains("#blake3-index.html") && same(again("bare", &[]), "the page before") == noted);
    // Where nothing has kept the cross-section it is left out, and said so, until it may be run again.
    run("least", &["--no-report", "--no-restart"]);
    let (without, _, told) = again("least", &[]);
    assert!(told.contains("--run-again") && without.contains("The cross-section is not kept"), "{told}");
    assert!(data(&without)["films"].as_array().unwrap().is_empty() && !page.contains("is not kept"));
    same(again("least", &["--run-again"]), "another run");
}

#[test]
fn a_page_of_a_study_is_made_anew_too() {
    let place = TempDir::new().unwrap();
    let vary = ["--vary", "device.needle_length_mm=0.5,1", "--after-last-days", "5", "--quiet"];
    let page = page(place.path(), &[&["sweep", "face.toml", "--out", "out"], &vary[..]].concat());
    dermis(place.path(), &[&["sweep", "face.toml", "--out", "bare", "--no-report"], &vary[..]].concat());
    fs::remove_file(place.path().join("out/index.html")).unwrap();
    for out in ["out", "bare"] {
        dermis(place.path(), &["report", out, "--quiet"]);
        assert!(fs::read_to_string(place.path().join(out).join("index.html")).unwrap() == page);
    }
    // Results of before have no figures as numbers: their study is run once more where that is allowed.
    fs::remove_file(place.path().join("out/figures.json")).unwrap();
    let refused = Command::cargo_bin("dermis")
        .unwrap()
        .args(["report", "out"])
        .current_dir(place.path())
        .assert()
        .code(2);
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("--run-again"));
    fs::remove_file(place.path().join("out/index.html")).unwrap();
    dermis(place.path(), &["report", "out", "--run-again", "--quiet"]);
    assert!(fs::read_to_string(place.path().join("out/index.html")).unwrap() == page);
}

#[test]
fn what_is_no_result_has_no_page() {
    let place = TempDir::new().unwrap();
    fs::create_dir(place.path().join("empty")).unwrap();
    for folder in ["empty", "nowhere"] {
        let refused =
            Command::cargo_bin("dermis").unwrap().args(["report", folder]).current_dir(place.path()).assert();
        let told = String::from_utf8_lossy(&refused.code(2).get_output().stderr).into_owned();
        assert!(told.contains(folder) && told.contains("no folder of results"), "{told}");
    }
    assert_eq!(fs::read_dir(place.path().join("empty")).unwrap().count(), 0);
}

#[test]
fn a_patch_is_seen_from_four_sides() {
    let place = TempDir::new().unwrap();
    let patch = ["grid.geometry=patch", "grid.width_mm=1", "grid.length_mm=1", "run.days=8"];
    let changes = patch.iter().flat_map(|change| ["--set", change]);
    let command: Vec<&str> =
        ["run", "face.toml", "--out", "out", "--quiet"].into_iter().chain(changes).collect();
    let data = data(&page(place.path(), &command));
    let films = data["films"].as_array().unwrap();
    let slices: std::collections::BTreeSet<&str> =
        films.iter().map(|film| film["slice"].as_str().unwrap()).collect();
    assert_eq!((slices.len(), films.len()), (4, 24), "{slices:?}");
    assert_eq!(slices.iter().filter(|slice| slice.starts_with("from above, ")).count(), 2);
    // Both sections go through a channel, whose collagen was cut.
    for slice in slices.iter().filter(|slice| slice.contains("opened most")) {
        let of = |film: &&Value| film["slice"] == *slice && film["field"] == "total collagen";
        let low = films.iter().find(of).unwrap()["low"].as_f64().unwrap();
        assert!(low < 0.75, "{slice}: {low}");
    }
    // The two sections cross: where they do, they hold the same values.
    let values = |slice: &str| {
        let of = |film: &&Value| film["slice"] == slice && film["field"] == "TGF-β1";
        let film = films.iter().find(of).unwrap();
        let packed = base64::prelude::BASE64_STANDARD.decode(film["frames"].as_str().unwrap()).unwrap();
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&packed).unwrap();
        let cells = |axis: &str| film[axis].as_array().unwrap().len() - 1;
        let (columns, rows) = (cells("xFaces"), cells("yFaces"));
        let number = |key: &str| film[key].as_f64().unwrap();
        let value = |byte: u8| number("low") + f64::from(byte) / 254.0 * (number("high") - number("low"));
        let last: Vec<f64> = bytes[bytes.len() - columns * rows..].iter().map(|byte| value(*byte)).collect();
        let column = move |at: usize| (0..rows).map(|row| last[row * columns + at]).collect::<Vec<f64>>();
        (columns, column, (number("high") - number("low")) / 254.0)
    };
    let ((nx, along, step), (ny, across, other)) = (
        values("the section that the first session opened most"),
        values("across it, the section that the first session opened most"),
    );
    let apart = |(x, y): (usize, usize)| {
        let pairs = along(x).into_iter().zip(across(y)).map(|(a, b)| (a - b).abs());
        pairs.fold(0.0, f64::max)
    };
    let nearest = (0..nx).flat_map(|x| (0..ny).map(move |y| (x, y))).map(apart).fold(f64::INFINITY, f64::min);
    assert!(nearest <= 1.5 * step.max(other), "{nearest} against a step of {step}");
}

#[test]
fn published_values_stand_beside_runs_of_their_kind() {
    let place = TempDir::new().unwrap();
    let page = page(place.path(), &["run", "face.toml", "--out", "out", "--quiet"]);
    let data = data(&page);
    let beside = data["beside"].as_array().unwrap();
    let titles: Vec<&str> = beside.iter().map(|panel| panel["title"].as_str().unwrap()).collect();
    assert!(
        titles.contains(&"Redness (T31)") && !titles.iter().any(|title| title.contains("(T18)")),
        "{titles:?}"
    );
    for panel in beside {
        assert!(
            !panel["points"].as_array().unwrap().is_empty() && panel["bands"].as_array().unwrap().is_empty()
        );
        assert!(panel["note"].as_str().unwrap().contains("of another protocol than this run's"));
    }
    assert!(page.contains("says nothing of whether the model is right"));
}
