//! Where the skin is: its grid, the part of it that is solved, and the regions that outcomes are taken over.

pub mod boxes;
pub mod defect;
pub mod fold;
pub mod mesh;
pub mod regions;
pub mod symmetry;
pub mod untreated;
mod weighted;
