//! One tridiagonal system with coefficients of its own in every row. Many lines that share theirs are
//! solved by [`Factor`](crate::lines::Factor).

/// Solves a tridiagonal system whose rows are lower, diagonal, upper and right.
pub fn tridiagonal(rows: &[[f64; 4]]) -> Vec<f64> {
    let (mut upper, mut right) = (Vec::with_capacity(rows.len()), Vec::<f64>::with_capacity(rows.len()));
    for (at, [lower, diagonal, above, value]) in rows.iter().enumerate() {
        let (before, solved) = if at == 0 { (0.0, 0.0) } else { (upper[at - 1], right[at - 1]) };
        let pivot = diagonal - lower * before;
        upper.push(above / pivot);
        right.push((value - lower * solved) / pivot);
    }
    for at in (1..rows.len()).rev() {
        right[at - 1] -= upper[at - 1] * right[at];
    }
    right
}
