//! The implicit solve: (I − g A_z)(I − g A_x)(I − g A_y) x = b for every field, in place.
//!
//! A_z carries vertical transport and decay, A_x and A_y lateral transport. Each factor conserves
//! mass on its own (without decay), and every factor leaves a field of zeros as it is.

use rayon::prelude::*;

use crate::discretisation::Discretisation;
use crate::dispatch::dispatch;
use crate::lines::{Factor, SIDE};
use crate::state::State;
use crate::system::System;
use crate::transport::FieldTransport;

/// Columns of the vertical solve that are swept together: a block stays in the nearest cache.
const COLUMNS: usize = 256;

/// Factorised lines of every field for one g.
#[derive(Debug, Clone, Default)]
pub struct Factors {
    /// The g that they were made for, days.
    g: f64,
    fields: Vec<FieldFactors>,
    surfaces: Vec<FieldFactors>,
}

#[derive(Debug, Clone, Default)]
struct FieldFactors {
    vertical: Factor,
    /// Distinct lateral strengths, and which of them each row has (none where nothing moves).
    groups: Vec<(f64, Factor, Factor)>,
    group_of_row: Vec<Option<usize>>,
    /// 1 / (1 + g decay) by row for a field that stays in place.
    shrink: Vec<f64>,
}

impl FieldFactors {
    fn new(transport: &FieldTransport) -> Self {
        let mut groups: Vec<(f64, Factor, Factor)> = Vec::new();
        let strengths = transport.lateral.iter().map(|l| l * transport.diffusivity);
        let group_of_row = strengths
            .map(|strength| {
                (strength != 0.0).then(|| {
                    groups.iter().position(|group| group.0 == strength).unwrap_or_else(|| {
                        groups.push((strength, Factor::default(), Factor::default()));
                        groups.len() - 1
                    })
                })
            })
            .collect();
        Self { groups, group_of_row, ..Self::default() }
    }
}

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// Factorises for `g` (days) unless `factors` are for that `g` already.
    pub fn prepare(&self, g: f64, factors: &mut Factors) {
        if factors.g == g {
            return;
        }
        if factors.fields.is_empty() {
            factors.fields = self.fields.iter().map(FieldFactors::new).collect();
            factors.surfaces = self.surfaces.iter().map(FieldFactors::new).collect();
        }
        factors.g = g;
        let all = factors
            .fields
            .iter_mut()
            .zip(&self.fields)
            .chain(factors.surfaces.iter_mut().zip(&self.surfaces));
        for (factor, transport) in all {
            if transport.diffusivity == 0.0 {
                factor.shrink = transport.decay.iter().map(|decay| 1.0 / (1.0 + g * decay)).collect();
                continue;
            }
            factor.vertical.prepare(&transport.vertical, g, |z| g * transport.decay[z]);
            for (strength, x, y) in &mut factor.groups {
                x.prepare(&self.x, g * *strength, |_| 0.0);
                y.prepare(&self.y, g * *strength, |_| 0.0);
            }
        }
    }

    /// Solves in place with prepared `factors`.
    pub fn solve(&self, factors: &Factors, state: &mut State<N, M>) {
        let (planes, ny, nx) = state.shape();
        let solve = |(factor, values): (&FieldFactors, &mut [f64])| {
            // A field at rest has no increment: the solve of zeros is zeros.
            if values.iter().any(|&value| value != 0.0) {
                dispatch(
                    self.arch,
                    #[inline(always)]
                    || solve_field(factor, values, ny, nx),
                );
            }
        };
        factors.surfaces.iter().zip(state.surfaces_mut()).for_each(solve);
        if self.planes_per_task() >= planes {
            factors.fields.iter().zip(state.fields_mut()).for_each(solve);
        } else {
            factors.fields.par_iter().zip(state.par_fields_mut()).for_each(solve);
        }
    }
}

#[inline(always)]
fn solve_field(factor: &FieldFactors, values: &mut [f64], ny: usize, nx: usize) {
    let plane = ny * nx;
    if !factor.shrink.is_empty() {
        for (row, shrink) in values.chunks_exact_mut(plane).zip(&factor.shrink) {
            if *shrink != 1.0 {
                row.iter_mut().for_each(|value| *value *= shrink);
            }
        }
        return;
    }
    let mut previous = [0.0; COLUMNS];
    for start in (0..plane).step_by(COLUMNS) {
        let width = COLUMNS.min(plane - start);
        factor.vertical.solve_columns(&mut values[start..], plane, width, &mut previous);
    }
    if nx == 1 && ny == 1 {
        return;
    }
    let mut buffer = vec![0.0; nx * SIDE];
    let mut scratch = vec![0.0; nx];
    let mut z = 0;
    let rows = factor.group_of_row.len();
    while z < rows {
        let group = factor.group_of_row[z];
        let run = factor.group_of_row[z..].iter().take_while(|other| **other == group).count();
        if let Some((_, x, y)) = group.map(|group| &factor.groups[group]) {
            // In three dimensions a plane goes through both axes while it is in cache; in two,
            // several depths are solved side by side.
            let step = if ny > 1 { 1 } else { run };
            for part in values[z * plane..(z + run) * plane].chunks_mut(step * plane) {
                if nx > 1 {
                    x.solve_rows(part, &mut buffer);
                }
                if ny > 1 {
                    y.solve_columns(part, nx, nx, &mut scratch);
                }
            }
        }
        z += run;
    }
}
