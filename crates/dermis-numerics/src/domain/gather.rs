//! Values gathered for those who keep them, in either precision, and as bytes.
//!
//! Loops over every cell, which are compiled here for speed, as all such are.

/// Precisions that values are kept in.
pub trait Kept: Copy + Default + Send {
    /// What stands for no number.
    const NOTHING: Self;

    /// Fills `to` with the values of a line at the places of `from`, one after the other; as long as `places`.
    fn gather(from: &[f64], places: &[usize], to: &mut [Self]);

    /// Bytes of values, lowest first.
    fn bytes(values: &[Self]) -> Vec<u8>;
}

macro_rules! kept {
    ($($precision:ident)*) => { $(
        impl Kept for $precision {
            const NOTHING: Self = $precision::NAN;

            fn gather(from: &[f64], places: &[usize], to: &mut [Self]) {
                for (to, place) in to.iter_mut().zip(places) {
                    *to = from[*place] as $precision;
                }
            }

            fn bytes(values: &[Self]) -> Vec<u8> {
                let mut bytes = vec![0; size_of_val(values)];
                for (bytes, value) in bytes.chunks_exact_mut(size_of::<Self>()).zip(values) {
                    bytes.copy_from_slice(&value.to_le_bytes());
                }
                bytes
            }
        }
    )* };
}

kept!(f32 f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_may_repeat() {
        let from = [1.0, 1.0 / 3.0, -0.0];
        let mut single = [9.0_f32; 4];
        f32::gather(&from, &[0, 1, 1, 2], &mut single);
        assert_eq!(single.map(f32::to_bits), [1.0, 1.0 / 3.0, 1.0 / 3.0, -0.0_f32].map(f32::to_bits));
        let mut double = [9.0; 2];
        f64::gather(&from, &[1, 0], &mut double);
        assert_eq!(double, [1.0 / 3.0, 1.0]);
        assert_eq!(f32::bytes(&[1.0, f32::NAN])[..4], [0, 0, 128, 63]);
        assert_eq!(f64::bytes(&[1.0]), [0, 0, 0, 0, 0, 0, 240, 63]);
    }
}
