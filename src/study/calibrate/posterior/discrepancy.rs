//! What the model cannot say of an observable, however its parameters are chosen: a factor on what deviates from rest.

use super::super::evidence::band::Band;

/// The factors of all observables: log-normal, independent, under a strong prior.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Discrepancies {
    /// Observables that checks are of: `neutrophils`, `neutrophils.days` for times.
    pub observables: Vec<String>,
    /// The observable of each check, where it has one.
    of: Vec<Option<usize>>,
    /// Prior standard deviation of each factor's logarithm.
    pub sd: f64,
}

impl Discrepancies {
    /// Those of the observables of checks; nothing where a check has none.
    pub(super) fn new(keys: &[Option<String>], sd: f64) -> Self {
        let mut observables: Vec<String> = keys.iter().flatten().cloned().collect();
        observables.sort();
        observables.dedup();
        let place = |key: &Option<String>| observables.iter().position(|known| Some(known) == key.as_ref());
        let of = keys.iter().map(place).collect();
        Self { observables, of, sd }
    }

    /// Of so many checks, none of which has an observable.
    #[cfg(test)]
    pub(super) fn none(checks: usize) -> Self {
        Self { observables: Vec::new(), of: vec![None; checks], sd: 0.0 }
    }

    /// Where the values of all checks lie under factors whose logarithms are `sd` times `numbers`, from where they lie
    /// without, and from their values at rest.
    pub(super) fn shifted(&self, bands: &[Band], read: &Read, numbers: &[f64]) -> Vec<f64> {
        let shift = |at: usize| {
            let number = self.of[at].map_or(0.0, |of| numbers[of]);
            bands[at].times(read.places[at], read.rests[at], self.sd * number)
        };
        (0..read.places.len()).map(shift).collect()
    }

    /// The number that each check's place moves with, and how fast it does where no factor acts yet.
    pub(super) fn slopes(&self, bands: &[Band], read: &Read) -> Vec<(Option<usize>, f64)> {
        let slope =
            |at: usize| (self.of[at], self.sd * bands[at].per_logarithm(read.places[at], read.rests[at]));
        (0..read.places.len()).map(slope).collect()
    }
}

/// What is read of a point: where its checks lie, and their values at rest.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Read {
    /// Places.
    pub places: Vec<f64>,
    /// Values at rest, from which a discrepancy counts.
    pub rests: Vec<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_of_one_observable_move_together_away_from_rest() {
        let bands: Vec<Band> = [(1.0, 2.0), (1.0, 20.0), (1.0, 2.0), (1.0, 2.0)]
            .map(|(low, high)| Band::between(low, high))
            .to_vec();
        let keys = [Some("neutrophils"), Some("neutrophils"), Some("neutrophils.days"), None];
        let all = Discrepancies::new(&keys.map(|key| key.map(str::to_owned)), 0.1);
        assert_eq!(all.observables, ["neutrophils", "neutrophils.days"]);
        let (values, rests) = ([1.5, 3.0, 1.2, 1.1], vec![1.0, 0.0, 0.0, 0.0]);
        let read =
            Read { places: bands.iter().zip(values).map(|(band, value)| band.place(value)).collect(), rests };
        let shifted = all.shifted(&bands, &read, &[2.0, -1.0]);
        let expected = [1.0 + 0.5 * libm::exp(0.2), 3.0 * libm::exp(0.2), 1.2 * libm::exp(-0.1), 1.1];
        for ((band, place), expected) in bands.iter().zip(&shifted).zip(expected) {
            assert!((place - band.place(expected)).abs() < 1e-12);
        }
        assert_eq!(all.shifted(&bands, &read, &[0.0, 0.0]), read.places);
        let slopes = all.slopes(&bands, &read);
        let little = all.shifted(&bands, &read, &[1e-6, 1e-6]);
        for ((slope, place), little) in slopes.iter().zip(&read.places).zip(little) {
            assert!(
                (slope.1 * f64::from(u8::from(slope.0.is_some())) - (little - place) / 1e-6).abs() < 1e-4
            );
        }
    }
}
