//! Figures of a target: the model's curves, the published points, the accepted bands.

use super::quantity::TargetReadings;
use super::report::Finding;
use super::target::{Along, Datum, Plot, PlotBand, PlotLine, Target};
use crate::figure::{Band, Curves, Figure, Line, Point, Points};

/// One figure a plot, named by the target's id and a number.
pub(super) fn figures(target: &Target, findings: &[Finding], records: &TargetReadings<'_>) -> Vec<Figure> {
    let figure = |(at, plot): (usize, &Plot)| Figure::Curves {
        name: format!("{}_{}", target.id, at + 1),
        panels: vec![panel(target, plot, findings, records)],
    };
    target.plots.iter().enumerate().map(figure).collect()
}

fn panel(target: &Target, plot: &Plot, findings: &[Finding], records: &TargetReadings<'_>) -> Curves {
    Curves {
        title: format!("{}: {}", target.id, plot.title),
        x_label: plot.x_label.clone().unwrap_or_else(|| "time (days)".into()),
        y_label: plot.y_label.clone(),
        lines: plot.lines.iter().map(|line| curve(plot, line, records)).collect(),
        points: points(&plot.data),
        bands: plot.bands.iter().filter_map(|band| accepted(target, band, findings)).collect(),
        ..Curves::default()
    }
}

pub(super) fn curve(plot: &Plot, line: &PlotLine, records: &TargetReadings<'_>) -> Line {
    let curve = line.of.curve(records).unwrap_or_default();
    let peak = || curve.peak().map(|(_, value)| value).filter(|_| plot.of_peak);
    let whole = plot.relative_to.map_or_else(peak, |at| curve.at(at)).filter(|whole| *whole > 0.0);
    let factor = plot.y_scale / whole.unwrap_or(1.0);
    let (x, y) = curve.points().map(|(x, y)| (x * plot.x_scale, y * factor)).unzip();
    Line { label: format!("model: {}", line.label), x, y }
}

/// Data that share a label share a mark.
pub(super) fn points(data: &[Datum]) -> Vec<Points> {
    let mut groups: Vec<Points> = Vec::new();
    for datum in data {
        let Datum { label, x, y, x_ends, y_ends, .. } = datum.clone();
        let point = Point { x, y, x_ends: x_ends.unwrap_or((x, x)), y_ends };
        match groups.iter_mut().find(|group| group.label == label) {
            Some(group) => group.points.push(point),
            None => groups.push(Points { label, points: vec![point] }),
        }
    }
    groups
}

/// The band of a check with its verdict.
fn accepted(target: &Target, band: &PlotBand, findings: &[Finding]) -> Option<Band> {
    let (check, finding) = target.checks.iter().zip(findings).find(|(check, _)| check.name == band.check)?;
    let end = |end: Option<f64>, open: f64| end.map_or(open, |end| end * band.scale);
    let range = (end(check.low, f64::NEG_INFINITY), end(check.high, f64::INFINITY));
    let other = band.at.map_or((f64::NEG_INFINITY, f64::INFINITY), |at| (at, at));
    let (x, y) = if band.along == Along::X { (range, other) } else { (other, range) };
    // Bounds stay on one line of the legend.
    let bounds = check.band().replace(' ', "\u{a0}");
    let (value, verdict) = (&finding.shown, finding.verdict());
    let label = format!("accepted, {}: {bounds}; model {value}, {verdict}", check.name);
    Some(Band { label, x, y })
}
