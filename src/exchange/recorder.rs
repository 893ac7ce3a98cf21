//! What a recording of the kinetics is made of: fields, coefficients, outcomes and sessions in recorded numbers.

use super::expressions::Recording;
use super::kinetics::{Outcome, Session};
use super::symbols::Symbol;
use super::unit::Unit;
use crate::model::injury::{Cut, joined, left_alone, wounded, wounded_surface};
use crate::model::{BEHIND_PARAMETERS, Fields, Parameters, Skin, SurfaceFields};
use crate::numerics::recorded::{Place, Recorded};
use crate::outcome::{Formula, OUTCOMES};
use crate::quantities::Quantity;

/// The share of the dermis that the cell stands for; of all of it before the first session.
pub(super) const SHARE: &str = "treated_share";
/// What is left of the collagen of skin that nobody treats, exp(−λ t).
pub(super) const KEPT: &str = "untreated_collagen_kept";

/// All fields, of the volume and of the surface.
#[derive(Clone, Copy)]
pub(super) struct State<L> {
    pub volume: Fields<L>,
    pub surface: SurfaceFields<L>,
}

/// The name of a field where nobody treats it.
pub(super) fn untreated(field: &str) -> String {
    format!("untreated_{field}")
}

/// Numbers that a session is made of.
pub(super) struct SessionParts<T> {
    pub cut: Cut<T>,
    pub opened: T,
    pub length: T,
    pub share: T,
    pub day: T,
}

impl SessionParts<f64> {
    /// Each under its name.
    pub(super) fn symbols(&self, index: usize) -> Vec<Symbol> {
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
pub(super) struct Known<'r> {
    pub recording: &'r Recording,
    pub one: Recorded<'r>,
    pub beside: bool,
}

impl<'r> Known<'r> {
    pub(super) fn fields(&self) -> State<Recorded<'r>> {
        let of = |row: &Quantity| self.recording.symbol(row.name, Unit::parse(row.unit).unwrap_or_default());
        State {
            volume: Fields::INDEX.map(|field| of(&Fields::TABLE[field])),
            surface: SurfaceFields::INDEX.map(|field| of(&SurfaceFields::TABLE[field])),
        }
    }

    /// A coefficient of the model's row: constants as they are, the others by name.
    pub(super) fn coefficient(&self, at: usize, values: &[f64]) -> Recorded<'r> {
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
    pub(super) fn outcomes(
        &self,
        skin: &Skin,
        u: State<Recorded<'r>>,
        synthesis: Recorded<'r>,
    ) -> Vec<Outcome> {
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
    pub(super) fn session(&self, index: usize, shares: &[f64], u: State<Recorded<'r>>) -> Session {
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
