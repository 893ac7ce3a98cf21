//! The tables of a posterior.

use super::Posterior;
use super::diagnostics::Mixing;
use super::emulator::dot;
use super::sample::{Sampled, State};
use crate::ensemble::{CHECK, DISCREPANCY, DRAW};
use crate::study::calibrate::evidence::checks;
use crate::study::calibrate::evidence::points::Held;
use crate::study::statistics::{deviation, mean, sample_quantile, sorted};
use crate::tidy::{Cells, Tidy, TidyColumn};

/// Ends of the middle 90 %.
const ENDS: [f64; 2] = [0.05, 0.95];
/// A parameter whose width is less than this of its prior's is told by the targets.
const NARROWED: f64 = 0.8;
/// Parameters and directions that are told to people.
const TOLD: usize = 12;

fn numbers(name: &str, unit: &str, meaning: &str, values: Vec<f64>) -> TidyColumn {
    TidyColumn::numbers(name, unit, meaning, values)
}

/// So many of all states, evenly spread over rounds and chains; states again where there are fewer.
pub(super) fn chosen(sampled: &Sampled, draws: usize) -> Vec<&State> {
    let all: Vec<&State> = sampled.states().collect();
    (0..draws).map(|nth| all[(2 * nth + 1) * all.len() / (2 * draws)]).collect()
}

/// `ensemble`: one row a draw.
pub(super) fn ensemble(work: &Posterior<'_>, draws: &[&State]) -> Tidy {
    let count = work.prior.len();
    let mut columns =
        vec![numbers(DRAW, "", "number of the draw, from 1", (1..=draws.len()).map(|n| n as f64).collect())];
    columns.extend(work.prior.iter().enumerate().map(|(at, coordinate)| {
        let unit = crate::study::plan::names::unit(&coordinate.name);
        let values = draws.iter().map(|draw| coordinate.value(draw.point[at])).collect();
        numbers(&coordinate.name, unit, "value of the parameter", values)
    }));
    columns.extend(work.discrepancies.observables.iter().enumerate().map(|(at, key)| {
        let values = draws.iter().map(|draw| work.discrepancies.sd * draw.point[count + at]).collect();
        let meaning = "natural logarithm of the factor that the model's values of the observable lack";
        numbers(&format!("{DISCREPANCY}{key}"), "1", meaning, values)
    }));
    columns.extend(checks(&work.suite).zip(&work.bands).enumerate().map(|(at, ((target, check), band))| {
        let values = draws.iter().map(|draw| band.value(draw.read.places[at])).collect();
        let name = format!("{CHECK}{}.{}", target.id, check.name);
        numbers(&name, &check.unit, "the model's value of the check, without discrepancy", values)
    }));
    Tidy { name: "ensemble".into(), columns }
}

/// Every number of every round, by chain.
fn along(sampled: &Sampled, of: impl Fn(&State) -> f64) -> Vec<Vec<f64>> {
    sampled.rounds.iter().map(|round| round.iter().map(&of).collect()).collect()
}

/// `posterior`: one row a parameter or discrepancy.
pub(super) fn posterior(work: &Posterior<'_>, sampled: &Sampled) -> Tidy {
    let count = work.prior.len();
    let all = count + work.discrepancies.observables.len();
    let states: Vec<&State> = sampled.states().collect();
    let value = |at: usize, z: f64| match work.prior.get(at) {
        Some(coordinate) => coordinate.value(z),
        None => libm::exp(work.discrepancies.sd * z),
    };
    let z = |at: usize| states.iter().map(|state| state.point[at]).collect::<Vec<f64>>();
    let quantiles = |share: f64| {
        (0..all).map(|at| value(at, sample_quantile(&sorted(&z(at)), share))).collect::<Vec<f64>>()
    };
    let before = |share: f64| {
        let z = crate::random::normal::quantile(share);
        (0..all).map(|at| value(at, z)).collect::<Vec<f64>>()
    };
    let widths: Vec<f64> = (0..all).map(|at| deviation(&z(at))).collect();
    let mixing: Vec<Mixing> =
        (0..all).map(|at| Mixing::of(&along(sampled, |state| state.point[at]))).collect();
    let keys = work.discrepancies.observables.iter().map(|key| format!("{DISCREPANCY}{key}"));
    let told = widths.iter().map(|width| if *width < NARROWED { "yes" } else { "no" }.to_owned()).collect();
    let columns = vec![
        TidyColumn::words(
            "parameter",
            "parameter, or observable whose values lack a factor",
            work.names().into_iter().chain(keys).collect(),
        ),
        numbers(
            "own",
            "",
            "value that the model has: the prior's median",
            (0..all).map(|at| value(at, 0.0)).collect(),
        ),
        numbers("prior_05", "", "5 % of the prior lie below", before(ENDS[0])),
        numbers("prior_95", "", "95 % of the prior lie below", before(ENDS[1])),
        numbers("q05", "", "5 % of the draws lie below", quantiles(ENDS[0])),
        numbers("median", "", "half of the draws lie below", quantiles(0.5)),
        numbers("q95", "", "95 % of the draws lie below", quantiles(ENDS[1])),
        numbers(
            "shift",
            "1",
            "mean of the draws in standard deviations of the prior",
            (0..all).map(|at| mean(&z(at))).collect(),
        ),
        numbers("width", "1", "standard deviation of the draws over that of the prior", widths),
        TidyColumn::words("told", "whether the targets narrow it by a fifth or more", told),
        numbers(
            "split_r_hat",
            "1",
            "1 where chains agree with each other and with their own halves (Gelman et al. 2013)",
            mixing.iter().map(|mixing| mixing.split_r_hat).collect(),
        ),
        numbers(
            "effective_draws",
            "",
            "independent draws with the same error of the mean (Geyer 1992)",
            mixing.iter().map(|mixing| mixing.effective).collect(),
        ),
    ];
    Tidy { name: "posterior".into(), columns }
}

/// The parameters that the targets narrow most.
pub(super) fn held(posterior: &Tidy) -> Tidy {
    let widths = values(posterior, "width");
    let mut rows: Vec<usize> = (0..posterior.rows()).filter(|row| widths[*row] < NARROWED).collect();
    rows.sort_by(|a, b| widths[*a].total_cmp(&widths[*b]));
    rows.truncate(TOLD);
    let shown = ["parameter", "own", "prior_05", "prior_95", "q05", "median", "q95", "width"];
    let columns = posterior.columns.iter().filter(|column| shown.contains(&column.name.as_str()));
    Tidy { name: "posterior".into(), columns: columns.map(|column| column.only(&rows)).collect() }
}

/// How many are left as the prior had them.
pub(super) fn unpinned(posterior: &Tidy) -> String {
    let widths = values(posterior, "width");
    let free = widths.iter().filter(|width| **width >= NARROWED).count();
    format!(
        "{free} of {} parameters and discrepancies are about as wide as before: the targets do not tell them",
        widths.len()
    )
}

fn values(table: &Tidy, name: &str) -> Vec<f64> {
    match table.column(name).map(|column| &column.cells) {
        Some(Cells::Number(values)) => values.clone(),
        _ => Vec::new(),
    }
}

/// `targets`: one row a check, before and after.
pub(super) fn targets(work: &Posterior<'_>, sampled: &Sampled) -> Tidy {
    let states: Vec<&State> = sampled.states().collect();
    let likelihood = work.likelihood();
    let with: Vec<Vec<f64>> =
        states.iter().map(|state| likelihood.shifted(&state.point, &state.read)).collect();
    let own: Vec<Vec<f64>> = states.iter().map(|state| state.read.places.clone()).collect();
    let before: Vec<Vec<f64>> = sampled.before.iter().map(|read| read.places.clone()).collect();
    let at_all = 0..work.bands.len();
    let quantile = |places: &[Vec<f64>], share: f64| -> Vec<f64> {
        let of = |at: usize| {
            let all: Vec<f64> = places.iter().map(|places| places[at]).collect();
            work.bands[at].value(sample_quantile(&sorted(&all), share))
        };
        at_all.clone().map(of).collect()
    };
    let share = |places: &[Vec<f64>]| -> Vec<f64> {
        let of = |at: usize| {
            let inside = places.iter().filter(|places| work.bands[at].residual(places[at]) == 0.0);
            inside.count() as f64 / places.len() as f64
        };
        at_all.clone().map(of).collect()
    };
    let words = |name: &str, meaning: &str, of: &dyn Fn(usize) -> String| {
        TidyColumn::words(name, meaning, at_all.clone().map(of).collect())
    };
    let all: Vec<_> = checks(&work.suite).collect();
    let end = |of: fn(&crate::validation::target::Check) -> Option<f64>| {
        all.iter().map(|(_, check)| of(check).unwrap_or(f64::NAN)).collect()
    };
    let key = |at: usize| work.keys[at].clone().unwrap_or_default();
    let columns = vec![
        words("target", "target of the validation suite", &|at| all[at].0.id.clone()),
        words("check", "what is checked", &|at| all[at].1.name.clone()),
        words("unit", "unit of band and values", &|at| all[at].1.unit.clone()),
        words("observable", "whose discrepancy acts on it; empty for none", &key),
        numbers("low", "", "lower end of the band; empty where it is open", end(|check| check.low)),
        numbers("high", "", "upper end", end(|check| check.high)),
        numbers("prior_05", "", "5 % of the prior's runs lie below", quantile(&before, ENDS[0])),
        numbers("prior_95", "", "95 % of the prior's runs lie below", quantile(&before, ENDS[1])),
        numbers("q05", "", "5 % of the draws lie below, with discrepancies", quantile(&with, ENDS[0])),
        numbers("median", "", "half of the draws lie below, with discrepancies", quantile(&with, 0.5)),
        numbers("q95", "", "95 % of the draws lie below, with discrepancies", quantile(&with, ENDS[1])),
        numbers("in_band_before", "1", "share of the prior's runs inside the band", share(&before)),
        numbers("in_band", "1", "share of the draws inside the band, with discrepancies", share(&with)),
        numbers("in_band_alone", "1", "the same without discrepancies", share(&own)),
        numbers(
            "emulator_misses",
            "1",
            "standard deviation of what the first stage misses, in units of the band's",
            sampled.spread.clone(),
        ),
    ];
    Tidy { name: "targets".into(), columns }
}

/// `directions`: one row a combination of parameters and discrepancies that the targets narrow, the narrowest first.
pub(super) fn directions(work: &Posterior<'_>, sampled: &Sampled) -> Tidy {
    let states: Vec<&State> = sampled.states().collect();
    let keys = work.discrepancies.observables.iter().map(|key| format!("{DISCREPANCY}{key}"));
    let names: Vec<String> = work.names().into_iter().chain(keys).collect();
    let all = &sampled.directions;
    let text = |(_, direction): &(f64, Vec<f64>)| {
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|a, b| direction[*b].abs().total_cmp(&direction[*a].abs()));
        let part = |at: &usize| format!("{:+.2} {}", direction[*at], names[*at]);
        order.iter().take(4).map(part).collect::<Vec<_>>().join(" ")
    };
    let width = |(_, direction): &(f64, Vec<f64>)| {
        deviation(&states.iter().map(|state| dot(&state.point, direction)).collect::<Vec<_>>())
    };
    let mixing: Vec<Mixing> = all
        .iter()
        .map(|(_, direction)| Mixing::of(&along(sampled, |state| dot(&state.point, direction))))
        .collect();
    let mut columns = vec![
        TidyColumn::words(
            "combination",
            "its largest parts, in standard deviations of the prior",
            all.iter().map(text).collect(),
        ),
        numbers(
            "width",
            "1",
            "standard deviation of the draws along it; 1 before",
            all.iter().map(width).collect(),
        ),
        numbers(
            "expected",
            "1",
            "the same as the emulator had it",
            all.iter().map(|(width, _)| *width).collect(),
        ),
        numbers(
            "effective_draws",
            "",
            "independent draws along it",
            mixing.iter().map(|mixing| mixing.effective).collect(),
        ),
    ];
    columns.extend(names.iter().enumerate().map(|(at, name)| {
        let parts = all.iter().map(|(_, direction)| direction[at]).collect();
        numbers(name, "1", "part of the parameter or discrepancy", parts)
    }));
    Tidy { name: "directions".into(), columns }
}

/// The first rows and columns of `directions`, for people.
pub(super) fn without_exponents(directions: &Tidy) -> Tidy {
    let rows: Vec<usize> = (0..directions.rows().min(TOLD)).collect();
    let columns = directions.columns.iter().take(4).map(|column| column.only(&rows)).collect();
    Tidy { name: directions.name.clone(), columns }
}

/// `chains`: one row a state.
pub(super) fn chains(sampled: &Sampled) -> Tidy {
    let rows = || {
        let rounds = sampled.rounds.iter().enumerate();
        rounds.flat_map(|(round, states)| {
            states.iter().enumerate().map(move |(chain, state)| (round, chain, state))
        })
    };
    let of = |value: fn((usize, usize, &State)) -> f64| rows().map(value).collect::<Vec<f64>>();
    let columns = vec![
        numbers("round", "", "round after warming up, from 1", of(|(round, ..)| round as f64 + 1.0)),
        numbers("chain", "", "chain, from 1", of(|(_, chain, _)| chain as f64 + 1.0)),
        numbers(
            "misfit",
            "1",
            "squared standard deviations outside bands, with discrepancies",
            of(|(.., state)| state.misfit),
        ),
        numbers(
            "moved",
            "",
            "1 if the run agreed with the emulator and the chain moved",
            of(|(.., state)| f64::from(u8::from(state.moved))),
        ),
    ];
    Tidy { name: "chains".into(), columns }
}

/// Where chains agree least, and where they are worth least, by name.
pub(super) struct Worst {
    /// Largest split R̂.
    pub split_r_hat: (String, f64),
    /// Fewest independent draws.
    pub effective: (String, f64),
}

/// Over parameters, discrepancies, the combinations that the targets narrow, and the misfit.
pub(super) fn worst(work: &Posterior<'_>, sampled: &Sampled) -> Worst {
    let keys = work.discrepancies.observables.iter().map(|key| format!("{DISCREPANCY}{key}"));
    let names = work.names().into_iter().chain(keys);
    let mut all: Vec<(String, Mixing)> = names
        .enumerate()
        .map(|(at, name)| (name, Mixing::of(&along(sampled, |state| state.point[at]))))
        .collect();
    all.push(("misfit".into(), Mixing::of(&along(sampled, |state| state.misfit))));
    let along_it = |(at, (_, direction)): (usize, &(f64, Vec<f64>))| {
        let mixing = Mixing::of(&along(sampled, |state| dot(&state.point, direction)));
        (format!("combination {}", at + 1), mixing)
    };
    all.extend(sampled.directions.iter().enumerate().map(along_it));
    let mut worst = Worst { split_r_hat: (String::new(), 0.0), effective: (String::new(), f64::INFINITY) };
    for (name, mixing) in all {
        if mixing.split_r_hat > worst.split_r_hat.1 {
            worst.split_r_hat = (name.clone(), mixing.split_r_hat);
        }
        if mixing.effective < worst.effective.1 {
            worst.effective = (name, mixing.effective);
        }
    }
    worst
}
