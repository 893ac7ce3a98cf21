//! What goes wrong is told, and leaves nothing; profiles.

use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use dermis::dataset::{Axis, Dataset, FieldEntry, Frame, LayerSpan, Sink, Values};
use dermis::output::fields::{Background, StoredFields};
use dermis::scenario::Scenario;
use dermis::{Error, Result};
use tempfile::tempdir;

use super::{run, scenario};

fn refusal(changes: &[&str]) -> String {
    let changes: Vec<String> = changes.iter().map(|&change| change.into()).collect();
    let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n";
    Scenario::parse("fields.toml", text, &changes).unwrap_err().to_string()
}

#[test]
fn wrong_keys_are_named() {
    for (changes, told) in [
        (&["observe.fields=[\"colagen_total\"]"][..], "did you mean `collagen_total`?"),
        (&["observe.fields=\"damage\""], "must be an array"),
        (&["observe.fields=[\"damage\", \"damage\"]"], "given twice"),
        (&["observe.fields=[\"damage\"]", "observe.field_formats=[]"], "names no format"),
        (&["observe.fields=[\"damage\"]", "observe.field_formats=[\"netcdf\"]"], "zarr, vtk"),
        (&["observe.fields=[\"damage\"]", "observe.field_region=dermi"], "did you mean `dermis`?"),
        (&["observe.precision=f16"], "did you mean `f"),
        (&["observe.fields=[\"damage\"]", "grid.geometry=well_mixed"], "it has no fields"),
    ] {
        let message = refusal(changes);
        assert!(message.contains(told), "{message}");
    }
    let idle = Scenario::parse(
        "fields.toml",
        "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[observe]\nfield_days = [3]\n",
        &[],
    );
    assert!(idle.unwrap().1.iter().any(|warning| warning.starts_with("field_days has no effect")));
}

#[test]
fn check_counts_fields() {
    let checked = |more: &[&str]| {
        let file = "examples/scenarios/face_four_sessions_patch.toml";
        let output = Command::new(cargo_bin!("dermis")).args(["check", file]).args(more).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(checked(&[]).contains("fields    none written"));
    let text =
        checked(&["--set", "observe.fields=[\"damage\", \"barrier\"]", "--set", "observe.field_days=[1, 2]"]);
    // 80 × 80 columns, their rows in one field and one more in the other, four bytes, two days.
    let rows: usize = text.split(" deep").next().unwrap().split_whitespace().last().unwrap().parse().unwrap();
    let bytes = (rows + 1) * 80 * 80 * 4 * 2;
    let told = format!("2 fields on 2 days as zarr: at most {:.1} MB on disk", bytes as f64 / 1e6);
    assert!(text.contains(&told), "{told}: {text}");
}

fn dataset(days: usize) -> Dataset {
    let axis = |name, cells: usize| Axis {
        name,
        meaning: "",
        faces: (0..=cells).map(|face| face as f64).collect(),
        centres: (0..cells).map(|cell| cell as f64 + 0.5).collect(),
        periodic: false,
        radial: false,
    };
    let field = FieldEntry { name: "damage", meaning: "d".into(), unit: "1", surface: false, dermal: false };
    Dataset {
        title: "t".into(),
        geometry: "slab",
        axes: [axis("z", 3), axis("y", 1), axis("x", 2)],
        layers: vec![LayerSpan { name: "papillary dermis", span_mm: [0.0, 3.0] }],
        row_layers: vec![0; 3],
        days: (0..days).map(|day| day as f64).collect(),
        session_days: Vec::new(),
        fields: vec![field],
        double: false,
        kept_bits: None,
    }
}

fn frame(day: usize) -> Frame {
    Frame { day, field: 0, values: Values::Single(vec![day as f32; 6]) }
}

/// Writes some days, of which something takes the place from the third on.
fn fill(folder: &Path, format: &'static str, spoil: impl FnOnce()) -> Result<()> {
    let mut writer = Background::new(folder, &[format]);
    writer.begin(dataset(50), 0)?;
    let mut spoil = Some(spoil);
    for day in 0..50 {
        if day == 3 {
            spoil.take().unwrap()();
        }
        writer.put(frame(day))?;
    }
    writer.end()
}

#[test]
fn what_cannot_be_written_is_told() {
    for (format, victim) in [("zarr", "fields.zarr/damage"), ("vtk", "vtk")] {
        let place = tempdir().unwrap();
        fill(place.path(), format, || ()).unwrap();
        let place = tempdir().unwrap();
        let taken = place.path().join(victim);
        let error = fill(place.path(), format, || {
            // The writer may be about to make it again.
            while fs::remove_dir_all(&taken).is_err() || fs::write(&taken, "").is_err() {}
        })
        .unwrap_err();
        assert!(matches!(error, Error::Io { .. }) && error.exit_code() == 74, "{error}");
        assert!(
            error.to_string().starts_with("cannot write ")
                && error.to_string().contains(victim.split('/').next().unwrap()),
            "{error}"
        );
        // Nor can it be begun.
        assert!(fill(place.path(), format, || ()).is_err(), "{format}");
    }
}

/// A folder of results that is spoiled in one file of its store.
fn spoiled(file: &str, bytes: &[u8]) -> Error {
    let place = tempdir().unwrap();
    fill(place.path(), "zarr", || ()).unwrap();
    fs::write(place.path().join("fields.zarr").join(file), bytes).unwrap();
    let read = |folder: &Path| StoredFields::open(folder)?.values("damage", 2);
    read(place.path()).unwrap_err()
}

#[test]
fn hostile_stores_are_refused() {
    for (chunk, told) in [
        (&b"no chunk"[..], "damaged"),
        (&[], "damaged"),
        // A chunk of four thousand million bytes, as it says.
        (&[2, 1, 33, 4, 255, 255, 255, 255, 0, 0, 0, 64, 16, 0, 0, 0], "damaged"),
        (&vec![0; 1 << 24], "larger"),
    ] {
        let error = spoiled("damage/c.2.0.0", chunk);
        assert!(error.to_string().contains(told), "{error}");
    }
    let error = spoiled("time/c.0", &[0; 8]);
    assert!(error.to_string().contains("its length"), "{error}");
    assert!(spoiled("zarr.json", b"{").to_string().contains("no JSON"));
    assert!(spoiled("zarr.json", b"{}").to_string().contains("missing"));
    let place = tempdir().unwrap();
    fill(place.path(), "zarr", || ()).unwrap();
    let file = place.path().join("fields.zarr/zarr.json");
    let text = fs::read_to_string(&file).unwrap();
    let shape = |text: &str| text.split_whitespace().collect::<String>();
    let text = shape(&text);
    assert!(text.contains("\"shape\":[50,3,2]") && text.contains("[1,3,2]"));
    for (from, to) in [
        ("[50,3,2]", "[50,3,18446744073709551615]"),
        ("[1,3,2]", "[1,3,99999999999]"),
        ("[1,3,2]", "[]"),
        ("[50,3,2]", "[50,-3,2]"),
    ] {
        fs::write(&file, text.replace(from, to)).unwrap();
        let read = StoredFields::open(place.path()).and_then(|store| store.values("damage", 2));
        assert!(matches!(read, Err(Error::File(_))), "{to}");
    }
}

fn profile(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(cargo_bin!("dermis")).arg("profile").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn profiles_over_depth_and_around_needles() {
    let place = tempdir().unwrap();
    let out = place.path().join("run");
    let fields = ["observe.fields=[\"collagen_new\", \"damage\", \"barrier\"]", "observe.precision=f64"];
    for geometry in ["grid.geometry=slab", "grid.geometry=cell"] {
        let _ = fs::remove_dir_all(&out);
        run(&scenario(&[&fields[..], &[geometry]].concat()), &out, 2);
        let folder = out.to_str().unwrap();
        let (code, text, _) = profile(&[folder, "--field", "damage", "--day", "0,1.5"]);
        assert_eq!((code, text.lines().next()), (0, Some("depth_mm,layer,damage_day_0,damage_day_1.5")));
        let stored = StoredFields::open(&out).unwrap();
        let axes = &stored.axes;
        assert_eq!(text.lines().count(), 1 + axes[0].len());
        let values = stored.values("damage", 1).unwrap();
        let across = &axes[1];
        for (z, line) in text.lines().skip(1).enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            let row = &values[z * across.len()..][..across.len()];
            let (sum, area) = row.iter().enumerate().fold((0.0, 0.0), |(sum, area), (x, value)| {
                (sum + across.extent(x) * value, area + across.extent(x))
            });
            assert!((cells[3].parse::<f64>().unwrap() - sum / area).abs() < 1e-12, "{geometry}: {line}");
            assert_eq!(cells[2], "0");
        }
        let (code, text, _) = profile(&[folder, "--field", "damage", "--day", "1.5", "--around", "needle"]);
        assert_eq!((code, text.lines().next()), (0, Some("distance_mm,share,damage_day_1.5")));
        let column = |at: usize| -> Vec<f64> {
            text.lines()
                .skip(1)
                .map(|line| line.split(',').nth(at).unwrap().parse().unwrap_or(f64::NAN))
                .collect()
        };
        assert!((column(1).iter().sum::<f64>() - 1.0).abs() < 1e-12);
        // Debris lies where needles went.
        assert!(column(2)[0] > 3.0 * column(2)[2], "{geometry}: {text}");
    }
    let folder = out.to_str().unwrap();
    let named = place.path().join("figure");
    let arguments = [folder, "--field", "damage", "--day", "1.5", "--out", named.to_str().unwrap()];
    assert_eq!(profile(&arguments).0, 0);
    for ending in ["csv", "png", "svg"] {
        assert!(named.with_extension(ending).exists());
    }
    let (code, _, told) = profile(&arguments);
    assert!(code == 73 && told.contains("--force"), "{told}");
    for (arguments, told) in [
        (&["--field", "damag", "--day", "1.5"][..], "did you mean `damage`?"),
        (&["--field", "damage", "--day", "1.4"], "near it are 0, 1.5, 3"),
        (&["--field", "barrier", "--day", "1.5"], "lies on the surface"),
        (&["--field", "damage", "--day", "0", "--around", "needle"], "no needle before day 0"),
    ] {
        let (code, text, error) = profile(&[&[folder], arguments].concat());
        assert!(code == 2 && text.is_empty() && error.contains(told), "{error}");
    }
    let (code, _, told) = profile(&[place.path().to_str().unwrap(), "--field", "damage", "--day", "1"]);
    assert!(code == 2 && told.contains("has no fields.zarr"), "{told}");
}
