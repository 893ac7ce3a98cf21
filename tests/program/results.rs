//! What is done with folders of results: figures for papers, telling two apart, running one again; and what a
//! folder says of where it comes from.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

const FACE: &str = "examples/scenarios/face_four_sessions.toml";
const SMALL: [&str; 6] =
    ["--set", "grid.geometry=cell", "--set", "grid.spacing_um=100", "--set", "treatment.count=2"];

fn dermis(arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("dermis")).args(arguments).output().unwrap()
}

/// What was printed, and what was told.
fn done(arguments: &[&str], code: i32) -> (String, String) {
    let output = dermis(arguments);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
    (String::from_utf8(output.stdout).unwrap(), told)
}

/// Two runs that differ in one parameter and the days of sessions.
struct Two {
    _place: TempDir,
    one: PathBuf,
    other: PathBuf,
}

static RUNS: LazyLock<Two> = LazyLock::new(|| {
    let place = TempDir::new().unwrap();
    let run = |name: &str, more: &[&str]| {
        let out = place.path().join(name);
        let changes = ["--set", "run.days=60", "--quiet", "--out", out.to_str().unwrap()];
        done(&[&["run", FACE], &SMALL[..], &changes, more].concat(), 0);
        out
    };
    let one = run("one", &[]);
    let other = run("other", &["--set", "treatment.interval_days=14", "--set", "fibroblast_synthesis=0.012"]);
    Two { one, other, _place: place }
});

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Width, height and pixels to the metre of a PNG, and its frames.
fn png(path: &Path) -> (u32, u32, u32, u32) {
    let file = std::io::BufReader::new(fs::File::open(path).unwrap());
    let reader = png::Decoder::new(file).read_info().unwrap();
    let info = reader.info();
    let frames = info.animation_control.map_or(1, |animation| animation.num_frames);
    (info.width, info.height, info.pixel_dims.unwrap().xppu, frames)
}

#[test]
fn a_figure_is_as_wide_as_asked_in_each_format() {
    let place = TempDir::new().unwrap();
    let file = |name: &str| place.path().join(name);
    let plot = |name: &str, more: &[&str]| {
        let arguments = ["plot", text(&RUNS.one), "--out", name];
        done(&[&arguments[..], more].concat(), 0);
    };
    let (png_file, svg, pdf) = (file("a.png"), file("a.svg"), file("a.pdf"));
    plot(text(&png_file), &["--what", "collagen,cells", "--width-mm", "85", "--dpi", "300"]);
    let (width, _, per_metre, _) = png(&png_file);
    assert_eq!((width, per_metre), (1004, 11811), "85 mm at 300 to the inch");
    plot(text(&svg), &["--columns", "collagen_total.dermis", "--title", "My <title>", "--width-mm", "120"]);
    let written = fs::read_to_string(&svg).unwrap();
    assert!(written.starts_with("<svg width=\"120mm\" "), "{}", &written[..200]);
    assert!(written.contains(">My &lt;title&gt;</text>"));
    assert!(written.contains(">total collagen, whole dermis</text>") && written.contains("stroke-dasharray"));
    plot(text(&pdf), &["--what", "cells", "--title", "Cells"]);
    let bytes = fs::read(&pdf).unwrap();
    let latin: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    assert!(latin.starts_with("%PDF-1.7") && latin.contains("DERMIS+DejaVuSans"));
    assert!(latin.contains("/MediaBox [0 0 240.94"), "85 mm in points");
    // An earlier file stays unless it may go.
    let (_, told) = done(&["plot", text(&RUNS.one), "--out", text(&pdf)], 73);
    assert!(told.contains("--force"), "{told}");
    assert_eq!(fs::read(&pdf).unwrap(), bytes);
    plot(text(&pdf), &["--force"]);
}

#[test]
fn results_lie_over_each_other_under_their_names() {
    let place = TempDir::new().unwrap();
    let out = place.path().join("two.svg");
    let both = ["plot", text(&RUNS.one), text(&RUNS.other), "--out", text(&out)];
    done(&[&both[..], &["--columns", "collagen_total.dermis", "--days", "0..40"]].concat(), 0);
    let written = fs::read_to_string(&out).unwrap();
    for name in [">one</text>", ">other</text>", ">session</text>", ">40</text>"] {
        assert!(written.contains(name), "{name}");
    }
    assert!(!written.contains(">60</text>"), "days after the fortieth are left out");
    // Days of sessions are not the same: two spots on each curve, and one in the legend; each with its rim.
    assert_eq!(written.matches("<circle").count(), 2 * 4 + 1);
}

#[test]
fn maps_are_drawn_and_animated_from_their_numbers() {
    let place = TempDir::new().unwrap();
    let (still, moving) = (place.path().join("maps.png"), place.path().join("moving.png"));
    let maps: Value = serde_json::from_slice(&fs::read(RUNS.one.join("maps.json")).unwrap()).unwrap();
    let days: Vec<f64> =
        maps["days"].as_array().unwrap().iter().map(|day| day["day"].as_f64().unwrap()).collect();
    assert_eq!(days, [1.0, 7.0, 28.0, 56.0, 60.0]);
    let (depths, across) = (&maps["depth_faces_mm"], &maps["x_faces_mm"]);
    let values = &maps["days"][0]["values"][1];
    assert_eq!(values.as_array().unwrap().len() + 1, depths.as_array().unwrap().len());
    assert_eq!(values[0].as_array().unwrap().len() + 1, across.as_array().unwrap().len());
    let one = text(&RUNS.one);
    done(&["plot", one, "--what", "heatmap", "--days", "1,56", "--out", text(&still), "--dpi", "100"], 0);
    assert_eq!(png(&still).3, 1);
    done(&["plot", one, "--animate", "3", "--out", text(&moving), "--dpi", "100"], 0);
    assert_eq!(png(&moving).3, 5, "a frame a day");
    let (_, told) = done(&["plot", one, "--what", "heatmap", "--days", "2", "--out", "never.png"], 2);
    assert!(told.contains("1, 7, 28, 56, 60") && told.contains("map_days"), "{told}");
}

#[test]
fn what_cannot_be_plotted_is_told_with_what_can() {
    let one = text(&RUNS.one);
    let cases: [(&[&str], &str); 7] = [
        (&["--what", "colagen"], "collagen, cells_and_signals"),
        (&["--columns", "collagen_totl.dermis"], "did you mean `collagen_total.dermis`?"),
        (&["--what", "heatmap,collagen"], "apart from curves"),
        (&["--days", "1,2"], "0..60"),
        (&["--days", "a..2"], "is no day"),
        (&["--width-mm", "4"], "allowed: 40 to 1000"),
        (&["--out", "x.bmp"], "no format `bmp`"),
    ];
    for (more, expected) in cases {
        let (_, told) = done(&[&["plot", one], more].concat(), 2);
        assert!(told.contains(expected), "{more:?}: {told}");
    }
    let (_, told) = done(&["plot", "examples"], 2);
    assert!(told.contains("no folder of results"), "{told}");
}

#[test]
fn differences_are_told_in_units_and_tolerances() {
    let (one, other) = (text(&RUNS.one), text(&RUNS.other));
    let (_, told) = done(&["diff", one, one], 0);
    assert!(told.contains("are the same"), "{told}");
    let (printed, told) = done(&["diff", one, other], 1);
    assert!(told.contains("differ"), "{told}");
    for part in ["parameters.fibroblast_synthesis", "0.0102", "0.012", "treatment.sessions.*.day", "g/m²/h"]
    {
        assert!(printed.contains(part) || part == "g/m²/h", "{part}: {printed}");
    }
    let (json, _) = done(&["diff", one, other, "--json"], 1);
    let found: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found["same"], false);
    let columns = found["columns"].as_array().unwrap();
    let column = columns.iter().find(|column| column["column"] == "collagen_total.dermis").unwrap();
    assert_eq!(column["unit"], "1");
    let column_of = |name: &str| columns.iter().find(|column| column["column"] == name).unwrap();
    assert_eq!(column_of("tewl.surface")["unit"], "g/m²/h");
    let numbers = |folder: &Path| -> Vec<(f64, f64)> {
        let mut reader = csv::Reader::from_path(folder.join("timeseries.csv")).unwrap();
        let at = reader.headers().unwrap().iter().position(|name| name == "collagen_total.dermis").unwrap();
        let number = |text: &str| text.parse::<f64>().unwrap();
        reader.records().map(|row| row.unwrap()).map(|row| (number(&row[0]), number(&row[at]))).collect()
    };
    let (first, second) = (numbers(&RUNS.one), numbers(&RUNS.other));
    let differences = first.iter().filter_map(|&(day, value)| {
        let (_, theirs) = second.iter().find(|(other, _)| *other == day)?;
        Some((theirs - value).abs())
    });
    let largest = differences.fold(0.0, f64::max);
    assert_eq!(column["difference"].as_f64().unwrap().abs(), largest);
    let size = first.iter().chain(&second).map(|(_, value)| value.abs()).fold(0.0, f64::max);
    let tolerances = column["tolerances"].as_f64().unwrap();
    assert!((tolerances / (largest / (1e-3 * size)) - 1.0).abs() < 1e-12);
    // Scenario files, and a scenario against what was run.
    done(&["diff", FACE, FACE], 0);
    let (printed, _) = done(&["diff", FACE, one], 1);
    assert!(printed.contains("grid.geometry"), "{printed}");
    done(&["diff", one, "no/such"], 74);
}

/// A result that may be damaged.
fn copied(place: &TempDir) -> PathBuf {
    let copy = place.path().join("copy");
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir(&RUNS.one).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
    }
    copy
}

#[test]
fn a_run_done_again_is_the_same_or_says_what_is_not() {
    let place = TempDir::new().unwrap();
    let copy = copied(&place);
    let (_, told) = done(&["rerun", text(&copy), "--threads", "1"], 0);
    assert!(told.contains("the same bytes in all"), "{told}");
    let table = fs::read_to_string(copy.join("timeseries.csv")).unwrap();
    let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
    let mut cells: Vec<String> = lines[3].split(',').map(str::to_owned).collect();
    cells[1] = "2.5".into();
    lines[3] = cells.join(",");
    fs::write(copy.join("timeseries.csv"), lines.join("\n") + "\n").unwrap();
    let (printed, told) = done(&["rerun", text(&copy)], 1);
    assert!(told.contains("other bytes in timeseries.csv"), "{told}");
    assert!(printed.contains("1 of ") && printed.contains(" columns differ"), "{printed}");
    // A file that is gone is no file that is the same.
    fs::copy(RUNS.one.join("timeseries.csv"), copy.join("timeseries.csv")).unwrap();
    fs::remove_file(copy.join("punctures.csv")).unwrap();
    let (_, told) = done(&["rerun", text(&copy)], 1);
    assert!(told.contains("has no punctures.csv, which the run wrote"), "{told}");
}

/// A table that is no longer as it was written is told by file, line and what was expected there, in every command
/// that reads it.
#[test]
fn a_damaged_table_is_told_by_its_line() {
    let place = TempDir::new().unwrap();
    let copy = copied(&place);
    let table = fs::read_to_string(RUNS.one.join("timeseries.csv")).unwrap();
    let columns = table.lines().next().unwrap().split(',').count();
    let out = place.path().join("out.png");
    let commands: [&[&str]; 4] = [
        &["rerun", text(&copy)],
        &["diff", text(&RUNS.one), text(&copy)],
        &["plot", text(&copy), "--out", text(&out)],
        &["report", text(&copy)],
    ];
    let line = |number: usize, with: &dyn Fn(&str) -> String| -> Vec<u8> {
        let lines = table.lines().enumerate();
        let lines = lines.map(|(at, line)| if at + 1 == number { with(line) } else { line.to_owned() });
        (lines.collect::<Vec<_>>().join("\n") + "\n").into_bytes()
    };
    let short = line(5, &|line| line.rsplit_once(',').unwrap().0.to_owned());
    let word = line(4, &|line| format!("x{line}"));
    let few = format!("timeseries.csv:5: {} columns, where the first line names {columns}", columns - 1);
    for (bytes, told, numbers) in [
        (short, few.as_str(), false),
        (word, "timeseries.csv:4: `x", true),
        (vec![0xff; 9], "timeseries.csv:1:", false),
    ] {
        fs::write(copy.join("timeseries.csv"), bytes).unwrap();
        for command in commands {
            // Two folders are told apart cell by cell, whatever the cells hold.
            if numbers && ["rerun", "diff"].contains(&command[0]) {
                continue;
            }
            let error = done(command, 2).1;
            assert!(
                error.contains(told) && error.contains("restore it, or run scenario.toml"),
                "{command:?}: {error}"
            );
            assert!(!error.contains("CSV error") && !error.contains("byte"), "{command:?}: {error}");
        }
    }
    assert!(!out.exists());
}

/// A title holds what users write: letters that the font lacks are told whether it stands over one panel or over all.
#[test]
fn a_title_with_letters_that_the_font_lacks_is_told() {
    let place = TempDir::new().unwrap();
    let figures: [&[&str]; 3] = [&["collagen"], &["collagen_total.dermis"], &["maps"]];
    for (at, what) in figures.into_iter().enumerate() {
        let out = place.path().join(format!("{at}.png"));
        let what: Vec<&str> =
            if what[0].contains('.') { vec!["--columns", what[0]] } else { vec!["--what", what[0]] };
        let arguments = ["plot", text(&RUNS.one), "--title", "微针", "--out", text(&out)];
        let (_, told) = done(&[&arguments[..], &what].concat(), 0);
        assert!(told.contains("the font of figures lacks 微 针"), "{what:?}: {told}");
    }
    let frames = place.path().join("frames.png");
    let arguments = ["plot", text(&RUNS.one), "--animate", "2", "--title", "针", "--out", text(&frames)];
    assert!(done(&arguments, 0).1.contains("lacks 针"));
}

#[test]
fn results_say_where_they_come_from_with_a_fingerprint_of_each_file() {
    let folder = &RUNS.one;
    let metadata: Value =
        serde_json::from_slice(&fs::read(folder.join("ro-crate-metadata.json")).unwrap()).unwrap();
    let graph = metadata["@graph"].as_array().unwrap();
    let entity = |id: &str| {
        let found = graph.iter().find(|entity| entity["@id"] == id);
        found.unwrap_or_else(|| panic!("there is no {id}"))
    };
    assert_eq!(entity("ro-crate-metadata.json")["about"]["@id"], "./");
    assert_eq!(entity("./")["conformsTo"]["@id"], "https://w3id.org/ro/wfrun/process/0.5");
    assert!(entity("#dermis")["softwareVersion"].as_str().unwrap().starts_with(env!("CARGO_PKG_VERSION")));
    let action = entity("#action");
    assert_eq!(action["instrument"]["@id"], "#dermis");
    assert_eq!(action["object"][0]["@id"], "scenario.toml");
    assert!(action["startTime"].as_str().unwrap() <= action["endTime"].as_str().unwrap());
    assert_eq!(entity("#seed")["value"], 1);
    assert_eq!(entity("#stepper")["value"], "qndf_single");
    assert!(entity("#duration")["value"].as_f64().unwrap() > 0.0);
    assert!(!entity("#processor")["value"].as_str().unwrap().is_empty());
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "ro-crate-metadata.json")
        .collect();
    files.sort();
    let parts: Vec<&str> = entity("./")["hasPart"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["@id"].as_str().unwrap())
        .collect();
    assert_eq!(parts, files);
    for name in &files {
        let bytes = fs::read(folder.join(name)).unwrap();
        assert_eq!(entity(name)["contentSize"], bytes.len().to_string());
        let fingerprint = entity(entity(name)["identifier"]["@id"].as_str().unwrap());
        assert_eq!(fingerprint["value"], blake3::hash(&bytes).to_hex().as_str(), "{name}");
    }
    // What is said of machine and time is said there alone.
    let summary: Value = serde_json::from_slice(&fs::read(folder.join("summary.json")).unwrap()).unwrap();
    assert!(summary["work"]["seconds"].is_null() && summary["work"]["threads"].is_null());
}

#[test]
fn every_example_is_carried_within_and_comes_with_the_schema() {
    let (listed, _) = done(&["new", "--list", "--json"], 0);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let listed: Vec<&str> =
        listed.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort();
    assert_eq!(listed, files);
    let place = TempDir::new().unwrap();
    for name in files {
        let path = place.path().join(format!("mine_{name}.toml"));
        done(&["new", text(&path), "--from", &name], 0);
        done(&["check", text(&path)], 0);
        assert!(fs::read_to_string(&path).unwrap().starts_with("#:schema ./dermis.schema.json\n"));
    }
    let schema = fs::read_to_string(place.path().join("dermis.schema.json")).unwrap();
    assert_eq!(schema, done(&["list", "schema"], 0).0);
    let (_, told) = done(&["new", text(&place.path().join("x.toml")), "--from", "stam"], 2);
    assert!(told.contains("`stamp`"), "{told}");
}

#[test]
fn the_schema_has_every_key_with_its_range() {
    let schema: Value = serde_json::from_str(&done(&["list", "schema"], 0).0).unwrap();
    for key in dermis::scenario::keys() {
        let mut at = &schema;
        for part in key.name.split('.') {
            at = if at["type"] == "array" { &at["items"] } else { at };
            at = &at["properties"][part];
        }
        assert!(at["description"].as_str().unwrap().starts_with(key.meaning), "{}", key.name);
        if key.accepts == "number" {
            assert_eq!(at["minimum"].as_f64(), key.low, "{}", key.name);
            assert_eq!(at["maximum"].as_f64(), key.high, "{}", key.name);
        }
    }
    let session = &schema["properties"]["treatment"]["properties"]["sessions"]["items"]["properties"];
    assert!(session["needle_length_mm"].is_object() && session["day"].is_object());
    assert!(schema["properties"]["parameters"]["properties"]["fibroblast_synthesis"].is_object());
}

#[test]
fn shells_and_manuals_know_every_command() {
    let place = TempDir::new().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (printed, _) = done(&["completions", shell], 0);
        assert!(printed.contains("rerun") && printed.contains("width-mm"), "{shell}");
    }
    let pages = place.path().join("man");
    done(&["man", "--out", text(&pages)], 0);
    for page in ["dermis.1", "dermis-run.1", "dermis-plot.1"] {
        assert!(fs::read_to_string(pages.join(page)).unwrap().contains(".TH"), "{page}");
    }
    assert!(done(&["man"], 0).0.contains("dermis\\-run"));
}

/// Needles of an array lie where the scenario says, from places, rings, rows or a file.
#[test]
fn an_array_has_its_needles_where_they_were_put() {
    let place = TempDir::new().unwrap();
    let scenario = |name: &str, device: &str| {
        let path = place.path().join(format!("{name}.toml"));
        let grid = "[grid]\ngeometry = \"patch\"\nwidth_mm = 4\nlength_mm = 4\nspacing_um = 200\ndepth_spacing_um = 200\n";
        let device = format!("[device]\nname = \"array\"\ntrack_width_mm = 4\npasses = 1\n{device}\n");
        let rest = "[treatment]\ncount = 1\n[run]\ndays = 1\n";
        fs::write(&path, format!("schema = 1\n{device}{grid}{rest}")).unwrap();
        path
    };
    let entered = |path: &Path| -> Vec<(f64, f64)> {
        let out = path.with_extension("out");
        done(&["run", text(path), "--out", text(&out), "--quiet"], 0);
        let mut reader = csv::Reader::from_path(out.join("punctures.csv")).unwrap();
        let number = |text: &str| text.parse::<f64>().unwrap();
        reader.records().map(|row| row.unwrap()).map(|row| (number(&row[2]), number(&row[3]))).collect()
    };
    fs::write(place.path().join("needles.csv"), "x_mm,y_mm\n0,0\n1,-0.5\n").unwrap();
    fs::write(place.path().join("short.csv"), "x_mm,y_mm\n0,0\n1\n").unwrap();
    let by_places = entered(&scenario("places", "positions_mm = [[0, 0], [1, -0.5]]"));
    assert_eq!(by_places, [(2.0, 2.0), (3.0, 1.5)]);
    assert_eq!(entered(&scenario("file", "positions = \"needles.csv\"")), by_places);
    assert_eq!(entered(&scenario("rows", "rows = [[2, 1, 0.5]]")), [(1.75, 3.0), (2.25, 3.0)]);
    let rings = entered(&scenario("rings", "rings = [[0.5, 6], [1.5, 12]]"));
    let radius = |(x, y): &(f64, f64)| libm::hypot(x - 2.0, y - 2.0);
    assert_eq!(rings.len(), 18);
    assert!(rings[..6].iter().all(|place| (radius(place) - 0.5).abs() < 1e-12));
    assert!(rings[6..].iter().all(|place| (radius(place) - 1.5).abs() < 1e-12));
    // The needles of an earlier run, on skin as wide.
    fs::copy(place.path().join("rings.out/punctures.csv"), place.path().join("punctures.csv")).unwrap();
    let again = entered(&scenario("again", "positions = \"punctures.csv\""));
    assert!(again.iter().zip(&rings).all(|(a, b)| libm::hypot(a.0 - b.0, a.1 - b.1) < 1e-12));
    for (device, expected) in [
        ("positions_mm = [[0, 0, 1]]", "an x and a y"),
        ("positions = \"none.csv\"", "none.csv"),
        ("positions = \"short.csv\"", "short.csv:3: 1 column, where the first line names 2"),
        ("rings = [[1, 2.5]]", "no number of needles"),
        ("needles = 3\nrings = [[1, 4]]", "leave `needles` out"),
        ("positions_mm = []", "0 needles"),
    ] {
        let (_, told) = done(&["check", text(&scenario("bad", device))], 2);
        assert!(told.contains(expected), "{device}: {told}");
    }
    let pen = place.path().join("pen.toml");
    fs::write(&pen, "schema = 1\n[device]\nname = \"pen\"\nrings = [[1, 4]]\n[treatment]\ncount = 1\n")
        .unwrap();
    assert!(done(&["check", text(&pen)], 2).1.contains("`rings` does not describe the device `pen`"));
}

/// Studies of the examples need nothing from elsewhere.
#[test]
fn examples_stand_alone() {
    let place = TempDir::new().unwrap();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let studies = place.path().join("studies");
    fs::create_dir(&studies).unwrap();
    for entry in fs::read_dir(examples.join("studies")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), studies.join(entry.file_name())).unwrap();
    }
    done(&["calibrate", text(&studies.join("refit_acute_wound.toml")), "--plan"], 0);
    let session = |folder: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    assert_eq!(session("examples/studies/session.toml"), session("validation/scenarios/session.toml"));
    for entry in fs::read_dir(examples).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            assert!(!source.contains("CARGO_MANIFEST_DIR"), "{} reads a file from elsewhere", path.display());
        }
    }
}
