//! What observers see of a run at one time: names and values, read only.

use crate::model::{FIELDS, Fields, SURFACE_FIELDS, SurfaceFields};

/// Part of the skin that outcomes are averaged over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    /// Papillary and reticular dermis.
    Dermis,
    /// Papillary dermis.
    Papillary,
    /// Reticular dermis.
    Reticular,
    /// Dermis within 150 µm of a channel axis, above the channel's end.
    Halo,
    /// Dermis inside the channels, weighted by how far a cell was opened.
    Channel,
    /// The surface.
    Surface,
}

impl Region {
    /// The regions of the volume.
    pub const VOLUME: [Region; 5] =
        [Region::Dermis, Region::Papillary, Region::Reticular, Region::Halo, Region::Channel];

    /// Name in columns.
    pub fn name(self) -> &'static str {
        match self {
            Region::Dermis => "dermis",
            Region::Papillary => "papillary",
            Region::Reticular => "reticular",
            Region::Halo => "halo",
            Region::Channel => "channel",
            Region::Surface => "surface",
        }
    }

    /// What the region is.
    pub fn meaning(self) -> &'static str {
        match self {
            Region::Dermis => "papillary and reticular dermis",
            Region::Papillary => "papillary dermis",
            Region::Reticular => "reticular dermis",
            Region::Halo => "dermis within 150 µm of a channel axis, above the channel's end",
            Region::Channel => "dermis inside the channels, weighted by how far a cell was opened",
            Region::Surface => "surface of the skin",
        }
    }
}

/// Volume means over one region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Means {
    /// Volume of the region relative to the whole grid; 0 while the region does not exist.
    pub share: f64,
    /// Means of the fields.
    pub fields: Fields<f64>,
    /// Means of the fields at rest over the same region.
    pub rest: Fields<f64>,
    /// Mean synthesis rate of collagen, rest collagen per day.
    pub collagen_synthesis: f64,
}

/// One time of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Day.
    pub time_day: f64,
    /// Means over the regions in the order of [`Region::VOLUME`].
    pub regions: [Means; 5],
    /// Means over the whole surface.
    pub surface: SurfaceFields<f64>,
    /// How far the epidermis has closed over the mouths of the last session's channels, 0 to 1; 1
    /// where there are none.
    pub mouth_closure: f64,
    /// Largest mean of scar-like collagen over a box in the dermis.
    pub scar_peak: f64,
    /// Thickness of the unwounded dermis, mm.
    pub dermis_mm: f64,
    /// Volume of collagen that a defect lacks or has too much of, mm³ per cm²; 0 without a defect.
    pub defect_volume_mm3_per_cm2: f64,
    /// How much less (or more) collagen a defect has than the dermis around it; 0 without a defect.
    pub defect_contrast: f64,
}

impl Snapshot {
    /// Means over a region of the volume (the dermis for the surface).
    pub fn means(&self, region: Region) -> &Means {
        let at = Region::VOLUME.iter().position(|other| *other == region).unwrap_or(0);
        &self.regions[at]
    }
}

/// Numbers of a [`Snapshot`] that change as the skin does.
pub(crate) const CHANGING: usize = Region::VOLUME.len() * (FIELDS + 1) + SURFACE_FIELDS + 4;

impl Snapshot {
    /// The numbers that change as the skin does; the others are the same from session to session.
    pub(crate) fn changing(&self) -> Vec<f64> {
        let regions = self
            .regions
            .iter()
            .flat_map(|means| means.fields.into_array().into_iter().chain([means.collagen_synthesis]));
        let surface = self.surface.into_array();
        let whole =
            [self.mouth_closure, self.scar_peak, self.defect_volume_mm3_per_cm2, self.defect_contrast];
        regions.chain(surface).chain(whole).collect()
    }

    /// The same skin on another day, when these are the numbers that change: by polynomials, so that what cannot be below
    /// nothing is lifted to it.
    pub(crate) fn on(&self, time_day: f64, changing: &[f64]) -> Self {
        // What is no number stays none.
        let mut next = changing.iter().map(|value| if *value < 0.0 { 0.0 } else { *value });
        let mut take = || next.next().unwrap_or(f64::NAN);
        let at_most = |most: f64, value: f64| if value > most { most } else { value };
        let regions = self.regions.map(|means| Means {
            fields: Fields::from_array(std::array::from_fn(|_| take())),
            collagen_synthesis: take(),
            ..means
        });
        Self {
            time_day,
            regions,
            surface: SurfaceFields::from_array(std::array::from_fn(|_| take())),
            mouth_closure: at_most(1.0, take()),
            scar_peak: take(),
            defect_volume_mm3_per_cm2: take(),
            defect_contrast: take(),
            dermis_mm: self.dermis_mm,
        }
    }
}
