//! What is to be simulated and drawn of the kinetics, as SED-ML Level 1 Version 4.

use askama::Template;

use super::kinetics::Kinetics;
use super::sbml::plain;
use crate::error::{Error, Result};

/// Rows a day, and most of all.
const ROWS_A_DAY: f64 = 4.0;
const MOST_ROWS: f64 = 10_000.0;

/// Plots, each with its curves: names of outcomes.
const PLOTS: [(&str, &[&str]); 4] = [
    ("Collagen", &["collagen_total_dermis", "collagen_i_dermis", "collagen_iii_dermis"]),
    ("Immune cells", &["neutrophils_dermis", "macrophages_m1_dermis", "macrophages_m2_dermis"]),
    ("Signals", &["inflammation_dermis", "tgf_beta_1_dermis", "mitogens_dermis", "mmp_dermis"]),
    ("Barrier", &["barrier_surface", "channel_open_fraction_surface"]),
];

#[derive(Template)]
#[template(path = "sed_ml.xml", config = "src/exchange/askama.toml")]
struct Document<'a> {
    title: String,
    model: &'a str,
    days: f64,
    rows: f64,
    plots: Vec<Plot<'a>>,
}

struct Plot<'a> {
    number: usize,
    title: &'a str,
    curves: &'a [&'a str],
}

/// The experiment on the model in a file of this name: all of the scenario's days, drawn.
///
/// # Errors
/// [`Error::Internal`] where the document cannot be filled in.
pub fn write_sed_ml(kinetics: &Kinetics, model: &str) -> Result<String> {
    let plot = |(number, (title, curves)): (usize, &(&'static str, &'static [&'static str]))| Plot {
        number,
        title,
        curves,
    };
    let document = Document {
        title: plain(&kinetics.title),
        model,
        days: kinetics.days,
        rows: (ROWS_A_DAY * kinetics.days).ceil().clamp(1.0, MOST_ROWS),
        plots: (1..).zip(&PLOTS).map(plot).collect(),
    };
    document.render().map_err(|error| Error::Internal(format!("SED-ML: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn what_is_drawn_is_there() {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 84\n";
        let kinetics = Kinetics::new(&Scenario::parse("a.toml", text, &[]).unwrap().0).unwrap();
        let outcomes: Vec<&str> = kinetics.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
        for curve in PLOTS.iter().flat_map(|(_, curves)| *curves) {
            assert!(outcomes.contains(curve), "{curve}");
        }
        let written = write_sed_ml(&kinetics, "model.xml").unwrap();
        assert!(written.contains("numberOfSteps=\"336\"") && written.contains("source=\"model.xml\""));
    }
}
