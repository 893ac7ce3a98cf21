//! Averages over annuli around a straight channel.

use super::channel::Channel;
use super::footprint::Fractions;
use super::sampling::points;

/// Averages of a channel's section over the rings between successive radii.
pub(super) fn average(channel: &Channel, radii: &[f64], depth: f64) -> Vec<Fractions> {
    let section = channel.section(depth);
    let halo = channel.parameters.halo_distance;
    let step = (section.hole.max(0.25 * channel.shaft().hole) / 16.0).min(0.125 * section.crush);
    // k has a kink at the hole's edge and the halo ends abruptly: panels must not straddle either.
    let (inner, outer) = (section.hole.min(halo), section.hole.max(halo));
    radii
        .windows(2)
        .map(|ring| {
            let (from, to) = (ring[0], ring[1]);
            let bounds = [from, inner.clamp(from, to), outer.clamp(from, to), to];
            let mut sum = Fractions::default();
            for piece in bounds.windows(2).filter(|piece| piece[0] < piece[1]) {
                for (radius, weight) in points(piece[0], piece[1], step) {
                    let halo = if radius < halo { 1.0 } else { 0.0 };
                    let (opened, killed) = (section.opened(radius), section.killed(radius));
                    sum += Fractions { opened, killed, halo, span: 2.0 * section.hole * opened }
                        * (radius * weight);
                }
            }
            sum * (2.0 / (to * to - from * from))
        })
        .collect()
}
