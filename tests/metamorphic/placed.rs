//! Punctures moved, mirrored and repeated in a periodic slab.

use std::sync::Arc;

use dermis::puncture::{Device, Needling, Preset, Technique, Tool, TreatedArea};
use dermis::random::{Purpose, Random};
use dermis::series::TimeSeries;
use dermis::simulation::Simulation;

use super::case::{Case, read};
use super::relations::tolerances;

const CELLS: u32 = 8;
const TOLERANCE: f64 = 1e-3;

/// Needles at these shares of the width.
#[derive(Debug, Clone)]
struct Placed(Vec<f64>);

static PRESET: Preset = Preset {
    name: "placed",
    meaning: "",
    source: "",
    needle_length_mm: 1.0,
    needle_lengths_mm: (0.2, 3.0),
    needle_diameter_mm: 0.25,
    tip_length_mm: 0.35,
    technique: Technique::single(250),
    passes: 1,
    depth_efficacies: (0.8, 0.8),
    depth_jitter: 0.0,
};

impl Device for Placed {
    fn preset(&self) -> &Preset {
        &PRESET
    }

    fn positions(&self, _: &Needling, area: TreatedArea, _: &mut Random) -> Vec<[f64; 2]> {
        self.0.iter().map(|x| [x * area.width, 0.5 * area.length]).collect()
    }
}

fn run(places: Vec<f64>, cells: u32, length: f64) -> TimeSeries {
    let text = format!(
        "schema = 1\n[device]\nname = \"single_needle\"\nneedle_length_mm = {length}\ndepth_jitter = 0\n\
         [treatment]\ndays = [0]\n[grid]\ngeometry = \"slab\"\nwidth_mm = {}\nspacing_um = 150\n\
         depth_spacing_um = 200\nsurface_spacing_um = 150\n[run]\ndays = 5\nstepper = \"ros34pw2\"\n\
         tolerance = {TOLERANCE}\nsymmetry = false\nactive_box = false\n",
        f64::from(cells) * 0.15
    );
    let mut scenario = read(&text, &[]);
    let Tool::Needles { device, .. } = &mut scenario.sessions[0].device else { panic!("no needle") };
    *device = Arc::new(Placed(places));
    Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().series
}

/// How far a pattern put another way by `change` is from itself; of one scenario in 25.
fn another_way(case: &Case, cells: u32, change: impl Fn(&[f64], u32) -> Vec<f64>) -> Option<f64> {
    if !case.number.is_multiple_of(25) {
        return None;
    }
    let mut random = Random::new(11, Purpose::Tilts, case.number);
    let length = 0.8 + (random.unit() * 10.0).floor() / 10.0;
    let by = 1 + (random.unit() * f64::from(CELLS - 1)) as u32;
    let places: Vec<f64> = (0..1 + case.number / 25 % 3).map(|_| random.unit()).collect();
    let other = run(change(&places, by), cells, length);
    Some(tolerances(&run(places, CELLS, length), &other, TOLERANCE))
}

pub fn moved(case: &Case) -> Option<f64> {
    let by_cells = |places: &[f64], by: u32| {
        places.iter().map(|x| (x + f64::from(by) / f64::from(CELLS)).fract()).collect()
    };
    another_way(case, CELLS, by_cells)
}

pub fn mirrored(case: &Case) -> Option<f64> {
    another_way(case, CELLS, |places, _| places.iter().map(|x| 1.0 - x).collect())
}

pub fn doubled(case: &Case) -> Option<f64> {
    let twice = |places: &[f64], _| places.iter().flat_map(|x| [x / 2.0, x / 2.0 + 0.5]).collect();
    another_way(case, 2 * CELLS, twice)
}
