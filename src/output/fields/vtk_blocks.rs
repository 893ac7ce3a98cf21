//! Arrays as VTK XML appends them: compressed in blocks, raw.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Bytes of a block before it is compressed.
const BLOCK: usize = 1 << 20;

/// Appended data of a file under construction.
#[derive(Debug, Default)]
pub(super) struct Appended(Vec<u8>);

impl Appended {
    /// Appends an array; returns where it begins. A header goes before its blocks: how many there are, their size,
    /// the size of a last one that is not full, and the size of each once it is compressed.
    pub(super) fn add(&mut self, values: &[u8]) -> io::Result<usize> {
        let offset = self.0.len();
        let blocks = values.chunks(BLOCK).map(compressed).collect::<io::Result<Vec<_>>>()?;
        let sizes = blocks.iter().map(Vec::len);
        let header = [blocks.len(), BLOCK, values.len() % BLOCK].into_iter().chain(sizes);
        self.0.extend(header.flat_map(|number| (number as u64).to_le_bytes()));
        blocks.iter().for_each(|block| self.0.extend_from_slice(block));
        Ok(offset)
    }

    /// All of it.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

fn compressed(block: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(block.len() / 4), Compression::fast());
    encoder.write_all(block)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn blocks_come_back() {
        for length in [0, 5, BLOCK, BLOCK + 3] {
            let values: Vec<u8> = (0..length).map(|i| (i * i % 251) as u8).collect();
            let mut appended = Appended::default();
            assert_eq!(appended.add(&[1, 2, 3]).unwrap(), 0);
            let first = appended.add(&values).unwrap();
            let bytes = &appended.bytes()[first..];
            let number = |at: usize| u64::from_le_bytes(bytes[8 * at..][..8].try_into().unwrap()) as usize;
            assert_eq!((number(0), number(1), number(2)), (length.div_ceil(BLOCK), BLOCK, length % BLOCK));
            let (mut at, mut back) = (8 * (3 + number(0)), Vec::new());
            for block in 0..number(0) {
                let size = number(3 + block);
                flate2::read::ZlibDecoder::new(&bytes[at..][..size]).read_to_end(&mut back).unwrap();
                at += size;
            }
            assert!(back == values && at == bytes.len());
        }
    }
}
