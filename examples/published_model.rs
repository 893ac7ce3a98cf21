//! A published model of wound healing on dermis's numerics, and the same as SBML for other programs: macrophages of a
//! diabetic wound after Waugh and Sherratt, Bulletin of Mathematical Biology 68 (2006) 197-207,
//! PubMed 16794927 (in BioModels BIOMD0000000679 to 681). TGF-beta calls monocytes, of which a part α
//! becomes inflammatory macrophages φ_I, which make TGF-beta, and the rest repair macrophages φ_R:
//!
//!     dφ_I/dt = α K(T) + k₁ k₂ φ_I (1 − k₃ (φ_I + φ_R)) − d₁ φ_I
//!     dφ_R/dt = (1 − α) K(T) + k₁ k₂ φ_R (1 − k₃ (φ_I + φ_R)) − d₁ φ_R
//!     dT/dt   = k₄ φ_I − d₂ T,    K(T) = τ₁ T³ + τ₂ T² + τ₃ T + τ₄
//!
//! The equations stand here once: the SBML is what they record. Held against libRoadRunner by
//! python/tests/test_exchange.py.
//!
//!     cargo run --release --example published_model -- results/published
#![allow(clippy::print_stdout, reason = "a program whose output is for people")]

use std::fs;
use std::path::PathBuf;

use dermis::exchange::{Kinetics, Symbol, Unit, write_sbml};
use dermis::numerics::steppers::stepper;
use dermis::numerics::{Axis, Discretisation, Grid, Lane, System, Transport, integrate};

const DAYS: usize = 40;
/// Macrophages per mm³, and TGF-beta in pg/mm³, on day 0.
const BEGUN: [(&str, f64); 3] =
    [("inflammatory_macrophages", 200.0), ("repair_macrophages", 200.0), ("tgf_beta", 6.0)];
/// α of a diabetic wound; of a normal one it is 0.5.
const DIABETIC: f64 = 0.8;

/// What the equations read, in this order, and 1; with powers of mm and days as units.
const PARAMETERS: [(&str, f64, [i32; 2], &str); 12] = [
    ("alpha", DIABETIC, [0, 0], "part of the monocytes that becomes inflammatory"),
    ("tau1", -2.47, [6, -1], "migration of monocytes with TGF-beta, third order"),
    ("tau2", 21.94, [3, -1], "second order"),
    ("tau3", 6.41, [0, -1], "first order"),
    ("tau4", 1.75, [-3, -1], "without TGF-beta"),
    ("k1", 0.05, [0, 0], "part of the macrophages that divides"),
    ("k2", 0.693, [0, -1], "rate of dividing"),
    ("k3", 0.002, [3, 0], "inverse of the density that macrophages keep"),
    ("k4", 0.07, [0, -1], "TGF-beta made by an inflammatory macrophage"),
    ("d1", 0.2, [0, -1], "loss of macrophages"),
    ("d2", 9.1, [0, -1], "decay of TGF-beta"),
    ("one", 1.0, [0, 0], "one"),
];

struct Macrophages;

/// The parameters in the numbers of a lane.
pub struct Row<L>([L; PARAMETERS.len()]);

impl System<3, 0> for Macrophages {
    type Row<L: Lane> = Row<L>;

    fn transport(&self, field: usize) -> Transport {
        let [.., loss, decay, _] = PARAMETERS.map(|(_, value, ..)| value);
        Transport::fixed(vec![if field == 2 { decay } else { loss }])
    }

    fn coefficients(&self, _: usize) -> Vec<f64> {
        PARAMETERS.iter().map(|(_, value, ..)| *value).collect()
    }

    fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> Row<L> {
        Row(std::array::from_fn(coefficient))
    }

    fn reaction<L: Lane>(row: &Row<L>, [inflammatory, repair, t]: [L; 3], _: [L; 0]) -> [L; 3] {
        let [alpha, tau1, tau2, tau3, tau4, k1, k2, k3, k4, d1, d2, one] = row.0;
        let called = tau1 * t.power(3) + tau2 * t.power(2) + tau3 * t + tau4;
        let dividing = k1 * k2 * (one - k3 * (inflammatory + repair));
        [
            alpha * called + dividing * inflammatory - d1 * inflammatory,
            (one - alpha) * called + dividing * repair - d1 * repair,
            k4 * inflammatory - d2 * t,
        ]
    }

    fn name(&self, field: usize) -> &'static str {
        BEGUN[field].0
    }
}

/// The course, a row a day: day and fields.
fn course() -> Result<Vec<Vec<f64>>, Box<dyn std::error::Error>> {
    let single = || Axis::uniform(1, 1.0, false);
    let on = Discretisation::new(Macrophages, Grid { x: single(), y: single(), z: single() });
    let mut state = on.rest();
    for (field, (_, value)) in BEGUN.iter().enumerate() {
        state.field_mut(field).fill(*value);
    }
    let mut stepper = stepper("ros34pw2", 1e-9, state.shape()).ok_or("no such stepper")?;
    let mut rows = vec![BEGUN.map(|(_, value)| value).to_vec()];
    for day in 1..=DAYS {
        let [from, to] = [day - 1, day].map(|day| day as f64);
        integrate(stepper.as_mut(), &on, &mut state, from, to, &mut |_, _| ())
            .map_err(|(day, failure)| format!("day {day}: {}", failure.problem))?;
        rows.push((0..BEGUN.len()).map(|field| state.field(field)[0]).collect());
    }
    Ok(rows)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "results/published".into()));
    fs::create_dir_all(&out)?;
    let rows = course()?;
    let mut table = format!("day,{}\n", BEGUN.map(|(name, _)| name).join(","));
    for (day, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(f64::to_string).collect();
        table += &format!("{day},{}\n", cells.join(","));
    }
    fs::write(out.join("course.csv"), table)?;
    let symbol = |(id, value, [mm, day], meaning): (&str, f64, [i32; 2], &str)| Symbol {
        id: id.into(),
        unit: Unit { mm, day },
        value,
        meaning: meaning.into(),
    };
    let fields = BEGUN.map(|(name, value)| symbol((name, value, [-3, 0], "per mm³"))).to_vec();
    let kinetics =
        Kinetics::of(&Macrophages, "Waugh and Sherratt 2006", fields, PARAMETERS.map(symbol).to_vec())?;
    fs::write(out.join("model.xml"), write_sbml(&kinetics, None)?)?;
    println!("Macrophages of a diabetic wound (Waugh and Sherratt 2006), per mm³");
    for day in [0, 5, 10, DAYS] {
        println!("  day {day:>2}   inflammatory {:>6.1}   repair {:>6.1}", rows[day][0], rows[day][1]);
    }
    println!("{} has the course and the model as SBML", out.display());
    Ok(())
}
