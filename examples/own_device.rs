//! A device of one's own: a stamp with its needles on a hexagonal lattice.
//!
//!     cargo run --release --example own_device
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

use std::sync::Arc;

use dermis::puncture::{Device, Needling, Preset, Technique, Tool, TreatedArea};
use dermis::random::Random;
use dermis::scenario::Scenario;
use dermis::simulation::Simulation;
use dermis::simulation::estimate::estimate;
use dermis::treatment::Session;
use dermis::units::SQUARE_CENTIMETRE;

/// A piece of the cheek for two weeks. No session yet: a file can only name what the catalogue knows.
const SCENARIO: &str = r#"
schema = 1
grid = { geometry = "patch", width_mm = 4, spacing_um = 100 }
run = { days = 14 }
"#;

/// Every needle has six neighbours at the same distance, so that the skin between is left evenly.
#[derive(Debug)]
struct HexagonalStamp {
    preset: Preset,
}

impl Device for HexagonalStamp {
    fn preset(&self) -> &Preset {
        &self.preset
    }

    /// One lattice a pass, each shifted at random and carried on around the edges of the treated area.
    fn positions(&self, settings: &Needling, area: TreatedArea, random: &mut Random) -> Vec<[f64; 2]> {
        let per_pass = settings.density_per_cm2 / SQUARE_CENTIMETRE / f64::from(settings.passes);
        // In a hexagonal lattice of pitch p a needle's share of the skin is √3/2 p².
        let height = 0.5 * 3.0_f64.sqrt();
        let pitch = (1.0 / (per_pass * height)).sqrt();
        let fitting = |length: f64, distance: f64| (length / distance).round().max(1.0);
        let (columns, rows) = (fitting(area.width, pitch), fitting(area.length, height * pitch));
        let mut positions = Vec::new();
        for _ in 0..settings.passes {
            let (right, down) = (random.unit(), random.unit());
            for row in 0..rows as u32 {
                // Every other row is half a pitch aside.
                let aside = right + 0.5 * f64::from(row % 2);
                for column in 0..columns as u32 {
                    let x = (f64::from(column) + aside) / columns % 1.0;
                    let y = (f64::from(row) + down) / rows % 1.0;
                    positions.push([area.width * x, area.length * y]);
                }
            }
        }
        positions
    }
}

fn main() -> dermis::Result<()> {
    let stamp = HexagonalStamp {
        preset: Preset {
            name: "hexagonal_stamp",
            meaning: "hexagonal array of needles pressed on the skin",
            source: "invented for this example",
            needle_length_mm: 1.0,
            needle_lengths_mm: (0.5, 1.5),
            needle_diameter_mm: 0.2,
            tip_length_mm: 0.3,
            technique: Technique::pressed(80, 8.0),
            passes: 2,
            depth_efficacies: (0.6, 0.9),
            depth_jitter: 0.1,
        },
    };
    let (mut scenario, _warnings) = Scenario::parse("own_device.toml", SCENARIO, &[])?;
    let device = Tool::needles(Arc::new(stamp), scenario.site.firmness);
    scenario.sessions.push(Session { day: 0.0, device });

    // From here on it is a device like any other: symmetry, the estimate and warnings know it.
    scenario.warnings().iter().for_each(|warning| println!("{warning}"));
    println!("about {:.0} steps", estimate(&scenario).steps);
    let result = Simulation::new(&scenario).run(&mut |_, _| ())?;
    for session in &result.summary.sessions {
        println!("{} on day {}", session.device, session.day);
        println!("  punctures on the patch   {}", session.punctures);
        if let Some(density) = session.density_per_cm2 {
            println!("  punctures per cm²        {density:.0}");
        }
        println!("  mean true depth          {:.2} mm", session.true_depth_mm);
        println!("  opened volume            {:.2} mm³ per cm²", session.opened_mm3_per_cm2);
        println!("  volume of killed cells   {:.2} mm³ per cm²", session.killed_mm3_per_cm2);
    }
    Ok(())
}
