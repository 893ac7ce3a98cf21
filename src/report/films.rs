//! Films as bytes: values in 255 steps between the ends of a scale, compressed.

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::figure::Film;

/// The byte of a value that does not exist.
const NOTHING: u8 = 255;
/// Steps between the ends of a scale.
const STEPS: f32 = 254.0;
/// Most bytes of all films before they are compressed; of larger ones fewer days are kept.
const MOST_BYTES: usize = 24_000_000;
/// How hard to compress: what a page saves beyond takes longer than the run.
const LEVEL: u8 = 5;

/// A film with the ends of its scale.
pub(super) struct Packed<'f> {
    pub film: &'f Film,
    /// Ends of the scale, for all days.
    pub low: f64,
    pub high: f64,
    /// Days that are kept.
    pub days: Vec<f64>,
    /// Frames of these days one after the other, rows within a frame, compressed (zlib).
    pub bytes: Vec<u8>,
    /// Whether days were left out.
    pub thinned: bool,
}

/// Packs films, all on the same days.
pub(super) fn packed(films: &[Film]) -> Vec<Packed<'_>> {
    let all: usize = films.iter().flat_map(|film| &film.frames).map(ndarray::ArrayBase::len).sum();
    let every = all.div_ceil(MOST_BYTES).max(1);
    films.iter().map(|film| pack(film, every)).collect()
}

fn pack(film: &Film, every: usize) -> Packed<'_> {
    let values = || film.frames.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = values().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| {
        (value.min(low), value.max(high))
    });
    let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
    // Less than the floor is what the tolerance of a run leaves: it must not glow.
    let high = high.max(low + film.value_floor as f32);
    let byte = |value: f32| {
        if value.is_finite() { (STEPS * (value - low) / (high - low)).round() as u8 } else { NOTHING }
    };
    let frames = film.frames.iter().step_by(every);
    let bytes: Vec<u8> = frames.flatten().map(|value| byte(*value)).collect();
    Packed {
        film,
        low: f64::from(low),
        high: f64::from(high),
        days: film.days.iter().step_by(every).copied().collect(),
        bytes: compress_to_vec_zlib(&bytes, LEVEL),
        thinned: every > 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn film(frames: Vec<ndarray::Array2<f32>>) -> Film {
        let days = (0..frames.len()).map(|day| day as f64).collect();
        let text = String::new;
        Film {
            field: text(),
            unit: text(),
            slice: text(),
            x_label: text(),
            y_label: text(),
            x_faces: vec![0.0, 1.0, 2.0],
            y_faces: vec![0.0, 1.0],
            layers: Vec::new(),
            value_floor: 1e-3,
            days,
            frames,
        }
    }

    #[test]
    fn bytes_span_the_scale_and_come_back() {
        let film = film(vec![array![[1.0, 2.0]], array![[f32::NAN, 3.0]]]);
        let packed = pack(&film, 1);
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&packed.bytes).unwrap();
        assert_eq!((packed.low, packed.high), (1.0, 3.0));
        assert_eq!(bytes, [0, 127, NOTHING, 254]);
    }

    #[test]
    fn noise_does_not_glow() {
        let packed = film(vec![array![[1.0, 1.000_000_1]]]);
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&pack(&packed, 1).bytes).unwrap();
        assert_eq!(bytes, [0, 0]);
    }
}
