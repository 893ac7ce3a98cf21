//! Colours and dash patterns that read with any colour vision and in grey.

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Text and axes.
pub(super) const INK: Colour = [0x22, 0x22, 0x22];
/// What is drawn on.
pub(super) const PAPER: Colour = [0xff; 3];
/// Grid lines.
pub(super) const GRID: Colour = [0xe4, 0xe4, 0xe4];
/// Session marks.
pub(super) const MARK: Colour = [0x77, 0x77, 0x77];
/// Cells of a map without a value.
pub(super) const MISSING: Colour = [0xd0, 0xd0, 0xd0];
/// Dashes of session marks.
pub(super) const MARK_DASHES: &[f64] = &[4.0, 4.0];

/// Okabe and Ito's colours, without the yellow that fades on white.
const LINES: [Colour; 7] = [
    [0x00, 0x72, 0xb2],
    [0xd5, 0x5e, 0x00],
    [0x00, 0x9e, 0x73],
    [0xcc, 0x79, 0xa7],
    [0x00, 0x00, 0x00],
    [0xe6, 0x9f, 0x00],
    [0x56, 0xb4, 0xe9],
];

/// Pixels drawn and left out in turn.
const DASHES: [&[f64]; 7] = [
    &[],
    &[10.0, 4.0],
    &[2.5, 3.0],
    &[11.0, 3.0, 2.5, 3.0],
    &[5.0, 3.0],
    &[13.0, 3.0, 2.5, 3.0, 2.5, 3.0],
    &[6.0, 7.0],
];

/// Colour and dashes of the curve at `index`; all different for the first 49.
pub(super) fn line(index: usize) -> (Colour, &'static [f64]) {
    (LINES[index % LINES.len()], DASHES[(index + index / LINES.len()) % DASHES.len()])
}

/// The tint of the curve at `index`, for what lies around it.
pub(super) fn tint(index: usize) -> Colour {
    LINES[index % LINES.len()].map(|part| 255 - (255 - part) / 4)
}

/// Fill and edge of bands.
const BANDS: [(Colour, Colour); 4] = [
    ([0xdc, 0xef, 0xe2], [0x7f, 0xb8, 0x93]),
    ([0xf8, 0xe8, 0xd0], [0xcf, 0xa2, 0x5e]),
    ([0xde, 0xe6, 0xf5], [0x86, 0x9c, 0xcb]),
    ([0xf1, 0xe0, 0xee], [0xb9, 0x86, 0xb0]),
];

/// Fill and edge of the band at `index`.
pub(super) fn band(index: usize) -> (Colour, Colour) {
    BANDS[index % BANDS.len()]
}

/// Colours of points, apart from those of the first curves.
const POINTS: [Colour; 4] = [INK, [0x88, 0x22, 0x55], [0x33, 0x22, 0x88], [0x80, 0x70, 0x20]];

/// Colour of the points at `index`.
pub(super) fn points(index: usize) -> Colour {
    POINTS[index % POINTS.len()]
}

/// The viridis map at even steps; in between it is all but linear.
const VIRIDIS: [Colour; 17] = [
    [68, 1, 84],
    [72, 24, 106],
    [71, 45, 123],
    [66, 64, 134],
    [59, 82, 139],
    [51, 99, 141],
    [44, 114, 142],
    [38, 130, 142],
    [33, 145, 140],
    [31, 160, 136],
    [40, 174, 128],
    [63, 188, 115],
    [94, 201, 98],
    [132, 212, 75],
    [173, 220, 48],
    [216, 226, 25],
    [253, 231, 37],
];

/// Number of colours a map is drawn in.
pub(super) const SHADES: usize = 128;

/// Viridis colour of a shade from 0 to `SHADES` − 1.
pub(super) fn viridis(shade: usize) -> Colour {
    let place = shade.min(SHADES - 1) as f64 / (SHADES - 1) as f64 * (VIRIDIS.len() - 1) as f64;
    let below = (place as usize).min(VIRIDIS.len() - 2);
    let part = place - below as f64;
    let (a, b) = (VIRIDIS[below], VIRIDIS[below + 1]);
    std::array::from_fn(|i| ((1.0 - part) * f64::from(a[i]) + part * f64::from(b[i])).round() as u8)
}
