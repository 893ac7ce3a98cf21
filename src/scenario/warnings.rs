//! What is allowed but should not pass in silence.

use super::section::show;
use super::shape::share_of_cell;
use super::{Boundary, Geometry, Scenario};
use crate::precaution;
use crate::puncture::roller::HOME_ROLLER_NAME as HOME_ROLLER;
use crate::puncture::{Pattern, Tool, pitch_mm};
use crate::treatment::{Session, within};

/// Densities per cm² and thinnest dermis in mm for which `well_mixed` was held against the slab, within a fifth.
const MIXED_DENSITIES: std::ops::RangeInclusive<f64> = 150.0..=600.0;
const MIXED_DERMIS_MM: f64 = 1.3;

/// Names of changed parameters that a warning lists.
const MOST_NAMES: usize = 8;

/// Lightest Fitzpatrick type of which hyperpigmentation after needling was reported.
const DARK: u8 = 4;

impl Scenario {
    /// What a scenario that treats anybody states about who should not be treated.
    fn precautions(&self) -> Vec<String> {
        if self.sessions.is_empty() {
            return Vec::new();
        }
        let at_home = |session: &Session| session.device.name() == HOME_ROLLER;
        let stated = [
            (self.patient.keloid_tendency, "keloid_tendency"),
            (self.patient.fitzpatrick_type >= DARK, "dark_skin"),
            (self.sessions.iter().any(at_home), "home_treatment"),
        ];
        let stated = stated.iter().filter(|(stated, _)| *stated).map(|(_, name)| *name);
        self.patient.conditions.iter().copied().chain(stated).filter_map(precaution::warning).collect()
    }

    /// Sessions that a `cell` carries out in a share of itself.
    fn shares(&self) -> Vec<String> {
        if self.grid.geometry != Geometry::Cell {
            return Vec::new();
        }
        let shares = self.sessions.iter().map(|session| (session, share_of_cell(&self.sessions, session)));
        let spread = |(session, share): (&Session, f64)| {
            let (day, density) = (show(session.day), show(session.device.density_per_cm2()));
            (share < 1.0).then(|| {
                format!(
                    "the session on day {day} makes {density} punctures per cm² in a `cell` that is the share of one \
                     needle of the densest session: its injury counts {share:.3} times, which is mild injury of every \
                     cell for full injury of few (gains differ from those of the slab by 6 to 11 %, as geometries do); \
                     `slab` and `patch` tell them apart"
                )
            })
        };
        shares.filter_map(spread).collect()
    }

    /// Mixed runs beyond what they were held against.
    fn mixed(&self) -> Vec<String> {
        let needled = |session: &&Session| {
            matches!(session.device, Tool::Needles { .. }) && self.grid.geometry == Geometry::WellMixed
        };
        let sessions: Vec<&Session> = self.sessions.iter().filter(needled).collect();
        let [_, _, papillary, reticular, _] = self.site.layers_mm();
        let density = sessions.iter().map(|session| session.device.density_per_cm2());
        let other = density
            .filter(|density| !MIXED_DENSITIES.contains(density))
            .map(|density| format!("{} punctures per cm²", show(density)));
        let thin = (!sessions.is_empty() && papillary + reticular < MIXED_DERMIS_MM)
            .then(|| format!("a dermis of {:.2} mm", papillary + reticular));
        let Some(what) = other.chain(thin).next() else { return Vec::new() };
        vec![format!(
            "`well_mixed` was held against the slab at 150 to 600 punctures per cm² on a dermis of 1.3 mm and more: with {what} \
             its gain may be off by far more than a fifth; confirm on a grid"
        )]
    }

    /// Arrays whose prints do not fit in whole into the piece of skin, which then has more or fewer needles.
    fn cut_prints(&self) -> Option<String> {
        let sides = match self.grid.geometry {
            Geometry::Patch => vec![self.grid.width_mm, self.grid.length_mm],
            Geometry::Slab => vec![self.grid.width_mm],
            Geometry::Cell | Geometry::WellMixed => Vec::new(),
        };
        self.sessions.iter().find_map(|session| {
            let Tool::Needles { device, settings } = &session.device else { return None };
            device.places().filter(|_| settings.pattern == Pattern::Device)?;
            let pitch = pitch_mm(settings);
            let cut = |side: &&f64| {
                let prints = *side / pitch;
                (prints - prints.round()).abs() > 1e-6
            };
            let side = sides.iter().find(cut)?;
            Some(format!(
                "prints of the array lie {pitch:.3} mm apart, which {} mm of skin cut: it has more or fewer needles per \
                 cm² than asked for; take a width and length of whole prints",
                show(*side)
            ))
        })
    }

    /// Sentences for the user: precautions, needles that leave the dermis, sessions after the end,
    /// changed parameters.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = self.precautions();
        let layers = self.site.layers_mm();
        let whole: f64 = layers.iter().sum();
        let dermis = whole - self.site.subcutis_mm;
        for session in &self.sessions {
            let tool = &session.device;
            let depth = tool.true_depth_mm();
            let beyond = if depth > whole {
                format!("the modelled skin, which ends at {whole:.2} mm")
            } else {
                format!("the dermis, which ends at {dermis:.2} mm")
            };
            let site = &self.site.name;
            let warning = match tool {
                Tool::Needles { settings, .. } => {
                    let length = show(settings.needle_length_mm);
                    format!("needles of {length} mm reach {depth:.2} mm on {site}, beyond {beyond}")
                }
                _ => format!("the {} of {} mm on {site} goes beyond {beyond}", tool.name(), show(depth)),
            };
            if depth > dermis && !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
        warnings.extend(super::idle::warnings(self));
        warnings.extend(self.shares());
        warnings.extend(self.mixed());
        let walled = matches!(self.grid.geometry, Geometry::Patch | Geometry::Slab);
        if walled && self.grid.boundary == Boundary::NoFlux && !self.sessions.is_empty() {
            let lost = "what of a channel lies beyond a closed side injures nothing, so that less is opened per cm² than \
                        the density says; boundary = \"periodic\" keeps it";
            warnings.push(lost.to_owned());
        }
        warnings.extend(self.cut_prints());
        let end = self.run.days;
        let late = self.sessions.len() - self.carried_out().count();
        if late > 0 {
            warnings.push(format!(
                "{late} of {} sessions come after the run's last day, {}, and are not carried out; see run.days",
                self.sessions.len(),
                show(end),
            ));
        }
        for topical in &self.topicals {
            let late = topical.applications().iter().filter(|one| within(end, one.day)).count();
            if late > 0 {
                warnings.push(format!(
                    "{late} applications of {} come on the run's last day, {}, or after it and are left out",
                    topical.agent.name,
                    show(end)
                ));
            }
        }
        if self.observe.map_days.iter().any(|day| !within(*day, end)) {
            warnings.push(format!("map_days after the run's last day, {}, are left out", show(end)));
        }
        let fields = &self.observe;
        if !fields.fields.is_empty() && fields.field_days.iter().any(|day| !within(*day, end)) {
            warnings.push(format!("field_days after the run's last day, {}, are left out", show(end)));
        }
        if !self.changed_parameters.is_empty() {
            let mut names: Vec<&str> = self.changed_parameters.iter().map(String::as_str).collect();
            let more = names.split_off(names.len().min(MOST_NAMES)).len();
            let more = match more {
                0 => String::new(),
                _ => format!(" and {more} more ([parameters] of scenario.toml has all)"),
            };
            warnings.push(format!("parameters differ from their defaults: {}{more}", names.join(", ")));
        }
        if !self.kept_layers.is_empty() {
            warnings.push(format!(
                "a change names another site than the file, whose {} stays: change it too, or leave it out of the file, and \
                 the site gives its own",
                self.kept_layers.join(", ")
            ));
        }
        warnings
    }
}
