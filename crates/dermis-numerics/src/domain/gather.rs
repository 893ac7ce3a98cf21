//! Values gathered for those who keep them, in either precision, and as bytes.
//!
//! Loops over every cell, which are compiled here for speed, as all such are, and for the vectors that there are.

use pulp::Arch;

/// Precisions that values are kept in.
pub trait Kept: Copy + Default + Send + Sync {
    /// What stands for no number.
    const NOTHING: Self;
    /// Bits of a number's fraction.
    const FRACTION: u32;

    /// Fills `to` with the values of a line, one after the other; as long as `from`.
    fn line(from: &[f64], to: &mut [Self]);

    /// Fills `to` with the values of a line at the places of `from`, one after the other; as long as `places`.
    fn gather(from: &[f64], places: &[usize], to: &mut [Self]);

    /// Puts the nearest numbers with so many bits of their fractions, up to [`FRACTION`](Self::FRACTION), in the place
    /// of finite values, ties to the even one (Kouznetsov 2021).
    fn round_to(values: &mut [Self], kept_bits: u32);

    /// Bytes of values, lowest first.
    fn bytes(values: &[Self]) -> Vec<u8>;

    /// Bytes of values, the lowest of all of them first, then all the next; `planes` has room for just these.
    fn planes(values: &[Self], planes: &mut [u8]);
}

macro_rules! kept {
    ($($precision:ident $fraction:literal)*) => { $(
        impl Kept for $precision {
            const NOTHING: Self = $precision::NAN;
            const FRACTION: u32 = $fraction;

            fn line(from: &[f64], to: &mut [Self]) {
                Arch::new().dispatch(|| {
                    for (to, from) in to.iter_mut().zip(from) {
                        *to = *from as $precision;
                    }
                });
            }

            fn gather(from: &[f64], places: &[usize], to: &mut [Self]) {
                for (to, place) in to.iter_mut().zip(places) {
                    *to = from[*place] as $precision;
                }
            }

            fn round_to(values: &mut [Self], kept_bits: u32) {
                let Some(lost) = $fraction.checked_sub(kept_bits).filter(|lost| *lost > 0) else { return };
                let (below_half, mask) = ((1 << (lost - 1)) - 1, !((1 << lost) - 1));
                Arch::new().dispatch(|| {
                    for value in values {
                        let all = value.to_bits();
                        let odd = (all >> lost) & 1;
                        let rounded = $precision::from_bits(all.wrapping_add(below_half + odd) & mask);
                        *value = if value.is_finite() { rounded } else { *value };
                    }
                });
            }

            fn bytes(values: &[Self]) -> Vec<u8> {
                let mut bytes = vec![0; size_of_val(values)];
                for (bytes, value) in bytes.chunks_exact_mut(size_of::<Self>()).zip(values) {
                    bytes.copy_from_slice(&value.to_le_bytes());
                }
                bytes
            }

            fn planes(values: &[Self], planes: &mut [u8]) {
                Arch::new().dispatch(|| {
                    for (rank, plane) in planes.chunks_exact_mut(values.len().max(1)).enumerate() {
                        for (byte, value) in plane.iter_mut().zip(values) {
                            *byte = (value.to_bits() >> (8 * rank)) as u8;
                        }
                    }
                });
            }
        }
    )* };
}

kept!(f32 23_u32 f64 52_u32);

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
        let mut line = [9.0_f32; 3];
        f32::line(&from, &mut line);
        assert_eq!(line.map(f32::to_bits), [1.0, 1.0 / 3.0, -0.0_f32].map(f32::to_bits));
    }

    #[test]
    fn bytes_are_lowest_first_in_values_and_in_planes() {
        assert_eq!(f32::bytes(&[1.0, f32::NAN])[..4], [0, 0, 128, 63]);
        assert_eq!(f64::bytes(&[1.0]), [0, 0, 0, 0, 0, 0, 240, 63]);
        let mut planes = [9; 8];
        f32::planes(&[1.0, -2.0], &mut planes);
        assert_eq!(planes, [0, 0, 0, 0, 128, 0, 63, 192]);
        let mut planes = [9; 16];
        f64::planes(&[1.0, -2.0], &mut planes);
        assert_eq!(planes[12..], [240, 0, 63, 192]);
        f32::planes(&[], &mut []);
    }

    #[test]
    fn the_nearest_number_of_so_many_bits() {
        let round = |mut values: [f32; 6], bits| {
            f32::round_to(&mut values, bits);
            values
        };
        let (nan, least) = (f32::NAN, f32::NEG_INFINITY);
        let rounded = round([1.5, 1.25, 1.75, 0.0, nan, least], 1);
        assert_eq!((rounded[..4].to_vec(), rounded[5]), (vec![1.5, 1.0, 2.0, 0.0], least));
        assert!(rounded[4].is_nan());
        let digits = [1.234_567_9; 6];
        assert_eq!((round(digits, 23), round(digits, 40)), (digits, digits));
        let mut double = [1.0 + f64::EPSILON, 1.75];
        f64::round_to(&mut double, 51);
        assert_eq!(double, [1.0, 1.75]);
    }
}
