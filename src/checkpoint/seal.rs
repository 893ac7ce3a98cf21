//! Writes a checkpoint: header and blocks, each with its checksum.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::rc::Rc;

use twox_hash::XxHash3_64;

use super::header::Header;
use super::{MAGIC, MOST_OF_BLOCK, MOST_OF_HEADER};
use crate::files::seam::Writing;

/// Where the memory of a run goes; clones are the same.
#[derive(Clone)]
pub struct Sealing(Rc<RefCell<Blocks>>);

struct Blocks {
    file: BufWriter<Writing>,
    /// Checksum of the header, which all others hang on.
    seed: u64,
    blocks: u64,
    bytes: u64,
}

impl Sealing {
    /// Begins with the header.
    pub(super) fn begin(file: Writing, header: &Header) -> io::Result<Self> {
        let json = serde_json::to_vec(header)?;
        let length = u32::try_from(json.len()).ok().filter(|length| *length <= MOST_OF_HEADER);
        let length = length.ok_or_else(|| io::Error::other("the scenario is too long for a checkpoint"))?;
        let head = [&MAGIC[..], &length.to_le_bytes(), &json].concat();
        let seed = XxHash3_64::oneshot(&head);
        let mut file = BufWriter::new(file);
        file.write_all(&head)?;
        file.write_all(&seed.to_le_bytes())?;
        Ok(Self(Rc::new(RefCell::new(Blocks { file, seed, blocks: 0, bytes: 0 }))))
    }

    /// Ends with how much there is, and waits for the disk where it has to last.
    pub(super) fn end(&self, lasts: bool) -> io::Result<()> {
        let mut to = self.0.borrow_mut();
        let end = [&0_u32.to_le_bytes()[..], &to.bytes.to_le_bytes()].concat();
        to.add(&end)?;
        to.file.flush()?;
        if lasts { to.file.get_ref().sync() } else { Ok(()) }
    }
}

impl Blocks {
    /// Writes a block whole, with the checksum of its bytes and its place.
    fn add(&mut self, block: &[u8]) -> io::Result<()> {
        let sum = XxHash3_64::oneshot_with_seed(self.seed ^ self.blocks, block);
        self.blocks += 1;
        self.file.write_all(block)?;
        self.file.write_all(&sum.to_le_bytes())
    }
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut to = self.0.borrow_mut();
        let taken = &bytes[..bytes.len().min(MOST_OF_BLOCK as usize)];
        if !taken.is_empty() {
            let block = [&(taken.len() as u32).to_le_bytes()[..], taken].concat();
            to.bytes += taken.len() as u64;
            to.add(&block)?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().file.flush()
    }
}
