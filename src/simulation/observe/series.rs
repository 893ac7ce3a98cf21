//! Outcomes over time.

use super::schedule::SAME;
use super::{Days, Observer, View};
use crate::error::Result;
use crate::numerics::{Reader, Writer};
use crate::outcome::Recorder;
use crate::snapshot::Snapshot;

/// How much later the skin just after a session is kept than the skin just before, days: what jumps up with the
/// needles is there from the first.
pub const MOMENT: f64 = 2.0 * SAME;

impl Observer for Recorder {
    fn look(&mut self, view: &View<'_>) -> Result<()> {
        let snapshot = view.snapshot();
        match view.session() {
            None => self.record(snapshot),
            Some(_) => {
                let time_day = snapshot.time_day + MOMENT;
                self.record(&Snapshot { time_day, ..snapshot.clone() });
            }
        }
        Ok(())
    }

    fn save(&self, to: &mut Writer) {
        let series = self.series();
        to.numbers(&series.time_day);
        series.columns.iter().for_each(|column| to.numbers(&column.values));
    }

    fn load(&mut self, from: &mut Reader<'_>, days: &Days<'_>) -> Result<()> {
        let times = from.up_to(days.looks())?;
        let kept = |values: Vec<f64>| {
            let pairs = times.iter().zip(values);
            pairs.filter(|(time, _)| days.have(**time)).map(|(_, value)| value).collect::<Vec<f64>>()
        };
        let columns = self.series().columns.len();
        let columns = (0..columns).map(|_| Ok(kept(from.numbers(times.len())?)));
        let columns = columns.collect::<Result<Vec<_>>>()?;
        self.refill(kept(times.clone()), columns);
        Ok(())
    }
}
