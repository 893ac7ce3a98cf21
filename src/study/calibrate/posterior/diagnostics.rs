//! Whether chains agree, and how many independent draws they are worth.

use crate::study::statistics::mean;

/// Of one number along all chains: whether they agree, and what they are worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mixing {
    /// Split R̂ of Gelman et al. 2013: 1 where chains agree with each other and with their own halves.
    pub split_r_hat: f64,
    /// Independent draws with the same error of the mean (Geyer 1992, over all chains as Vehtari et al. 2021).
    pub effective: f64,
}

impl Mixing {
    /// By round, then chain.
    pub(super) fn of(rounds: &[Vec<f64>]) -> Self {
        let halves = halves(rounds);
        let (chains, length) = (halves.len() as f64, halves[0].len() as f64);
        let means: Vec<f64> = halves.iter().map(|half| mean(half)).collect();
        let centre = mean(&means);
        let between =
            means.iter().map(|mean| (mean - centre) * (mean - centre)).sum::<f64>() / (chains - 1.0);
        let variance = |half: &Vec<f64>| {
            let centre = mean(half);
            half.iter().map(|x| (x - centre) * (x - centre)).sum::<f64>() / (length - 1.0)
        };
        let within = mean(&halves.iter().map(variance).collect::<Vec<_>>());
        let all = within * (length - 1.0) / length + between;
        if all <= 0.0 {
            // Nothing varies.
            return Self { split_r_hat: 1.0, effective: chains * length };
        }
        let split_r_hat = if within > 0.0 { (all / within).sqrt() } else { f64::INFINITY };
        // Correlations in pairs, as long as they fall and are above 0.
        let correlation = |lag: usize| {
            let product = |half: &Vec<f64>| {
                let centre = mean(half);
                let pairs = half.iter().zip(&half[lag..]);
                pairs.map(|(a, b)| (a - centre) * (b - centre)).sum::<f64>() / length
            };
            1.0 - (within * (length - 1.0) / length - mean(&halves.iter().map(product).collect::<Vec<_>>()))
                / all
        };
        let (mut time, mut last) = (-1.0, f64::INFINITY);
        for lag in (0..halves[0].len() - 1).step_by(2) {
            let first = if lag == 0 { 1.0 } else { correlation(lag) };
            let pair = (first + correlation(lag + 1)).min(last);
            if pair <= 0.0 {
                break;
            }
            time += 2.0 * pair;
            last = pair;
        }
        let draws = chains * length;
        Self { split_r_hat, effective: draws / time.max(1.0 / libm::log10(draws.max(10.0))) }
    }
}

/// Each chain in two.
fn halves(rounds: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let half = rounds.len() / 2;
    let of = |from: usize, chain: usize| rounds[from..from + half].iter().map(|round| round[chain]).collect();
    (0..rounds[0].len()).flat_map(|chain| [of(0, chain), of(rounds.len() - half, chain)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Random};

    /// Chains of a given correlation from round to round, the last `apart` from the others.
    fn chains(correlation: f64, apart: f64) -> Vec<Vec<f64>> {
        let mut random = Random::new(2, Purpose::Posterior, 0);
        let mut now: Vec<f64> = (0..8).map(|_| random.normal()).collect();
        let keep = (1.0 - correlation * correlation).sqrt();
        let mut round = || {
            now.iter_mut().for_each(|x| *x = correlation * *x + keep * random.normal());
            let mut round = now.clone();
            round[7] += apart;
            round
        };
        (0..400).map(|_| round()).collect()
    }

    #[test]
    fn effective_draws_are_those_of_the_correlation() {
        let independent = Mixing::of(&chains(0.0, 0.0));
        assert!((0.99..1.02).contains(&independent.split_r_hat), "{independent:?}");
        assert!((2500.0..4100.0).contains(&independent.effective), "{independent:?}");
        // An autoregressive chain is worth (1 − ρ)/(1 + ρ) of its length.
        let slow = Mixing::of(&chains(0.8, 0.0));
        assert!((3200.0 / 9.0 * 0.7..3200.0 / 9.0 * 1.4).contains(&slow.effective), "{slow:?}");
        let apart = Mixing::of(&chains(0.0, 3.0));
        assert!(apart.split_r_hat > 1.2 && apart.effective < 400.0, "{apart:?}");
    }
}
