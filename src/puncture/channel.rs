//! One needle channel as a distance function: a tapered cylinder that ends in a point.

use super::decay::{END, decay};
use super::{ChannelParameters, Puncture};

/// Crush lengths after which killing is neglected: e⁻¹⁰ is 5·10⁻⁵. Leaving out the rest of the tail
/// costs 2·10⁻⁴ of the killed volume, and saves a third of the work.
const TAIL: f64 = 10.0;

/// Edge widths after which the void weight is nothing.
const EDGES: f64 = 0.5 * END as f64;

/// A puncture together with the constants of the puncture operator.
#[derive(Debug, Clone, Copy)]
pub struct Channel {
    /// Where the needle went.
    pub puncture: Puncture,
    /// How its passage injures.
    pub parameters: ChannelParameters<f64>,
}

/// The cross-section of a channel at one depth. Lengths in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Section {
    /// Radius of the hole after recoil.
    pub hole: f64,
    /// Distance over which killed cells fade away.
    pub crush: f64,
    /// Width of the hole's edge.
    pub edge: f64,
}

impl Channel {
    /// Distance of a point from the axis and its depth along the axis, both in mm.
    pub fn locate(&self, point: [f64; 3]) -> (f64, f64) {
        let Puncture { x, y, axis: [ax, ay, az], .. } = self.puncture;
        let [dx, dy, dz] = [point[0] - x, point[1] - y, point[2]];
        let depth = dx * ax + dy * ay + dz * az;
        let [rx, ry, rz] = [dx - depth * ax, dy - depth * ay, dz - depth * az];
        ((rx * rx + ry * ry + rz * rz).sqrt(), depth)
    }

    /// The cross-section at a depth along the axis; that of the point beyond the end.
    // r_n(z) = r_n min(1, (L − z)/l_tip);  r_h = kap_h r_n(z);  l_k = l_k (l_k0 + (1 − l_k0) r_n(z)/r_n)
    pub fn section(&self, depth: f64) -> Section {
        let ChannelParameters { recoil, crush_length, crush_floor, edge_sharpness, edge_floor, .. } =
            self.parameters;
        let left = self.puncture.depth - depth;
        // Also right for a needle without a taper.
        let taper = if left >= self.puncture.tip_length { 1.0 } else { left / self.puncture.tip_length };
        let taper = taper.max(0.0);
        let hole = recoil * self.puncture.radius * taper;
        Section {
            hole,
            crush: crush_length * (crush_floor + (1.0 - crush_floor) * taper),
            edge: edge_sharpness * hole + edge_floor,
        }
    }

    /// The cross-section of the shaft, above the taper.
    pub fn shaft(&self) -> Section {
        self.section(self.taper_depth())
    }

    /// Depth along the axis at which the taper begins (above the surface for a shallow puncture).
    pub fn taper_depth(&self) -> f64 {
        self.puncture.depth - self.puncture.tip_length
    }

    /// Whether the axis is the skin's normal.
    pub fn is_straight(&self) -> bool {
        self.slant() == 0.0
    }

    /// Sine of the axis's tilt.
    pub fn slant(&self) -> f64 {
        let [ax, ay, _] = self.puncture.axis;
        (ax * ax + ay * ay).sqrt()
    }

    /// Where the axis crosses a depth below the surface.
    pub fn crossing(&self, z: f64) -> [f64; 2] {
        let [ax, ay, az] = self.puncture.axis;
        [self.puncture.x + z * ax / az, self.puncture.y + z * ay / az]
    }

    /// Depth of the needle's point below the surface in mm.
    pub fn end_depth(&self) -> f64 {
        self.puncture.depth * self.puncture.axis[2]
    }

    /// Distance from the axis beyond which there is neither injury nor halo, in mm.
    pub fn reach(&self) -> f64 {
        self.reach_of(&self.shaft())
    }

    /// The same for one section. A quarter more than the halo, whose edge is drawn with some width.
    pub fn reach_of(&self, section: &Section) -> f64 {
        section.reach().max(1.25 * self.parameters.halo_distance)
    }

    /// Depth below the surface to which the channel reaches; its end is slanted when it is tilted.
    pub fn bottom(&self) -> f64 {
        self.end_depth() + self.reach() * self.slant()
    }
}

impl Section {
    /// Void weight w at a distance from the axis.
    // w = ½ (1 − tanh((r − r_h)/edge)), written as the same function 1/(1 + exp(2 (r − r_h)/edge))
    pub fn opened(&self, distance: f64) -> f64 {
        let edges = (distance - self.hole) / self.edge;
        let fading = decay(2.0 * edges.abs());
        if edges < 0.0 { 1.0 / (1.0 + fading) } else { fading / (1.0 + fading) }
    }

    /// Killed-cell fraction k at a distance from the axis.
    // k = 1 for r < r_h, else exp(−(r − r_h)/l_k)
    pub fn killed(&self, distance: f64) -> f64 {
        if distance < self.hole { 1.0 } else { decay((distance - self.hole) / self.crush) }
    }

    /// Distance from the axis beyond which nothing is injured.
    pub fn reach(&self) -> f64 {
        self.hole + (TAIL * self.crush).max(EDGES * self.edge)
    }
}
