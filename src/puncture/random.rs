//! Random numbers: one stream for each purpose and session, so that no draw moves another.

use chacha20::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// What a stream is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Where needles enter.
    Positions,
    /// How deep each goes.
    Depths,
    /// To which side each tilts.
    Tilts,
}

/// A stream of uniform numbers. The same seed, purpose and session give the same bits everywhere.
#[derive(Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of one purpose in one session.
    pub fn new(seed: u64, purpose: Purpose, session: u32) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream(((purpose as u64) << 32) | u64::from(session));
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
}
