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
