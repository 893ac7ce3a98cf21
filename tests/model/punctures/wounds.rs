//! Cores, incisions and abrasions take what their geometry says, whatever the grid.

use dermis::numerics::grid::{Axis, Grid};
use dermis::puncture::catalogue::devices;
use dermis::puncture::open::{abrade, incise};
use dermis::puncture::{
    Abrasion, ChannelParameters, Core, Incision, Injury, Lateral, Tool, TreatedArea, injure,
};
use ndarray::Array3;
use std::f64::consts::PI;

const JUNCTION: f64 = 0.1;

fn volume(grid: &Grid, part: &Array3<f64>) -> f64 {
    part.indexed_iter().map(|((z, y, x), share)| share * grid.volume(z, y, x)).sum()
}

fn slab(cells: usize) -> Grid {
    let depth = Axis::from_faces((0..=60).map(|row| 0.04 * f64::from(row)).collect(), false);
    Grid { x: Axis::uniform(cells, 4.0, false), y: Axis::uniform(1, 0.7, false), z: depth }
}

#[test]
fn a_core_is_a_cylinder_without_recoil() {
    let parameters = Core::channel(&ChannelParameters::default());
    for (diameter, depth) in [(0.4, 1.0), (1.0, 1.8), (2.0, 1.8)] {
        let x = Axis::radial(80, 2.0);
        let grid = Grid { x, y: Axis::uniform(1, 1.0, false), z: slab(8).z };
        let core = Core { depth_mm: depth, diameter_mm: diameter, ..Core::USUAL };
        let punch = Tool::Core(core).standing_for_all();
        assert_eq!((punch.depth, punch.radius), (depth, 0.5 * diameter));
        let Injury { opened, cut, bled, span, .. } =
            injure(&grid, &[punch], &parameters, Lateral::Cell, JUNCTION);
        let exact = PI * 0.25 * diameter * diameter * depth;
        let area = grid.x.volumes.iter().sum::<f64>();
        let relative = volume(&grid, &opened) / area * PI * 4.0 / exact;
        assert!((relative - 1.0).abs() < 0.03, "{diameter} mm: {relative}");
        assert_eq!(opened, cut, "all matrix in the hole is gone");
        assert_eq!(opened, bled);
        assert!((span[[10, 0, 0]] - diameter).abs() < 0.02 * diameter);
    }
}

#[test]
fn an_incision_gapes_with_depth() {
    let (depth, blade, gaping) = (1.0, 0.1, 0.6);
    let parameters = ChannelParameters { gaping, ..ChannelParameters::default() };
    let incision = Incision { depth_mm: depth, blade_mm: blade };
    // ∫ (b + g (L − z)) dz over the depth, per length of the cut.
    let exact = (blade * depth + 0.5 * gaping * depth * depth) * 0.7;
    for cells in [20, 80, 320] {
        let grid = slab(cells);
        let injury = incise(&grid, incision, &parameters, JUNCTION);
        let relative = volume(&grid, &injury.opened) / exact;
        assert!((relative - 1.0).abs() < 1e-3, "{cells} cells: {relative}");
        let mouth: f64 =
            injury.opened_surface.iter().zip(&grid.x.volumes).map(|(share, width)| share * width).sum();
        assert!((mouth - (blade + gaping * depth)).abs() < 1e-12);
        // Killed reaches beyond the edges by its decay length on both sides.
        let killed = volume(&grid, &injury.killed) - volume(&grid, &injury.opened);
        let tails = 2.0 * parameters.crush_length * depth * 0.7;
        assert!((killed / tails - 1.0).abs() < 0.02, "{cells} cells: {}", killed / tails);
        // Where all is open the span is the width of the cut, in the first row that at 0.02 mm.
        let span = injury.span.slice(ndarray::s![0, 0, ..]).iter().copied().fold(0.0, f64::max);
        assert!((span - (blade + gaping * (depth - 0.02))).abs() < 1e-12, "{cells} cells: {span}");
        // So does the halo.
        let halo = volume(&grid, &injury.halo) - volume(&grid, &injury.opened);
        let sides = 2.0 * parameters.halo_distance * depth * 0.7;
        assert!((halo / sides - 1.0).abs() < 1e-3, "{cells} cells: {}", halo / sides);
        let below = injury.opened.slice(ndarray::s![26.., .., ..]);
        assert!(below.iter().all(|share| *share == 0.0));
        // Its sides are alike.
        let row = injury.opened.slice(ndarray::s![3, 0, ..]).to_vec();
        assert!(row.iter().zip(row.iter().rev()).all(|(left, right)| (left - right).abs() < 1e-12));
    }
    let shut = ChannelParameters { gaping: 0.0, ..parameters };
    let grid = slab(400);
    let sutured = incise(&grid, incision, &shut, JUNCTION);
    assert!((volume(&grid, &sutured.opened) / (blade * depth * 0.7) - 1.0).abs() < 1e-9);
}

#[test]
fn an_abrasion_takes_all_but_the_islands() {
    let grid = slab(10);
    let parameters = ChannelParameters::default();
    let injury = abrade(&grid, Abrasion { depth_mm: 0.3 }, &parameters, JUNCTION, 0.0);
    let taken: f64 = injury.opened.slice(ndarray::s![.., 0, 0]).iter().map(|share| share * 0.04).sum();
    assert!((taken - 0.3).abs() < 1e-12);
    assert!(
        injury
            .opened_surface
            .iter()
            .all(|share| (share - (1.0 - parameters.appendage_islands)).abs() < 1e-15)
    );
    assert_eq!(injury.bled, injury.opened);
    // A graze of the epidermis does not bleed.
    let graze = abrade(&grid, Abrasion { depth_mm: 0.08 }, &parameters, JUNCTION, 0.0);
    assert!(graze.bled.iter().all(|share| *share == 0.0));
}

#[test]
fn only_wounds_take_tissue_away() {
    let parameters = ChannelParameters::default();
    assert_ne!(Core::channel(&parameters), parameters);
    for tool in devices(0.5) {
        let Tool::Needles { device, .. } = &tool else {
            // One wound, in the middle, however many the density stands for.
            let made = tool.punctures(TreatedArea { width: 3.0, length: 2.0 }, 7, 1);
            assert_eq!((made.len(), made[0].x, made[0].y), (1, 1.5, 1.0), "{}", tool.name());
            assert_eq!(made[0].depth, tool.true_depth_mm());
            continue;
        };
        assert_eq!(device.channel(&parameters), parameters, "{}", tool.name());
    }
}
