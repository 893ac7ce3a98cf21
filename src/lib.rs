//! A skin-healing simulation engine: punctures, inflammation, repair and collagen on a grid.
//!
//! Research tool, not medical advice.
//!
//! Five parts, joined by [`simulation`]: the **grid and fields** and the **time integration**
//! ([`numerics`]), the **equations** ([`model`]), the **observers** ([`outcome`], [`output`],
//! `plot`), and the **setup** ([`scenario`] with [`puncture`], [`site`], [`patient`],
//! [`treatment`]). On top, [`validation`] holds the model against published findings, and [`study`]
//! runs many simulations to answer one question.
//!
//! ```
//! use dermis::{scenario::Scenario, simulation::Simulation};
//!
//! let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"cell\"\nspacing_um = 50";
//! let (scenario, _warnings) = Scenario::parse("one session", text, &["run.days=84".into()])?;
//! let result = Simulation::new(&scenario).run(&mut |_day, _work| ())?;
//! let collagen = result.series.column("collagen_total.dermis").expect("in the catalogue");
//! assert!(collagen.values.last() > Some(&1.03));
//! # dermis::Result::Ok(())
//! ```
#![warn(missing_docs)]
#![deny(unreachable_pub)]
#![forbid(unsafe_code)]

pub mod cancel;
pub mod checkpoint;
pub mod dataset;
pub mod ensemble;
pub mod error;
pub mod exchange;
pub mod figure;
pub mod files;
pub mod indication;
pub mod job;
pub mod listing;
pub mod outcome;
pub mod output;
pub mod parameters;
pub mod patient;
#[cfg(feature = "plots")]
pub mod plot;
pub mod precaution;
pub mod profile;
pub mod provenance;
pub mod puncture;
pub mod random;
pub mod report;
pub mod results;
pub mod scenario;
pub mod series;
pub mod simulation;
pub mod site;
pub mod snapshot;
pub mod study;
pub mod tidy;
pub mod topical;
pub mod treatment;
pub mod units;
pub mod validation;
pub mod version;
pub mod visible;

pub use dermis_model as model;
pub use dermis_numerics as numerics;
pub use dermis_quantities as quantities;
pub use error::{Error, Result};
