//! The well-mixed kinetics of a scenario as equations: fields and their rates, sessions, parameters and outcomes.

use super::expressions::{Expressions, Recording};
use super::symbols::Symbol;
use super::unit::Unit;
use crate::error::{Error, Result};
use crate::model::injury::{Cut, joined, left_alone, wounded, wounded_surface};
use crate::model::wound_healing::{BEHIND_PARAMETERS, collagen_synthesis, rates, surface_rates};
use crate::model::{Fields, Parameters, Skin, SurfaceFields};
use crate::numerics::System;
use crate::numerics::recorded::{Place, Recorded};
use crate::outcome::{Formula, OUTCOMES};
use crate::scenario::{Geometry, Scenario};
use crate::simulation::Run;
use crate::simulation::domain::mesh::Mesh;
use crate::simulation::session::{carry_out, cut, treated_share};

/// The share of the dermis that the cell stands for; of all of it before the first session.
pub(super) const SHARE: &str = "treated_share";
/// What is left of the collagen of skin that nobody treats, exp(−λ t).
pub(super) const KEPT: &str = "untreated_collagen_kept";
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

/// All fields, of the volume and of the surface.
#[derive(Clone, Copy)]
struct State<L> {
    volume: Fields<L>,
    surface: SurfaceFields<L>,
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
    pub fn of<S: System<N, M>, const N: usize, const M: usize>(
        system: &S,
        title: &str,
        fields: Vec<Symbol>,
        parameters: Vec<Symbol>,
    ) -> Self {
        let recording = Recording::default();
        let named = |symbol: &Symbol| recording.symbol(&symbol.id, symbol.unit);
        let row = system.row(0, |at| named(&parameters[at]));
        let u: [Recorded<'_>; N] = std::array::from_fn(|at| named(&fields[at]));
        let above: [Recorded<'_>; M] = std::array::from_fn(|at| named(&fields[N + at]));
        let volume = S::reaction(&row, u, above);
        let surface = S::surface_reaction(&row, u, above);
        let rates: Vec<Place> = volume.iter().chain(&surface).map(|rate| rate.place()).collect();
        drop(row);
        let expressions = recording.finish(&rates);
        Self {
            title: title.to_owned(),
            days: 0.0,
            fields,
            parameters,
            outcomes: Vec::new(),
            beside: false,
            rates,
            sessions: Vec::new(),
            expressions,
        }
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

/// The name of a field where nobody treats it.
fn untreated(field: &str) -> String {
    format!("untreated_{field}")
}

/// Numbers that a session is made of.
struct SessionParts<T> {
    cut: Cut<T>,
    opened: T,
    length: T,
    share: T,
    day: T,
}

impl SessionParts<f64> {
    /// Each under its name.
    fn symbols(&self, index: usize) -> Vec<Symbol> {
        let Self {
            cut: Cut { killed, debris, opened: void, matrix, bled, span },
            opened,
            length,
            share,
            day,
        } = *self;
        let (one, mm) = (Unit::ONE, Unit { mm: 1, day: 0 });
        let number = index + 1;
        let symbol = |(name, unit, value, meaning): (&str, Unit, f64, &str)| {
            Symbol::new(id(index, name), unit, value, format!("session {number}: {meaning}"))
        };
        [
            ("day", Unit::DAY, day, "day on which it is carried out"),
            ("killed", one, killed, "fraction of cells killed"),
            ("debris", one, debris, "debris that they leave"),
            ("opened", one, void, "fraction of the tissue opened"),
            ("matrix", one, matrix, "fraction of the matrix cut"),
            ("bled", one, bled, "fraction filled with clot"),
            ("span", mm, span, "opened fraction times the width of the openings"),
            ("surface_opened", one, opened, "fraction of the surface opened"),
            ("surface_length", mm, length, "that fraction times the depth of the channels"),
            ("share", one, share, "share of the dermis that sessions have treated so far"),
        ]
        .map(symbol)
        .into()
    }
}

fn id(session: usize, part: &str) -> String {
    format!("session_{}_{part}", session + 1)
}

/// What a recording is made of.
struct Known<'r> {
    recording: &'r Recording,
    one: Recorded<'r>,
    beside: bool,
}

impl<'r> Known<'r> {
    fn fields(&self) -> State<Recorded<'r>> {
        let of = |row: &crate::quantities::Quantity| {
            self.recording.symbol(row.name, Unit::parse(row.unit).unwrap_or_default())
        };
        State {
            volume: Fields::INDEX.map(|field| of(&Fields::TABLE[field])),
            surface: SurfaceFields::INDEX.map(|field| of(&SurfaceFields::TABLE[field])),
        }
    }

    /// A coefficient of the model's row: constants as they are, the others by name.
    fn coefficient(&self, at: usize, values: &[f64]) -> Recorded<'r> {
        match at.checked_sub(Parameters::COUNT) {
            None => {
                let row = &Parameters::TABLE[at];
                self.recording.symbol(row.name, Unit::parse(row.unit).unwrap_or_default())
            }
            Some(behind) if BEHIND_PARAMETERS[behind].ends_with("reach") => {
                self.recording.symbol(BEHIND_PARAMETERS[behind], Unit::ONE)
            }
            Some(_) => self.recording.number(values[at]),
        }
    }

    /// The part of the dermis that nobody treats.
    fn untreated(&self) -> Fields<Recorded<'r>> {
        let begun = Fields::INDEX.map(|field| {
            let row = &Fields::TABLE[field];
            self.recording.symbol(&untreated(row.name), Unit::parse(row.unit).unwrap_or_default())
        });
        left_alone(begun, self.recording.symbol(KEPT, Unit::ONE), self.one)
    }

    /// Outcomes that follow from the fields by a formula that says what it reads.
    fn outcomes(&self, skin: &Skin, u: State<Recorded<'r>>, synthesis: Recorded<'r>) -> Vec<Outcome> {
        let share = self.recording.symbol(SHARE, Unit::ONE);
        let whole = if self.beside { joined(u.volume, self.untreated(), share) } else { u.volume };
        let rest = skin.rest_fields(0).into_array();
        let mut found = Vec::new();
        for outcome in &OUTCOMES {
            let mut add = |region: &str, number: Recorded<'r>, unit: Unit| {
                found.push(Outcome {
                    column: format!("{}.{region}", outcome.name),
                    id: format!("{}_{region}", outcome.name),
                    meaning: outcome.meaning.into(),
                    unit,
                    place: number.place(),
                });
            };
            for (region, fields) in [("dermis", whole.into_array()), ("halo", u.volume.into_array())] {
                let unit = |of: usize| Unit::parse(Fields::TABLE[of].unit).unwrap_or_default();
                match outcome.measure {
                    Formula::Relative(of) => {
                        let sum = of.iter().map(|field| fields[*field]).reduce(|sum, field| sum + field);
                        let at_rest: f64 = of.iter().map(|field| rest[*field]).sum();
                        // As it is where it is 1 at rest.
                        let relative =
                            |sum| if at_rest == 1.0 { sum } else { sum / self.recording.number(at_rest) };
                        sum.map(relative).into_iter().for_each(|number| add(region, number, Unit::ONE));
                    }
                    Formula::Excess(of) if rest[of] == 0.0 => add(region, fields[of], unit(of)),
                    Formula::Synthesis => {
                        let part = region == "dermis" && self.beside;
                        let number = if part { share * synthesis } else { synthesis };
                        add(region, number, Unit { mm: 0, day: -1 });
                    }
                    _ => {}
                }
            }
            if let Formula::OfSurface(of) = outcome.measure {
                add("surface", u.surface.into_array()[of], Unit::ONE);
            }
        }
        found
    }

    /// A session: what is left alone so far is taken in where this one reaches deeper, then the skin is wounded.
    fn session(&self, index: usize, shares: &[f64], u: State<Recorded<'r>>) -> Session {
        let part = |name: &str, unit: Unit| self.recording.symbol(&id(index, name), unit);
        let (one, mm) = (Unit::ONE, Unit { mm: 1, day: 0 });
        let cut = Cut {
            killed: part("killed", one),
            debris: part("debris", one),
            opened: part("opened", one),
            matrix: part("matrix", one),
            bled: part("bled", one),
            span: part("span", mm),
        };
        let before = index.checked_sub(1).map_or(0.0, |before| shares[before]);
        let grows = before > 0.0 && shares[index] > before;
        let share = part("share", one);
        let taken = match grows {
            true => joined(u.volume, self.untreated(), self.recording.symbol(SHARE, one) / share),
            false => u.volume,
        };
        let volume = wounded(taken, cut, true, self.one).into_array();
        let opened = (part("surface_opened", one), part("surface_length", mm));
        let surface = wounded_surface(u.surface, opened.0, opened.1, self.one).into_array();
        let names = Fields::TABLE.iter().chain(&SurfaceFields::TABLE).map(|row| row.name);
        let unchanged = u.volume.into_array().into_iter().chain(u.surface.into_array());
        let after = volume.into_iter().chain(surface);
        let changed = names.zip(unchanged.zip(after)).filter(|(_, (u, after))| u.place() != after.place());
        let mut assigned: Vec<(String, Place)> =
            changed.map(|(name, (_, after))| (name.to_owned(), after.place())).collect();
        if self.beside {
            assigned.push((SHARE.into(), share.place()));
        }
        Session { number: index + 1, assigned }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::expressions::Leaf;
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
