//! Figures of several results, one over the other.

use crate::figure::{Curves, Dot};
use crate::series::curve::Curve;

/// The panels of one result.
pub(super) struct Layer<'r> {
    pub name: &'r str,
    pub panels: Vec<Curves>,
    /// Days of its sessions.
    pub sessions: &'r [f64],
}

/// Panels of the same place on the same axes, each curve under its result's name. Sessions that are not the
/// same in all are spots on the curves.
pub(super) fn overlay(layers: Vec<Layer<'_>>) -> Vec<Curves> {
    let several = layers.len() > 1;
    let apart = layers.iter().any(|layer| layer.sessions != layers[0].sessions);
    let mut all: Vec<Curves> = Vec::new();
    for Layer { name, panels, sessions } in layers {
        for (at, mut panel) in panels.into_iter().enumerate() {
            let alone = panel.lines.len() == 1;
            for line in panel.lines.iter_mut().filter(|_| several) {
                line.label = if alone { name.to_owned() } else { format!("{}, {name}", line.label) };
            }
            if apart && !std::mem::take(&mut panel.marks).is_empty() {
                panel.dots = dots(&panel, sessions);
                panel.dot_label = std::mem::take(&mut panel.mark_label);
            }
            match all.get_mut(at) {
                Some(below) => join(below, panel),
                None => all.push(panel),
            }
        }
    }
    all
}

/// Where sessions lie on the first curve of a panel: on all, they would hide them.
fn dots(panel: &Curves, sessions: &[f64]) -> Vec<Dot> {
    let Some(line) = panel.lines.first() else { return Vec::new() };
    let curve = Curve::new(line.x.iter().copied().zip(line.y.iter().copied()));
    sessions.iter().filter_map(|&x| Some(Dot { line: 0, x, y: curve.at(x)? })).collect()
}

fn join(below: &mut Curves, panel: Curves) {
    let before = below.lines.len();
    below.lines.extend(panel.lines);
    below.dots.extend(panel.dots.into_iter().map(|dot| Dot { line: dot.line + before, ..dot }));
    if below.dot_label.is_empty() {
        below.dot_label = panel.dot_label;
    }
}
