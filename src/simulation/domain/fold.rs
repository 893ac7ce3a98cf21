//! How one lateral axis repeats itself: which cells are solved, and which of them every cell copies.

use crate::numerics::Axis;

/// An axis whose cells copy those of a part of it.
///
/// Positions are marks, two to a cell: 2 i is the face before cell i, 2 i + 1 its middle. The part of a
/// mirrored axis lies between two planes of reflection, each a face or the middle of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Cells of the axis.
    cells: usize,
    /// Cells after which it repeats; marks between two mirrors.
    period: usize,
    /// Mark of the first mirror; none where the part is repeated as it is.
    mirror: Option<usize>,
    /// Whether the axis goes on beyond its ends.
    periodic: bool,
}

impl Fold {
    /// Every cell stands for itself.
    pub fn whole(axis: &Axis) -> Self {
        let cells = axis.len();
        // The walls of a closed axis are mirrors.
        let (period, mirror) = if axis.periodic { (cells, None) } else { (2 * cells, Some(0)) };
        Self { cells, period, mirror, periodic: axis.periodic }
    }

    /// All cells are alike: the finest fold of an axis.
    pub fn finest(axis: &Axis) -> Self {
        if axis.radial || axis.len() == 1 {
            return Self::whole(axis);
        }
        Self { period: if axis.periodic { 1 } else { 2 }, ..Self::whole(axis) }
    }

    /// Whether the axis is solved as it is.
    pub fn is_whole(&self) -> bool {
        self.part_cells() == self.cells
    }

    /// Marks of the part: where it begins and ends.
    fn marks(&self) -> [usize; 2] {
        match self.mirror {
            Some(mirror) => [mirror, mirror + self.period],
            None => [0, 2 * self.period],
        }
    }

    /// First cell of the part.
    pub fn first(&self) -> usize {
        self.marks()[0] / 2
    }

    /// Cells of the part, those cut in half included.
    pub fn part_cells(&self) -> usize {
        self.marks()[1].div_ceil(2) - self.first()
    }

    /// How often the part fits into the axis.
    pub fn copies(&self) -> usize {
        let [from, to] = self.marks();
        2 * self.cells / (to - from)
    }

    /// The cell of the part, counted from its first, that a cell of the axis copies.
    pub fn copied(&self, cell: usize) -> usize {
        let Some(mirror) = self.mirror else { return cell % self.period };
        // The middle of the cell as a mark, from the first mirror on, turned back at the second.
        let round = 2 * self.period;
        let along = (2 * cell + 1 + round * self.cells - mirror) % round;
        let along = if along > self.period { round - along } else { along };
        (mirror + along) / 2 - mirror / 2
    }

    /// The part as an axis of its own.
    pub fn part(&self, axis: &Axis) -> Axis {
        if self.is_whole() { axis.clone() } else { axis.part(self.marks(), self.mirror.is_none()) }
    }

    /// The finest fold that is no finer than this one and in which every cell is `alike` the one that
    /// it copies.
    pub fn coarsened(self, alike: impl Fn(usize, usize) -> bool) -> Self {
        let holds = |fold: &Self| {
            let original = |cell: usize| fold.first() + fold.copied(cell);
            let within = |cell| self.copied(cell) == self.copied(original(cell));
            let copies = |cell| cell == original(cell) || alike(cell, original(cell));
            (0..self.cells).all(within) && (0..self.cells).all(copies)
        };
        if holds(&self) {
            return self;
        }
        let fold = |period, mirror| Self { period, mirror, ..self };
        if !self.periodic {
            let spans = (1..=2 * self.cells).filter(|span| (2 * self.cells).is_multiple_of(*span));
            return spans.map(|span| fold(span, Some(0))).find(holds).unwrap_or(self);
        }
        let mut periods = (1..=self.cells).filter(|period| self.cells.is_multiple_of(*period));
        let Some(repeated) = periods.by_ref().map(|period| fold(period, None)).find(holds) else {
            return self;
        };
        let period = repeated.period;
        // Mirrors in the middle of cells leave two halves more than mirrors on faces: they come last.
        let mirrors = (0..period).step_by(2).chain((1..period).step_by(2));
        let mirrored = mirrors.map(|mirror| fold(period, Some(mirror)));
        mirrored.filter(|fold| fold.part_cells() < period).find(holds).unwrap_or(repeated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fold(values: &[i32], periodic: bool) -> Fold {
        let axis = Axis::uniform(values.len(), 1.0, periodic);
        let fold = Fold::finest(&axis).coarsened(|a, b| values[a] == values[b]);
        let part = &values[fold.first()..][..fold.part_cells()];
        let unfolded: Vec<i32> = (0..values.len()).map(|cell| part[fold.copied(cell)]).collect();
        assert_eq!(unfolded, values);
        let axis_of_part = fold.part(&axis);
        assert_eq!(axis_of_part.len(), part.len());
        assert!((axis_of_part.length() * fold.copies() as f64 - axis.length()).abs() < 1e-12);
        fold
    }

    /// Cells of the part, first cell, copies.
    fn found(values: &[i32], periodic: bool) -> (usize, usize, usize) {
        let fold = fold(values, periodic);
        (fold.part_cells(), fold.first(), fold.copies())
    }

    #[test]
    fn finds_periods_and_mirrors() {
        assert_eq!(found(&[1, 2, 2, 1, 1, 2, 2, 1], true), (2, 0, 4));
        assert_eq!(found(&[2, 1, 1, 2, 2, 1, 1, 2], true), (2, 0, 4));
        // Mirrors on faces away from the ends.
        assert_eq!(found(&[2, 2, 3, 5, 5, 3], true), (3, 1, 2));
        // Mirrors in the middle of cells: two of them cut in half.
        assert_eq!(found(&[0, 1, 2, 1, 0, 1, 2, 1], true), (3, 0, 4));
        // One on a face and one in the middle of a cell.
        assert_eq!(found(&[1, 2, 3, 2, 1, 1, 2, 3, 2, 1], true), (3, 0, 4));
        // No mirror.
        assert_eq!(found(&[1, 2, 3, 4, 1, 2, 3, 4], true), (4, 0, 2));
        assert_eq!(found(&[1, 2, 4, 3, 5, 9], true), (6, 0, 1));
        assert_eq!(found(&[7, 7, 7], true), (1, 0, 3));
    }

    #[test]
    fn walls_are_mirrors() {
        assert_eq!(found(&[1, 2, 2, 1], false), (2, 0, 2));
        assert_eq!(found(&[1, 2, 1], false), (2, 0, 2));
        assert_eq!(found(&[1, 2, 2, 1, 1, 2, 2, 1], false), (2, 0, 4));
        // A closed axis does not go on: what only repeats is not symmetric.
        assert_eq!(found(&[1, 2, 1, 2], false), (4, 0, 1));
        assert_eq!(found(&[7, 7, 7], false), (1, 0, 3));
    }

    #[test]
    fn what_comes_later_only_coarsens() {
        let (one, other) = ([1, 2, 1, 2, 1, 2, 1, 2], [3, 3, 4, 4, 3, 3, 4, 4]);
        let fold = fold(&one, true).coarsened(|a, b| other[a] == other[b]);
        assert_eq!((fold.copies(), fold.mirror), (2, None));
        assert!(fold.coarsened(|a, b| a == b).is_whole());
    }

    #[test]
    fn a_single_cell_and_a_radius_are_left_as_they_are() {
        for axis in [Axis::uniform(1, 2.0, true), Axis::radial(6, 1.0)] {
            assert!(Fold::finest(&axis).is_whole());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// A motif that is repeated, mirrored or not and begun anywhere, is found, and its part unfolds to
        /// all of it (which `fold` checks).
        #[test]
        fn motifs_are_found(
            motif in prop::collection::vec(0..3, 1..6),
            times in 1_usize..5,
            mirrored: bool,
            shift in 0_usize..30,
        ) {
            let period: Vec<i32> = match mirrored {
                true => motif.iter().chain(motif.iter().rev()).copied().collect(),
                false => motif.clone(),
            };
            let mut all = period.repeat(times);
            let cells = all.len();
            all.rotate_left(shift % cells);
            let found = fold(&all, true);
            prop_assert!(found.copies() >= times * if mirrored { 2 } else { 1 }, "{all:?}: {found:?}");
            prop_assert!(found.part_cells() <= motif.len() + 1);
            fold(&all, false);
        }
    }
}
