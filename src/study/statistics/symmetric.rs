//! Eigenvalues of small symmetric matrices by Jacobi's rotations: sums, products and square roots alone, so that the
//! bits are the same everywhere.

/// Sweeps over all pairs; a dozen are plenty, as they converge quadratically.
const SWEEPS: usize = 60;

/// An element this small beside its diagonal is rounding.
const ROUNDING: f64 = 1e-20;

/// Eigenvalues with their vectors, the largest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    /// The values.
    pub values: Vec<f64>,
    /// A vector of length 1 each, its largest component positive.
    pub vectors: Vec<Vec<f64>>,
}

/// Of a symmetric matrix, shape (n, n), by rows.
pub fn eigen(matrix: &[Vec<f64>]) -> Eigen {
    let n = matrix.len();
    let mut a = matrix.to_vec();
    let mut v: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..SWEEPS {
        let pairs = || (0..n).flat_map(|p| (p + 1..n).map(move |q| (p, q)));
        if pairs().all(|(p, q)| a[p][q] == 0.0) {
            break;
        }
        for (p, q) in pairs() {
            rotate(&mut a, &mut v, p, q);
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|i, j| a[*j][*j].total_cmp(&a[*i][*i]));
    let vector = |at: &usize| {
        let vector: Vec<f64> = (0..n).map(|i| v[i][*at]).collect();
        let largest =
            vector.iter().copied().fold(0.0, |most: f64, x| if x.abs() > most.abs() { x } else { most });
        vector.iter().map(|x| if largest < 0.0 { -x } else { *x }).collect()
    };
    Eigen {
        values: order.iter().map(|at| a[*at][*at]).collect(),
        vectors: order.iter().map(vector).collect(),
    }
}

/// The rotation that makes one pair of elements zero (Golub and Van Loan, algorithm 8.4.1).
fn rotate(a: &mut [Vec<f64>], v: &mut [Vec<f64>], p: usize, q: usize) {
    if a[p][q].abs() <= ROUNDING * (a[p][p].abs() * a[q][q].abs()).sqrt() {
        (a[p][q], a[q][p]) = (0.0, 0.0);
        return;
    }
    let tau = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let t = tau.signum() / (tau.abs() + (1.0 + tau * tau).sqrt());
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    for row in a.iter_mut().chain(v) {
        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
    }
    let (above, below) = (a[p].clone(), a[q].clone());
    for (k, (x, y)) in above.into_iter().zip(below).enumerate() {
        (a[p][k], a[q][k]) = (c * x - s * y, s * x + c * y);
    }
    (a[p][q], a[q][p]) = (0.0, 0.0);
}

impl Eigen {
    /// Solves matrix · x = b with `more` added to every eigenvalue.
    pub fn solve(&self, b: &[f64], more: f64) -> Vec<f64> {
        let mut x = vec![0.0; b.len()];
        for (value, vector) in self.values.iter().zip(&self.vectors) {
            let along: f64 = vector.iter().zip(b).map(|(v, b)| v * b).sum();
            let along = along / (value.max(0.0) + more);
            x.iter_mut().zip(vector).for_each(|(x, v)| *x += along * v);
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(matrix: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
        matrix.iter().map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum()).collect()
    }

    #[test]
    fn values_and_vectors_of_matrices() {
        let matrix = |rows: &[&[f64]]| rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>();
        for (matrix, values) in [
            (matrix(&[&[2.0, 1.0], &[1.0, 2.0]]), vec![3.0, 1.0]),
            (matrix(&[&[5.0, 0.0], &[0.0, 7.0]]), vec![7.0, 5.0]),
            (matrix(&[&[1.0, -1.0, 0.0], &[-1.0, 2.0, -1.0], &[0.0, -1.0, 1.0]]), vec![3.0, 1.0, 0.0]),
            // Of rank one: no data for two of three directions.
            (matrix(&[&[4.0, 2.0, 2.0], &[2.0, 1.0, 1.0], &[2.0, 1.0, 1.0]]), vec![6.0, 0.0, 0.0]),
        ] {
            let found = eigen(&matrix);
            for ((value, vector), expected) in found.values.iter().zip(&found.vectors).zip(values) {
                assert!((value - expected).abs() < 1e-14, "{found:?}");
                let image = times(&matrix, vector);
                assert!(image.iter().zip(vector).all(|(a, b)| (a - value * b).abs() < 1e-14), "{found:?}");
                assert!((vector.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn systems_are_solved() {
        let matrix = vec![vec![3.0, 1.0], vec![1.0, 2.0]];
        let x = eigen(&matrix).solve(&[5.0, 5.0], 0.0);
        assert!((x[0] - 1.0).abs() < 1e-14 && (x[1] - 2.0).abs() < 1e-14);
        let damped = eigen(&matrix).solve(&[5.0, 5.0], 1.0);
        assert!(
            (damped[0] - 10.0 / 11.0).abs() < 1e-14 && (damped[1] - 15.0 / 11.0).abs() < 1e-14,
            "{damped:?}"
        );
    }
}
