//! Predictive bands of studies: courses once more for each draw of an ensemble, and what the draws say of measures,
//! of differences, and of what is worth measuring.

pub mod bands;
pub(in crate::study) mod courses;
pub mod coverage;
pub(in crate::study) mod differences;
pub(in crate::study) mod information;
pub(in crate::study) mod off;
pub mod single;

use std::collections::BTreeSet;

use crate::ensemble::{Asked, Layers, Sample, USUAL_DRAWS};
use crate::error::Result;
use crate::study::cohort::{Arm, Drawn, Population};
use crate::study::plan::base::Base;
use crate::study::plan::stated;
use crate::study::sweep::usual_seed;

/// The draws that a study takes, what they leave alone, and whom they treat.
#[derive(Debug)]
pub(in crate::study) struct Members {
    /// The draws.
    pub sample: Sample,
    stated: BTreeSet<String>,
    people: Option<People>,
}

/// One person a draw.
#[derive(Debug)]
struct People {
    drawn: Drawn,
    population: Population,
}

impl Members {
    /// Of what is asked for; nothing where no ensemble is. What a scenario, a change or an arm states is left alone
    /// everywhere, so that draws differ between courses in nothing else.
    ///
    /// # Errors
    /// As for [`Asked::sample`]; an arm under which people would not be the same.
    pub(in crate::study) fn new(
        asked: &Asked<'_>,
        bases: &[&Base],
        changes: &[String],
        arms: &[Arm],
    ) -> Result<Option<Self>> {
        let Some(sample) = asked.sample(USUAL_DRAWS, Layers::OF_MODEL)? else { return Ok(None) };
        let set = arms.iter().flat_map(|arm| &arm.changes).chain(changes).map(String::as_str);
        let stated = stated::names(bases.iter().copied(), set);
        let people = sample.layers.people.then(|| People::new(bases, changes, arms)).transpose()?;
        Ok(Some(Self { sample, stated, people }))
    }

    /// Everything that the nth draw changes in a scenario, by arm.
    ///
    /// # Errors
    /// A trait of a person that no scenario can have.
    pub(in crate::study) fn changes(
        &self,
        nth: usize,
        base: &Base,
        changes: &[String],
        arms: &[Arm],
    ) -> Result<Vec<Vec<String>>> {
        let all = [changes, &self.sample.changes(nth, |name| self.stated.contains(name))].concat();
        match &self.people {
            None => Ok(arms.iter().map(|arm| [&all[..], &arm.changes].concat()).collect()),
            Some(people) => Ok(people.population.patient(nth as u32 + 1, base, &all, arms)?.changes),
        }
    }

    /// Parameters that the draws vary.
    pub(in crate::study) fn drawn(&self) -> Vec<String> {
        self.sample.drawn(|name| self.stated.contains(name))
    }

    /// Parameters that stay as stated.
    pub(in crate::study) fn kept(&self) -> Vec<String> {
        self.sample.kept(|name| self.stated.contains(name))
    }

    /// A line or two for people.
    pub(in crate::study) fn text(&self) -> String {
        let people = self.people.as_ref().map(|people| format!("\n{}", people.drawn.text()));
        format!("{}{}", self.sample.text(&self.kept()), people.unwrap_or_default())
    }
}

impl People {
    /// The usual draws of a cohort, without what any of the scenarios states.
    fn new(bases: &[&Base], changes: &[String], arms: &[Arm]) -> Result<Self> {
        let mut each = bases.iter().map(|base| Drawn::usual(base, changes, arms, false));
        let mut drawn = each.next().unwrap_or_default();
        for other in each {
            drawn.draws.retain(|draw| other.draws.contains(draw));
            drawn.correlations.retain(|pair| other.correlations.contains(pair));
            drawn.kept.extend(other.kept);
        }
        drawn.kept.sort_unstable();
        drawn.kept.dedup();
        let population = Population::new(&drawn.draws, &drawn.correlations, usual_seed())?;
        arms.iter().try_for_each(|arm| population.composes(arm))?;
        Ok(Self { drawn, population })
    }
}
