//! Sites of the body: layer thicknesses and how firmly the skin meets a needle.

/// Layers of the skin at one site. Thicknesses in mm.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Name in the catalogue of sites.
    pub name: String,
    /// Stratum corneum.
    pub stratum_corneum_mm: f64,
    /// Viable epidermis below it.
    pub viable_epidermis_mm: f64,
    /// Papillary dermis.
    pub papillary_dermis_mm: f64,
    /// Reticular dermis.
    pub reticular_dermis_mm: f64,
    /// Upper subcutis kept as a buffer.
    pub subcutis_mm: f64,
    /// 0 soft to 1 firm: where in a device's range of true depth this site lies.
    pub firmness: f64,
    /// Where the thicknesses come from.
    pub source: String,
}
