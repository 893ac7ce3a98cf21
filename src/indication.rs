//! What is treated: the matrix that a defect lacks or has too much of, as a starting state.

/// Where the matrix differs from normal skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// In the whole dermis.
    Everywhere,
    /// A bowl below the surface, deepest in the middle.
    Bowl,
    /// A straight band along y.
    Band,
    /// A ring around a hair follicle; in a slab its two walls.
    Ring,
}

/// One indication. Lengths in mm; shares are of normal total collagen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indication {
    /// Name in scenarios.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// What supports it, and what is assumed.
    pub source: &'static str,
    /// Where it lies.
    pub shape: Shape,
    /// Width; of a ring, its outer diameter.
    pub width_mm: f64,
    /// Depth below the dermo-epidermal junction.
    pub depth_mm: f64,
    /// Share of collagen that is missing in the papillary dermis.
    pub missing_papillary: f64,
    /// Share of collagen that is missing in the reticular dermis.
    pub missing_reticular: f64,
    /// Share of the collagen that is there which is scar-like.
    pub scar_like: f64,
    /// Scar-like collagen beyond what normal skin has.
    pub excess: f64,
}

/// Thickness of a ring's wall, mm. Assumed: the sheath around a follicle.
const WALL_MM: f64 = 0.2;

const NONE: Indication = Indication {
    name: "",
    meaning: "",
    source: "",
    shape: Shape::Everywhere,
    width_mm: 2.0,
    depth_mm: 6.0,
    missing_papillary: 0.0,
    missing_reticular: 0.0,
    scar_like: 0.0,
    excess: 0.0,
};

/// Every indication, in the order of the documentation.
pub const INDICATIONS: [Indication; 5] = [
    Indication {
        name: "photoaged_skin",
        meaning: "fine lines: less collagen in the whole dermis, most of it missing below the epidermis",
        source: "papillary -20 %: collagen I took 75 % of the field in photo-aged skin and 94 % after ten months of \
                 tretinoin [eldomyati2004]; assumed: reticular -10 %",
        missing_papillary: 0.2,
        missing_reticular: 0.1,
        ..NONE
    },
    Indication {
        name: "atrophic_acne_scar",
        meaning: "a depressed bowl of missing and scar-like matrix",
        source: "treated in [eldomyati2015b] and 58 studies [juhasz2020]; assumed: 2 mm wide, 0.8 mm deep, 40 % missing in \
                 the middle, 30 % of the rest scar-like; no measurement found",
        shape: Shape::Bowl,
        depth_mm: 0.8,
        missing_papillary: 0.4,
        missing_reticular: 0.4,
        scar_like: 0.3,
        ..NONE
    },
    Indication {
        name: "stretch_mark",
        meaning: "a linear band that lacks matrix through the dermis",
        source: "treated in [aust2008]; assumed: 2 mm wide, 25 % missing through the dermis, elastin left as it is; no \
                 measurement found",
        shape: Shape::Band,
        missing_papillary: 0.25,
        missing_reticular: 0.25,
        ..NONE
    },
    Indication {
        name: "enlarged_pore",
        meaning: "a ring of less collagen around a hair follicle; the follicle itself is not modelled",
        source: "named among indications of needling in a review [alster2018]; assumed: outer diameter 0.8 mm, wall 0.2 mm, \
                 0.6 mm deep, 30 % missing; no measurement found",
        shape: Shape::Ring,
        width_mm: 0.8,
        depth_mm: 0.6,
        missing_papillary: 0.3,
        missing_reticular: 0.3,
        ..NONE
    },
    Indication {
        name: "hypertrophic_scar",
        meaning: "a band of excess aligned matrix, as after a burn",
        source: "treated in 58 studies of scars [juhasz2020]; assumed: 3 mm wide through the dermis, half as much collagen \
                 again, all of it scar-like; no measurement found",
        shape: Shape::Band,
        width_mm: 3.0,
        excess: 0.5,
        ..NONE
    },
];

impl Indication {
    /// How far a point belongs to the defect, 0 to 1: `across` from the middle along x, `distance` from
    /// the middle on the surface, `below` the dermo-epidermal junction, all in mm.
    pub fn weight(&self, across: f64, distance: f64, below: f64) -> f64 {
        let half = 0.5 * self.width_mm;
        let inside = |yes: bool| f64::from(u8::from(yes));
        match self.shape {
            Shape::Everywhere => 1.0,
            Shape::Bowl => {
                let (r, z) = (distance / half, below / self.depth_mm);
                (1.0 - r * r - z * z).max(0.0)
            }
            Shape::Band => inside(across.abs() <= half && below <= self.depth_mm),
            Shape::Ring => inside((half - WALL_MM..=half).contains(&distance) && below <= self.depth_mm),
        }
    }
}
