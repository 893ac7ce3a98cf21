//! Films as they stand in a page: all days on one scale, in 255 steps, compressed.

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::figure::{Film, Frame};

/// Most bytes of all films before they are compressed; of larger ones fewer days are shown.
const MOST_BYTES: usize = 24_000_000;
/// How hard to compress: what a page saves beyond takes longer than a small run.
const LEVEL: u8 = 5;

/// A film with the ends of its scale.
pub(super) struct Packed<'f> {
    pub film: &'f Film,
    /// Ends of the scale, for all days.
    pub low: f64,
    pub high: f64,
    /// Days that are shown.
    pub days: Vec<f64>,
    /// Frames of these days one after the other, rows within a frame, compressed (zlib).
    pub bytes: Vec<u8>,
    /// How many days were left out.
    pub left_out: usize,
}

/// Packs films; those without a frame are none.
pub(super) fn packed(films: &[Film]) -> Vec<Packed<'_>> {
    let all: usize = films.iter().map(|film| cells(film) * film.frames.len()).sum();
    let every = all.div_ceil(MOST_BYTES).max(1);
    films.iter().filter(|film| !film.frames.is_empty()).map(|film| pack(film, every)).collect()
}

fn cells(film: &Film) -> usize {
    film.x_faces.len().saturating_sub(1) * film.y_faces.len().saturating_sub(1)
}

fn pack(film: &Film, every: usize) -> Packed<'_> {
    let shown = || film.frames.iter().step_by(every);
    let low = shown().map(|frame| frame.low).fold(f32::INFINITY, f32::min);
    let high = shown().map(|frame| frame.high).fold(f32::NEG_INFINITY, f32::max);
    // Less than the floor is what the tolerance of a run leaves: it must not glow.
    let high = high.max(low + film.value_floor as f32);
    let mut bytes = Vec::with_capacity(cells(film) * film.frames.len().div_ceil(every));
    for frame in shown() {
        let values = frame.values(cells(film)).unwrap_or_else(|| vec![f32::NAN; cells(film)]);
        bytes.extend(values.iter().map(|value| Frame::byte(*value, low, high)));
    }
    let days: Vec<f64> = film.days.iter().step_by(every).copied().collect();
    Packed {
        film,
        low: f64::from(low),
        high: f64::from(high),
        left_out: film.days.len() - days.len(),
        days,
        bytes: compress_to_vec_zlib(&bytes, LEVEL),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    fn film(frames: &[Array2<f64>]) -> Film {
        Film {
            x_faces: vec![0.0, 1.0, 2.0],
            y_faces: vec![0.0, 1.0],
            value_floor: 1e-3,
            days: (0..frames.len()).map(|day| day as f64).collect(),
            frames: frames.iter().map(Frame::new).collect(),
            ..Film::default()
        }
    }

    #[test]
    fn all_days_are_on_one_scale() {
        let film = film(&[array![[1.0, 2.0]], array![[f64::NAN, 3.0]]]);
        let packed = pack(&film, 1);
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&packed.bytes).unwrap();
        assert_eq!((packed.low, packed.high), (1.0, 3.0));
        assert_eq!(bytes, [0, 127, Frame::NOTHING, 254]);
    }

    #[test]
    fn noise_does_not_glow() {
        let film = film(&[array![[1.0, 1.000_000_1]]]);
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&pack(&film, 1).bytes).unwrap();
        assert_eq!(bytes, [0, 0]);
    }
}
