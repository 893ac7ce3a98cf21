//! What is put on the skin: how it gets in, binds and is cleared, and what it does there.
//!
//! A field over depth, averaged along the surface: within the hours of an application an agent spreads
//! further than channels are apart. Knows nothing of the healing model but its parameters.

mod agent;
mod layers;

pub use agent::{AGENTS, Agent, Application, Effect, Topical};
pub use layers::{Amounts, Depths, Layers};
