//! Punctures: where a device cuts tissue. Knows nothing of fields or healing.
//!
//! A session is done with a [`Tool`]: needles of a [`Device`], or a wound. Channels ([`Puncture`]) become
//! averages over grid cells ([`Injury`]). [`catalogue`] alone knows devices by their names.

mod area;
mod array;
pub mod catalogue;
pub mod channel;
mod decay;
pub mod device;
mod footprint;
mod needling;
pub mod open;
pub mod parameters;
pub mod pattern;
pub mod pen;
mod plane;
pub mod quadrature;
mod rings;
pub mod roller;
mod sampling;
pub mod single_needle;
pub mod stamp;
pub mod technique;
mod tool;
pub mod wounds;

use ndarray::{Array2, Array3};

pub use area::TreatedArea;
pub use array::{OwnArray, pitch_mm, ring, row};
pub use channel::Channel;
pub use device::{Device, Preset};
pub use needling::Needling;
pub use parameters::ChannelParameters;
pub use pattern::Pattern;
pub use pen::PEN;
pub use quadrature::{Lateral, injure};
pub use roller::{HOME_ROLLER, ROLLER};
pub use single_needle::SINGLE_NEEDLE;
pub use stamp::STAMP;
pub use technique::{Motion, Technique};
pub use tool::{About, Tool};
pub use wounds::{Abrasion, Core, Incision};

/// One needle channel. Lengths in mm; the axis starts at (x, y) on the surface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Puncture {
    /// Position on the surface.
    pub x: f64,
    /// Position on the surface.
    pub y: f64,
    /// True depth along the axis.
    pub depth: f64,
    /// Shaft radius.
    pub radius: f64,
    /// Length of the tapered tip.
    pub tip_length: f64,
    /// Unit vector of the axis, pointing into the skin (z positive).
    pub axis: [f64; 3],
}

/// What one session cut, as averages over grid cells. Shapes (z, y, x) and (y, x).
#[derive(Debug, Clone, PartialEq)]
pub struct Injury {
    /// Killed-cell fraction, 1 − Π(1 − K).
    pub killed: Array3<f64>,
    /// Opened (void) fraction, 1 − Π(1 − W).
    pub opened: Array3<f64>,
    /// Cut matrix fraction, 1 − Π(1 − f_cut W).
    pub cut: Array3<f64>,
    /// Clot-filled fraction, as `cut` but only of channels that bleed.
    pub bled: Array3<f64>,
    /// Opened fraction times the width of the opening, mm.
    pub span: Array3<f64>,
    /// Opened fraction of the surface.
    pub opened_surface: Array2<f64>,
    /// Opened fraction of the surface times the depth of what was opened, mm.
    pub mouth_length: Array2<f64>,
    /// Fraction of the cell within the halo distance of a channel axis, above its end.
    pub halo: Array3<f64>,
    /// Debris that reaches a cell for each of what its own dead leave: more than 1 in a mixed cell alone, which has no
    /// cells above it.
    pub debris: f64,
}

impl Injury {
    /// The injury where only a share of the skin is injured like this.
    #[must_use]
    pub fn scaled(mut self, share: f64) -> Self {
        for part in [&mut self.opened_surface, &mut self.mouth_length] {
            part.mapv_inplace(|part| part * share);
        }
        self.scaled_below(share)
    }

    /// A share of the injury below the surface, which is opened as before.
    #[must_use]
    pub fn scaled_below(mut self, share: f64) -> Self {
        let Self { killed, opened, cut, bled, span, halo, .. } = &mut self;
        for part in [killed, opened, cut, bled, span, halo] {
            part.mapv_inplace(|part| part * share);
        }
        self
    }

    /// The injury of a mixed cell with what the epidermis above it adds: debris and clot, each for one of the cell's
    /// own.
    #[must_use]
    pub fn below_epidermis(mut self, debris: f64, clot: f64) -> Self {
        self.debris += debris;
        self.bled.mapv_inplace(|bled| (bled * (1.0 + clot)).min(1.0));
        self
    }
}
