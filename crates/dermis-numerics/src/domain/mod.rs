//! Where values live: grid, windows on it, and the state.

pub mod gather;
pub mod grid;
pub mod span;
pub mod state;
pub mod storage;
pub mod window;
