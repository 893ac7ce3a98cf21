//! Round numbers along an axis.
//!
//! A tick is a whole number n and a power of ten k; its label is built from the digits of n, so that it
//! never shows a rounding error.

/// Values larger than this are drawn as missing: spans of them are no longer numbers.
const LARGEST: f64 = 1e300;
/// Values smaller than this are drawn as zero.
const SMALLEST: f64 = 1e-290;
/// A span smaller than this part of the values is drawn as constant.
const SMALLEST_SPAN: f64 = 1e-7;
/// A range of results is no smaller than this part of the largest: less is what tolerances leave.
const LEAST_PART: f64 = 1e-3;

/// Whether a value can be drawn.
pub(super) fn drawable(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// Smallest and largest drawable value; none if there is no such value.
pub(super) fn span(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|&v| drawable(v)).fold(None, |span, v| match span {
        None => Some((v, v)),
        Some((lo, hi)) => Some((v.min(lo), v.max(hi))),
    })
}

/// A range that an axis can show: a constant is put in the middle of a range around it.
pub(super) fn widen(span: Option<(f64, f64)>) -> (f64, f64) {
    let Some((lo, hi)) = span else { return (0.0, 1.0) };
    let largest = lo.abs().max(hi.abs());
    if largest < SMALLEST {
        (0.0, 1.0)
    } else if hi - lo > SMALLEST_SPAN * largest {
        (lo, hi)
    } else {
        (lo - 0.1 * largest, hi + 0.1 * largest)
    }
}

/// A range for results, which carry errors: it is never smaller than `floor`, nor than a thousandth of the
/// largest value, so that rounding and what a tolerance leaves are drawn flat. It does not grow past zero.
pub(super) fn beyond_noise(values: Option<(f64, f64)>, floor: f64) -> (f64, f64) {
    let Some((first, last)) = values else { return widen(None) };
    let (lo, hi) = widen(values);
    let least = floor.max(LEAST_PART * first.abs().max(last.abs()));
    if hi - lo >= least || !drawable(least) {
        return (lo, hi);
    }
    let middle = 0.5 * (lo + hi);
    if first >= 0.0 && middle < 0.5 * least {
        (0.0, least)
    } else if last <= 0.0 && middle > -0.5 * least {
        (-least, 0.0)
    } else {
        (middle - 0.5 * least, middle + 0.5 * least)
    }
}

/// The range, from or to zero where that adds no more than `part` of it.
pub(super) fn reach_zero((lo, hi): (f64, f64), part: f64) -> (f64, f64) {
    if lo > 0.0 && lo < part * hi {
        (0.0, hi)
    } else if hi < 0.0 && hi > part * lo {
        (lo, 0.0)
    } else {
        (lo, hi)
    }
}

/// Values with labels, at most `most` of them where that is two or more, with steps of 1, 2 or 5; `whole`
/// ones are whole numbers.
pub(super) fn ticks((lo, hi): (f64, f64), most: usize, whole: bool) -> Vec<(f64, String)> {
    // A little less, so that rounding does not double the step.
    let rough = (hi - lo) / most.max(2) as f64 * (1.0 - 1e-6);
    let rough = if whole { rough.max(1.0 - 1e-6) } else { rough };
    let mut k = libm::floor(libm::log10(rough)) as i32;
    let mut unit = [1, 2, 5].into_iter().find(|&m| decimal(m, k) >= rough).unwrap_or(10);
    if unit == 10 {
        (unit, k) = (1, k + 1);
    }
    let step = decimal(unit, k);
    // Ends that are ticks but for rounding count as ticks.
    let (first, last) = ((lo / step - 1e-6).ceil() as i64, (hi / step + 1e-6).floor() as i64);
    let numbers: Vec<i64> = (first..=last).map(|i| i * unit).collect();
    let exponent = common_exponent(&numbers, k);
    numbers.into_iter().map(|n| (decimal(n, k), label(n, k, exponent))).collect()
}

/// The double nearest to n·10^k.
fn decimal(n: i64, k: i32) -> f64 {
    format!("{n}e{k}").parse().unwrap_or(0.0)
}

/// Power of ten to set apart, 0 where plain decimals are short enough.
fn common_exponent(numbers: &[i64], k: i32) -> i32 {
    let largest = numbers.iter().map(|n| n.unsigned_abs()).max().unwrap_or(0);
    let leading = k + largest.max(1).ilog10() as i32;
    if k >= -4 && leading < 5 { 0 } else { leading }
}

fn label(n: i64, k: i32, exponent: i32) -> String {
    if n == 0 {
        return "0".to_string();
    }
    let places = (exponent - k).max(0) as usize;
    let zeros = (k - exponent).max(0) as usize;
    let mut digits = format!("{:0>width$}", n.unsigned_abs(), width = places + 1) + &"0".repeat(zeros);
    if places > 0 {
        digits.insert(digits.len() - places, '.');
    }
    let sign = if n < 0 { "−" } else { "" };
    let power = if exponent == 0 { String::new() } else { format!("×10{}", superscript(exponent)) };
    format!("{sign}{digits}{power}")
}

fn superscript(number: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = |c: char| c.to_digit(10).map_or('⁻', |digit| DIGITS[digit as usize]);
    number.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(range: (f64, f64), most: usize) -> Vec<String> {
        ticks(range, most, false).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn labels_are_round_and_short() {
        assert_eq!(labels((0.0, 0.5), 5), ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(labels((-1.0, 1.2), 3), ["−1", "0", "1"]);
        assert_eq!(labels((0.0, 90000.0), 2), ["0", "50000"]);
        assert_eq!(labels((0.0, 3e-7), 3), ["0", "1×10⁻⁷", "2×10⁻⁷", "3×10⁻⁷"]);
        assert_eq!(labels((0.0, 1.6e6), 4), ["0", "0.5×10⁶", "1.0×10⁶", "1.5×10⁶"]);
    }

    #[test]
    fn whole_numbers_have_whole_ticks() {
        let labels = |range, most| -> Vec<String> {
            ticks(range, most, true).into_iter().map(|(_, label)| label).collect()
        };
        assert_eq!(labels((1.98, 4.02), 18), ["2", "3", "4"]);
        assert_eq!(labels((2.7, 3.3), 18), ["3"]);
        assert_eq!(labels((0.0, 30.0), 4), ["0", "10", "20", "30"]);
    }

    #[test]
    fn noise_is_drawn_flat() {
        let wide = |lo: f64, hi: f64, floor: f64| beyond_noise(Some((lo, hi)), floor);
        let (lo, hi) = wide(0.927_759_1, 0.927_759_3, 0.0);
        assert!(((hi - lo) - 0.927_759_3e-3).abs() < 1e-12 && lo < 0.9277 && hi > 0.928);
        assert_eq!(wide(0.0, 4e-5, 1e-3), (0.0, 1e-3));
        assert_eq!(wide(-4e-5, -1e-6, 1e-3), (-1e-3, 0.0));
        assert_eq!(wide(-2e-14, 2e-14, 0.1), (-0.05, 0.05));
        assert_eq!(wide(1.0, 2.0, 0.1), (1.0, 2.0));
        assert_eq!(wide(10.0, 10.0, 0.0), (9.0, 11.0));
        assert_eq!(beyond_noise(None, 3.0), (0.0, 1.0));
    }

    #[test]
    fn every_span_becomes_a_range() {
        assert_eq!(widen(None), (0.0, 1.0));
        assert_eq!(widen(span([f64::NAN, f64::INFINITY])), (0.0, 1.0));
        assert_eq!(widen(span([0.0, f64::NAN, 1e-310])), (0.0, 1.0));
        assert_eq!(widen(span([10.0])), (9.0, 11.0));
        assert_eq!(widen(span([2.0, -1.0])), (-1.0, 2.0));
        assert_eq!(reach_zero((0.1, 1.0), 0.3), (0.0, 1.0));
        assert_eq!(reach_zero((0.9, 1.0), 0.3), (0.9, 1.0));
    }
}
