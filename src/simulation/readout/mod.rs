//! What is computed afterwards, from what observers kept.

pub mod collagen_by_region;
pub mod seen;
pub mod summary;
pub mod time_scales;
