//! Chunks of numbers in the container of C-Blosc 1, which readers of Zarr know: bytes of one rank together, each rank
//! behind LZ4, or as it is where that gains nothing. Fields are smooth in the upper bytes of their numbers, and noise or
//! nothing in the lower ones: so they take an eighth of the time of zstd on the numbers as they are, and about as much room.

use lz4_flex::block::{compress_into, decompress_into, get_maximum_output_size};

use crate::dataset::Values;

/// Length of the header: versions, flags, bytes a number, and the lengths of what is in it, of a block and of all.
const HEADER: usize = 16;
/// Version of the container.
const VERSION: u8 = 2;
/// Version of its use of LZ4.
const LZ4_VERSION: u8 = 1;
/// Bytes lie by their rank.
const SHUFFLED: u8 = 1;
/// Ranks are not behind LZ4 each, but together.
const TOGETHER: u8 = 0x10;
/// LZ4 among the codecs, in the upper three bits.
const LZ4: u8 = 1 << 5;
/// Values of a block: what one rank of them takes stays near while it is worked on.
const BLOCK: usize = 1 << 16;
/// Of blocks of fewer values a reader expects all ranks together.
const FEWEST: usize = 128;
/// Pieces of a rank that are tried before all of it is, and bytes of each.
const TRIES: usize = 4;
const TRIED: usize = 1 << 10;
/// What they must gain, as a part of their length: with less to gain, the time is better spent on writing.
const LEAST_GAIN: f64 = 0.35;

/// Packs chunks into the same room, one after the other.
#[derive(Default)]
pub(super) struct Packer {
    /// Bytes of a block by their rank.
    planes: Vec<u8>,
    /// A rank of them behind LZ4.
    stream: Vec<u8>,
    /// The pieces of a rank that are tried.
    tried: Vec<u8>,
    /// The chunk.
    packed: Vec<u8>,
}

impl Packer {
    /// A chunk as it is written.
    pub(super) fn pack(&mut self, values: &Values) -> &[u8] {
        let (count, size) = (values.len(), values.size());
        let block = count.clamp(1, BLOCK);
        // Only the last block may be shorter; its ranks are together.
        let together = if block < FEWEST { TOGETHER } else { 0 };
        self.packed.clear();
        self.packed.extend([VERSION, LZ4_VERSION, SHUFFLED | LZ4 | together, size as u8]);
        for length in [count * size, block * size, 0] {
            self.packed.extend((length as u32).to_le_bytes());
        }
        self.packed.resize(HEADER + 4 * count.div_ceil(block), 0);
        for (at, first) in (0..count).step_by(block).enumerate() {
            self.note(HEADER + 4 * at, self.packed.len());
            let of = first..count.min(first + block);
            let streams = if of.len() == block && block >= FEWEST { size } else { 1 };
            let mut planes = std::mem::take(&mut self.planes);
            planes.resize(of.len() * size, 0);
            values.planes(of, &mut planes);
            planes.chunks_exact(planes.len() / streams).for_each(|plane| self.stream(plane));
            self.planes = planes;
        }
        self.note(HEADER - 4, self.packed.len());
        &self.packed
    }

    /// Bytes behind LZ4, or as they are, after their length.
    fn stream(&mut self, bytes: &[u8]) {
        self.stream.resize(self.stream.len().max(get_maximum_output_size(bytes.len())), 0);
        let mut length = |bytes: &[u8]| compress_into(bytes, &mut self.stream).unwrap_or(bytes.len());
        self.tried.clear();
        if bytes.len() > TRIES * TRIED {
            let pieces = bytes.chunks_exact(bytes.len() / TRIES);
            pieces
                .for_each(|piece| self.tried.extend_from_slice(&piece[(piece.len() - TRIED) / 2..][..TRIED]));
        }
        let most = (1.0 - LEAST_GAIN) * self.tried.len() as f64;
        let is_worth_it = self.tried.is_empty() || (length(&self.tried) as f64) < most;
        let length = is_worth_it.then(|| length(bytes)).filter(|length| *length < bytes.len());
        let stream = length.map_or(bytes, |length| &self.stream[..length]);
        self.packed.extend((stream.len() as u32).to_le_bytes());
        self.packed.extend_from_slice(stream);
    }

    fn note(&mut self, at: usize, length: usize) {
        self.packed[at..at + 4].copy_from_slice(&(length as u32).to_le_bytes());
    }
}

/// The bytes of a chunk of numbers of `size` bytes each, lowest first, of which there are `length`. Nothing where it is
/// no such chunk as [`Packer`] writes.
pub(super) fn unpacked(chunk: &[u8], size: usize, length: usize) -> Option<Vec<u8>> {
    let number = |at: usize| -> Option<usize> {
        let bytes = chunk.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    };
    let together = match chunk.get(..4)? {
        [VERSION, LZ4_VERSION, flags, bytes] if usize::from(*bytes) == size => match flags & !TOGETHER {
            kind if kind == SHUFFLED | LZ4 => flags & TOGETHER != 0,
            _ => return None,
        },
        _ => return None,
    };
    let block = number(8)?;
    let fits = number(4)? == length && number(12)? == chunk.len() && length.is_multiple_of(size);
    if !fits || block == 0 || !block.is_multiple_of(size) {
        return None;
    }
    // Room for what the chunk says only once each of its bytes is a block's at least.
    if length.div_ceil(block) > chunk.len() {
        return None;
    }
    let (mut all, mut planes) = (vec![0; length], vec![0; block.min(length)]);
    for (at, bytes) in all.chunks_mut(block).enumerate() {
        let planes = &mut planes[..bytes.len()];
        let streams = if together || bytes.len() < block || block < FEWEST * size { 1 } else { size };
        let mut begin = number(HEADER + 4 * at)?;
        for plane in planes.chunks_exact_mut(bytes.len() / streams) {
            let end = begin.checked_add(4)?.checked_add(number(begin)?)?;
            let stream = chunk.get(begin + 4..end)?;
            if stream.len() == plane.len() {
                plane.copy_from_slice(stream);
            } else if decompress_into(stream, plane).ok()? != plane.len() {
                return None;
            }
            begin = end;
        }
        let values = bytes.len() / size;
        for (rank, plane) in planes.chunks_exact(values.max(1)).enumerate() {
            bytes[rank..].iter_mut().step_by(size).zip(plane).for_each(|(byte, from)| *byte = *from);
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(count: usize) -> Vec<f32> {
        (0..count).map(|at| (at / 7) as f32 * 0.37 + (at * at % 1013) as f32 * 1e-6).collect()
    }

    #[test]
    fn chunks_of_any_length_come_back() {
        let mut packer = Packer::default();
        for count in [0, 1, 2, 127, 128, 129, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 130] {
            let single = values(count);
            let double: Vec<f64> = single.iter().map(|value| f64::from(*value) / 3.0).collect();
            let (single, double) = (Values::Single(single), Values::Double(double));
            let packed = packer.pack(&single);
            assert_eq!(unpacked(packed, 4, 4 * count), Some(single.bytes()), "{count}");
            assert_eq!(unpacked(packed, 8, 4 * count), None);
            assert_eq!(unpacked(packed, 4, 4 * count + 4), None);
            assert_eq!(unpacked(packer.pack(&double), 8, 8 * count), Some(double.bytes()), "{count}");
        }
    }

    #[test]
    fn nothing_takes_no_room_and_noise_no_more_than_itself() {
        let mut packer = Packer::default();
        let count = 3 * BLOCK;
        assert!(packer.pack(&Values::Single(vec![f32::NAN; count])).len() < count / 50);
        let mut state = 1_u64;
        let noise = (0..count).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from_bits(state ^ (state >> 29))
        });
        let length = packer.pack(&Values::Double(noise.collect())).len();
        assert!(length <= 8 * count + HEADER + 3 * (4 + 8 * 4), "{length}");
    }

    #[test]
    fn damage_is_refused_or_is_other_values() {
        let mut packer = Packer::default();
        let values = Values::Single(values(400));
        let packed = packer.pack(&values).to_vec();
        for at in 0..packed.len() {
            assert_eq!(unpacked(&packed[..at], 4, 1600), None, "{at}");
            for bit in 0..8 {
                let mut damaged = packed.clone();
                damaged[at] ^= 1 << bit;
                // No checksum: a number may be another one, but nothing panics.
                let _ = unpacked(&damaged, 4, 1600);
            }
        }
    }
}
