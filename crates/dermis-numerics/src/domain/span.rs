//! Some of the cells of an axis, as an axis of its own.

use crate::grid::Axis;

/// Cells of an axis that follow one another; on a periodic axis they may go on at its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First cell; 0 where all are taken.
    pub first: usize,
    /// How many.
    pub cells: usize,
    /// Cells of the axis.
    pub of: usize,
    /// Whether the axis goes on beyond its ends.
    pub periodic: bool,
}

impl Span {
    /// All of an axis.
    pub fn whole(axis: &Axis) -> Self {
        Self { first: 0, cells: axis.len(), of: axis.len(), periodic: axis.periodic }
    }

    /// The cells from `first` up to `end`, where they stop at the walls of a closed axis and go round a
    /// periodic one; all of them where both ends meet.
    pub fn between(&self, first: isize, end: isize) -> Self {
        let of = self.of as isize;
        let (first, end) = if self.periodic { (first, end) } else { (first.max(0), end.min(of)) };
        if end - first >= of {
            return Self { first: 0, cells: self.of, ..*self };
        }
        Self { first: first.rem_euclid(of) as usize, cells: (end - first).max(1) as usize, ..*self }
    }

    /// Whether it is all of the axis.
    pub fn is_whole(&self) -> bool {
        self.cells == self.of
    }

    /// Whether its beginning and its end are cuts, not ends of the axis.
    pub fn cuts(&self) -> [bool; 2] {
        if self.is_whole() {
            return [false; 2];
        }
        [self.periodic || self.first > 0, self.periodic || self.first + self.cells < self.of]
    }

    /// The cell of the axis that a cell of the span is.
    pub fn cell(&self, cell: usize) -> usize {
        (self.first + cell) % self.of
    }

    /// Where in the span a cell of the axis is.
    pub fn place(&self, cell: usize) -> Option<usize> {
        Some((cell + self.of - self.first) % self.of).filter(|place| *place < self.cells)
    }

    /// The cells that both have: beginning here, beginning there and number of each run.
    pub(crate) fn shared(&self, other: &Self) -> Vec<[usize; 3]> {
        let mut runs: Vec<[usize; 3]> = Vec::new();
        for here in 0..self.cells {
            let Some(there) = other.place(self.cell(here)) else { continue };
            match runs.last_mut() {
                Some([a, b, n]) if *a + *n == here && *b + *n == there => *n += 1,
                _ => runs.push([here, there, 1]),
            }
        }
        runs
    }

    /// The span of `axis` as an axis, closed where it is cut.
    pub(crate) fn part(&self, axis: &Axis) -> Axis {
        if self.is_whole() {
            return axis.clone();
        }
        // A position beyond the end of a periodic axis, unwrapped.
        let round =
            |positions: &[f64], i: usize| positions[i % self.of] + (i / self.of) as f64 * axis.length();
        let cells = self.first..self.first + self.cells;
        let faces = self.first..=cells.end;
        Axis {
            faces: faces.clone().map(|i| round(&axis.faces, i)).collect(),
            centres: cells.clone().map(|i| round(&axis.centres, i)).collect(),
            distances: faces.clone().map(|i| axis.distances[i % self.of]).collect(),
            areas: faces.map(|i| axis.areas[i % self.of]).collect(),
            volumes: cells.map(|i| axis.volumes[i % self.of]).collect(),
            periodic: false,
            radial: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(first: usize, cells: usize, of: usize, periodic: bool) -> Span {
        Span { first, cells, of, periodic }
    }

    #[test]
    fn spans_stop_at_walls_and_go_round() {
        let [closed, round] = [false, true].map(|periodic| span(0, 10, 10, periodic));
        assert_eq!(closed.between(-3, 4), span(0, 4, 10, false));
        assert_eq!(closed.between(-3, 4).cuts(), [false, true]);
        assert_eq!(round.between(-3, 4), span(7, 7, 10, true));
        assert_eq!(round.between(-3, 4).cuts(), [true, true]);
        assert_eq!(round.between(-3, 8), round);
        assert_eq!(closed.cuts(), [false; 2]);
    }

    #[test]
    fn both_ends_of_a_periodic_axis_may_be_shared() {
        let (a, b) = (span(6, 6, 10, true), span(0, 9, 10, true));
        // 6 7 8 9 0 1 against 0 … 8.
        assert_eq!(a.shared(&b), vec![[0, 6, 3], [4, 0, 2]]);
        assert_eq!(b.shared(&a), vec![[0, 4, 2], [6, 0, 3]]);
    }

    #[test]
    fn a_part_across_the_end_has_the_cells_of_the_axis() {
        let axis = Axis::from_faces(vec![0.0, 1.0, 3.0, 6.0, 10.0], true);
        let part = span(2, 3, 4, true).part(&axis);
        assert_eq!(part.faces, vec![3.0, 6.0, 10.0, 11.0]);
        assert_eq!(part.volumes, vec![3.0, 4.0, 1.0]);
        assert_eq!(part.distances[1..3], [3.5, 2.5]);
        assert!(!part.periodic);
    }
}
