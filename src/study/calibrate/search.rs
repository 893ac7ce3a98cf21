//! Minimises χ² over a unit cube by the simplex method of Nelder and Mead 1965 (argmin).

use argmin::core::{CostFunction, Error, Executor, State, TerminationReason};
use argmin::solver::neldermead::NelderMead;

use super::interval::RISE;
use crate::study::execute::chains::Ask;

/// Edge of the first simplex, and of the second that starts where the first ended: simplices collapse.
const EDGES: [f64; 2] = [0.15, 0.03];
/// Spread of χ² over a simplex at which it has ended.
const FLAT: f64 = 1e-6;

/// How near to the bound of 95 % an end of an interval is solved, in √Δχ².
pub(super) const CLOSE: f64 = 1e-3;
/// Most searches for an end: the bracket is then narrower than a thousandth of what it was.
const MOST_ENDS: usize = 20;

/// A point of the cube and its χ².
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The point.
    pub point: Vec<f64>,
    /// χ² there.
    pub chi_squared: f64,
    /// Whether the search came to its end, or its steps ran out.
    pub ended: bool,
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
pub(super) fn minimise(ask: &Ask, start: &[f64], held: Option<(usize, f64)>, steps: u64) -> Found {
    let problem = || Problem { ask, held };
    let mut free = start.to_vec();
    if let Some((at, _)) = held {
        free.remove(at);
    }
    let mut best = f64::INFINITY;
    if free.is_empty() {
        best = problem().cost(&free).unwrap_or(f64::INFINITY);
        return Found { point: problem().whole(&free), chi_squared: best, ended: true };
    }
    let mut whole = false;
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
        whole = !matches!(state.get_termination_reason(), Some(TerminationReason::MaxItersReached));
        if let Some(point) = state.get_best_param().filter(|_| state.get_best_cost() <= best) {
            free = point.clone();
            best = state.get_best_cost();
        }
    }
    Found { point: problem().whole(&free), chi_squared: best, ended: whole }
}

/// The profile of coordinate `at` away from the best point, to the end at 0 or 1: the best χ² with the
/// coordinate held, denser near the best point, each search beginning where the last one ended; then the
/// place where it crosses the bound of 95 %, to [`CLOSE`]. In order of distance from the best point.
pub(super) fn profile(ask: &Ask, best: &Found, at: usize, end: f64, points: usize, steps: u64) -> Vec<Found> {
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
    if let Some(outside) = found.iter().position(|found| height(best, found) >= 0.0) {
        let inside = if outside == 0 { best } else { &found[outside - 1] };
        let ends = crossing(ask, best, at, [inside, &found[outside]], steps);
        found.extend(ends);
        let away = |found: &Found| (found.point[at] - from).abs();
        found.sort_by(|a, b| away(a).total_cmp(&away(b)));
    }
    found
}

/// How far √Δχ² is above the bound of 95 %.
fn height(best: &Found, found: &Found) -> f64 {
    (found.chi_squared - best.chi_squared).max(0.0).sqrt() - RISE.sqrt()
}

/// Searches on the way to where a profile crosses the bound between a point inside and one outside: the rule
/// of false position in √Δχ², which is straight for a parabola, with the weight of an end that stays halved
/// (Illinois; Dowell and Jarratt 1971). Where χ² is infinite the bracket is halved.
fn crossing(ask: &Ask, best: &Found, at: usize, bracket: [&Found; 2], steps: u64) -> Vec<Found> {
    let [mut inside, mut outside] = bracket.map(Found::clone);
    let (mut below, mut above) = (height(best, &inside), height(best, &outside));
    let mut last_above = None;
    let mut found = Vec::new();
    while found.len() < MOST_ENDS && above != 0.0 {
        let part = if above.is_finite() { below / (below - above) } else { 0.5 };
        let place = inside.point[at] + (outside.point[at] - inside.point[at]) * part.clamp(0.01, 0.99);
        let next = minimise(ask, &inside.point, Some((at, place)), steps);
        found.push(next.clone());
        let reached = height(best, &next);
        if reached.abs() < CLOSE {
            break;
        }
        if reached > 0.0 {
            (outside, above) = (next, reached);
            below *= if last_above == Some(true) { 0.5 } else { 1.0 };
        } else {
            (inside, below) = (next, reached);
            above *= if last_above == Some(false) && above.is_finite() { 0.5 } else { 1.0 };
        }
        last_above = Some(reached > 0.0);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::execute::chains::{Search, side_by_side};

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

    /// √Δχ² of this profile is crooked; its end is at 0.3 + 0.3 × (√RISE/2)^(1/3), however few points there are.
    #[test]
    fn ends_are_solved_for() {
        fn cubic(point: &[f64]) -> f64 {
            let rise = 2.0 * ((point[0] - 0.3) / 0.3).powi(3);
            rise * rise + 10.0 * (point[1] - point[0]) * (point[1] - point[0])
        }
        let best = Found { point: vec![0.3, 0.3], chi_squared: 0.0, ended: true };
        for points in [1, 2, 6] {
            let best = &best;
            let one: Vec<Search<'_, Vec<Found>>> =
                vec![Box::new(move |ask| profile(ask, best, 0, 1.0, points, 400))];
            let all = side_by_side(one, |points| Ok(points.iter().map(|(_, point)| cubic(point)).collect()));
            let found = all.unwrap().remove(0);
            let nearest = found.iter().map(|found| height(best, found).abs()).fold(f64::INFINITY, f64::min);
            assert!(nearest < CLOSE, "{nearest}");
            let profile: Vec<(f64, f64)> =
                found.iter().map(|found| (found.point[0], found.chi_squared)).collect();
            let high = super::super::interval::Interval::new(&profile, (0.3, 0.0)).high.unwrap();
            let truth = 0.3 + 0.3 * (RISE.sqrt() / 2.0).cbrt();
            assert!((high - truth).abs() < 2e-4, "{points}: {high} for {truth}");
        }
    }

    #[test]
    fn steps_that_run_out_are_said() {
        let search = |steps: u64| -> Found {
            let one: Vec<Search<'_, Found>> =
                vec![Box::new(move |ask| minimise(ask, &[0.9, 0.1], None, steps))];
            let all = side_by_side(one, |points| Ok(points.iter().map(|(_, point)| valley(point)).collect()));
            all.unwrap().remove(0)
        };
        assert!(search(400).ended && !search(5).ended);
    }

    #[test]
    fn folding_turns_back_at_the_ends() {
        assert_eq!([-0.25, 0.25, 1.25, 2.25].map(fold), [0.25, 0.25, 0.75, 0.25]);
    }
}
