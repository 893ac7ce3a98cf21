//! What is written is what was calculated, whoever calculates it, and looking changes nothing.

use std::fs;

use dermis::outcome::on_grid;
use dermis::output::fields::StoredFields;
use tempfile::tempdir;

use super::{CASES, files, run, scenario, seen};

#[test]
fn every_value_reads_back() {
    for (name, changes) in CASES {
        let (scenario, place) = (scenario(changes), tempdir().unwrap());
        run(&scenario, &place.path().join("run"), 2);
        let (stored, seen) = (StoredFields::open(&place.path().join("run")).unwrap(), seen(&scenario));
        assert_eq!(stored.days, seen.days, "{name}");
        assert_eq!(stored.names().count(), scenario.observe.fields.len());
        let mut moved = 0;
        for (day, fields) in seen.values.iter().enumerate() {
            for (field, values) in scenario.observe.fields.iter().zip(fields) {
                let known = on_grid::find(field).unwrap();
                let plane = values.len() / seen.rows.len();
                let hidden = |i: usize| known.dermal && seen.rows.start + i / plane < seen.dermal_from;
                let kept = |value: f64| if known_double(&scenario) { value } else { f64::from(value as f32) };
                let wanted = values.iter().enumerate();
                let wanted: Vec<f64> =
                    wanted.map(|(i, value)| if hidden(i) { f64::NAN } else { kept(*value) }).collect();
                let found = stored.values(field, day).unwrap();
                let bits = |of: &[f64]| of.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
                assert!(bits(&found) == bits(&wanted), "{name}: {field} on day {}", seen.days[day]);
                moved += usize::from(found.windows(2).any(|pair| pair[0] != pair[1]));
            }
        }
        assert!(moved > seen.days.len(), "{name}: nothing happened");
    }
}

fn known_double(scenario: &dermis::scenario::Scenario) -> bool {
    scenario.observe.precision.name() == "f64"
}

#[test]
fn a_run_is_the_same_with_fields_and_fields_the_same_on_any_threads() {
    let place = tempdir().unwrap();
    let of = |name: &str| files(&place.path().join(name));
    run(&scenario(&[]), &place.path().join("plain"), 2);
    let with = scenario(CASES[0].1);
    run(&with, &place.path().join("one"), 1);
    run(&with, &place.path().join("three"), 3);
    let [plain, one, three] = ["plain", "one", "three"].map(of);
    assert!(plain.iter().all(|(name, _)| !name.contains("fields") && !name.contains("vtk")));
    for name in ["timeseries.csv", "punctures.csv", "outcomes.json"] {
        let bytes = |all: &[(String, Vec<u8>)]| all.iter().find(|(file, _)| file == name).unwrap().1.clone();
        assert!(bytes(&plain) == bytes(&one), "{name}");
    }
    // What tells of the clock differs from run to run.
    let lasting = |all: Vec<(String, Vec<u8>)>| {
        all.into_iter().filter(|(name, _)| name != "ro-crate-metadata.json").collect::<Vec<_>>()
    };
    let [one, three] = [one, three].map(lasting);
    assert!(one.len() > 100);
    assert!(one == three);
}

#[test]
fn the_folder_has_what_readers_open() {
    let place = tempdir().unwrap();
    let out = place.path().join("run");
    run(&scenario(CASES[3].1), &out, 2);
    let root: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(out.join("fields.zarr/zarr.json")).unwrap()).unwrap();
    assert_eq!((&root["zarr_format"], &root["attributes"]["Conventions"]), (&3.into(), &"CF-1.11".into()));
    let consolidated = root["consolidated_metadata"]["metadata"].as_object().unwrap();
    for (name, metadata) in consolidated {
        let own = fs::read_to_string(out.join(format!("fields.zarr/{name}/zarr.json"))).unwrap();
        assert_eq!(*metadata, serde_json::from_str::<serde_json::Value>(&own).unwrap(), "{name}");
    }
    let field = &consolidated["collagen_new"];
    assert_eq!(field["dimension_names"], serde_json::json!(["time", "z", "x"]));
    assert_eq!(field["chunk_grid"]["configuration"]["chunk_shape"][0], 1);
    let list = fs::read_to_string(out.join("fields.pvd")).unwrap();
    assert!(list.contains("timestep=\"1.5\"") && list.contains("file=\"vtk/volume_00001.vti\""), "{list}");
    assert!(!out.join("surface.pvd").exists());
}

#[test]
fn what_the_tolerance_does_not_know_can_be_rounded_away() {
    let place = tempdir().unwrap();
    let all = "observe.fields=[\"all\"]";
    let stored = |name: &str, precision: &str| {
        let out = place.path().join(name);
        run(&scenario(&[all, precision]), &out, 2);
        let bytes: usize = files(&out.join("fields.zarr")).iter().map(|(_, bytes)| bytes.len()).sum();
        (StoredFields::open(&out).unwrap(), bytes, out)
    };
    let (exact, all_bytes, _) = stored("exact", "observe.precision=f32");
    let (rounded, bytes, out) = stored("rounded", "observe.precision=rounded");
    // Much of these small stores are descriptions; larger ones are halved.
    assert!((bytes as f64) < 0.95 * all_bytes as f64, "{bytes} of {all_bytes}");
    let mut moved = 0;
    for name in exact.names() {
        for day in 0..exact.days.len() {
            let pairs = exact.values(name, day).unwrap().into_iter().zip(rounded.values(name, day).unwrap());
            for (exact, rounded) in pairs.filter(|(exact, _)| !exact.is_nan()) {
                // Numbers too small for 32 bits have fewer digits anyway.
                let allowed = 1e-3 / 8.0 * exact.abs().max(f64::from(f32::MIN_POSITIVE) * 1e4);
                assert!((rounded - exact).abs() <= allowed, "{name}: {exact} {rounded}");
                moved += usize::from(rounded != exact);
            }
        }
    }
    assert!(moved > 1000, "{moved}");
    let metadata = fs::read_to_string(out.join("fields.zarr/damage/zarr.json")).unwrap();
    assert!(metadata.contains("\"_QuantizeBitRoundNumberOfSignificantBits\": 12"), "{metadata}");
}
