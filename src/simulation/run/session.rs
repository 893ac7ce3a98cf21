//! One session: the device's punctures become an injury, the injury changes the fields.

use crate::model::injury::{Cut, wounded, wounded_surface};
use crate::model::{Fields, SurfaceFields};
use crate::puncture::{Injury, Lateral, Needling, Puncture, Tool, TreatedArea};
use crate::scenario::shape::{cell_radius_mm, mean_distance_mm, share_of_cell};
use crate::scenario::{Geometry, Scenario};
use crate::series::PlacedNeedle;
use crate::simulation::SkinOnGrid;
use crate::simulation::domain::mesh::Mesh;
use crate::simulation::domain::regions::SkinState;
use crate::treatment::Session;
use crate::units::SQUARE_CENTIMETRE;

/// Relative difference of two densities that are told to be the same.
const SAME_DENSITY: f64 = 5e-3;

/// What a session did, for the summary.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SessionReport {
    /// Day.
    pub day: f64,
    /// Device.
    pub device: String,
    /// Nominal needle length, mm; only needles have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needle_length_mm: Option<f64>,
    /// True depth divided by needle length, before scatter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth_efficacy: Option<f64>,
    /// Mean true depth of the channels, mm.
    pub true_depth_mm: f64,
    /// Channels on the grid.
    pub punctures: usize,
    /// Passes over the same skin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passes: Option<u32>,
    /// Punctures per cm² that follow from the technique: needles, passes, strokes and speed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technique_density_per_cm2: Option<f64>,
    /// How punctures lie: as the device lays them, or otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<&'static str>,
    /// Punctures per cm² that the channels stand for; cuts and grazes have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density_per_cm2: Option<f64>,
    /// Punctures per cm² that the scenario asks for.
    #[serde(skip)]
    pub asked_per_cm2: f64,
    /// Opened volume per cm² of skin, mm³.
    pub opened_mm3_per_cm2: f64,
    /// Volume of killed cells per cm² of skin, mm³.
    pub killed_mm3_per_cm2: f64,
    /// The channels themselves, in the order of the device.
    #[serde(skip)]
    pub channels: Vec<Puncture>,
}

impl SessionReport {
    /// What the user should know of it.
    pub fn warning(&self) -> Option<String> {
        let made = self.density_per_cm2.unwrap_or(self.asked_per_cm2);
        warning(self.day, self.punctures, made, self.asked_per_cm2)
    }

    /// The needles of this session, which is number `session` of the run, counted from 1.
    pub fn needles(&self, session: usize) -> impl Iterator<Item = PlacedNeedle> {
        self.channels.iter().map(move |puncture| PlacedNeedle {
            session,
            day: self.day,
            x_mm: puncture.x,
            y_mm: puncture.y,
            depth_mm: puncture.depth,
            radius_mm: puncture.radius,
            tip_length_mm: puncture.tip_length,
            axis_x: puncture.axis[0],
            axis_y: puncture.axis[1],
            axis_z: puncture.axis[2],
        })
    }
}

/// Share of the dermis that a device's channels reach; a graze is averaged over all of it.
fn depth_share(scenario: &Scenario, device: &Tool) -> f64 {
    let [_, _, papillary, reticular, _] = scenario.site.layers_mm();
    match device {
        Tool::Abrasion(_) => 1.0,
        _ => (below_junction_mm(scenario, device) / (papillary + reticular)).min(1.0),
    }
}

/// How far a device's channels reach below the dermo-epidermal junction, mm.
fn below_junction_mm(scenario: &Scenario, device: &Tool) -> f64 {
    let [stratum_corneum, viable, ..] = scenario.site.layers_mm();
    (device.standing_for_all().depth - stratum_corneum - viable).max(0.0)
}

/// Debris and clot of the living epidermis that a channel goes through, for one of the dermis below: on a grid their
/// signals go down from there. As much of each a depth as below, and debris for as long as epidermis keeps it.
fn from_epidermis(scenario: &Scenario, device: &Tool) -> [f64; 2] {
    let below = below_junction_mm(scenario, device);
    if below == 0.0 || matches!(device, Tool::Abrasion(_)) {
        return [0.0; 2];
    }
    let [_, viable, ..] = scenario.site.layers_mm();
    let (p, clot) = (&scenario.parameters.biology, viable / below);
    [clot * p.damage_clearance / p.damage_clearance_epidermis, clot]
}

/// Share of the dermis that a mixed cell stands for after the first so many sessions: that of the deepest.
pub fn treated_share(scenario: &Scenario, sessions: usize) -> f64 {
    scenario.sessions[..sessions]
        .iter()
        .map(|session| depth_share(scenario, &session.device))
        .fold(0.0, f64::max)
}

/// Carries out session `index` on the state.
pub fn treat(
    scenario: &Scenario,
    index: usize,
    mesh: &Mesh,
    on: &SkinOnGrid,
    state: &mut SkinState,
) -> (Injury, SessionReport) {
    let (injury, report) = carry_out(scenario, index, mesh);
    apply(&injury, on, state);
    (injury, report)
}

/// The wounds of a session in a piece of skin.
struct Wounds {
    channels: Vec<Puncture>,
    lateral: Lateral,
    /// How many per cm² they stand for.
    per_cm2: f64,
}

/// Where session `index` wounds the skin of a mesh.
fn wounds(scenario: &Scenario, index: usize, mesh: &Mesh) -> Wounds {
    let session = &scenario.sessions[index];
    let (grid, device) = (&mesh.grid, &session.device);
    let (width, length) = (grid.x.length(), grid.y.length());
    let region = match scenario.grid.geometry {
        Geometry::Slab => TreatedArea { width, length: mean_distance_mm(std::slice::from_ref(session)) },
        _ => TreatedArea { width, length },
    };
    let radial = grid.x.radial;
    let channels = if radial {
        vec![device.standing_for_all()]
    } else {
        device.punctures(region, scenario.run.seed, index as u32)
    };
    let lateral = match scenario.grid.geometry {
        Geometry::Patch => Lateral::Patch,
        Geometry::Slab => Lateral::Slab { thickness_mm: device.slab_thickness_mm(width, channels.len()) },
        Geometry::Cell => Lateral::Cell,
        Geometry::WellMixed => {
            let cell_radius_mm = cell_radius_mm(std::slice::from_ref(session));
            Lateral::WellMixed { cell_radius_mm, junction_mm: mesh.junction_mm }
        }
    };
    let made = |area: f64| channels.len() as f64 / area * SQUARE_CENTIMETRE;
    let per_cm2 = match lateral {
        Lateral::Patch => made(width * length),
        // What a slab is thick follows from the density, unless one wound is in it however wide it is.
        Lateral::Slab { thickness_mm } if channels.len() == 1 => made(width * thickness_mm),
        _ => device.density_per_cm2(),
    };
    Wounds { channels, lateral, per_cm2 }
}

/// What is wrong with so many wounds of a session, which stand for `made` per cm² where `asked` were asked for.
fn warning(day: f64, punctures: usize, made: f64, asked: f64) -> Option<String> {
    match punctures {
        0 => Some(format!(
            "the session on day {day} placed no needle: its density is too low for this piece of skin"
        )),
        1 if (made / asked - 1.0).abs() > SAME_DENSITY => Some(format!(
            "the session on day {day} made one wound in this piece of skin, which is {made:.3} per cm² and not \
             density_per_cm2 = {asked}: a piece {:.3} times as large would have it (grid.width_mm, in a patch \
             grid.length_mm too)",
            made / asked,
        )),
        _ => None,
    }
}

/// Whether a device punctures, so that it has a density.
fn punctures(device: &Tool) -> bool {
    !matches!(device, Tool::Incision(_) | Tool::Abrasion(_))
}

/// What a run would say of its sessions; nothing is run.
pub fn foreseen(scenario: &Scenario) -> Vec<String> {
    let mesh = Mesh::outline(scenario);
    let told = |(index, session): (usize, &Session)| {
        let Wounds { channels, per_cm2, .. } = wounds(scenario, index, &mesh);
        let asked = session.device.density_per_cm2();
        let made = if punctures(&session.device) { per_cm2 } else { asked };
        warning(session.day, channels.len(), made, asked)
    };
    scenario.carried_out().enumerate().filter_map(told).collect()
}

/// What session `index` does to the cells of a mesh.
pub fn carry_out(scenario: &Scenario, index: usize, mesh: &Mesh) -> (Injury, SessionReport) {
    let session = &scenario.sessions[index];
    let grid = &mesh.grid;
    let device = &session.device;
    let Wounds { channels, lateral, per_cm2: stands_for } = wounds(scenario, index, mesh);
    let parameters = &scenario.parameters.channel;
    let mut injury = device.injure(grid, &channels, parameters, lateral, mesh.junction_mm);
    let share = match scenario.grid.geometry {
        Geometry::Cell => share_of_cell(&scenario.sessions, session),
        _ => 1.0,
    };
    if share < 1.0 {
        injury = injury.scaled(share);
    }
    // A mixed cell is as high as the dermis, and holds the mean over the channel.
    let high = match (scenario.grid.geometry, device) {
        (Geometry::WellMixed, Tool::Abrasion(_)) => 1.0,
        (Geometry::WellMixed, _) => below_junction_mm(scenario, device) / grid.z.length(),
        _ => 1.0,
    };
    let area = grid.x.volumes.iter().sum::<f64>() * grid.y.volumes.iter().sum::<f64>();
    let per_cm2 = |part: &ndarray::Array3<f64>| {
        let volume: f64 = part.indexed_iter().map(|((z, y, x), share)| share * grid.volume(z, y, x)).sum();
        volume * high / area * SQUARE_CENTIMETRE
    };
    let needling = device.needling();
    let report = SessionReport {
        day: session.day,
        device: device.name().to_owned(),
        needle_length_mm: needling.map(|used| used.needle_length_mm),
        depth_efficacy: needling.map(|used| used.depth_efficacy),
        true_depth_mm: channels.iter().map(|channel| channel.depth).sum::<f64>()
            / channels.len().max(1) as f64,
        punctures: channels.len(),
        passes: needling.map(|used| used.passes),
        technique_density_per_cm2: needling.map(Needling::density_from_technique),
        pattern: needling.map(|used| used.pattern.name()),
        density_per_cm2: punctures(device).then_some(stands_for),
        asked_per_cm2: device.density_per_cm2(),
        opened_mm3_per_cm2: per_cm2(&injury.opened),
        killed_mm3_per_cm2: per_cm2(&injury.killed),
        channels,
    };
    if scenario.grid.geometry == Geometry::WellMixed {
        let share = treated_share(scenario, index + 1);
        if share > 0.0 {
            // The surface above is opened whatever the depth.
            injury = injury.scaled_below(depth_share(scenario, device) / share);
            let [debris, clot] = from_epidermis(scenario, device);
            injury = injury.below_epidermis(debris, clot);
        }
    }
    (injury, report)
}

/// Skin whose earlier sessions' channels lie elsewhere: every row becomes its own mean along the surface.
pub fn shift(mesh: &Mesh, state: &mut SkinState) {
    let areas = &mesh.grid.x.volumes;
    let whole: f64 = areas.iter().sum();
    let level = |row: &mut [f64]| {
        let mean = row.iter().zip(areas).map(|(value, area)| value * area).sum::<f64>() / whole;
        // Rest stays what it is to the bit.
        if row.iter().any(|value| *value != row[0]) {
            row.fill(mean);
        }
    };
    (0..Fields::<()>::COUNT)
        .for_each(|field| state.field_mut(field).chunks_exact_mut(areas.len()).for_each(level));
    (0..SurfaceFields::<()>::COUNT).for_each(|field| level(state.surface_mut(field)));
}

/// What an injury takes of the cell of this flat index, which has so many cells per volume against dermis.
pub fn cut(injury: &Injury, cell: usize, cellularity: f64) -> Cut {
    let parts = [&injury.killed, &injury.opened, &injury.cut, &injury.bled, &injury.span];
    let [killed, opened, matrix, bled, span] =
        parts.map(|part| part.as_slice().map_or(0.0, |part| part[cell]));
    let debris = (killed * cellularity * injury.debris).min(1.0);
    Cut { killed, debris, opened, matrix, bled, span }
}

/// Changes every field as the injury says.
pub fn apply(injury: &Injury, on: &SkinOnGrid, state: &mut SkinState) {
    let plane = state.plane();
    for i in 0..injury.killed.len() {
        let cut = cut(injury, i, on.system().cellularity(i / plane));
        if cut != Cut::default() {
            let before = Fields::INDEX.map(|field| state.field(field)[i]);
            let after = wounded(before, cut, on.system().is_dermal(i / plane), 1.0).into_array();
            after.into_iter().enumerate().for_each(|(field, value)| state.field_mut(field)[i] = value);
        }
    }
    let mouths = injury.opened_surface.iter().zip(&injury.mouth_length);
    for (i, (&opened, &length)) in mouths.enumerate().filter(|(_, (opened, _))| **opened > 0.0) {
        let before = SurfaceFields::INDEX.map(|field| state.surface(field)[i]);
        let after = wounded_surface(before, opened, length, 1.0).into_array();
        after.into_iter().enumerate().for_each(|(field, value)| state.surface_mut(field)[i] = value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Run;

    /// A mixed cell is below the junction: of a channel it has what lies there, and debris and clot from above.
    #[test]
    fn a_channel_is_parted_at_the_junction() {
        let text = "schema = 1\n[device]\nname = \"pen\"\ndepth_efficacy = 0.8\n[treatment]\ncount = 1\n[grid]\n\
                    geometry = \"well_mixed\"\n[run]\ndays = 3\n";
        let (mut scenario, _) = Scenario::parse("junction.toml", text, &[]).unwrap();
        let site = &mut scenario.site;
        (site.stratum_corneum_mm, site.viable_epidermis_mm) = (0.25, 0.125);
        (site.papillary_dermis_mm, site.reticular_dermis_mm) = (0.5, 1.0);
        let biology = &mut scenario.parameters.biology;
        (biology.damage_clearance, biology.damage_clearance_epidermis) = (0.5, 2.0);
        let pen = &scenario.sessions[0].device;
        let depth = pen.standing_for_all().depth;
        let near = |found: f64, right: f64| (found - right).abs() < 1e-12;
        assert!(near(depth, 0.8 * pen.needling().unwrap().needle_length_mm), "{depth}");
        let below = depth - 0.375;
        assert!(near(below_junction_mm(&scenario, pen), below));
        assert!(near(depth_share(&scenario, pen), below / 1.5));
        let [debris, clot] = from_epidermis(&scenario, pen);
        assert!(near(clot, 0.125 / below) && near(debris, 0.25 * clot), "{debris} {clot}");
        let graze = Tool::Abrasion(crate::puncture::Abrasion { depth_mm: 0.6 });
        assert_eq!((depth_share(&scenario, &graze), from_epidermis(&scenario, &graze)), (1.0, [0.0; 2]));
        // What does not come below the epidermis leaves nothing there.
        scenario.site.viable_epidermis_mm = 2.0;
        assert_eq!(from_epidermis(&scenario, &scenario.sessions[0].device), [0.0; 2]);
        assert_eq!(treated_share(&scenario, 1), 0.0);
    }

    /// One wound is as many per cm² as its piece of skin makes it, whatever density the scenario asks for.
    #[test]
    fn one_wound_reports_the_density_that_it_has() {
        for (device, geometry, [width, length], asked, made) in [
            ("core", "slab", [5.0, 5.0], 4.0, 4.0),
            ("core", "slab", [2.0, 5.0], 4.0, 10.0),
            ("core", "slab", [10.0, 5.0], 4.0, 2.0),
            ("core", "patch", [4.0, 2.0], 4.0, 12.5),
            ("single_needle", "slab", [2.0, 1.0], 100.0, 50.0),
            ("single_needle", "patch", [2.0, 2.0], 25.0, 25.0),
        ] {
            let text = format!(
                "schema = 1\n[device]\nname = \"{device}\"\ndensity_per_cm2 = {asked}\n[treatment]\ncount = 1\n[grid]\n\
                 geometry = \"{geometry}\"\nwidth_mm = {width}\nlength_mm = {length}\nspacing_um = 250\n[run]\ndays = 0.01\n"
            );
            let (scenario, _) = Scenario::parse("wound.toml", &text, &[]).unwrap();
            let mut run = Run::new(&scenario);
            run.finish().unwrap();
            let report = &run.sessions()[0];
            let found = report.density_per_cm2.unwrap();
            assert!((found / made - 1.0).abs() < 1e-9, "{found} of {made}: {text}");
            assert_eq!(
                report.warning().is_some_and(|told| told.contains("per cm²")),
                made != asked,
                "{text}"
            );
        }
    }
}
