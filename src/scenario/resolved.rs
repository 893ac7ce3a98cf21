//! Writes a scenario as TOML with every value spelled out; reading it gives the same scenario.

use std::fmt::{Display, Write};

use super::Scenario;
use super::field::{
    AGENT, CONTACT_HOURS, DENSITY, DOSE, EFFICACY, FILM_UM, INDICATION, LAYERS, NEEDLE, NEEDLE_LENGTH,
    technique_members, wound_members,
};
use crate::puncture::{Motion, Wound, find};
use crate::treatment::Session;

/// Text under construction. Writing to a `String` cannot fail.
struct Text(String);

impl Text {
    fn table(&mut self, name: &str) {
        let _ = write!(self.0, "\n[{name}]\n");
    }

    fn value(&mut self, key: &str, value: impl Display) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    /// Rust's shortest exact form is also TOML: it has a point or an exponent.
    fn number(&mut self, key: &str, value: f64) {
        self.value(key, format_args!("{value:?}"));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.value(key, toml::Value::String(text.to_owned()));
    }
}

impl Scenario {
    /// The scenario fully resolved: nothing is left to defaults, so that a later version of the
    /// program with other defaults still reads the same.
    pub fn to_toml(&self) -> String {
        let mut out = Text(String::new());
        out.value("schema", 1);
        out.text("title", &self.title);
        out.table("patient");
        out.number("age_years", self.patient.age_years);
        out.text("sex", self.patient.sex.name());
        out.value("fitzpatrick_type", self.patient.fitzpatrick_type);
        out.value("photoageing_grade", self.patient.photoageing_grade);
        out.value("smoker", self.patient.smoker);
        out.value("diabetes", self.patient.diabetes);
        out.value("keloid_tendency", self.patient.keloid_tendency);
        out.value("occluded", self.patient.occluded);
        out.value("ages", self.patient.ages);
        out.number("sun_exposure", self.patient.sun_exposure);
        out.number("sunscreen", self.patient.sunscreen);
        out.value("conditions", format_args!("{:?}", self.patient.conditions));
        out.table("site");
        out.text("name", &self.site.name);
        for layer in &LAYERS {
            out.number(layer.number.key, (layer.get)(&self.site));
        }
        if let Some(indication) = &self.indication {
            out.table("indication");
            out.text("name", indication.name);
            INDICATION.iter().for_each(|member| out.number(member.number.key, (member.get)(indication)));
        }
        out.table("grid");
        out.text("geometry", self.grid.geometry.name());
        out.number("width_mm", self.grid.width_mm);
        out.number("length_mm", self.grid.length_mm);
        out.number("spacing_um", self.grid.spacing_um);
        out.number("depth_spacing_um", self.grid.depth_spacing_um);
        out.number("surface_spacing_um", self.grid.surface_spacing_um);
        out.text("boundary", self.grid.boundary.name());
        out.table("run");
        out.number("days", self.run.days);
        out.value("seed", self.run.seed);
        out.number("tolerance", self.run.tolerance);
        out.text("stepper", &self.run.stepper);
        out.value("symmetry", self.run.symmetry);
        out.value("active_box", self.run.active_box);
        out.table("observe");
        out.number("dense_days", self.observe.dense_days);
        out.number("dense_interval_days", self.observe.dense_interval_days);
        out.number("interval_days", self.observe.interval_days);
        out.value("map_days", format_args!("{:?}", self.observe.map_days));
        if !self.changed_parameters.is_empty() {
            out.table("parameters");
        }
        for name in &self.changed_parameters {
            self.parameters.get(name).into_iter().for_each(|value| out.number(name, value));
        }
        for session in &self.sessions {
            out.table("[treatment.sessions]");
            out.number("day", session.day);
            device(&mut out, session);
        }
        for topical in &self.topicals {
            out.table("[treatment.topicals]");
            out.text("agent", topical.agent.name);
            out.value("days", format_args!("{:?}", topical.days));
            out.number(DOSE.key, topical.dose_ug_per_cm2);
            out.number(FILM_UM.key, topical.film_um);
            out.number(CONTACT_HOURS.key, topical.contact_hours);
            AGENT.iter().for_each(|member| out.number(member.number.key, (member.get)(&topical.agent)));
        }
        out.0
    }
}

fn device(out: &mut Text, session: &Session) {
    let device = &session.device;
    let wound = find(&device.device).map_or(Wound::Needles, |known| known.wound());
    if let Some(members) = wound_members(wound) {
        out.text("name", &device.device);
        members.iter().for_each(|member| out.number(member.number.key, (member.get)(device)));
        return;
    }
    out.text("name", &device.device);
    out.value("passes", device.passes);
    let technique = &device.technique;
    if technique.motion != Motion::Single {
        out.value("needles", technique.needles);
        out.text("pattern", device.pattern.name());
    }
    if technique.motion == Motion::Rolled {
        out.value("directions", technique.directions);
    }
    for member in technique_members(technique.motion) {
        out.number(member.number.key, (member.get)(technique));
    }
    for member in [&NEEDLE_LENGTH, &DENSITY, &EFFICACY].into_iter().chain(&NEEDLE) {
        out.number(member.number.key, (member.get)(device));
    }
}
