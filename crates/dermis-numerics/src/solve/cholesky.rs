//! Cholesky's factorisation of small matrices, and the solve with it.

/// A = L Lᵀ of a symmetric matrix, as far as its rows stand.
#[derive(Debug, Clone)]
pub struct Cholesky {
    /// L; a row that does not stand is nought.
    pub lower: Vec<Vec<f64>>,
    /// Which rows stand.
    pub stands: Vec<bool>,
}

impl Cholesky {
    /// Factorises; `stands` decides by the square of a pivot and the diagonal of the matrix whether a row
    /// stands. One that does not is left out: it depends on those before it.
    pub fn new(matrix: &[Vec<f64>], stands: impl Fn(f64, f64) -> bool) -> Self {
        let n = matrix.len();
        let mut this = Self { lower: vec![vec![0.0; n]; n], stands: vec![false; n] };
        for (i, row) in matrix.iter().enumerate() {
            for j in (0..i).filter(|&j| this.stands[j]) {
                this.lower[i][j] = (row[j] - this.product(i, j)) / this.lower[j][j];
            }
            let pivot = row[i] - this.product(i, i);
            this.stands[i] = stands(pivot, row[i]);
            if this.stands[i] {
                this.lower[i][i] = libm::sqrt(pivot);
            } else {
                this.lower[i].fill(0.0);
            }
        }
        this
    }

    /// Scalar product of two rows of L up to the place of the second.
    fn product(&self, i: usize, j: usize) -> f64 {
        (0..j).map(|k| self.lower[i][k] * self.lower[j][k]).sum()
    }

    /// x of A x = `right`, nought where a row does not stand.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let alone: Vec<[f64; 1]> = right.iter().map(|x| [*x]).collect();
        self.solve_side_by_side(&alone).into_iter().map(|[x]| x).collect()
    }

    /// The same of several right-hand sides, each in a lane of its own, to the same bits.
    pub fn solve_side_by_side<const LANES: usize>(&self, right: &[[f64; LANES]]) -> Vec<[f64; LANES]> {
        let (n, lower) = (right.len(), &self.lower);
        let standing = || (0..n).filter(|&i| self.stands[i]);
        let zero = [0.0; LANES];
        let add = |mut sum: [f64; LANES], (part, x): (f64, &[f64; LANES])| {
            sum.iter_mut().zip(x).for_each(|(sum, x)| *sum += part * x);
            sum
        };
        let (mut y, mut x) = (vec![zero; n], vec![zero; n]);
        for i in standing() {
            let before = lower[i][..i].iter().copied().zip(&y[..i]).fold(zero, add);
            y[i] = std::array::from_fn(|lane| (right[i][lane] - before[lane]) / lower[i][i]);
        }
        for i in standing().rev() {
            let behind = (i + 1..n).map(|k| (lower[k][i], &x[k])).fold(zero, add);
            x[i] = std::array::from_fn(|lane| (y[i][lane] - behind[lane]) / lower[i][i]);
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MATRIX: [[f64; 3]; 3] = [[4.0, 2.0, 2.0], [2.0, 10.0, 7.0], [2.0, 7.0, 9.0]];

    fn factorised(matrix: &[[f64; 3]; 3]) -> Cholesky {
        let rows: Vec<Vec<f64>> = matrix.iter().map(|row| row.to_vec()).collect();
        Cholesky::new(&rows, |pivot, diagonal| pivot > 1e-12 * diagonal)
    }

    #[test]
    fn solves_what_it_factorised() {
        let x = factorised(&MATRIX).solve(&[8.0, 19.0, 18.0]);
        for (row, right) in MATRIX.iter().zip([8.0, 19.0, 18.0]) {
            let left: f64 = row.iter().zip(&x).map(|(a, x)| a * x).sum();
            assert!((left - right).abs() < 1e-12, "{x:?}");
        }
        let both = factorised(&MATRIX).solve_side_by_side(&[[1.0, 8.0], [2.0, 19.0], [3.0, 18.0]]);
        assert_eq!(both.iter().map(|lanes| lanes[1]).collect::<Vec<f64>>(), x);
    }

    #[test]
    fn leaves_out_what_depends_on_rows_before() {
        // The second row is twice the first.
        let matrix = [[4.0, 8.0, 2.0], [8.0, 16.0, 4.0], [2.0, 4.0, 9.0]];
        let found = factorised(&matrix);
        assert_eq!(found.stands, [true, false, true]);
        let x = found.solve(&[6.0, 12.0, 11.0]);
        assert_eq!(x[1], 0.0);
        assert!((4.0 * x[0] + 2.0 * x[2] - 6.0).abs() < 1e-12, "{x:?}");
        assert!((2.0 * x[0] + 9.0 * x[2] - 11.0).abs() < 1e-12, "{x:?}");
    }
}
