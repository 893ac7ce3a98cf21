//! How far fields have departed from rest, and where.

use std::ops::Range;

use rayon::prelude::*;

use crate::discretisation::Discretisation;
use crate::state::State;
use crate::system::System;

/// Largest deviations of one field: of each line along x (index y) and of each line along y (index x).
pub struct Profile {
    /// By row of columns.
    pub y: Vec<f64>,
    /// By column of a row.
    pub x: Vec<f64>,
}

impl<S: System<N, M>, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// Profiles of every field, volume fields first.
    pub fn profiles(&self, state: &State<N, M>) -> Vec<Profile> {
        let (_, ny, nx) = state.shape();
        let profile = |field: usize| {
            let mut profile = Profile { y: vec![0.0; ny], x: vec![0.0; nx] };
            for (line, values) in state.any(field).chunks_exact(nx).enumerate() {
                let rest = self.rests.at(field, line / ny);
                let mut largest = 0.0;
                for (most, value) in profile.x.iter_mut().zip(values) {
                    let away = (value - rest).abs();
                    *most = if away > *most { away } else { *most };
                    largest = if away > largest { away } else { largest };
                }
                let row = &mut profile.y[line % ny];
                *row = row.max(largest);
            }
            profile
        };
        (0..N + M).into_par_iter().map(profile).collect()
    }

    /// Largest deviation of every field in the columns of some rows and some places along them.
    pub fn deviations(&self, state: &State<N, M>, y: Range<usize>, x: Range<usize>) -> Vec<f64> {
        let (_, ny, nx) = state.shape();
        let largest = |field: usize| {
            let mut largest = 0.0_f64;
            for (z, plane) in state.any(field).chunks_exact(ny * nx).enumerate() {
                let rest = self.rests.at(field, z);
                for row in y.clone() {
                    let values = &plane[row * nx..][x.clone()];
                    largest = values.iter().map(|value| (value - rest).abs()).fold(largest, f64::max);
                }
            }
            largest
        };
        (0..N + M).into_par_iter().map(largest).collect()
    }
}
