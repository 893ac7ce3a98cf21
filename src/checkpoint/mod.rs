//! Checkpoints of a run: what it goes on from after a kill, and what it can be extended from.
//!
//! A file of its own: a header that says of what it is, then blocks of bounded size, every byte under a checksum
//! that also says where it belongs. It is written under another name and then renamed, so that it is whole or not
//! there; the one before is kept beside it.

mod header;
mod place;
mod seal;
mod unseal;

pub use header::{Header, Origin};
pub use place::{Checkpoints, RESTART};
pub use seal::Sealing;
pub use unseal::Opened;

/// What begins every file: the format and its version.
const MAGIC: &[u8; 8] = b"dermisC2";
/// Most bytes of a header: two texts of scenarios of the most that there may be of one, as JSON.
const MOST_OF_HEADER: u32 = 1 << 23;
/// Most bytes of a block.
const MOST_OF_BLOCK: u32 = 1 << 20;

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    fn written(folder: &std::path::Path, body: &[u8]) -> Checkpoints {
        let checkpoints = Checkpoints::of(&folder.join("out"));
        let header = Header::new("schema = 1\n".into(), None);
        let body = body.to_vec();
        checkpoints.write(&header, false, &mut |mut to| to.write_all(&body)).unwrap();
        checkpoints
    }

    fn memory(opened: &Opened) -> Vec<u8> {
        let mut bytes = Vec::new();
        opened.memory().unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    }

    /// Every truncation and every changed bit is refused.
    #[test]
    fn what_is_damaged_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let checkpoints = written(folder.path(), &(0..=255).collect::<Vec<u8>>());
        let path = checkpoints.path();
        let good = std::fs::read(path).unwrap();
        assert_eq!(memory(&Opened::read(path).unwrap()), (0..=255).collect::<Vec<u8>>());
        for length in 0..good.len() {
            std::fs::write(path, &good[..length]).unwrap();
            assert!(Opened::read(path).is_err(), "{length} bytes");
        }
        for bit in 0..8 * good.len() {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(path, &bad).unwrap();
            assert!(Opened::read(path).is_err(), "bit {bit}");
        }
        std::fs::write(path, [&good[..], b"x"].concat()).unwrap();
        assert!(Opened::read(path).is_err());
    }

    /// Blocks have a place: neither exchanged nor left out nor those of another one.
    #[test]
    fn blocks_stay_where_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let large: Vec<u8> = (0..3 << 20).map(|i: u32| (i >> 12) as u8).collect();
        let checkpoints = written(folder.path(), &large);
        let path = checkpoints.path();
        let opened = Opened::read(path).unwrap();
        assert!(memory(&opened) == large && opened.bytes == large.len() as u64);
        let good = std::fs::read(path).unwrap();
        let block = MOST_OF_BLOCK as usize + 12;
        let first = good.len() - 20 - 3 * block;
        let of = |at: usize| &good[first + at * block..first + (at + 1) * block];
        let (head, end) = (&good[..first], &good[good.len() - 20..]);
        for other in [[of(1), of(0), of(2)].concat(), [of(0), of(1)].concat(), [of(0), of(1), of(1)].concat()]
        {
            std::fs::write(path, [head, &other, end].concat()).unwrap();
            assert!(Opened::read(path).is_err());
        }
    }

    /// The last two are kept, and the one before is used where the last is damaged.
    #[test]
    fn the_one_before_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        for body in [b"one", b"two", b"six"] {
            written(folder.path(), body);
        }
        let checkpoints = Checkpoints::of(&folder.path().join("out"));
        let (opened, wrong) = checkpoints.open().unwrap().unwrap();
        assert!(memory(&opened) == b"six" && wrong.is_none());
        std::fs::write(checkpoints.path(), b"dermisC2").unwrap();
        let (opened, wrong) = checkpoints.open().unwrap().unwrap();
        assert!(memory(&opened) == b"two" && wrong.is_some());
        checkpoints.remove().unwrap();
        assert!(checkpoints.open().unwrap().is_none());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
