//! Rate, newly made and total collagen side by side, region by region: which ratio can exceed five.

use serde::Serialize;

use crate::series::TimeSeries;
use crate::snapshot::Region;

/// What happened to the collagen of one region, each number with what it is relative to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CollagenOfRegion {
    /// The region.
    pub region: &'static str,
    /// Largest synthesis rate beyond that of rest, rest total collagen per day.
    pub synthesis_rate_highest: f64,
    /// Its day.
    pub synthesis_rate_highest_day: f64,
    /// The same and the rate of rest, over the rate of rest (the turnover of mature collagen); not a number
    /// where that is 0.
    pub synthesis_rate_over_rest: f64,
    /// Collagen made during the run beyond that of rest, rest total collagen.
    pub newly_made: f64,
    /// The same and what rest makes in that time, over what rest makes in that time.
    pub newly_made_over_rest: f64,
    /// Type I collagen at the end, relative to rest.
    pub type_i: f64,
    /// Type III collagen at the end, relative to rest.
    pub type_iii: f64,
    /// Total collagen at the end, relative to rest.
    pub total: f64,
    /// Largest total collagen of the run, relative to rest.
    pub total_highest: f64,
}

/// Every region that exists. `turnover` is the rate of rest, 1/day, and `end` the last day: what is seen just after a
/// session of that day comes later by a moment.
pub fn collagen_by_region(series: &TimeSeries, turnover: f64, end: f64) -> Vec<CollagenOfRegion> {
    Region::VOLUME.iter().filter_map(|region| of(series, region.name(), turnover, end)).collect()
}

fn of(series: &TimeSeries, region: &'static str, turnover: f64, end: f64) -> Option<CollagenOfRegion> {
    let known = |outcome: &str| -> Option<Vec<(f64, f64)>> {
        let column = series.column(&format!("{outcome}.{region}"))?;
        let rows = series.time_day.iter().zip(&column.values).filter(|(_, value)| value.is_finite());
        Some(rows.map(|(&day, &value)| (day, value)).collect())
    };
    let last = |outcome: &str| known(outcome)?.into_iter().rfind(|(day, _)| *day <= end);
    let highest = |outcome: &str| known(outcome)?.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let (synthesis_rate_highest_day, synthesis_rate_highest) = highest("collagen_synthesis_rate")?;
    let (days, newly_made) = last("collagen_new")?;
    let made_at_rest = turnover * days;
    Some(CollagenOfRegion {
        region,
        synthesis_rate_highest,
        synthesis_rate_highest_day,
        synthesis_rate_over_rest: (synthesis_rate_highest + turnover) / turnover,
        newly_made,
        newly_made_over_rest: (newly_made + made_at_rest) / made_at_rest,
        type_i: last("collagen_i")?.1,
        type_iii: last("collagen_iii")?.1,
        total: last("collagen_total")?.1,
        total_highest: highest("collagen_total")?.1,
    })
}
