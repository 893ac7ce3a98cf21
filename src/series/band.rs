//! Quantiles of an outcome over time: plain data between studies, tables and plots.

/// Between which values nine tenths of the draws of an ensemble lie, and their median.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnBand {
    /// The column, `<outcome>.<region>`.
    pub column: String,
    /// Days, increasing.
    pub days: Vec<f64>,
    /// 5 % quantile, one a day; `NaN` where no draw has a value.
    pub low: Vec<f64>,
    /// Median.
    pub median: Vec<f64>,
    /// 95 % quantile.
    pub high: Vec<f64>,
}

/// The band of that column.
pub fn find<'b>(bands: &'b [ColumnBand], column: &str) -> Option<&'b ColumnBand> {
    bands.iter().find(|band| band.column == column)
}
