//! Random numbers of studies: one stream for each purpose and index, so that no draw moves another.

use chacha20::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// What a stream is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Places of a Latin hypercube.
    LatinHypercube = 1,
    /// Traits of a virtual patient.
    Patients = 2,
    /// Resampling of patients.
    Bootstrap = 3,
    /// Trajectories of a screening.
    Morris = 4,
    /// Parents, crossings and mutations of a search.
    Optimise = 5,
    /// Shifts of Sobol' points.
    Sobol = 6,
}

/// A stream of uniform numbers. The same seed, purpose and index give the same bits everywhere.
#[derive(Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of one purpose and index.
    pub fn new(seed: u64, purpose: Purpose, index: u32) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        // Apart from the streams of needles, whose key is the seed alone.
        key[8..13].copy_from_slice(b"study");
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream(((purpose as u64) << 32) | u64::from(index));
        Self(stream)
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * STEP
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

    #[test]
    fn streams_repeat_and_differ() {
        let first = |seed, index| Stream::new(seed, Purpose::LatinHypercube, index).unit();
        assert_eq!(first(1, 0), first(1, 0));
        assert_ne!(first(1, 0), first(1, 1));
        assert_ne!(first(1, 0), first(2, 0));
    }

    #[test]
    fn numbers_below_are_even() {
        let mut stream = Stream::new(3, Purpose::LatinHypercube, 0);
        let mut counts = [0_i32; 7];
        (0..70_000).for_each(|_| counts[stream.below(7)] += 1);
        assert!(counts.iter().all(|count| (count - 10_000).abs() < 400), "{counts:?}");
        let mut order = stream.permutation(50);
        assert_ne!(order, (0..50).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..50).collect::<Vec<_>>());
    }
}
