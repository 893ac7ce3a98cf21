//! The figure of agents on the skin.

use crate::figure::{Curves, Figure, Line};
use crate::series::TimeSeries;

/// Agents put on the skin, where there are any: their columns are not those of the catalogue.
pub fn topicals(series: &TimeSeries, session_days: &[f64]) -> Option<Figure> {
    let mut agents: Vec<&str> = Vec::new();
    for column in &series.columns {
        let agent = column.outcome.strip_prefix("topical_").and_then(|name| name.strip_suffix("_in_skin"));
        agents.extend(agent);
    }
    let line = |label: &str, name: String| {
        let column = series.column(&name)?;
        Some(Line { label: label.into(), x: series.time_day.clone(), y: column.values.clone() })
    };
    let panel = |agent: &str, title: &str, unit: &str, parts: &[(&str, &str)]| Curves {
        title: format!("{title}: {}", agent.replace('_', " ")),
        x_label: "time (days)".into(),
        y_label: unit.into(),
        lines: (parts.iter())
            .filter_map(|(label, what)| line(label, format!("topical_{agent}_{what}.skin")))
            .collect(),
        marks: session_days.to_vec(),
        mark_label: "session".into(),
        ..Curves::default()
    };
    let amounts = [("left on the surface", "on_surface"), ("in the skin", "in_skin"), ("cleared", "cleared")];
    let free = [("epidermis", "epidermis"), ("dermis", "dermis")];
    let panels: Vec<Curves> = agents
        .iter()
        .flat_map(|agent| {
            [panel(agent, "Amount", "µg/cm²", &amounts), panel(agent, "Free concentration", "µg/mL", &free)]
        })
        .collect();
    (!panels.is_empty()).then_some(Figure::Curves { name: "topicals".into(), panels })
}
