//! Fields on the grid: what is written is what was calculated, and writing changes nothing.
#![cfg(feature = "zarr")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[cfg(feature = "plots")]
mod drawn;
mod kept;
mod readers;
mod refused;
mod written;

use std::fs;
use std::path::Path;

use dermis::Result;
use dermis::job::{self, Options, Outcome, Threads};
use dermis::scenario::Scenario;
use dermis::simulation::{Observer, Run, Schedule, View};
use ndarray::ArrayD;

/// Geometries, each with symmetry, boxes or formats of its own.
const CASES: [(&str, &[&str]); 4] = [
    ("slab", &["observe.fields=[\"all\"]", "observe.field_formats=[\"zarr\", \"vtk\"]"]),
    (
        "cell",
        &["grid.geometry=cell", "observe.fields=[\"all\"]", "observe.field_formats=[\"vtk\", \"zarr\"]"],
    ),
    // Solved once for many copies.
    (
        "patch",
        &[
            "grid.geometry=patch",
            "grid.length_mm=1",
            "device.name=stamp",
            "device.density_per_cm2=200",
            "device.pattern=regular",
            "device.depth_jitter=0",
            "device.tilt_degrees=0",
            "observe.fields=[\"collagen_total\", \"tgf_beta_1\", \"barrier\"]",
            "observe.precision=f64",
            "observe.field_days=[0, 1, 3.5]",
            "observe.field_formats=[\"zarr\", \"vtk\"]",
        ],
    ),
    // Rows of one layer are alike.
    (
        "layer",
        &[
            "observe.fields=[\"collagen_new\", \"collagen_synthesis_rate\"]",
            "observe.field_region=reticular",
            "observe.field_formats=[\"zarr\", \"vtk\"]",
        ],
    ),
];

fn scenario(changes: &[&str]) -> Scenario {
    let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 2\ninterval_days = 3\n[grid]\n\
                width_mm = 1\nspacing_um = 100\ndepth_spacing_um = 150\nsurface_spacing_um = 100\n\
                [run]\ndays = 6\n[observe]\ninterval_days = 1.5\n";
    let changes: Vec<String> = changes.iter().map(|&change| change.into()).collect();
    Scenario::parse("fields.toml", text, &changes).unwrap().0
}

fn run(scenario: &Scenario, out: &Path, threads: usize) -> Outcome {
    let options = Options { threads: Threads::Number(threads), figures: false, ..Options::into(out) };
    job::run(scenario, &options, &|_| ()).unwrap()
}

/// What an observer sees of the fields that a scenario asks for: for each day, for each field, its values.
#[derive(Default)]
struct Seen {
    days: Vec<f64>,
    values: Vec<Vec<ArrayD<f64>>>,
    faces: [Vec<f64>; 3],
    /// Depths that are written.
    rows: std::ops::Range<usize>,
    dermal_from: usize,
}

impl Observer for Seen {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        let scenario = view.setup().scenario();
        let within = |layer: &dermis::model::Layer| {
            scenario.observe.field_region.name() == "whole" || layer.name() == "reticular dermis"
        };
        let first = view.layers().iter().position(within).unwrap();
        self.rows = first..first + view.layers().iter().filter(|layer| within(layer)).count();
        self.dermal_from = view.layers().iter().position(|layer| layer.is_dermal()).unwrap();
        let volume = |name: &str| {
            let rows = ndarray::Slice::from(self.rows.clone());
            Some(view.field(name)?.slice_axis(ndarray::Axis(0), rows).to_owned().into_dyn())
        };
        let field =
            |name: &&str| volume(name).unwrap_or_else(|| view.surface_field(name).unwrap().into_dyn());
        self.values.push(scenario.observe.fields.iter().map(field).collect());
        self.days.push(view.day());
        let grid = view.grid();
        let depth = grid.z.faces[self.rows.start..=self.rows.end].to_vec();
        self.faces = [grid.x.faces.clone(), grid.y.faces.clone(), depth];
        Ok(())
    }
}

fn seen(scenario: &Scenario) -> Seen {
    let mut seen = Seen::default();
    let mut run = Run::new(scenario);
    run.watch(&Schedule::fields(), &mut seen);
    run.finish().unwrap();
    drop(run);
    seen
}

/// Every file below a folder by its path, with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.push((name, fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}
