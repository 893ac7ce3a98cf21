//! Result files and the folder they appear in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::fs;
use std::path::Path;

use dermis::Error;
use dermis::output::{PUNCTURES, ResultFolder, catalogue, target, write_json, write_punctures};
use dermis::series::{Column, PlacedNeedle, TimeSeries};
use tempfile::tempdir;

fn column(name: &str, values: Vec<f64>) -> Column {
    let (outcome, region) = name.split_once('.').unwrap();
    let (outcome, region) = (outcome.to_string(), region.to_string());
    Column { name: name.into(), outcome, region, unit: "1".into(), meaning: "a, \"b\"".into(), values }
}

fn series(values: Vec<f64>) -> TimeSeries {
    let time_day = (0..values.len()).map(|i| i as f64 * 0.1).collect();
    TimeSeries { time_day, columns: vec![column("a.all", vec![1.0; values.len()]), column("b.all", values)] }
}

fn write_all(series: &TimeSeries, folder: &Path) -> dermis::Result<()> {
    catalogue().iter().try_for_each(|output| output.write(series, folder))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn nothing_appears_before_commit_and_all_of_it_after() {
    let place = tempdir().unwrap();
    let target = place.path().join("deep/er/run");
    let folder = ResultFolder::create(&target, false).unwrap();
    write_json(&folder.path().join("summary.json"), "x").unwrap();
    fs::create_dir(folder.path().join("plots")).unwrap();
    fs::write(folder.path().join("plots/a.svg"), "a").unwrap();
    assert!(!target.exists());
    folder.commit().unwrap();
    assert_eq!(names(&target), ["plots", "summary.json"]);
    assert_eq!(names(target.parent().unwrap()), ["run"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o700, 0o700);
        let file = fs::metadata(target.join("summary.json")).unwrap().permissions().mode();
        assert_eq!(file & 0o111, 0);
    }
}

#[test]
fn a_dropped_folder_vanishes() {
    let place = tempdir().unwrap();
    let folder = ResultFolder::create(&place.path().join("run"), false).unwrap();
    fs::write(folder.path().join("half"), "x").unwrap();
    drop(folder);
    assert!(names(place.path()).is_empty());
}

#[test]
fn an_existing_folder_needs_force() {
    let place = tempdir().unwrap();
    let target = place.path().join("run");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("summary.json"), "old").unwrap();
    fs::write(target.join("old.csv"), "old").unwrap();
    let error = ResultFolder::create(&target, false).unwrap_err();
    assert!(matches!(error, Error::Create { .. }));
    assert!(error.to_string().contains("--force") && error.to_string().contains("--out"), "{error}");

    let folder = ResultFolder::create(&target, true).unwrap();
    fs::write(folder.path().join("summary.json"), "new").unwrap();
    assert_eq!(fs::read_to_string(target.join("summary.json")).unwrap(), "old");
    folder.commit().unwrap();
    assert_eq!(names(&target), ["summary.json"]);
    assert_eq!(fs::read_to_string(target.join("summary.json")).unwrap(), "new");
    assert_eq!(names(place.path()), ["run"]);
}

#[test]
fn force_replaces_no_foreign_folder_or_file() {
    let place = tempdir().unwrap();
    let (folder, file) = (place.path().join("thesis"), place.path().join("notes"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("chapter"), "x").unwrap();
    fs::write(&file, "x").unwrap();
    for target in [&folder, &file] {
        let error = ResultFolder::create(target, true).unwrap_err();
        assert!(matches!(error, Error::Create { .. }), "{error}");
    }
    assert_eq!(names(&folder), ["chapter"]);
    fs::remove_file(folder.join("chapter")).unwrap();
    ResultFolder::create(&folder, true).unwrap().commit().unwrap();
}

#[test]
fn a_target_that_fills_meanwhile_is_kept() {
    let place = tempdir().unwrap();
    let target = place.path().join("run");
    let folder = ResultFolder::create(&target, false).unwrap();
    fs::create_dir(&target).unwrap();
    fs::write(target.join("other"), "x").unwrap();
    assert!(folder.commit().is_err());
    assert_eq!(names(place.path()), ["run"]);
    assert_eq!(names(&target), ["other"]);
}

#[test]
fn left_overs_are_swept_but_not_folders_in_use() {
    let place = tempdir().unwrap();
    for name in [".run.partial-dead", ".other.partial-dead", "run.partial-mine"] {
        fs::create_dir(place.path().join(name)).unwrap();
        fs::write(place.path().join(name).join("x"), "x").unwrap();
    }
    let target = place.path().join("run");
    let first = ResultFolder::create(&target, false).unwrap();
    assert!(!place.path().join(".run.partial-dead").exists());
    assert!(place.path().join(".other.partial-dead").exists());
    assert!(place.path().join("run.partial-mine").exists());
    let second = ResultFolder::create(&target, false).unwrap();
    assert!(first.path().exists() && second.path().exists());
}

#[test]
fn an_impossible_place_is_refused() {
    let place = tempdir().unwrap();
    fs::write(place.path().join("file"), "x").unwrap();
    for target in [place.path().join("file/run"), Path::new("/").into(), Path::new("..").into()] {
        let error = ResultFolder::create(&target, false).unwrap_err();
        assert!(matches!(error, Error::Create { .. }), "{error}");
        assert!(error.to_string().contains("--out"), "{error}");
    }
}

#[test]
fn csv_values_read_back_to_the_same_bits() {
    let values =
        vec![0.0, -0.0, 0.1 + 0.2, 1.0 / 3.0, -1e-310, 5e-324, 1e300, f64::MAX, 123456789.0, 2e-5, 1e16];
    let place = tempdir().unwrap();
    write_all(&series(values.clone()), place.path()).unwrap();
    let text = fs::read_to_string(place.path().join("timeseries.csv")).unwrap();
    assert!(text.starts_with("time_day,a.all,b.all\n0,1,0\n0.1,1,0\n"), "{text}");
    assert!(!text.contains('\r') && text.ends_with('\n'));
    for (row, (line, value)) in text.lines().skip(1).zip(values).enumerate() {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(cells[0].to_bits(), (row as f64 * 0.1).to_bits());
        // A zero below zero is written without its sign.
        assert_eq!(cells[2].to_bits(), (value + 0.0).to_bits());
    }
}

#[test]
fn missing_values_are_empty_cells_and_infinite_ones_errors() {
    let place = tempdir().unwrap();
    write_all(&series(vec![f64::NAN, 2.0]), place.path()).unwrap();
    let text = fs::read_to_string(place.path().join("timeseries.csv")).unwrap();
    assert_eq!(text, "time_day,a.all,b.all\n0,1,\n0.1,1,2\n");
    for infinite in [f64::INFINITY, f64::NEG_INFINITY] {
        let error = write_all(&series(vec![1.0, infinite]), place.path()).unwrap_err();
        assert!(error.to_string().contains("b.all") && error.to_string().contains("day 0.1"), "{error}");
    }
}

#[test]
fn outcomes_describe_every_column() {
    let place = tempdir().unwrap();
    write_all(&series(vec![1.0]), place.path()).unwrap();
    let text = fs::read_to_string(place.path().join("outcomes.json")).unwrap();
    let contents: serde_json::Value = serde_json::from_str(&text).unwrap();
    let columns = contents["columns"].as_array().unwrap();
    let names: Vec<&str> = columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["time_day", "a.all", "b.all"]);
    assert_eq!(columns[2]["meaning"], "a, \"b\"");
    for column in columns {
        for key in ["name", "outcome", "region", "unit", "meaning"] {
            assert!(column[key].is_string());
        }
    }
    assert!(contents["note"].as_str().unwrap().contains("not medical advice"));
}

#[test]
fn every_needle_is_a_row_that_reads_back() {
    let place = tempdir().unwrap();
    let needle = PlacedNeedle {
        session: 2,
        day: 28.0,
        x_mm: 0.1 + 0.2,
        y_mm: 1.0 / 3.0,
        depth_mm: 1.35,
        radius_mm: 0.125,
        tip_length_mm: 0.35,
        axis_x: -1e-17,
        axis_y: 0.0,
        axis_z: 1.0,
    };
    write_punctures(&[], place.path()).unwrap();
    let heading = "session,day,x_mm,y_mm,depth_mm,radius_mm,tip_length_mm,axis_x,axis_y,axis_z\n";
    assert_eq!(fs::read_to_string(place.path().join(PUNCTURES)).unwrap(), heading);
    write_punctures(&[needle], place.path()).unwrap();
    let text = fs::read_to_string(place.path().join(PUNCTURES)).unwrap();
    let cells: Vec<f64> = text.lines().nth(1).unwrap().split(',').map(|cell| cell.parse().unwrap()).collect();
    assert!(text.starts_with(heading) && text.ends_with('\n'));
    assert_eq!(cells, [2.0, 28.0, 0.1 + 0.2, 1.0 / 3.0, 1.35, 0.125, 0.35, -1e-17, 0.0, 1.0]);
    let error = write_punctures(&[], &place.path().join("missing")).unwrap_err();
    assert!(error.to_string().contains(PUNCTURES) && error.exit_code() == 74, "{error}");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_with_its_path() {
    let place = tempdir().unwrap();
    let missing = place.path().join("missing");
    for output in catalogue() {
        let error = output.write(&series(vec![1.0]), &missing).unwrap_err();
        assert!(error.to_string().contains(output.file_name()), "{error}");
        assert_eq!(error.exit_code(), 74);
    }
}

/// A target that exists is refused, and one that is not there begun, however it is written.
#[test]
fn a_target_is_one_folder_however_it_is_written() {
    let place = tempdir().unwrap();
    let place = fs::canonicalize(place.path()).unwrap();
    let plain = place.join("run");
    for written in ["run/", "run/.", "./run", "run//", "run/./"] {
        let written = format!("{}/{written}", place.display());
        assert_eq!(target(Path::new(&written)).unwrap(), plain, "{written}");
        ResultFolder::create(Path::new(&written), false).unwrap().commit().unwrap();
        assert!(plain.is_dir());
        let error = ResultFolder::create(Path::new(&written), false).unwrap_err();
        assert!(error.to_string().contains("--force"), "{error}");
        fs::remove_dir(&plain).unwrap();
    }
    assert_eq!(target(Path::new("results/x/")).unwrap(), Path::new("results/x"));
    for name in ["a b", "line\nbreak", "-"] {
        ResultFolder::create(&place.join(name), false).unwrap().commit().unwrap();
        assert!(place.join(name).is_dir());
        let error = ResultFolder::create(&place.join(name), false).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 1, "{error}");
    }
}

#[test]
fn a_folder_that_one_is_in_is_refused() {
    for written in [".", "./", "..", "../.", "/"] {
        for force in [false, true] {
            let error = ResultFolder::create(Path::new(written), force).unwrap_err();
            assert!(matches!(error, Error::Create { .. }), "{error}");
            assert!(error.to_string().contains("--out"), "{error}");
        }
    }
}

/// What is replaced is the folder behind a link; the link stays.
#[cfg(unix)]
#[test]
fn links_are_followed_and_kept() {
    use std::os::unix::fs::symlink;
    let place = tempdir().unwrap();
    let (disk, link) = (place.path().join("disk"), place.path().join("run"));
    fs::create_dir(&disk).unwrap();
    symlink("disk/real", &link).unwrap();
    let write = |force: bool, text: &str| {
        let folder = ResultFolder::create(&link, force)?;
        assert_eq!(folder.target(), disk.join("real"));
        write_json(&folder.path().join("summary.json"), text)?;
        folder.commit()
    };
    write(false, "first").unwrap();
    assert!(write(false, "again").unwrap_err().to_string().contains("--force"));
    write(true, "second").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(disk.join("real/summary.json")).unwrap(), "\"second\"\n");
    assert_eq!(
        (names(&disk), names(place.path())),
        (vec!["real".to_owned()], vec!["disk".into(), "run".into()])
    );
    symlink("two", place.path().join("one")).unwrap();
    symlink("one", place.path().join("two")).unwrap();
    let error = ResultFolder::create(&place.path().join("one"), true).unwrap_err();
    assert!(error.to_string().contains("circle"), "{error}");
}
