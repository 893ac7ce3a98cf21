//! Reads a checkpoint: nothing of it is believed before its checksum was seen, and no room made for what is not
//! there.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_64;

use super::header::Header;
use super::{MAGIC, MOST_OF_BLOCK, MOST_OF_HEADER};
use crate::error::{Error, Result};
use crate::files;

/// A checkpoint that was read once from end to end, and is whole.
#[derive(Debug)]
pub struct Opened {
    path: PathBuf,
    /// What it is of.
    pub header: Header,
    /// Bytes of the memory in it.
    pub bytes: u64,
}

impl Opened {
    /// Reads it through.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be read, was cut short or is damaged.
    pub fn read(path: &Path) -> Result<Self> {
        let failed = |source| Error::io("read", path, source);
        let (mut blocks, header) = Blocks::begin(files::open(path)?).map_err(failed)?;
        while blocks.next().map_err(failed)? {}
        match blocks.file.read(&mut [0]).map_err(failed)? {
            0 => Ok(Self { path: path.into(), header, bytes: blocks.bytes }),
            _ => Err(failed(damaged("there is something after its end"))),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The memory in it, again held against its checksums.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn memory(&self) -> Result<impl Read + use<>> {
        let (blocks, header) = Blocks::begin(files::open(&self.path)?)
            .map_err(|source| Error::io("read", &self.path, source))?;
        if header == self.header {
            return Ok(blocks);
        }
        Err(Error::io("read", &self.path, damaged("it was replaced while it was read")))
    }
}

struct Blocks {
    file: BufReader<File>,
    seed: u64,
    blocks: u64,
    bytes: u64,
    block: Vec<u8>,
    /// How much of the block was taken.
    taken: usize,
    ended: bool,
}

fn damaged(problem: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("it is no whole checkpoint: {problem}"))
}

fn short(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::UnexpectedEof { damaged("it ends too early") } else { error }
}

impl Blocks {
    fn begin(file: File) -> io::Result<(Self, Header)> {
        let mut file = BufReader::new(file);
        let mut first = [0; MAGIC.len() + size_of::<u32>()];
        file.read_exact(&mut first).map_err(short)?;
        let Some(length) = first.strip_prefix(MAGIC).and_then(|length| length.try_into().ok()) else {
            return Err(damaged("it does not begin as this version writes it"));
        };
        let length = u32::from_le_bytes(length);
        if length > MOST_OF_HEADER {
            return Err(damaged("its header is too long"));
        }
        let mut head = first.to_vec();
        head.resize(first.len() + length as usize, 0);
        file.read_exact(&mut head[first.len()..]).map_err(short)?;
        let seed = XxHash3_64::oneshot(&head);
        if sum(&mut file)? != seed {
            return Err(damaged("the checksum of its header is wrong"));
        }
        let header = serde_json::from_slice(&head[first.len()..])
            .map_err(|_| damaged("its header is not one of this version"))?;
        let (block, taken, ended) = (Vec::new(), 0, false);
        Ok((Self { file, seed, blocks: 0, bytes: 0, block, taken, ended }, header))
    }

    /// Reads the next block; false at the end.
    fn next(&mut self) -> io::Result<bool> {
        let mut length = [0; size_of::<u32>()];
        self.file.read_exact(&mut length).map_err(short)?;
        let bytes = u32::from_le_bytes(length);
        let room = match bytes {
            0 => size_of::<u64>(),
            1..=MOST_OF_BLOCK => bytes as usize,
            _ => return Err(damaged("a block of it is too long")),
        };
        self.block.clear();
        self.block.extend(length);
        self.block.resize(length.len() + room, 0);
        self.file.read_exact(&mut self.block[length.len()..]).map_err(short)?;
        let found = XxHash3_64::oneshot_with_seed(self.seed ^ self.blocks, &self.block);
        if sum(&mut self.file)? != found {
            return Err(damaged(&format!("the checksum of block {} is wrong", self.blocks + 1)));
        }
        self.taken = length.len();
        self.blocks += 1;
        if bytes > 0 {
            self.bytes += u64::from(bytes);
            return Ok(true);
        }
        self.ended = true;
        let complete = self.block[length.len()..] == self.bytes.to_le_bytes();
        self.block.clear();
        self.taken = 0;
        if complete { Ok(false) } else { Err(damaged("blocks of it are missing")) }
    }
}

fn sum(file: &mut impl Read) -> io::Result<u64> {
    let mut sum = [0; size_of::<u64>()];
    file.read_exact(&mut sum).map_err(short)?;
    Ok(u64::from_le_bytes(sum))
}

impl Read for Blocks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.block.len() {
            if self.ended || !self.next()? {
                return Ok(0);
            }
        }
        let count = into.len().min(self.block.len() - self.taken);
        into[..count].copy_from_slice(&self.block[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}
