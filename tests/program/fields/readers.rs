//! The readers that people use see every value of the state. Needs a Python with xarray, zarr and vtk, whose path is in
//! `DERMIS_PYTHON`, as `.ci/run` has it; without one there is nothing to do.

use std::fs;
use std::path::Path;
use std::process::Command;

use dermis::outcome::on_grid;
use dermis::scenario::Scenario;
use ndarray::Array1;
use ndarray_npy::write_npy;
use tempfile::tempdir;

use super::{CASES, run, scenario, seen};

/// Writes what an observer saw, for the script to compare with.
fn export(scenario: &Scenario, folder: &Path) {
    let seen = seen(scenario);
    for (day, fields) in seen.values.iter().enumerate() {
        for (field, values) in scenario.observe.fields.iter().zip(fields) {
            write_npy(folder.join(format!("{field}_{day}.npy")), values).unwrap();
        }
    }
    write_npy(folder.join("days.npy"), &Array1::from_vec(seen.days)).unwrap();
    for (axis, faces) in ["x", "y", "z"].into_iter().zip(seen.faces) {
        write_npy(folder.join(format!("faces_{axis}.npy")), &Array1::from_vec(faces)).unwrap();
    }
    let dermal: Vec<&str> =
        on_grid::all().iter().filter(|field| field.dermal).map(|field| field.name).collect();
    fs::write(folder.join("dermal.txt"), dermal.join("\n")).unwrap();
}

#[test]
fn xarray_and_vtk_see_every_value() {
    let Some(python) = std::env::var_os("DERMIS_PYTHON") else {
        println!("DERMIS_PYTHON is not set: no readers to ask");
        return;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/readers/check_fields.py");
    for (name, changes) in CASES {
        let (scenario, place) = (scenario(changes), tempdir().unwrap());
        let (out, state) = (place.path().join("run"), place.path().join("state"));
        fs::create_dir(&state).unwrap();
        run(&scenario, &out, 2);
        export(&scenario, &state);
        let checked = Command::new(&python).arg(script).args([&out, &state]).output().unwrap();
        let (told, error) =
            (String::from_utf8_lossy(&checked.stdout), String::from_utf8_lossy(&checked.stderr));
        assert!(checked.status.success(), "{name}: {told}{error}");
        println!("{name}: {told}");
        assert!(told.contains("zarr ") && told.contains("vtk "), "{name}: {told}");
        // Rows of one height are an image; what lies on the surface is one always.
        let rows = if name == "layer" { " image" } else { " rectilinear" };
        assert!(told.contains(rows) && (name != "layer" || !told.contains(" rectilinear")), "{name}: {told}");
    }
}
