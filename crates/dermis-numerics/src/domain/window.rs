//! A window on a grid: some of the columns along both lateral axes, at every depth, as a grid of its own.

use rayon::prelude::*;

use crate::discretisation::Discretisation;
use crate::grid::Grid;
use crate::span::Span;
use crate::state::State;
use crate::system::System;

/// Columns of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Cells along the second lateral axis.
    pub y: Span,
    /// Cells along the first.
    pub x: Span,
}

impl Window {
    /// Every column.
    pub fn whole(grid: &Grid) -> Self {
        Self { y: Span::whole(&grid.y), x: Span::whole(&grid.x) }
    }

    /// Whether every column is inside.
    pub fn is_whole(&self) -> bool {
        self.x.is_whole() && self.y.is_whole()
    }

    /// Whether all of another window is inside.
    pub fn contains(&self, other: &Self) -> bool {
        let holds = |span: &Span, other: &Span| (0..other.cells).all(|i| span.place(other.cell(i)).is_some());
        holds(&self.x, &other.x) && holds(&self.y, &other.y)
    }

    /// Share of all columns.
    pub fn share(&self) -> f64 {
        let part = |span: &Span| span.cells as f64 / span.of as f64;
        part(&self.x) * part(&self.y)
    }

    /// The cell (z, y, x) of the whole that a cell of the window is.
    pub fn original(&self, (z, y, x): (usize, usize, usize)) -> (usize, usize, usize) {
        (z, self.y.cell(y), self.x.cell(x))
    }

    /// The window of a grid as a grid.
    pub fn part(&self, grid: &Grid) -> Grid {
        Grid { x: self.x.part(&grid.x), y: self.y.part(&grid.y), z: grid.z.clone() }
    }
}

/// From one window on a grid to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reframing {
    /// What was inside before.
    pub from: Window,
    /// What is inside now.
    pub to: Window,
}

impl Reframing {
    /// `state` in the new window: what was outside of the old one is as in `outside`.
    pub fn of<const N: usize, const M: usize, T>(
        &self,
        state: &State<N, M, T>,
        mut outside: State<N, M, T>,
    ) -> State<N, M, T>
    where
        T: Copy + Default + Send + Sync,
    {
        outside.take_over(&self.to, state, &self.from);
        outside
    }
}

impl<const N: usize, const M: usize, T: Copy + Default + Send + Sync> State<N, M, T> {
    /// Copies the columns that both have from `other`, which is what lies in the window `its`; this one
    /// lies in `own`.
    pub fn take_over(&mut self, own: &Window, other: &Self, its: &Window) {
        let ((_, ny, nx), (_, other_ny, other_nx)) = (self.shape(), other.shape());
        let (rows, runs) = (own.y.shared(&its.y), own.x.shared(&its.x));
        let copy = |to: &mut [T], from: &[T]| {
            for (to, from) in to.chunks_exact_mut(ny * nx).zip(from.chunks_exact(other_ny * other_nx)) {
                for (y, other_y) in rows.iter().flat_map(|&[y, other_y, n]| (y..y + n).zip(other_y..)) {
                    for &[x, other_x, n] in &runs {
                        to[y * nx + x..][..n].copy_from_slice(&from[other_y * other_nx + other_x..][..n]);
                    }
                }
            }
        };
        self.par_fields_mut().enumerate().for_each(|(field, to)| copy(to, other.field(field)));
        self.surfaces_mut().enumerate().for_each(|(field, to)| copy(to, other.surface(field)));
    }
}

impl<S: System<N, M> + Clone, const N: usize, const M: usize> Discretisation<S, N, M> {
    /// The same model on a window of the grid.
    pub fn within(&self, window: &Window) -> Self {
        Self::new(self.system.clone(), window.part(&self.grid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Some of the cells of an axis of up to nine.
    fn span(of: usize, periodic: bool) -> impl Strategy<Value = Span> {
        let ends = (-(of as isize)..of as isize, 1..=of as isize);
        ends.prop_map(move |(first, cells)| {
            Span { first: 0, cells: of, of, periodic }.between(first, first + cells)
        })
    }

    /// Two windows on one grid.
    fn windows() -> impl Strategy<Value = [Window; 2]> {
        (1_usize..9, 1_usize..9, any::<[bool; 2]>()).prop_flat_map(|(x, y, [round_x, round_y])| {
            let window = move || (span(y, round_y), span(x, round_x)).prop_map(|(y, x)| Window { y, x });
            (window(), window()).prop_map(|(from, to)| [from, to])
        })
    }

    /// The cells of a window, each holding the number of its cell on the grid.
    fn numbered(window: &Window) -> State<1, 1> {
        let (ny, nx) = (window.y.cells, window.x.cells);
        let mut state = State::zeros((2, ny, nx));
        for (at, value) in state.field_mut(0).iter_mut().enumerate() {
            let (z, y, x) = window.original((at / (ny * nx), at / nx % ny, at % nx));
            *value = ((z * window.y.of + y) * window.x.of + x) as f64;
        }
        state
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// From any window to any other: what both have moves to its place, the rest is as outside.
        #[test]
        fn any_window_gives_what_it_shares([from, to] in windows()) {
            let mut outside = numbered(&to);
            outside.field_mut(0).iter_mut().for_each(|value| *value = -1.0 - *value);
            let moved = Reframing { from, to }.of(&numbered(&from), outside);
            let (ny, nx) = (to.y.cells, to.x.cells);
            for (at, (&value, &number)) in moved.field(0).iter().zip(numbered(&to).field(0)).enumerate() {
                let (_, y, x) = to.original((0, at / nx % ny, at % nx));
                let shared = from.y.place(y).is_some() && from.x.place(x).is_some();
                prop_assert_eq!(value, if shared { number } else { -1.0 - number }, "{:?} {:?}", from, to);
            }
            prop_assert!(!from.contains(&to) || moved.field(0).iter().all(|value| *value >= 0.0));
        }
    }

    #[test]
    fn states_move_from_window_to_window() {
        let span = |first, cells| Span { first, cells, of: 6, periodic: true };
        let line = Span { first: 0, cells: 1, of: 1, periodic: false };
        let windows = [span(0, 6), span(4, 4), span(1, 5)].map(|x| Window { y: line, x });
        let mut whole: State<1, 1> = State::zeros((2, 1, 6));
        whole
            .field_mut(0)
            .copy_from_slice(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0]);
        whole.surface_mut(0).copy_from_slice(&[20.0, 21.0, 22.0, 23.0, 24.0, 25.0]);
        let mut part: State<1, 1> = State::zeros((2, 1, 4));
        part.take_over(&windows[1], &whole, &windows[0]);
        assert_eq!(part.field(0), [4.0, 5.0, 0.0, 1.0, 14.0, 15.0, 10.0, 11.0]);
        assert_eq!(part.surface(0), [24.0, 25.0, 20.0, 21.0]);
        let moved = Reframing { from: windows[1], to: windows[2] }.of(&part, State::zeros((2, 1, 5)));
        assert_eq!(moved.field(0), [1.0, 0.0, 0.0, 4.0, 5.0, 11.0, 0.0, 0.0, 14.0, 15.0]);
        assert_eq!(moved.surface(0), [21.0, 0.0, 0.0, 24.0, 25.0]);
        assert!(windows[0].contains(&windows[1]) && !windows[1].contains(&windows[2]));
        assert_eq!(windows[1].original((1, 0, 3)), (1, 0, 1));
    }
}
