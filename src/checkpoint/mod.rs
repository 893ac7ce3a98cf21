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
const MAGIC: &[u8; 8] = b"dermisC1";
/// Most bytes of a header: two texts of scenarios of the most that there may be of one, as JSON.
const MOST_OF_HEADER: u32 = 1 << 23;
/// Most bytes of a block.
const MOST_OF_BLOCK: u32 = 1 << 20;
