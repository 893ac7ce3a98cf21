//! Which outcomes share a figure: the catalogue of figures, as plain data.

use std::ops::RangeInclusive;

use crate::figure::{Curves, Figure, HeatMap, Line};
use crate::series::TimeSeries;

/// A panel: title, label of the ordinate, factor and offset applied to values, whether the first value
/// is taken off, and its lines as (label, column).
struct Panel {
    title: &'static str,
    y_label: &'static str,
    scale: f64,
    offset: f64,
    from_first: bool,
    lines: &'static [(&'static str, &'static str)],
}

const fn panel(
    title: &'static str,
    y_label: &'static str,
    lines: &'static [(&'static str, &'static str)],
) -> Panel {
    Panel { title, y_label, scale: 1.0, offset: 0.0, from_first: false, lines }
}

/// Values as percent of rest.
const fn percent(
    title: &'static str,
    y_label: &'static str,
    offset: f64,
    lines: &'static [(&'static str, &'static str)],
) -> Panel {
    Panel { title, y_label, scale: 100.0, offset, from_first: false, lines }
}

/// Early plumpness is fluid; what collagen adds comes months later.
const SWELLING: Panel = Panel {
    title: "Change in thickness of the dermis: early fluid, late collagen",
    y_label: "mm",
    scale: 1.0,
    offset: 0.0,
    from_first: true,
    lines: &[
        ("both, as ultrasound sees it", "dermal_thickness_mm.surface"),
        ("fluid (oedema)", "oedema_thickness_mm.surface"),
        ("collagen", "collagen_thickness_mm.surface"),
    ],
};

const FIGURES: [(&str, &[Panel]); 3] = [
    (
        "collagen",
        &[
            percent(
                "Total collagen by region",
                "change (% of rest)",
                -1.0,
                &[
                    ("whole dermis", "collagen_total.dermis"),
                    ("papillary", "collagen_total.papillary"),
                    ("reticular", "collagen_total.reticular"),
                    ("halo, 150 µm", "collagen_total.halo"),
                ],
            ),
            percent(
                "Collagen by type, whole dermis",
                "% of rest of its type",
                0.0,
                &[("type I", "collagen_i.dermis"), ("type III", "collagen_iii.dermis")],
            ),
            percent(
                "Newly deposited and scar-like, whole dermis",
                "% of rest total collagen",
                0.0,
                &[
                    ("newly deposited (sum)", "collagen_new.dermis"),
                    ("lost (sum)", "collagen_lost.dermis"),
                    ("scar-like", "collagen_scar.dermis"),
                ],
            ),
            percent(
                "Collagen synthesis rate",
                "% of rest per day",
                0.0,
                &[
                    ("whole dermis", "collagen_synthesis_rate.dermis"),
                    ("halo, 150 µm", "collagen_synthesis_rate.halo"),
                ],
            ),
        ],
    ),
    (
        "cells_and_signals",
        &[
            panel(
                "Immune cells, whole dermis",
                "300 to 1000 cells/mm³",
                &[
                    ("neutrophils", "neutrophils.dermis"),
                    ("macrophages M1", "macrophages_m1.dermis"),
                    ("macrophages M2", "macrophages_m2.dermis"),
                ],
            ),
            panel(
                "Fibroblasts and vessels, whole dermis",
                "relative to rest",
                &[("fibroblasts", "fibroblasts.dermis"), ("vessels", "vessels.dermis")],
            ),
            panel(
                "Activation, whole dermis",
                "fraction",
                &[("activation", "activation.dermis"), ("myofibroblasts", "myofibroblasts.dermis")],
            ),
            panel(
                "Signals, whole dermis",
                "excess (model units)",
                &[
                    ("inflammation", "inflammation.dermis"),
                    ("TGF-β1", "tgf_beta_1.dermis"),
                    ("TGF-β3", "tgf_beta_3.dermis"),
                    ("mitogens", "mitogens.dermis"),
                    ("MMP", "mmp.dermis"),
                ],
            ),
        ],
    ),
    (
        "barrier_and_redness",
        &[
            panel("Water loss", "TEWL (g/m²/h)", &[("TEWL", "tewl.surface")]),
            percent(
                "Open channels",
                "% of the surface",
                0.0,
                &[("open channel", "channel_open_fraction.surface")],
            ),
            panel("Redness", "erythema index", &[("erythema index", "erythema_index.surface")]),
            SWELLING,
        ],
    ),
];

/// What happens within days of a session, too fast to be seen over months.
const FIRST_WEEKS: (&str, &[Panel]) = (
    "first_two_weeks",
    &[
        panel("Water loss after the first session", "TEWL (g/m²/h)", &[("TEWL", "tewl.surface")]),
        panel(
            "Redness and closure",
            "index; fraction",
            &[("erythema index", "erythema_index.surface"), ("mouths closed", "epidermal_closure.surface")],
        ),
        SWELLING,
        panel(
            "Immune cells, whole dermis",
            "300 to 1000 cells/mm³",
            &[
                ("neutrophils", "neutrophils.dermis"),
                ("macrophages M1", "macrophages_m1.dermis"),
                ("macrophages M2", "macrophages_m2.dermis"),
            ],
        ),
        panel(
            "Signals, whole dermis",
            "excess (model units)",
            &[
                ("inflammation", "inflammation.dermis"),
                ("TGF-β1", "tgf_beta_1.dermis"),
                ("mitogens", "mitogens.dermis"),
                ("MMP", "mmp.dermis"),
            ],
        ),
    ],
);
/// How long after the first session that figure goes on, in days.
const FIRST_DAYS: f64 = 14.0;

/// The curve figures of a run with its sessions marked.
pub fn curves(series: &TimeSeries, session_days: &[f64]) -> Vec<Figure> {
    let mut figures: Vec<Figure> = FIGURES
        .iter()
        .map(|figure| draw(figure, series, session_days, f64::NEG_INFINITY..=f64::INFINITY))
        .collect();
    if let Some(first) = session_days.first() {
        figures.push(draw(&FIRST_WEEKS, series, session_days, *first..=first + FIRST_DAYS));
    }
    figures
}

/// One figure over the times in `days`.
fn draw(
    (name, panels): &(&str, &[Panel]),
    series: &TimeSeries,
    marks: &[f64],
    days: RangeInclusive<f64>,
) -> Figure {
    let line = |panel: &Panel, label: &str, name: &str| {
        let column = series.column(name)?;
        let shown = series.time_day.iter().zip(&column.values).filter(|(day, _)| days.contains(day));
        let first = if panel.from_first { column.values.first().copied().unwrap_or(0.0) } else { 0.0 };
        let (x, y) = shown.map(|(day, value)| (*day, (value - first + panel.offset) * panel.scale)).unzip();
        Some(Line { label: label.into(), x, y })
    };
    let curves = |panel: &Panel| Curves {
        title: panel.title.into(),
        x_label: "time (days)".into(),
        y_label: panel.y_label.into(),
        lines: panel.lines.iter().filter_map(|(label, name)| line(panel, label, name)).collect(),
        marks: marks.iter().copied().filter(|day| days.contains(day)).collect(),
        mark_label: "session".into(),
        ..Curves::default()
    };
    Figure::Curves { name: (*name).into(), panels: panels.iter().map(curves).collect() }
}

/// Agents put on the skin, where there are any: their columns are not those of the catalogue.
pub fn topicals(series: &TimeSeries, session_days: &[f64]) -> Option<Figure> {
    let mut agents: Vec<&str> = Vec::new();
    for column in &series.columns {
        let agent = column.outcome.strip_prefix("topical_").and_then(|rest| rest.strip_suffix("_in_skin"));
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

/// The page of maps: one row a field, one column a day. `days` holds the maps of each day.
pub fn maps(days: Vec<Vec<HeatMap>>) -> Option<Figure> {
    let fields = days.first().map_or(0, Vec::len);
    let rows =
        (0..fields).map(|field| days.iter().filter_map(|day| day.get(field).cloned()).collect()).collect();
    (fields > 0).then_some(Figure::HeatMaps { name: "maps".into(), rows })
}
