//! Which outcomes share a figure: the catalogue of figures, as plain data.

mod banded;
mod maps;
mod topicals;

use std::ops::RangeInclusive;

use crate::figure::{Curves, Figure, Line, Ribbon};
use crate::series::TimeSeries;
use crate::series::band::{self, ColumnBand};

pub use maps::{DAYS_A_PAGE, maps, on_one_scale};

pub use banded::banded;
pub use topicals::topicals;

/// Which time a panel is drawn over.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Over {
    /// The whole run, with its sessions marked.
    Run,
    /// The days after each session, one curve a session: events of days would be spikes over months.
    EachSession,
    /// The days after the last session that has any.
    LastSession,
}

/// A panel: title, label of the ordinate, factor and offset applied to values, whether the first value
/// is taken off, the least range of the ordinate as it is drawn, and its lines as (label, column).
struct Panel {
    title: &'static str,
    y_label: &'static str,
    scale: f64,
    offset: f64,
    from_first: bool,
    least: f64,
    over: Over,
    lines: &'static [(&'static str, &'static str)],
}

/// Least ranges: in parts of rest, and in mm. Smaller differences are what the usual tolerance leaves.
const LEAST: f64 = 1e-3;
/// The same in percent of rest, for numbers that are told too.
pub const LEAST_PERCENT: f64 = 0.1;
const LEAST_MM: f64 = 1e-3;

const fn panel(
    title: &'static str,
    y_label: &'static str,
    lines: &'static [(&'static str, &'static str)],
) -> Panel {
    let (scale, offset, from_first, least, over) = (1.0, 0.0, false, LEAST, Over::Run);
    Panel { title, y_label, scale, offset, from_first, least, over, lines }
}

/// Values as percent of rest.
const fn percent(
    title: &'static str,
    y_label: &'static str,
    offset: f64,
    lines: &'static [(&'static str, &'static str)],
) -> Panel {
    Panel { scale: 100.0, offset, least: LEAST_PERCENT, ..panel(title, y_label, lines) }
}

/// A change of thickness since the first day.
const fn swelling(title: &'static str, lines: &'static [(&'static str, &'static str)]) -> Panel {
    Panel { from_first: true, least: LEAST_MM, ..panel(title, "mm", lines) }
}

/// Early plumpness is fluid; what collagen adds comes months later.
const SWELLING: Panel = swelling(
    "Change in thickness of the dermis: early fluid, late collagen",
    &[
        ("both, as ultrasound sees it", "dermal_thickness_mm.surface"),
        ("fluid (oedema)", "oedema_thickness_mm.surface"),
        ("collagen", "collagen_thickness_mm.surface"),
    ],
);

/// The fields of cells are in units of a density that is known within a factor of three.
const CELLS: &str = "excess (units of about 500 cells/mm³)";

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
            after_last(panel(
                "Immune cells after the last session, whole dermis",
                CELLS,
                &[
                    ("neutrophils", "neutrophils.dermis"),
                    ("macrophages M1", "macrophages_m1.dermis"),
                    ("macrophages M2", "macrophages_m2.dermis"),
                ],
            )),
            after_last(panel(
                "Signals after the last session, whole dermis",
                "excess (model units)",
                &[
                    ("inflammation", "inflammation.dermis"),
                    ("TGF-β1", "tgf_beta_1.dermis"),
                    ("TGF-β3", "tgf_beta_3.dermis"),
                    ("mitogens", "mitogens.dermis"),
                    ("MMP", "mmp.dermis"),
                ],
            )),
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
        ],
    ),
    (
        "barrier_and_redness",
        &[
            after_each(panel("Water loss after each session", "TEWL (g/m²/h)", &[("TEWL", "tewl.surface")])),
            after_each(percent(
                "Open channels after each session",
                "% of the surface",
                0.0,
                &[("open channel", "channel_open_fraction.surface")],
            )),
            after_each(panel(
                "Redness after each session",
                "erythema index",
                &[("erythema index", "erythema_index.surface")],
            )),
            after_each(swelling(
                "Swelling after each session: fluid (oedema)",
                &[("fluid (oedema)", "oedema_thickness_mm.surface")],
            )),
            swelling(
                "Change in thickness of the dermis by its collagen",
                &[("collagen", "collagen_thickness_mm.surface")],
            ),
        ],
    ),
];

const fn after_each(panel: Panel) -> Panel {
    Panel { over: Over::EachSession, ..panel }
}

const fn after_last(panel: Panel) -> Panel {
    Panel { over: Over::LastSession, ..panel }
}

/// What a treated scar or stretch mark lacks, where there is one.
const DEFECT: (&str, &[Panel]) = (
    "defect",
    &[
        panel(
            "Treated defect: what it lacks of normal matrix, or has too much",
            "mm³ per cm² of skin",
            &[("volume", DEFECT_VOLUME)],
        ),
        percent(
            "Treated defect: how its collagen differs from the dermis around it",
            "difference (%)",
            0.0,
            &[("contrast", "defect_contrast.surface")],
        ),
    ],
);
const DEFECT_VOLUME: &str = "defect_volume_mm3_per_cm2.surface";

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
            CELLS,
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
/// Sessions that have curves of their own; of more, some are chosen from the first to the last.
const MOST_SESSIONS: usize = 6;
/// What remains of an event when it is over, as a part of its largest departure.
const OVER: f64 = 0.05;
/// Fewest and most days that are drawn after a session.
const WINDOW: (f64, f64) = (3.0, 60.0);

/// The curve figures of a run with its sessions marked.
pub fn curves(series: &TimeSeries, session_days: &[f64]) -> Vec<Figure> {
    banded_curves(series, session_days, &[])
}

/// The same with the bands of an ensemble behind the curves that have one.
pub fn banded_curves(series: &TimeSeries, session_days: &[f64], bands: &[ColumnBand]) -> Vec<Figure> {
    let draw = |figure, days| draw(figure, series, session_days, days, bands);
    let whole = || f64::NEG_INFINITY..=f64::INFINITY;
    let mut figures: Vec<Figure> = FIGURES.iter().map(|figure| draw(figure, whole())).collect();
    let defect = series.column(DEFECT_VOLUME);
    if defect.is_some_and(|column| column.values.iter().any(|volume| volume.abs() > LEAST)) {
        figures.push(draw(&DEFECT, whole()));
    }
    if let Some(first) = session_days.first() {
        figures.push(draw(&FIRST_WEEKS, *first..=first + FIRST_DAYS));
    }
    figures
}

/// One figure over the times in `days`.
fn draw(
    (name, panels): &(&str, &[Panel]),
    series: &TimeSeries,
    marks: &[f64],
    days: RangeInclusive<f64>,
    bands: &[ColumnBand],
) -> Figure {
    let spells = spells(series, marks);
    let window = |over: Over| {
        let columns = panels.iter().filter(|panel| panel.over == over).flat_map(|panel| panel.lines);
        window(series, columns.map(|(_, column)| *column), &chosen(&spells, over))
    };
    let [each, last] = [Over::EachSession, Over::LastSession].map(window);
    let curves = |panel: &Panel| {
        let bare = Curves {
            title: panel.title.into(),
            y_label: panel.y_label.into(),
            y_floor: panel.least,
            ..Curves::default()
        };
        let (x_label, window) = match panel.over {
            Over::EachSession => ("time after the session (days)", each),
            Over::LastSession => ("time after the last session (days)", last),
            Over::Run => ("time (days)", 0.0),
        };
        let chosen = chosen(&spells, panel.over);
        if chosen.is_empty() {
            return Curves {
                x_label: "time (days)".into(),
                lines: lines(panel, series, &days, 0.0, None),
                ribbons: ribbons(panel, series, bands, &days, 0.0),
                marks: marks.iter().copied().filter(|day| days.contains(day)).collect(),
                mark_label: "session".into(),
                ..bare
            };
        }
        let of = |spell: &Spell| {
            let until = spell.until.min(spell.from + window);
            let label = (panel.over == Over::EachSession)
                .then(|| format!("session {}, day\u{a0}{}", spell.session, spell.from));
            lines(panel, series, &(spell.from..=until), spell.from, label)
        };
        let behind = |spell: &Spell| {
            ribbons(panel, series, bands, &(spell.from..=spell.until.min(spell.from + window)), spell.from)
        };
        Curves {
            x_label: x_label.into(),
            lines: chosen.iter().flat_map(of).collect(),
            ribbons: chosen.iter().flat_map(behind).collect(),
            ..bare
        }
    };
    Figure::Curves { name: (*name).into(), panels: panels.iter().map(curves).collect() }
}

/// The lines of a panel over the times in `days`, counted from `origin`; under one label where it is given.
fn lines(
    panel: &Panel,
    series: &TimeSeries,
    days: &RangeInclusive<f64>,
    origin: f64,
    label: Option<String>,
) -> Vec<Line> {
    let line = |(own, name): &(&str, &str)| {
        let column = series.column(name)?;
        let shown = series.time_day.iter().zip(&column.values).filter(|(day, _)| days.contains(day));
        let first = if panel.from_first { column.values.first().copied().unwrap_or(0.0) } else { 0.0 };
        let place = |(day, value): (&f64, &f64)| (day - origin, (value - first + panel.offset) * panel.scale);
        let (x, y) = shown.map(place).unzip();
        Some(Line { label: label.clone().unwrap_or_else(|| (*own).into()), x, y })
    };
    panel.lines.iter().filter_map(line).collect()
}

/// The bands behind the lines of a panel, in their order; none unless each line has one.
fn ribbons(
    panel: &Panel,
    series: &TimeSeries,
    bands: &[ColumnBand],
    days: &RangeInclusive<f64>,
    origin: f64,
) -> Vec<Ribbon> {
    let there = panel.lines.iter().filter(|(_, name)| series.column(name).is_some());
    let ribbon = |(own, name): &(&str, &str)| {
        let band = band::find(bands, name)?;
        let first = series.column(name).filter(|_| panel.from_first);
        let first = first.and_then(|column| column.values.first().copied()).unwrap_or(0.0);
        let rows: Vec<usize> = (0..band.days.len()).filter(|&row| days.contains(&band.days[row])).collect();
        let shown = |values: &[f64]| -> Vec<f64> {
            rows.iter().map(|&row| (values[row] - first + panel.offset) * panel.scale).collect()
        };
        Some(Ribbon {
            label: format!("{own}, 90 % of draws"),
            x: rows.iter().map(|&row| band.days[row] - origin).collect(),
            low: shown(&band.low),
            high: shown(&band.high),
        })
    };
    there.map(ribbon).collect::<Option<_>>().unwrap_or_default()
}

/// The time from a session to the next, or to the end of the run.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spell {
    /// Number of the session, from 1.
    session: usize,
    from: f64,
    until: f64,
}

fn spells(series: &TimeSeries, sessions: &[f64]) -> Vec<Spell> {
    let end = series.time_day.last().copied().unwrap_or(0.0);
    let ends = sessions.iter().skip(1).copied().chain([end]);
    let spells = (1..).zip(sessions).zip(ends);
    let spells = spells.map(|((session, &from), until)| Spell { session, from, until });
    spells.filter(|spell| spell.until > spell.from).collect()
}

/// The spells that a panel draws, each once; none for a panel over the whole run.
fn chosen(spells: &[Spell], over: Over) -> Vec<Spell> {
    let most = MOST_SESSIONS.min(spells.len());
    match over {
        Over::Run => Vec::new(),
        Over::LastSession => spells.last().copied().into_iter().collect(),
        Over::EachSession if most < 2 => spells.to_vec(),
        Over::EachSession => (0..most).map(|at| spells[at * (spells.len() - 1) / (most - 1)]).collect(),
    }
}

/// How many days after a session everything in `columns` is over, the slowest in the slowest spell.
fn window<'c>(series: &TimeSeries, columns: impl Iterator<Item = &'c str>, spells: &[Spell]) -> f64 {
    let columns: Vec<_> = columns.filter_map(|name| series.column(name)).collect();
    let over = |spell: &Spell| {
        let within = |day: &f64| (spell.from..=spell.until).contains(day);
        let lasts = columns.iter().map(|column| {
            let rows = || series.time_day.iter().zip(&column.values).filter(|(day, _)| within(day));
            let before = rows().next().map_or(0.0, |(_, value)| *value);
            let largest = rows().fold(0.0_f64, |largest, (_, value)| largest.max((value - before).abs()));
            let mut going = rows().filter(|(_, value)| (*value - before).abs() > OVER * largest);
            going.next_back().map_or(0.0, |(day, _)| day - spell.from)
        });
        lasts.fold(0.0, f64::max)
    };
    spells.iter().map(over).fold(0.0, f64::max).ceil().clamp(WINDOW.0, WINDOW.1)
}

#[cfg(test)]
mod tests;
