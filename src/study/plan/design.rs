//! Points that fill a unit cube: Latin hypercube and Sobol' points.

use crate::error::{Error, Result};
use crate::random::{Purpose, Random};

/// Most Sobol' points and dimensions that the tables hold.
const MOST_SOBOL: (usize, usize) = (1 << 16, 256);

/// Steps of a coordinate of Sobol' points.
const DIGITS: f64 = (1_u32 << 23) as f64;

/// A Latin hypercube of `points` in `dimensions`: cut into as many slices as points, along every
/// dimension each slice holds one. Shape (points, dimensions), in [0, 1). McKay, Beckman and Conover 1979.
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut cube = vec![vec![0.0; dimensions]; points];
    for dimension in 0..dimensions {
        let mut stream = Random::new(seed, Purpose::LatinHypercube, dimension as u32);
        let order = stream.permutation(points);
        for (point, slice) in cube.iter_mut().zip(order) {
            point[dimension] = (slice as f64 + stream.unit()) / points as f64;
        }
    }
    cube
}

/// The first points of Sobol's sequence (Joe and Kuo 2008) under Owen's scrambling for a seed
/// (Burley 2020). Shape (points, dimensions), in [0, 1).
///
/// # Errors
/// [`Error::Usage`] beyond 65536 points or 256 dimensions.
pub fn sobol(points: usize, dimensions: usize, seed: u64) -> Result<Vec<Vec<f64>>> {
    let (most, deepest) = MOST_SOBOL;
    if points > most || dimensions > deepest {
        return Err(Error::Usage(format!(
            "{points} Sobol' points in {dimensions} dimensions are too many; up to {most} in {deepest}"
        )));
    }
    // The sequence takes half of the seed. The other half shifts it digit by digit, which keeps how evenly the
    // points lie (Cranley and Patterson's rotation in base 2); without it they stay where they are.
    let low = seed as u32;
    let shift = |dimension: usize| match seed >> 32 {
        0 => 0,
        _ => (Random::new(seed, Purpose::Sobol, dimension as u32).unit() * DIGITS) as u32,
    };
    let shifts: Vec<u32> = (0..dimensions).map(shift).collect();
    let coordinate = |point: usize, dimension: usize| {
        let place = f64::from(sobol_burley::sample(point as u32, dimension as u32, low));
        f64::from((place * DIGITS) as u32 ^ shifts[dimension]) / DIGITS
    };
    Ok((0..points).map(|point| (0..dimensions).map(|at| coordinate(point, at)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slices(cube: &[Vec<f64>], dimension: usize) -> Vec<usize> {
        let mut slices: Vec<usize> =
            cube.iter().map(|point| (point[dimension] * cube.len() as f64) as usize).collect();
        slices.sort_unstable();
        slices
    }

    #[test]
    fn every_slice_holds_one_point() {
        let lattice = latin_hypercube(37, 5, 1);
        let sequence = sobol(64, 5, 1).unwrap();
        for dimension in 0..5 {
            assert_eq!(slices(&lattice, dimension), (0..37).collect::<Vec<_>>());
            assert_eq!(slices(&sequence, dimension), (0..64).collect::<Vec<_>>());
        }
        assert_ne!(lattice, latin_hypercube(37, 5, 2));
        assert_ne!(sequence, sobol(64, 5, 2).unwrap());
    }

    /// Every bit of a seed counts, and those of 32 bits give the points of the sequence itself.
    #[test]
    fn seeds_differ_in_every_bit() {
        let seeds = [1, 4_294_967_296, 4_294_967_297, 1 << 52, 3];
        let found: Vec<Vec<Vec<f64>>> = seeds.iter().map(|seed| sobol(32, 3, *seed).unwrap()).collect();
        for (at, points) in found.iter().enumerate() {
            assert!(!found[..at].contains(points), "seed {}", seeds[at]);
            for dimension in 0..3 {
                assert_eq!(slices(points, dimension), (0..32).collect::<Vec<_>>(), "seed {}", seeds[at]);
            }
        }
        let own = |point: u32, dimension: u32| f64::from(sobol_burley::sample(point, dimension, 3));
        assert!((0..32).all(|at| (0..3).all(|d| found[4][at as usize][d as usize] == own(at, d))));
    }

    /// The mean of x₁x₂…x₅ over the cube is 2⁻⁵; random points of this number miss by 3 %.
    #[test]
    fn sobol_points_integrate() {
        let points = sobol(4096, 5, 7).unwrap();
        let mean = points.iter().map(|point| point.iter().product::<f64>()).sum::<f64>() / 4096.0;
        assert!((mean * 32.0 - 1.0).abs() < 3e-3, "{mean}");
    }
}
