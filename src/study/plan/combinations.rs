//! Every way to choose one of each.

/// All choices of one value of each of so many, the last changing fastest.
pub fn combinations(counts: &[usize]) -> Vec<Vec<usize>> {
    counts.iter().fold(vec![Vec::new()], |all, &count| {
        all.iter().flat_map(|chosen| (0..count).map(move |at| [&chosen[..], &[at]].concat())).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::combinations;

    #[test]
    fn the_last_changes_fastest() {
        assert_eq!(combinations(&[2, 2]), [[0, 0], [0, 1], [1, 0], [1, 1]]);
        assert_eq!(combinations(&[]), [[0; 0]]);
    }
}
