//! Random numbers: one stream for each purpose and number, so that no draw moves another.

pub mod normal;

use chacha20::ChaCha8Rng;
use rand::{Rng, SeedableRng};

use normal::quantile;

/// What a stream is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Where the needles of a session enter.
    Positions,
    /// How deep each goes.
    Depths,
    /// To which side each tilts.
    Tilts,
    /// Places of a Latin hypercube.
    LatinHypercube,
    /// Traits of a virtual patient.
    Patients,
    /// Resampling of patients.
    Bootstrap,
    /// Trajectories of a screening.
    Morris,
    /// Parents, crossings and mutations of a search.
    Optimise,
    /// Shifts of Sobol' points.
    Sobol,
    /// Chains that draw from a posterior.
    Posterior,
    /// How far the model may be off in what no target is of.
    Discrepancy,
}

impl Purpose {
    /// What follows the seed in the key, which keeps needles and studies apart, and the number there.
    fn key(self) -> (&'static [u8], u64) {
        match self {
            Purpose::Positions => (b"", 0),
            Purpose::Depths => (b"", 1),
            Purpose::Tilts => (b"", 2),
            Purpose::LatinHypercube => (b"study", 1),
            Purpose::Patients => (b"study", 2),
            Purpose::Bootstrap => (b"study", 3),
            Purpose::Morris => (b"study", 4),
            Purpose::Optimise => (b"study", 5),
            Purpose::Sobol => (b"study", 6),
            Purpose::Posterior => (b"study", 8),
            Purpose::Discrepancy => (b"study", 7),
        }
    }
}

/// A stream of uniform numbers. The same seed, purpose and number (a session, a patient, …) give the same bits
/// everywhere.
#[derive(Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of one purpose and number.
    pub fn new(seed: u64, purpose: Purpose, number: u32) -> Self {
        let (name, purpose) = purpose.key();
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..8 + name.len()].copy_from_slice(name);
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream((purpose << 32) | u64::from(number));
        Self(stream)
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        // By hand: the upper 53 bits, so that the value does not depend on another crate's choice.
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// Uniform in [−1, 1).
    pub fn symmetric(&mut self) -> f64 {
        2.0 * self.unit() - 1.0
    }

    /// A standard normal number, by inversion.
    pub fn normal(&mut self) -> f64 {
        // Half a step above 0, where the quantile is infinite.
        quantile(self.unit() + f64::EPSILON / 4.0)
    }

    /// A whole number from 0 to `count` − 1, all alike.
    pub fn below(&mut self, count: usize) -> usize {
        // The upper half of a wide product; its bias is below 2⁻⁶⁴ × count.
        ((u128::from(self.0.next_u64()) * count as u128) >> 64) as usize
    }

    /// The numbers from 0 to `count` − 1 in random order.
    pub fn permutation(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Purpose; 11] = [
        Purpose::Positions,
        Purpose::Depths,
        Purpose::Tilts,
        Purpose::LatinHypercube,
        Purpose::Patients,
        Purpose::Bootstrap,
        Purpose::Morris,
        Purpose::Optimise,
        Purpose::Sobol,
        Purpose::Posterior,
        Purpose::Discrepancy,
    ];

    #[test]
    fn streams_repeat_and_differ() {
        let first = |seed, purpose, number| Random::new(seed, purpose, number).unit();
        let mut all = Vec::new();
        for purpose in ALL {
            assert_eq!(first(1, purpose, 0), first(1, purpose, 0));
            all.extend([first(1, purpose, 0), first(1, purpose, 1), first(2, purpose, 0)]);
        }
        all.sort_by(f64::total_cmp);
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "{all:?}");
    }

    #[test]
    fn numbers_below_are_even() {
        let mut random = Random::new(3, Purpose::LatinHypercube, 0);
        let mut counts = [0_i32; 7];
        (0..70_000).for_each(|_| counts[random.below(7)] += 1);
        assert!(counts.iter().all(|count| (count - 10_000).abs() < 400), "{counts:?}");
        let mut order = random.permutation(50);
        assert_ne!(order, (0..50).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..50).collect::<Vec<_>>());
    }
}
