//! Minimises χ² over a unit cube by the simplex method of Nelder and Mead 1965 (argmin).

use argmin::core::{CostFunction, Error, Executor, State};
use argmin::solver::neldermead::NelderMead;

use crate::study::chains::Ask;

/// Edge of the first simplex, and of the second that starts where the first ended: simplices collapse.
const EDGES: [f64; 2] = [0.15, 0.03];
/// Spread of χ² over a simplex at which it has ended.
const FLAT: f64 = 1e-6;

/// A point of the cube and its χ².
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The point.
    pub point: Vec<f64>,
    /// χ² there.
    pub chi_squared: f64,
}

/// What is minimised: χ² of the free coordinates, one may be held.
struct Problem<'a> {
    ask: &'a Ask,
    held: Option<(usize, f64)>,
}

impl Problem<'_> {
    /// The whole point: coordinates folded into the cube, the held one put in.
    fn whole(&self, free: &[f64]) -> Vec<f64> {
        let mut point: Vec<f64> = free.iter().copied().map(fold).collect();
        if let Some((at, place)) = self.held {
            point.insert(at, place);
        }
        point
    }
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, free: &Self::Param) -> Result<f64, Error> {
        let value = self.ask.value(&self.whole(free));
        value.ok_or_else(|| std::io::Error::other("stopped").into())
    }
}

/// Folds a line into [0, 1] like a ruler: at an end it turns back, so that a simplex never leaves.
fn fold(x: f64) -> f64 {
    let place = x.rem_euclid(2.0);
    if place <= 1.0 { place } else { 2.0 - place }
}

/// The best point from `start` on, with one coordinate held or none, after at most so many steps of each
/// of two simplices.
pub fn minimise(ask: &Ask, start: &[f64], held: Option<(usize, f64)>, steps: u64) -> Found {
    let problem = || Problem { ask, held };
    let mut free = start.to_vec();
    if let Some((at, _)) = held {
        free.remove(at);
    }
    let mut best = f64::INFINITY;
    if free.is_empty() {
        best = problem().cost(&free).unwrap_or(f64::INFINITY);
        return Found { point: problem().whole(&free), chi_squared: best };
    }
    for edge in EDGES {
        let corner = |at: usize| {
            let mut corner = free.clone();
            corner[at] += if corner[at] < 0.5 { edge } else { -edge };
            corner
        };
        let simplex = std::iter::once(free.clone()).chain((0..free.len()).map(corner)).collect();
        let Ok(solver) = NelderMead::new(simplex).with_sd_tolerance(FLAT) else { break };
        let run = Executor::new(problem(), solver).configure(|state| state.max_iters(steps)).run();
        // Only a study that was stopped ends without a result.
        let Ok(ended) = run else { break };
        let state = ended.state();
        if let Some(point) = state.get_best_param().filter(|_| state.get_best_cost() <= best) {
            free = point.clone();
            best = state.get_best_cost();
        }
    }
    Found { point: problem().whole(&free), chi_squared: best }
}

/// The profile of coordinate `at` away from the best point, to the end at 0 or 1: the best χ² with the
/// coordinate held, denser near the best point, each search beginning where the last one ended.
pub fn profile(ask: &Ask, best: &Found, at: usize, end: f64, points: usize, steps: u64) -> Vec<Found> {
    let from = best.point[at];
    let mut start = best.point.clone();
    let mut found = Vec::new();
    for number in 1..=points {
        let part = number as f64 / points as f64;
        let place = from + (end - from) * part * part;
        let next = minimise(ask, &start, Some((at, place)), steps);
        start.clone_from(&next.point);
        found.push(next);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::chains::{Search, side_by_side};

    /// A narrow valley with its floor at (0.3, 0.09 + 0.2).
    fn valley(point: &[f64]) -> f64 {
        let (x, y) = (point[0], point[1]);
        1e3 * (x - 0.3) * (x - 0.3) + 1e5 * (y - 0.2 - x * x) * (y - 0.2 - x * x)
    }

    fn search(start: [f64; 2], held: Option<(usize, f64)>) -> Found {
        let one: Vec<Search<'_, Found>> = vec![Box::new(move |ask| minimise(ask, &start, held, 400))];
        let all = side_by_side(one, |points| Ok(points.iter().map(|(_, point)| valley(point)).collect()));
        all.unwrap().remove(0)
    }

    #[test]
    fn the_floor_of_a_valley_is_found_from_any_corner() {
        for start in [[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.9, 0.1]] {
            let found = search(start, None);
            assert!((found.point[0] - 0.3).abs() < 1e-3 && (found.point[1] - 0.29).abs() < 1e-3, "{found:?}");
        }
    }

    #[test]
    fn a_held_coordinate_stays() {
        let found = search([0.5, 0.5], Some((0, 0.6)));
        assert_eq!(found.point[0], 0.6);
        assert!((found.point[1] - 0.56).abs() < 1e-4 && (found.chi_squared - 90.0).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn folding_turns_back_at_the_ends() {
        assert_eq!([-0.25, 0.25, 1.25, 2.25].map(fold), [0.25, 0.25, 0.75, 0.25]);
    }
}
