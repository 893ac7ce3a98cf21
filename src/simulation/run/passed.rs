//! Means of the skin where the last steps of a leg ended: what is seen of them between steps follows the polynomials that
//! the skin itself is shown by, without the skin.

use crate::error::Result;
use crate::numerics::{Reader, Writer};
use crate::snapshot::{CHANGING, Snapshot};

/// States that a polynomial goes through at most.
const MOST: usize = 6;

/// The last snapshots of a leg.
#[derive(Debug, Default)]
pub(super) struct Passed {
    newest: Option<Snapshot>,
    /// Numbers that change, of the newest and of those before it, newest first.
    numbers: Vec<Vec<f64>>,
}

impl Passed {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Another leg begins.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// A step ended there.
    pub(super) fn reached(&mut self, snapshot: Snapshot) {
        self.numbers.insert(0, snapshot.changing());
        self.numbers.truncate(MOST);
        self.newest = Some(snapshot);
    }

    /// On a day inside of the last step: the newest, and so much of each change before it, newest first. Nothing where less
    /// is known.
    pub(super) fn on(&self, day: f64, weights: &[f64]) -> Option<Snapshot> {
        let newest = self.newest.as_ref().filter(|_| weights.len() < self.numbers.len())?;
        if weights.is_empty() {
            return None;
        }
        let mut changed = vec![0.0; CHANGING];
        for (weight, pair) in weights.iter().zip(self.numbers.windows(2)) {
            let pairs = pair[0].iter().zip(&pair[1]);
            changed.iter_mut().zip(pairs).for_each(|(sum, (newer, older))| *sum += weight * (newer - older));
        }
        changed.iter_mut().zip(&self.numbers[0]).for_each(|(sum, number)| *sum += number);
        Some(newest.on(day, &changed))
    }

    /// Where the last step ended.
    pub(super) fn newest(&self) -> Option<&Snapshot> {
        self.newest.as_ref()
    }

    pub(super) fn save(&self, to: &mut Writer) {
        to.put(&self.numbers.len());
        self.numbers.iter().for_each(|numbers| to.numbers(numbers));
    }

    /// Reads what was saved; `newest` is what the newest of it is of.
    pub(super) fn load(from: &mut Reader<'_>, newest: impl FnOnce() -> Snapshot) -> Result<Self> {
        let count = from.length(MOST)?;
        let numbers: Vec<Vec<f64>> =
            (0..count).map(|_| from.numbers(CHANGING)).collect::<std::result::Result<_, _>>()?;
        Ok(Self { newest: (count > 0).then(newest), numbers })
    }
}
