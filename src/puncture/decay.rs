//! e⁻ˣ from a short table: an injury takes millions of them, and libm's takes most of the time.

/// Table entries per unit.
const PER_UNIT: usize = 16;

/// Beyond this e⁻ˣ counts as nothing: it is 2·10⁻⁹.
pub(super) const END: usize = 20;

/// e^(−1/16).
const RATIO: f64 = 0.939_413_062_813_475_8;

/// Arguments this close below an entry count as it: where two entries meet their values differ in the
/// ninth digit, and rounding must not choose between them for mirror images.
const NEAR: f64 = 1e-9;

static TABLE: [f64; PER_UNIT * END] = table();

const fn table() -> [f64; PER_UNIT * END] {
    let mut table = [1.0; PER_UNIT * END];
    let mut i = 1;
    while i < table.len() {
        table[i] = table[i - 1] * RATIO;
        i += 1;
    }
    table
}

/// e⁻ˣ for x ≥ 0, to 10⁻⁸ of its value; 0 from `END` on.
// e^(−i/16) from the table times the series of the remainder: the next term is below (1/16)⁵/120.
pub(super) fn decay(x: f64) -> f64 {
    let entry = (x * PER_UNIT as f64 + NEAR) as usize;
    let Some(value) = TABLE.get(entry) else { return 0.0 };
    let remainder = x - entry as f64 * (1.0 / PER_UNIT as f64);
    value
        * (1.0
            - remainder
                * (1.0 - remainder * (1.0 / 2.0 - remainder * (1.0 / 6.0 - remainder * (1.0 / 24.0)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decays_as_the_exponential() {
        for i in 0..20_000 {
            let x = f64::from(i) * 1e-3;
            assert!((decay(x) / libm::exp(-x) - 1.0).abs() < 1e-8, "{x}");
        }
        assert_eq!(decay(0.0), 1.0);
        assert_eq!(decay(20.0), 0.0);
        assert_eq!(decay(1e300), 0.0);
    }
}
