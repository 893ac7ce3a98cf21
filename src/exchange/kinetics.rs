//! The well-mixed kinetics of a scenario as equations: fields and their rates, sessions, parameters and outcomes.

use std::cell::Cell;

use super::expressions::{Expressions, Recording};
use super::recorder::{Known, SessionParts, State, untreated};
use super::symbols::Symbol;
use super::unit::Unit;
use crate::error::{Error, Result};
use crate::model::wound_healing::{collagen_synthesis, rates, surface_rates};
use crate::model::{BEHIND_PARAMETERS, Fields, Parameters, SurfaceFields};
use crate::numerics::System;
use crate::numerics::recorded::{Place, Recorded};
use crate::scenario::{Geometry, Scenario};
use crate::simulation::Run;
use crate::simulation::domain::mesh::Mesh;
use crate::simulation::session::{carry_out, cut, treated_share};

/// Rate of its loss λ, a parameter of the model.
pub(super) const LOSS: &str = "collagen_loss";

/// A number that follows from others at all times.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its column, as `collagen_total.dermis`.
    pub column: String,
    /// The same as a name, `collagen_total_dermis`.
    pub id: String,
    /// What it is.
    pub meaning: String,
    pub(super) unit: Unit,
    pub(super) place: Place,
}

/// A session: fields jump on its day.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// Its number, from 1.
    pub number: usize,
    /// What is assigned, to what stands under a name.
    pub assigned: Vec<(String, Place)>,
}

/// The well-mixed kinetics of a scenario.
#[derive(Debug, Clone)]
pub struct Kinetics {
    /// Title of the scenario.
    pub title: String,
    /// Days that it lasts.
    pub days: f64,
    /// The fields, each with its value on day 0.
    pub fields: Vec<Symbol>,
    /// Parameters that the equations read, the model's, then those of the sessions.
    pub parameters: Vec<Symbol>,
    /// Outcomes that follow from the fields.
    pub outcomes: Vec<Outcome>,
    /// Whether a part of the dermis is left alone.
    pub(super) beside: bool,
    /// Rates of the fields.
    pub(super) rates: Vec<Place>,
    pub(super) sessions: Vec<Session>,
    pub(super) expressions: Expressions,
}

impl Kinetics {
    /// Records the kinetics of a scenario.
    ///
    /// # Errors
    /// [`Error::Usage`] of a scenario that is not well mixed, or that puts agents on the skin.
    pub fn new(scenario: &Scenario) -> Result<Self> {
        refuse(scenario)?;
        let run = Run::new(scenario);
        let skin = run.on().system();
        let begun = State {
            volume: Fields::INDEX.map(|field| run.state().field(field)[0]),
            surface: SurfaceFields::INDEX.map(|field| run.state().surface(field)[0]),
        };
        let coefficients = skin.coefficients(0);
        let treated = scenario.carried_out().count();
        let shares: Vec<f64> = (1..=treated).map(|sessions| treated_share(scenario, sessions)).collect();
        let beside = shares.iter().any(|share| *share > 0.0 && *share < 1.0);

        let recording = Recording::default();
        let known = Known { recording: &recording, one: recording.number(1.0), beside };
        let u = known.fields();
        let row = skin.row(0, |at| known.coefficient(at, &coefficients));
        let volume = rates(&row, &u.volume, &u.surface).map(Recorded::place).into_array();
        let surface = surface_rates(&row, &u.volume, &u.surface).map(Recorded::place).into_array();
        let synthesis = collagen_synthesis(&row, &u.volume);
        let outcomes = known.outcomes(skin, u, synthesis);
        let rates = [volume.as_slice(), &surface].concat();
        let sessions: Vec<Session> = (0..treated).map(|index| known.session(index, &shares, u)).collect();
        let shared = || rates.iter().copied().chain(outcomes.iter().map(|outcome| outcome.place));
        let shared: Vec<Place> = shared().collect();
        let expressions = recording.finish(&shared);

        let rows = Fields::TABLE.iter().chain(&SurfaceFields::TABLE);
        let values = begun.volume.into_array().into_iter().chain(begun.surface.into_array());
        let fields: Vec<Symbol> = rows.zip(values).map(|(row, value)| Symbol::of(row, value)).collect();
        let mut kinetics = Self {
            title: scenario.title.clone(),
            days: scenario.run.days,
            fields,
            parameters: Vec::new(),
            outcomes,
            beside,
            rates,
            sessions,
            expressions,
        };
        kinetics.parameters = kinetics.read(scenario, &coefficients, &begun, &shares);
        Ok(kinetics)
    }

    /// Those of a model of one's own, at one point: its fields with their values on day 0, and its coefficients, each in
    /// the order of the model.
    ///
    /// # Errors
    /// [`Error::Internal`] where there are other fields than the model has, or too few coefficients.
    pub fn of<S: System<N, M>, const N: usize, const M: usize>(
        system: &S,
        title: &str,
        fields: Vec<Symbol>,
        parameters: Vec<Symbol>,
    ) -> Result<Self> {
        let recording = Recording::default();
        let named = |symbol: &Symbol| recording.symbol(&symbol.id, symbol.unit);
        if fields.len() != N + M {
            return Err(Error::Internal(format!("the model has {} fields, not {}", N + M, fields.len())));
        }
        // One that is not there has no name; which are asked for is known when all were.
        let lacking = Cell::new(None);
        let row = system.row(0, |at| match parameters.get(at) {
            Some(parameter) => named(parameter),
            None => {
                lacking.set(lacking.get().max(Some(at)));
                recording.symbol("", Unit::ONE)
            }
        });
        if let Some(at) = lacking.get() {
            return Err(Error::Internal(format!(
                "the model asks for coefficient {at} of {}",
                parameters.len()
            )));
        }
        let u: [Recorded<'_>; N] = std::array::from_fn(|at| named(&fields[at]));
        let above: [Recorded<'_>; M] = std::array::from_fn(|at| named(&fields[N + at]));
        let volume = S::reaction(&row, u, above);
        let surface = S::surface_reaction(&row, u, above);
        let rates: Vec<Place> = volume.iter().chain(&surface).map(|rate| rate.place()).collect();
        drop(row);
        let expressions = recording.finish(&rates);
        Ok(Self {
            title: title.to_owned(),
            days: 0.0,
            fields,
            parameters,
            outcomes: Vec::new(),
            beside: false,
            rates,
            sessions: Vec::new(),
            expressions,
        })
    }

    /// The parameters that something reads.
    fn read(
        &self,
        scenario: &Scenario,
        coefficients: &[f64],
        begun: &State<f64>,
        shares: &[f64],
    ) -> Vec<Symbol> {
        let rows = Parameters::TABLE.iter().zip(coefficients);
        let model = rows.map(|(row, value)| Symbol::of(row, *value));
        let reaches =
            BEHIND_PARAMETERS.iter().zip(&coefficients[Parameters::COUNT..]).map(|(name, value)| {
                Symbol::new(*name, Unit::ONE, *value, "how far a signal of the epidermis reaches")
            });
        let untreated = Fields::TABLE.iter().zip(begun.volume.into_array()).map(|(row, value)| {
            let meaning =
                format!("{} on day 0 in the part of the dermis that no session reaches", row.meaning);
            Symbol::new(untreated(row.name), Unit::parse(row.unit).unwrap_or_default(), value, meaning)
        });
        let mesh = Mesh::new(scenario);
        let sessions = shares.iter().enumerate().flat_map(|(index, share)| {
            let (injury, report) = carry_out(scenario, index, &mesh);
            let first = |part: &ndarray::Array2<f64>| part.iter().copied().next().unwrap_or(0.0);
            let part = SessionParts {
                cut: cut(&injury, 0, 1.0),
                opened: first(&injury.opened_surface),
                length: first(&injury.mouth_length),
                // One that reaches no dermis leaves the whole of it as one.
                share: if *share > 0.0 { *share } else { 1.0 },
                day: report.day,
            };
            part.symbols(index)
        });
        let every = self.rates.iter().copied().chain(self.outcomes.iter().map(|outcome| outcome.place));
        let assigned =
            self.sessions.iter().flat_map(|session| session.assigned.iter().map(|(_, place)| *place));
        let names = self.expressions.names(every.chain(assigned));
        let read = |symbol: &Symbol| {
            let lost = self.beside && symbol.id == LOSS;
            lost || names.contains(symbol.id.as_str())
        };
        let due = |symbol: &Symbol| read(symbol) || symbol.unit == Unit::DAY;
        model.chain(reaches).chain(untreated).filter(read).chain(sessions.filter(due)).collect()
    }

    /// Whether the equations are those of another, whatever the numbers.
    pub fn alike(&self, other: &Self) -> bool {
        let names = |of: &Self| of.values().map(|symbol| symbol.id.clone()).collect::<Vec<_>>();
        let sessions =
            |of: &Self| of.sessions.iter().map(|session| session.assigned.clone()).collect::<Vec<_>>();
        self.expressions == other.expressions
            && self.rates == other.rates
            && self.outcomes == other.outcomes
            && sessions(self) == sessions(other)
            && names(self) == names(other)
    }

    /// Every number that may be set: the fields on day 0, then the parameters.
    pub fn values(&self) -> impl Iterator<Item = &Symbol> {
        self.fields.iter().chain(&self.parameters)
    }
}

fn refuse(scenario: &Scenario) -> Result<()> {
    let geometry = scenario.grid.geometry;
    if geometry != Geometry::WellMixed {
        return Err(Error::Usage(format!(
            "grid.geometry is `{}`: only the kinetics of one well-mixed cell are written for other programs, which have no \
             grid of skin; export them with --set grid.geometry=well_mixed",
            geometry.name()
        )));
    }
    if !scenario.topicals.is_empty() {
        let problem = "the scenario puts agents on the skin (topical), which change parameters from day to day; such a model \
                       cannot be written for other programs: leave the topicals out";
        return Err(Error::Usage(problem.into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::expressions::Leaf;
    use crate::model::Skin;
    use crate::numerics::recorded::Operation;

    /// The number at each place of a recording.
    fn evaluated(expressions: &Expressions, value: impl Fn(&str) -> f64) -> Vec<f64> {
        let mut found: Vec<f64> = Vec::new();
        for operation in &expressions.operations {
            found.push(match *operation {
                Operation::Given(at) => match expressions.leaf(at) {
                    Leaf::Symbol(id, _) => value(id),
                    Leaf::Number(number) => *number,
                },
                Operation::Add(a, b) => found[a] + found[b],
                Operation::Subtract(a, b) => found[a] - found[b],
                Operation::Multiply(a, b) => found[a] * found[b],
                Operation::Divide(a, b) => found[a] / found[b],
                Operation::Negate(a) => -found[a],
                Operation::Positive(a) => crate::numerics::Lane::positive(found[a]),
                Operation::Minimum(a, b) => crate::numerics::Lane::minimum(found[a], found[b]),
                Operation::SelectPositive(a, b, c) => {
                    crate::numerics::Lane::select_positive(found[a], found[b], found[c])
                }
                Operation::Power(a, exponent) => crate::numerics::Lane::power(found[a], exponent),
            });
        }
        found
    }

    /// What was recorded is the model's right-hand side to the bit, at odd points and where it has kinks, and a
    /// session does what it does to a run.
    #[test]
    fn what_is_recorded_is_what_is_computed() {
        let text = "schema = 1\n[patient]\nage_years = 60\nsmoker = true\n[device]\nname = \"pen\"\n[treatment]\n\
                    [[treatment.sessions]]\nday = 0\nneedle_length_mm = 0.5\n[[treatment.sessions]]\nday = 7\n\
                    needle_length_mm = 1.0\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 14\n";
        let (scenario, _) = Scenario::parse("a.toml", text, &[]).unwrap();
        let kinetics = Kinetics::new(&scenario).unwrap();
        let mut run = Run::new(&scenario);
        let places = kinetics.fields.iter().map(|field| field.id.as_str());
        let places: Vec<&str> = places.collect();
        for seed in 0..200_u32 {
            // Between −0.2 and 1.8, some of them at rest.
            let odd = |at: usize| f64::from((seed * 7919 + at as u32 * 104_729) % 1000) / 500.0 - 0.2;
            let state: Vec<f64> =
                (0..places.len())
                    .map(|at| {
                        if (at as u32 + seed).is_multiple_of(3) { kinetics.fields[at].value } else { odd(at) }
                    })
                    .collect();
            let value = |id: &str| {
                let field = places.iter().position(|place| *place == id).map(|at| state[at]);
                let parameter =
                    || kinetics.parameters.iter().find(|symbol| symbol.id == id).map(|found| found.value);
                field.or_else(parameter).unwrap_or(1.0)
            };
            let found = evaluated(&kinetics.expressions, value);
            let skin = run.on().system();
            let row = skin.plain_row(0);
            let volume: [f64; Fields::<()>::COUNT] = std::array::from_fn(|at| state[at]);
            let surface: [f64; SurfaceFields::<()>::COUNT] =
                std::array::from_fn(|at| state[volume.len() + at]);
            let expected = [
                Skin::reaction(&row, volume, surface).as_slice(),
                &Skin::surface_reaction(&row, volume, surface),
            ]
            .concat();
            for (at, (place, expected)) in kinetics.rates.iter().zip(expected).enumerate() {
                assert_eq!(found[*place].to_bits(), expected.to_bits(), "{} of {seed}", places[at]);
            }
        }
        // The first session, on skin at rest.
        let value =
            |id: &str| kinetics.values().find(|symbol| symbol.id == id).map_or(1.0, |found| found.value);
        let found = evaluated(&kinetics.expressions, value);
        run.treat(0).unwrap();
        for (variable, place) in &kinetics.sessions[0].assigned {
            let Some(at) = places.iter().position(|known| known == variable) else { continue };
            let treated = run.state().any(at)[0];
            assert_eq!(found[*place].to_bits(), treated.to_bits(), "{variable}");
        }
        assert!(kinetics.sessions[1].assigned.len() > kinetics.sessions[0].assigned.len());
    }
}
