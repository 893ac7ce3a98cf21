//! How wide a window has to be: what along its sides is at rest, and around what it goes.

use crate::discretisation::Discretisation;
use crate::memory::{Reader, Unreadable, Writer};
use crate::span::Span;
use crate::state::State;
use crate::system::System;
use crate::window::Window;

/// Deviation along a cut at which a window grows, in units of the error that a step may make in the
/// field: the tolerance times its largest deviation so far, or its absolute tolerance. A closed cut at most doubles
/// what arrives there, so that what is left out stays below what every step may leave open anywhere, as
/// long as no front comes through the rim in one step; [`WindowStatistics::at_edge`](crate::WindowStatistics) tells.
pub const SHARE: f64 = 0.5;
/// The same for columns to be cut off. Less, because what is in them is set to rest and lost: means over
/// the whole grid feel that several times as much as what a closed cut keeps inside.
pub const CUT_OFF: f64 = 0.1;
/// Cells by which a side moves at least, and parts of the width: each move makes work space anew and
/// costs about a step.
pub(crate) const MOVE: usize = 16;
const PARTS: usize = 8;

/// What deviations are measured against.
pub struct Bounds {
    tolerance: f64,
    /// Largest deviation of each field so far.
    scale: Vec<f64>,
}

impl Bounds {
    /// Nothing has departed yet; `tolerance` is the stepper's.
    pub fn new(tolerance: f64, fields: usize) -> Self {
        Self { tolerance, scale: vec![0.0; fields] }
    }

    /// Whether nothing has ever departed.
    pub fn are_untouched(&self) -> bool {
        self.scale.iter().all(|&deviation| deviation == 0.0)
    }

    /// Writes all of it.
    pub fn save(&self, to: &mut Writer) {
        to.put(&self.tolerance);
        to.numbers(&self.scale);
    }

    /// Reads what one of the same tolerance wrote.
    ///
    /// # Errors
    /// Another tolerance or number of fields, or the bytes end too early.
    pub fn load(&mut self, from: &mut Reader<'_>) -> Result<(), Unreadable> {
        from.expect("the tolerance", &self.tolerance)?;
        self.scale = from.numbers(self.scale.len())?;
        Ok(())
    }

    /// The error of a field that a step may make.
    fn allowed<S: System<N, M>, const N: usize, const M: usize>(
        &self,
        on: &Discretisation<S, N, M>,
        field: usize,
    ) -> f64 {
        self.tolerance * self.scale[field].max(on.system.absolute_tolerance(field))
    }

    /// The window around everything that departs in `state`, which lies in `now`: by more than what may
    /// be cut off, or outside of `inside` at all.
    pub fn around<S: System<N, M>, const N: usize, const M: usize>(
        &mut self,
        on: &Discretisation<S, N, M>,
        state: &State<N, M>,
        now: Window,
        inside: Option<Window>,
    ) -> Window {
        let (mut y, mut x) = (vec![false; now.y.of], vec![false; now.x.of]);
        for (field, profile) in on.profiles(state).into_iter().enumerate() {
            self.scale[field] = profile.x.iter().copied().fold(self.scale[field], f64::max);
            let least = CUT_OFF * self.allowed(on, field);
            let axes = [
                (&mut y, &profile.y, now.y, inside.map(|window| window.y)),
                (&mut x, &profile.x, now.x, inside.map(|window| window.x)),
            ];
            for (departed, profile, now, inside) in axes {
                for (cell, most) in profile.iter().enumerate().map(|(at, most)| (now.cell(at), *most)) {
                    let known = inside.is_some_and(|inside| inside.place(cell).is_some());
                    departed[cell] |= most > if known { least } else { 0.0 };
                }
            }
        }
        Window { y: surround(&y, now.y), x: surround(&x, now.x) }
    }

    /// `window`, in which `state` lies, with the sides moved that something has reached.
    pub fn grown<S: System<N, M>, const N: usize, const M: usize>(
        &mut self,
        on: &Discretisation<S, N, M>,
        state: &State<N, M>,
        window: Window,
    ) -> Window {
        let reached = |bounds: &Self| {
            let rim = |span: &Span| ahead(span.cells) / 2;
            bounds.at_cuts(on, state, window, rim).map(|axis| axis.map(|most| most > SHARE))
        };
        if !reached(self).as_flattened().contains(&true) {
            return window;
        }
        // Fields may have departed further since they were measured last.
        let (_, ny, nx) = state.shape();
        let now = on.deviations(state, 0..ny, 0..nx);
        self.scale.iter_mut().zip(now).for_each(|(scale, now)| *scale = scale.max(now));
        let moved = |span: Span, [low, high]: [bool; 2]| {
            let by = |reached: bool| if reached { ahead(span.cells) as isize } else { 0 };
            let first = span.first as isize;
            span.between(first - by(low), first + span.cells as isize + by(high))
        };
        let [y, x] = reached(self);
        Window { y: moved(window.y, y), x: moved(window.x, x) }
    }

    /// Largest deviation in the cells next to the cuts of `window`, in which `state` lies, in units of
    /// the error that a step may make.
    pub fn at_edge<S: System<N, M>, const N: usize, const M: usize>(
        &self,
        on: &Discretisation<S, N, M>,
        state: &State<N, M>,
        window: Window,
    ) -> f64 {
        self.at_cuts(on, state, window, |_| 1).into_iter().flatten().fold(0.0, f64::max)
    }

    /// The same for both cuts of y and of x, so many cells deep.
    fn at_cuts<S: System<N, M>, const N: usize, const M: usize>(
        &self,
        on: &Discretisation<S, N, M>,
        state: &State<N, M>,
        Window { y, x }: Window,
        deep: fn(&Span) -> usize,
    ) -> [[f64; 2]; 2] {
        let most = |y, x| {
            let deviations = on.deviations(state, y, x).into_iter().enumerate();
            deviations.map(|(field, most)| most / self.allowed(on, field)).fold(0.0, f64::max)
        };
        let ends = |span: Span| {
            let deep = deep(&span).min(span.cells);
            let [low, high] = span.cuts();
            [low.then_some(0..deep), high.then_some(span.cells - deep..span.cells)]
        };
        [
            ends(y).map(|end| end.map_or(0.0, |end| most(end, 0..x.cells))),
            ends(x).map(|end| end.map_or(0.0, |end| most(0..y.cells, end))),
        ]
    }
}

/// Cells by which a side of a window moves that is so many cells wide; half of them are its rim.
fn ahead(cells: usize) -> usize {
    MOVE.max(cells / PARTS)
}

/// The cells of an axis with everything that has `departed`, and some more on either side; `now` where
/// nothing has.
fn surround(departed: &[bool], now: Span) -> Span {
    let n = departed.len();
    let at = |i: usize| departed[i % n];
    // Between walls it begins with the first of them; round a periodic axis the longest run of cells at
    // rest is left out, wherever it ends.
    let begins = (0..n).filter(|&i| at(i) && !(now.periodic && at(i + n - 1)));
    let begins = begins.take(if now.periodic { n } else { 1 });
    let reach = |first: usize| (first..if now.periodic { first + n } else { n }).rfind(|&i| at(i));
    let spans = begins.filter_map(|first| Some((first, reach(first)? + 1 - first)));
    let Some((first, cells)) = spans.min_by_key(|&(_, cells)| cells) else { return now };
    let ahead = ahead(cells) as isize;
    now.between(first as isize - ahead, (first + cells) as isize + ahead)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surrounded(cells: &[usize], of: usize, periodic: bool) -> (usize, usize) {
        let mut departed = vec![false; of];
        cells.iter().for_each(|&cell| departed[cell] = true);
        let span = surround(&departed, Span { first: 0, cells: of, of, periodic });
        (span.first, span.cells)
    }

    #[test]
    fn a_window_goes_around_everything() {
        assert_eq!(surrounded(&[50, 60], 100, false), (50 - MOVE, 11 + 2 * MOVE));
        assert_eq!(surrounded(&[10, 60], 100, false), (0, 61 + MOVE));
        assert_eq!(surrounded(&[50, 60], 100, true), (50 - MOVE, 11 + 2 * MOVE));
        // The way round the end is shorter.
        assert_eq!(surrounded(&[5, 190], 200, true), (190 - MOVE, 16 + 2 * MOVE));
        assert_eq!(surrounded(&[0, 40], 80, true), (64, 73));
        // Both ends meet: all of it.
        assert_eq!(surrounded(&[0, 20, 40, 60], 80, true), (0, 80));
        // Wide ones get more room.
        assert_eq!(surrounded(&[400, 599], 1000, true), (375, 250));
        assert_eq!(surrounded(&[], 100, true), (0, 100));
    }
}
