//! Writes a scenario as TOML with every value spelled out; reading it gives the same scenario.

use std::fmt::Write;

use super::Scenario;
use super::keys::{
    DAY, DEVICE, GRID, INDICATION, OBSERVE, PATIENT, RUN, Row, SCHEMA, SITE, TITLE, TOPICAL, Value, write,
};

/// Text under construction. Writing to a `String` cannot fail.
struct Text(String);

impl Text {
    fn heading(&mut self, name: &str) {
        let _ = write!(self.0, "\n[{name}]\n");
    }

    fn line(&mut self, key: &str, value: Value) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn table<T>(&mut self, name: &str, rows: &[Row<T>], of: &T) {
        self.heading(name);
        write(rows, of, &mut self.0);
    }
}

impl Scenario {
    /// The scenario fully resolved: nothing is left to defaults, so that a later version of the
    /// program with other defaults still reads the same.
    pub fn to_toml(&self) -> String {
        let mut out = Text(String::new());
        out.line(SCHEMA.name(), Value::Whole(1));
        out.line(TITLE.name(), Value::Text(self.title.clone()));
        out.table("patient", &PATIENT, &self.patient);
        out.table("site", &SITE, &self.site);
        if let Some(indication) = &self.indication {
            out.table("indication", &INDICATION, indication);
        }
        out.table("grid", &GRID, &self.grid);
        out.table("run", &RUN, &self.run);
        out.table("observe", &OBSERVE, &self.observe);
        if !self.changed_parameters.is_empty() {
            out.heading("parameters");
        }
        for name in &self.changed_parameters {
            let value = self.parameters.get(name).map(Value::Number);
            value.into_iter().for_each(|value| out.line(name, value));
        }
        for session in &self.sessions {
            out.heading("[treatment.sessions]");
            out.line(DAY.name(), Value::Number(session.day));
            write(&DEVICE, &session.device, &mut out.0);
        }
        for topical in &self.topicals {
            out.table("[treatment.topicals]", &TOPICAL, topical);
        }
        out.0
    }
}
