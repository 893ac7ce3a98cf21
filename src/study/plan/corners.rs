//! The corners of a box of inputs, tried before anything is run: what does not fit is seen here.

use rayon::prelude::*;

use crate::error::Result;
use crate::scenario::Scenario;
use crate::study::plan::Case;
use crate::study::plan::base::Base;
use crate::study::plan::input::Input;
use crate::study::plan::names;
use crate::study::readout::Readout;

/// Fields of which every combination of ends is tried; of more only some.
const MOST_FIELDS: u32 = 6;

/// Puts fields at their ends, and where `subsets` may be run at the scenario's own values too, in every
/// combination, and gives the scenarios. A parameter within its plausible range suits any scenario, so only
/// fields are moved. Beyond six fields it is all at one end, and each alone at either.
///
/// # Errors
/// What is wrong with the scenario at a corner.
pub(crate) fn check(
    base: &Base,
    changes: &[String],
    inputs: &[Input],
    readout: &Readout,
    subsets: bool,
) -> Result<Vec<Scenario>> {
    let fields: Vec<&Input> = inputs.iter().filter(|input| names::parameter(&input.name).is_none()).collect();
    let case = |corner: &Vec<Option<bool>>| {
        let moved = fields.iter().zip(corner).filter_map(|(field, end)| {
            end.map(|high| field.change(if high { field.high } else { field.low }))
        });
        let moved: Vec<String> = moved.collect();
        let whose = format!("the corner {}", moved.join(", "));
        let whose = if moved.is_empty() { "the scenario itself" } else { &whose };
        Case::new(base, &[changes, &moved].concat(), readout, whose).map(|case| case.scenario)
    };
    // In order, so that the first that is wrong is told whatever the threads.
    let found: Vec<Result<Scenario>> = corners(fields.len(), subsets).par_iter().map(case).collect();
    found.into_iter().collect()
}

/// Which end each field is at; nowhere for its own value.
fn corners(fields: usize, subsets: bool) -> Vec<Vec<Option<bool>>> {
    let ends: &[Option<bool>] =
        if subsets { &[Some(false), Some(true), None] } else { &[Some(false), Some(true)] };
    if fields as u32 <= MOST_FIELDS {
        let count = ends.len().pow(fields as u32);
        let at = |corner: usize, field: usize| ends[corner / ends.len().pow(field as u32) % ends.len()];
        return (0..count).map(|corner| (0..fields).map(|field| at(corner, field)).collect()).collect();
    }
    let mut corners: Vec<Vec<Option<bool>>> = ends.iter().map(|end| vec![*end; fields]).collect();
    for field in 0..fields {
        for base in [Some(false), Some(true)] {
            let mut corner = vec![base; fields];
            corner[field] = base.map(|high| !high);
            corners.push(corner);
        }
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_of_few_and_some_of_many() {
        assert_eq!(corners(0, false), [[]]);
        assert_eq!(corners(2, false).len(), 4);
        assert_eq!(corners(2, true).len(), 9);
        assert!(corners(2, true).contains(&vec![Some(true), None]));
        assert_eq!(corners(9, false).len(), 2 + 18);
    }
}
