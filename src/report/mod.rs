//! Reports: results as one page of HTML that needs nothing but itself.
//!
//! A [`Page`] is plain data; [`Page::html`] makes it a file without a network, whose scripts and styles are
//! those that its own policy names by their hashes.

mod data;
mod differences;
mod drawings;
mod films;
mod held;
mod page;

pub use differences::{Difference, differences};
pub use drawings::Drawings;
pub use held::{Held, Verdict};
pub use page::{Entry, Page};
