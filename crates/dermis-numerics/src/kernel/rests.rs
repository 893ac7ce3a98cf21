//! Values at rest by depth, and the rows of cells that share one.

use std::ops::Range;

/// Values at rest of every field, volume fields first, at every depth.
#[derive(Debug, Clone)]
pub(crate) struct Rests {
    rows: Vec<Vec<f64>>,
}

impl Rests {
    /// Of fields by depth; a surface field has one.
    pub(crate) fn new(rows: Vec<Vec<f64>>) -> Self {
        Self { rows }
    }

    /// Of a field at a depth.
    pub(crate) fn at(&self, field: usize, z: usize) -> f64 {
        self.rows[field][z]
    }

    /// Cells of a field, `plane` of them a depth, cut where the value at rest changes: a layer of a narrow grid is
    /// worked on like one long row.
    pub(crate) fn runs(
        &self,
        field: usize,
        cells: Range<usize>,
        plane: usize,
    ) -> impl Iterator<Item = (Range<usize>, f64)> {
        let rows = &self.rows[field];
        let mut next = cells.start;
        std::iter::from_fn(move || {
            let start = next;
            let rest = *rows.get(start / plane).filter(|_| start < cells.end)?;
            let alike = rows[start / plane + 1..].iter().take_while(|other| **other == rest).count();
            next = ((start / plane + 1 + alike) * plane).min(cells.end);
            Some((start..next, rest))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_end_where_rest_changes() {
        let rests = Rests::new(vec![vec![1.0, 1.0, 2.0, 2.0, 1.0]]);
        let runs: Vec<_> = rests.runs(0, 1..14, 3).collect();
        assert_eq!(runs, [(1..6, 1.0), (6..12, 2.0), (12..14, 1.0)]);
        assert_eq!(rests.runs(0, 3..3, 3).count(), 0);
    }
}
