//! Measures that no run of a study can give: told before anything is run.

use crate::error::{Error, Result};
use crate::scenario::{Geometry, Scenario};
use crate::snapshot::Region;
use crate::study::readout::measure::Measure;

/// Measures that are counted from the last session.
const AFTER_SESSIONS: [&str; 5] =
    ["gain_after_last", "gain_per_session", "gain_per_week", "scar_like_share", "scar_matrix_index"];
/// Measures of redness, which is seen in the papillary dermis.
const OF_REDNESS: [&str; 3] = ["redness_days", "downtime_days", "redness_or_barrier_days"];
/// Regions that a well-mixed dermis does not tell apart.
const LAYERS: [Region; 2] = [Region::Papillary, Region::Reticular];
/// Regions that needles make.
const OF_NEEDLES: [Region; 2] = [Region::Halo, Region::Channel];

/// Refuses measures that none of the scenarios can give.
///
/// # Errors
/// [`Error::Usage`] with the measure, the reason, and what to do.
pub fn check<'a>(measures: &[Measure], scenarios: impl Iterator<Item = &'a Scenario> + Clone) -> Result<()> {
    for measure in measures {
        let name = measure.name();
        let mut reasons = scenarios.clone().map(|scenario| reason(&name, scenario));
        // Lazily: of many runs the first that can give it settles the question.
        let Some(Some(first)) = reasons.next() else { continue };
        if reasons.all(|reason| reason.is_some()) {
            return Err(Error::Usage(format!("no run can give the measure `{name}`: {first}")));
        }
    }
    Ok(())
}

/// Why a scenario cannot give a measure, if it cannot.
fn reason(name: &str, scenario: &Scenario) -> Option<String> {
    let mixed = scenario.grid.geometry == Geometry::WellMixed;
    let untreated = scenario.sessions.is_empty();
    let column = name.split('@').next().unwrap_or(name);
    let region = column.rsplit_once('.').map(|(_, region)| region);
    let within = |regions: &[Region]| regions.iter().any(|known| Some(known.name()) == region);
    if mixed && (OF_REDNESS.contains(&name) || within(&LAYERS)) {
        let instead = match column.rsplit_once('.').filter(|_| within(&LAYERS)) {
            Some((outcome, _)) => format!("`{outcome}.{}`", Region::Dermis.name()),
            None => "`inflammation_days` or `barrier_days`".into(),
        };
        return Some(format!(
            "a well_mixed run has no layers of the dermis; take {instead}, or grid.geometry=cell or slab"
        ));
    }
    if untreated && (AFTER_SESSIONS.contains(&name) || within(&OF_NEEDLES)) {
        return Some("there are no sessions; give treatment.count=1 or more".into());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::OUTCOMES;
    use crate::simulation::{Eyes, Run};
    use crate::study::plan::Case;
    use crate::study::plan::base::Base;
    use crate::study::readout::Readout;
    use crate::study::readout::measure::MEASURES;
    use crate::study::readout::times::Times;

    /// What is refused is what runs leave empty, and nothing else: by every measure and column there is.
    #[test]
    fn what_is_refused_is_what_runs_leave_empty() {
        let text = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\nspacing_um = 100\n[run]\ndays = 1";
        let base = Base { name: "short".into(), text: text.into() };
        for changes in [&[][..], &["treatment.count=0"], &["grid.geometry=cell"]] {
            let changes: Vec<String> = changes.iter().map(|change: &&str| (*change).to_owned()).collect();
            let times = Times { after_last_days: 1.0, fixed_day: None };
            let mut readout = Readout::new(Vec::new(), Vec::new(), times);
            let scenario = base.scenario(&changes).unwrap();
            readout.measures = MEASURES.iter().map(Measure::Named).collect();
            let columns = OUTCOMES.iter().flat_map(|outcome| {
                let name = |region: &Region| format!("{}.{}", outcome.name, region.name());
                outcome.regions().iter().map(name)
            });
            readout.measures.extend(columns.map(|name| Measure::parse(&name).unwrap()));
            let mut run = Run::new(&scenario);
            let eyes = Eyes::on(&mut run, readout.days(&scenario));
            run.finish().unwrap();
            let values = readout.take(&eyes.seen(), &scenario);
            for (measure, value) in readout.measures.iter().zip(&values) {
                let refused = check(std::slice::from_ref(measure), std::iter::once(&scenario)).is_err();
                assert_eq!(refused, value.is_nan(), "{measure:?} {changes:?} {value}");
            }
            assert!(Case::new(&base, &changes, &readout, "short").is_ok());
        }
    }
}
