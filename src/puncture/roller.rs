//! Rollers: a drum of needles rolled over the skin in several directions.

use super::device::{Device, Preset};
use super::technique::Technique;
use super::{Needling, TreatedArea};
use crate::random::Random;
use std::f64::consts::FRAC_1_SQRT_2;

/// A drum. Its needles stand on discs side by side; one turn prints a rectangular lattice.
#[derive(Debug, Clone, Copy)]
pub struct Roller {
    preset: Preset,
}

const NEEDLES: u32 = 192;
/// Discs side by side on the drum.
const ROWS: f64 = 8.0;
const DRUM_WIDTH: f64 = 20.0;
/// Length of one turn in mm: 15 passes of 192 needles make 250 holes per cm² on 20 mm of width. (The
/// bare circumference of a 20 mm drum, 62.8 mm, would make 229.)
const TURN: f64 = 57.6;

/// Directions of successive passes, 0°, 90°, 45° and 135°, as (cosine, sine).
const DIRECTIONS: [(f64, f64); 4] =
    [(1.0, 0.0), (0.0, 1.0), (FRAC_1_SQRT_2, FRAC_1_SQRT_2), (-FRAC_1_SQRT_2, FRAC_1_SQRT_2)];

/// The roller of the catalogue.
pub const ROLLER: Roller = Roller {
    preset: Preset {
        name: "roller",
        meaning: "drum of 192 needles in 8 rows, 2 x 2 cm, rolled in four directions",
        source: "needles and drum: Dermaroller MF8 [schwarz2011]; 15 passes make about 250/cm² \
                 [doddaballapur2009]; efficacy 0.3-0.7 assumed from 0.2 in rat [kalluri2011] and 0.5-0.7 ([lima2013], \
                 recalled)",
        needle_length_mm: 1.5,
        needle_lengths_mm: (0.2, 3.0),
        needle_diameter_mm: 0.25,
        tip_length_mm: 0.35,
        technique: Technique::rolled(NEEDLES, DRUM_WIDTH, TURN),
        passes: 15,
        depth_efficacies: (0.3, 0.7),
        depth_jitter: 0.1,
    },
};

/// Name of the roller sold for use at home.
pub const HOME_ROLLER_NAME: &str = "home_roller";

/// The roller sold for use at home.
pub const HOME_ROLLER: Roller = Roller {
    preset: Preset {
        name: HOME_ROLLER_NAME,
        meaning: "drum of short needles for use at home; reaches hardly deeper than the epidermis",
        source: "needle within 0.10-0.25 mm [gowda2021]; assumed: the drum of the 192-needle roller, 0.25 mm \
                 needles with a 0.15 mm tip, 10 passes, efficacy as for the roller",
        needle_length_mm: 0.25,
        needle_lengths_mm: (0.2, 0.3),
        needle_diameter_mm: 0.2,
        tip_length_mm: 0.15,
        technique: Technique::rolled(NEEDLES, DRUM_WIDTH, TURN),
        passes: 10,
        depth_efficacies: (0.3, 0.7),
        depth_jitter: 0.1,
    },
};

impl Device for Roller {
    fn preset(&self) -> &Preset {
        &self.preset
    }

    /// Rolls passes with random phase until the number is reached; the last one stops there.
    fn positions(&self, settings: &Needling, area: TreatedArea, random: &mut Random) -> Vec<[f64; 2]> {
        let wanted = area.punctures(settings.density_per_cm2);
        let mut positions = Vec::with_capacity(wanted);
        let directions = settings.technique.directions.max(1) as usize;
        for direction in DIRECTIONS.into_iter().take(directions).cycle() {
            if positions.len() >= wanted {
                break;
            }
            positions.extend(pass(&settings.technique, area, direction, [random.unit(), random.unit()]));
        }
        positions.truncate(wanted);
        positions
    }
}

/// Prints of one pass inside the treated area, in the order of rolling.
fn pass(drum: &Technique, area: TreatedArea, (cosine, sine): (f64, f64), phase: [f64; 2]) -> Vec<[f64; 2]> {
    // Between the discs, across the direction of rolling; between prints of one disc, along it.
    let row_distance = drum.track_width_mm / ROWS;
    let needle_distance = drum.print_length_mm * ROWS / f64::from(drum.needles);
    // Along and across the direction of rolling, seen from the middle of the treated area, everything
    // lies within half its diagonal.
    let middle = area.middle();
    let half = (middle[0] * middle[0] + middle[1] * middle[1]).sqrt();
    let turns = (half / needle_distance).ceil() as i64 + 1;
    let rows = (half / row_distance).ceil() as i64 + 1;
    let mut prints = Vec::new();
    for turn in -turns..=turns {
        let along = needle_distance * (turn as f64 + phase[0]);
        for row in -rows..=rows {
            let across = row_distance * (row as f64 + phase[1]);
            let x = middle[0] + along * cosine - across * sine;
            let y = middle[1] + along * sine + across * cosine;
            if (0.0..area.width).contains(&x) && (0.0..area.length).contains(&y) {
                prints.push([x, y]);
            }
        }
    }
    prints
}
