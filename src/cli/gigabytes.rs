//! `--memory`, as every command has it.

/// What the flag's value is called.
pub const GIGABYTES: &str = "GB";

/// Bytes of so many GB.
pub fn gigabytes(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| *number > 0.0 && number.is_finite());
    number.map(|number| 1e9 * number).ok_or_else(|| "--memory must be a number of GB above 0, as 4".into())
}
