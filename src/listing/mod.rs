//! What the library knows, as tables: the model, devices, sites, patients, outcomes.

mod ensemble;
mod model;
mod table;
mod treatments;

pub use ensemble::ensemble;
pub use model::{fields, keys, measures, outcomes, parameters, steppers};
pub use table::Table;
pub use treatments::{agents, devices, indications, modifiers, precautions, sites};
