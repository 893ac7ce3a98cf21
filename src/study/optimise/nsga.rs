//! The genetic search NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002) in a unit cube, with Deb's rule for
//! constraints: what violates less wins, and only what violates nothing competes by its objectives.

use crate::error::Result;
use crate::random::{Purpose, Random};
use crate::study::plan::design::sobol;

/// How near children stay to their parents, and mutants to what they were: Deb's usual distribution indices.
const CROSSOVER_INDEX: f64 = 15.0;
const MUTATION_INDEX: f64 = 20.0;
/// Share of pairs that are crossed.
const CROSSED: f64 = 0.9;

/// A point with what it gave.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// The point.
    pub point: Vec<f64>,
    /// Objectives, all to be small.
    pub objectives: Vec<f64>,
    /// How far constraints are violated; 0 for none, infinite without a value.
    pub violation: f64,
}

/// Below which differences of candidates are ties, as the numerical noise of measures.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Floors {
    /// Of each objective; none where there is no noise.
    pub objectives: Vec<f64>,
    /// Of violations.
    pub violation: f64,
}

impl Floors {
    fn objective(&self, at: usize) -> f64 {
        self.objectives.get(at).copied().unwrap_or(0.0)
    }
}

impl Candidate {
    /// Whether this is better: it violates less, or it is nowhere worse and somewhere better. What differs by no
    /// more than the floors is alike.
    pub(super) fn dominates(&self, other: &Self, floors: &Floors) -> bool {
        if self.violation > 0.0 || other.violation > 0.0 {
            let both = self.violation > 0.0 && other.violation > 0.0;
            return self.violation + if both { floors.violation } else { 0.0 } < other.violation;
        }
        let pairs = || self.objectives.iter().zip(&other.objectives).enumerate();
        pairs().all(|(at, (a, b))| *a <= b + floors.objective(at))
            && pairs().any(|(at, (a, b))| a + floors.objective(at) < *b)
    }

    /// Whether no objective tells this from another.
    pub(super) fn ties(&self, other: &Self, floors: &Floors) -> bool {
        let pairs = self.objectives.iter().zip(&other.objectives).enumerate();
        pairs.fold(true, |tied, (at, (a, b))| tied && (a - b).abs() <= floors.objective(at))
    }
}

/// The search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nsga {
    /// Coordinates of a point.
    pub dimensions: usize,
    /// Points of a generation.
    pub population: usize,
    /// Seed of every draw.
    pub seed: u64,
}

impl Nsga {
    /// The first generation: points that fill the cube.
    ///
    /// # Errors
    /// Beyond the tables of Sobol' points.
    pub(super) fn first(&self) -> Result<Vec<Vec<f64>>> {
        sobol(self.population, self.dimensions, self.seed)
    }

    /// Children of a generation that is sorted as [`Nsga::survivors`] leaves it.
    pub(super) fn children(&self, generation: usize, parents: &[Candidate]) -> Vec<Vec<f64>> {
        let mut stream = Random::new(self.seed, Purpose::Optimise, generation as u32);
        let mut children = Vec::with_capacity(self.population + 1);
        while children.len() < self.population {
            // Parents are sorted: the first of two drawn is the better.
            let mut parent = || {
                let one = stream.below(parents.len());
                one.min(stream.below(parents.len()))
            };
            let (a, b) = (parent(), parent());
            let [one, two] = self.crossed(&parents[a].point, &parents[b].point, &mut stream);
            children.push(self.mutated(one, &mut stream));
            children.push(self.mutated(two, &mut stream));
        }
        children.truncate(self.population);
        children
    }

    /// Simulated binary crossover.
    fn crossed(&self, a: &[f64], b: &[f64], stream: &mut Random) -> [Vec<f64>; 2] {
        let (mut one, mut two) = (a.to_vec(), b.to_vec());
        if stream.unit() < CROSSED {
            for at in 0..self.dimensions {
                let (u, exchange) = (stream.unit(), stream.unit() < 0.5);
                if !exchange {
                    continue;
                }
                let power = 1.0 / (CROSSOVER_INDEX + 1.0);
                let spread = if u <= 0.5 {
                    libm::pow(2.0 * u, power)
                } else {
                    libm::pow(1.0 / (2.0 * (1.0 - u)), power)
                };
                let (middle, half) = (0.5 * (a[at] + b[at]), 0.5 * spread * (b[at] - a[at]));
                one[at] = (middle - half).clamp(0.0, 1.0);
                two[at] = (middle + half).clamp(0.0, 1.0);
            }
        }
        [one, two]
    }

    /// Polynomial mutation of one coordinate on average.
    fn mutated(&self, mut point: Vec<f64>, stream: &mut Random) -> Vec<f64> {
        for place in &mut point {
            let (chance, u) = (stream.unit(), stream.unit());
            if chance * self.dimensions as f64 >= 1.0 {
                continue;
            }
            let power = 1.0 / (MUTATION_INDEX + 1.0);
            let step = if u < 0.5 {
                libm::pow(2.0 * u, power) - 1.0
            } else {
                1.0 - libm::pow(2.0 * (1.0 - u), power)
            };
            *place = (*place + step).clamp(0.0, 1.0);
        }
        point
    }

    /// The best of parents and children, as many as a generation, the best first: by rank of domination,
    /// then by the distance to their neighbours.
    pub(super) fn survivors(&self, mut all: Vec<Candidate>, floors: &Floors) -> Vec<Candidate> {
        let mut sorted = Vec::with_capacity(self.population);
        while sorted.len() < self.population && !all.is_empty() {
            let best = front(&all, floors);
            let mut rank: Vec<Candidate> = best.iter().map(|&at| all[at].clone()).collect();
            let mut at = 0;
            all.retain(|_| {
                at += 1;
                best.binary_search(&(at - 1)).is_err()
            });
            let crowding = crowding(&rank, floors);
            let mut order: Vec<usize> = (0..rank.len()).collect();
            order.sort_by(|a, b| crowding[*b].total_cmp(&crowding[*a]));
            rank = order.into_iter().map(|at| rank[at].clone()).collect();
            sorted.extend(rank);
        }
        sorted.truncate(self.population);
        sorted
    }
}

/// Places of those that nothing dominates, in order. Ties may go in a circle where three objectives do, so those
/// that floors leave are taken out of the exact front one by one, which never leaves nothing.
pub(super) fn front(all: &[Candidate], floors: &Floors) -> Vec<usize> {
    let exact = Floors::default();
    let mut kept: Vec<usize> = Vec::new();
    for at in (0..all.len()).filter(|&at| !all.iter().any(|other| other.dominates(&all[at], &exact))) {
        if !kept.iter().any(|&before| all[before].dominates(&all[at], floors)) {
            kept.retain(|&before| !all[at].dominates(&all[before], floors));
            kept.push(at);
        }
    }
    kept
}

/// Distance of each to its neighbours along the objectives; infinite at the ends. An objective that tells nobody
/// apart has no ends.
fn crowding(rank: &[Candidate], floors: &Floors) -> Vec<f64> {
    let mut distance = vec![0.0; rank.len()];
    for objective in 0..rank[0].objectives.len() {
        let value = |at: usize| rank[at].objectives[objective];
        let mut order: Vec<usize> = (0..rank.len()).collect();
        order.sort_by(|a, b| value(*a).total_cmp(&value(*b)));
        let (first, last) = (order[0], order[order.len() - 1]);
        let width = value(last) - value(first);
        if width <= floors.objective(objective) && width.is_finite() {
            continue;
        }
        for near in order.windows(3) {
            if width > 0.0 {
                distance[near[1]] += (value(near[2]) - value(near[0])) / width;
            }
        }
        distance[first] = f64::INFINITY;
        distance[last] = f64::INFINITY;
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a search of a known problem and returns all that was tried.
    fn search(nsga: Nsga, generations: usize, of: fn(&[f64]) -> (Vec<f64>, f64)) -> Vec<Candidate> {
        let tried = |points: Vec<Vec<f64>>| -> Vec<Candidate> {
            let candidate = |point: Vec<f64>| {
                let (objectives, violation) = of(&point);
                Candidate { point, objectives, violation }
            };
            points.into_iter().map(candidate).collect()
        };
        let mut all = tried(nsga.first().unwrap());
        let mut parents = nsga.survivors(all.clone(), &Floors::default());
        for generation in 1..generations {
            let children = tried(nsga.children(generation, &parents));
            all.extend(children.iter().cloned());
            parents = nsga.survivors(parents.into_iter().chain(children).collect(), &Floors::default());
        }
        all
    }

    /// ZDT1 of Zitzler, Deb and Thiele 2000 in six dimensions: the front is f₂ = 1 − √f₁.
    #[test]
    fn a_known_front_is_reached_along_its_length() {
        fn zdt1(x: &[f64]) -> (Vec<f64>, f64) {
            let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / (x.len() - 1) as f64;
            (vec![x[0], g * (1.0 - (x[0] / g).sqrt())], 0.0)
        }
        let nsga = Nsga { dimensions: 6, population: 40, seed: 1 };
        let all = search(nsga, 80, zdt1);
        let found: Vec<&Candidate> = front(&all, &Floors::default()).into_iter().map(|at| &all[at]).collect();
        let off = |candidate: &&Candidate| candidate.objectives[1] - (1.0 - candidate.objectives[0].sqrt());
        let worst = found.iter().map(off).fold(0.0, f64::max);
        assert!(worst < 0.05, "{worst}");
        for tenth in 0..10 {
            let (low, high) = (0.1 * f64::from(tenth), 0.1 * f64::from(tenth + 1));
            assert!(found.iter().any(|candidate| (low..=high).contains(&candidate.objectives[0])), "{low}");
        }
        assert_eq!(all, search(nsga, 80, zdt1));
        assert_ne!(all, search(Nsga { seed: 2, ..nsga }, 80, zdt1));
    }

    /// x² and (x − 1)² with x ≥ 0.6 allowed: the front is 0.6 to 1.
    #[test]
    fn constraints_cut_the_front() {
        fn schaffer(x: &[f64]) -> (Vec<f64>, f64) {
            (vec![x[0] * x[0], (x[0] - 1.0) * (x[0] - 1.0)], (0.6 - x[0]).max(0.0))
        }
        let all = search(Nsga { dimensions: 1, population: 16, seed: 1 }, 20, schaffer);
        let found: Vec<f64> =
            front(&all, &Floors::default()).into_iter().map(|at| all[at].point[0]).collect();
        let (low, high) =
            (found.iter().copied().fold(1.0, f64::min), found.iter().copied().fold(0.0, f64::max));
        assert!((0.6..0.61).contains(&low) && high > 0.99, "{low} {high}");
    }

    /// Every point of it, whatever its place: the first and the last, equal ones, a single one.
    #[test]
    fn a_front_misses_nothing() {
        let objectives = [[0.0, 4.0], [1.0, 2.0], [1.0, 2.0], [2.0, 2.0], [1.0, 3.0], [3.0, 1.0], [5.0, 0.5]];
        let is_best = [true, true, true, false, false, true, true];
        let n = objectives.len();
        for turn in 0..n {
            let places: Vec<usize> = (0..n).map(|at| (at + turn) % n).collect();
            let candidate = |&at: &usize| Candidate {
                point: vec![at as f64],
                objectives: objectives[at].to_vec(),
                violation: 0.0,
            };
            let all: Vec<Candidate> = places.iter().map(candidate).collect();
            let expected: Vec<usize> = (0..n).filter(|&at| is_best[places[at]]).collect();
            assert_eq!(front(&all, &Floors::default()), expected, "turn {turn}");
            // All of the front survive before any other.
            let nsga = Nsga { dimensions: 1, population: expected.len(), seed: 1 };
            let mut kept: Vec<usize> = nsga
                .survivors(all, &Floors::default())
                .iter()
                .map(|candidate| candidate.point[0] as usize)
                .collect();
            kept.sort_unstable();
            assert_eq!(kept, (0..n).filter(|&at| is_best[at]).collect::<Vec<_>>(), "turn {turn}");
            assert_eq!(front(&[candidate(&turn)], &Floors::default()), [0]);
        }
    }

    #[test]
    fn violations_come_before_objectives() {
        let candidate = |objectives: [f64; 2], violation| Candidate {
            point: vec![],
            objectives: objectives.to_vec(),
            violation,
        };
        let good = candidate([1.0, 1.0], 0.0);
        let better = |a: &Candidate, b: &Candidate| a.dominates(b, &Floors::default());
        assert!(better(&good, &candidate([0.0, 0.0], 0.1)) && better(&good, &candidate([1.0, 2.0], 0.0)));
        assert!(!better(&good, &candidate([0.5, 2.0], 0.0)) && !better(&good, &good));
        assert!(better(&candidate([9.0, 9.0], 0.1), &candidate([0.0, 0.0], f64::INFINITY)));
        let floors = Floors { objectives: vec![], violation: 0.01 };
        assert!(!candidate([0.0; 2], 0.1).dominates(&candidate([0.0; 2], 0.105), &floors));
        assert!(candidate([0.0; 2], 0.0).dominates(&candidate([0.0; 2], 0.005), &floors));
    }

    /// An objective that only rounding moves makes no front of its own, and a front is never empty: not where ties
    /// go in a circle either.
    #[test]
    fn noise_ranks_nothing() {
        let candidates = |all: &[&[f64]]| -> Vec<Candidate> {
            let of = |objectives: &&[f64]| Candidate {
                point: vec![],
                objectives: objectives.to_vec(),
                violation: 0.0,
            };
            all.iter().map(of).collect()
        };
        let all = candidates(&[&[1.0, 3e-9], &[2.0, 2e-9], &[3.0, 1e-9], &[1.0 + 1e-9, 2e-9]]);
        assert_eq!(front(&all, &Floors::default()), [0, 2, 3]);
        let floors = Floors { objectives: vec![1e-6, 1e-6], violation: 0.0 };
        assert_eq!(front(&all, &floors), [0, 3]);
        assert!(all[0].ties(&all[3], &floors) && !all[0].ties(&all[1], &floors));
        // Each betters the next by more than 1 in one objective, and ties in the others.
        let circle = candidates(&[&[0.0, 1.0, 2.0], &[2.0, 0.0, 1.0], &[1.0, 2.0, 0.0]]);
        let floors = Floors { objectives: vec![1.0; 3], violation: 0.0 };
        let better = |a: usize, b: usize| circle[a].dominates(&circle[b], &floors);
        assert!(better(0, 1) && better(1, 2) && better(2, 0));
        assert_eq!(front(&circle, &floors).len(), 1);
        let nsga = Nsga { dimensions: 1, population: 3, seed: 1 };
        assert_eq!(nsga.survivors(circle, &floors).len(), 3);
    }
}
