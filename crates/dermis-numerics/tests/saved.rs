//! Every stepper of the catalogue, and the active box, write all of their memory and go on from it.
#![allow(clippy::unwrap_used)]

use dermis_numerics::steppers::{STEPPERS, stepper};
use dermis_numerics::{
    Active, Axis, Discretisation, Grid, Lane, Looks, Reader, State, Stepper, SurfaceTransport, System, Taxis,
    Transport, Work, Writer,
};

/// Two fields that spread, the second up the gradient of the first, and what they leave at the surface;
/// all of it rests at nought.
#[derive(Clone)]
struct Spreading;

impl System<2, 1> for Spreading {
    type Row<L: Lane> = [L; 2];

    fn transport(&self, field: usize) -> Transport {
        Transport::weighted([1.0, 0.2][field], vec![1.0; 3], vec![[5.0, 1.0][field]; 3])
    }

    fn surface_transport(&self, _: usize) -> SurfaceTransport {
        SurfaceTransport { diffusivity: 0.1, decay: 0.5 }
    }

    fn taxis(&self) -> Vec<Taxis> {
        vec![Taxis { moving: 1, signal: 0, coefficient: 0.1 }]
    }

    fn sensitivity(coefficient: f64, signal: f64) -> f64 {
        coefficient / (1.0 + signal.abs())
    }

    fn coefficients(&self, _: usize) -> Vec<f64> {
        vec![1.0, 5.0]
    }

    fn row<L: Lane>(&self, _: usize, coefficient: impl Fn(usize) -> L) -> [L; 2] {
        [coefficient(0), coefficient(1)]
    }

    fn reaction<L: Lane>([one, five]: &[L; 2], [u, v]: [L; 2], _: [L; 1]) -> [L; 2] {
        [v * v * *five / (*one + v) - *five * u, u * v / (*one + v) - v]
    }

    fn surface_reaction<L: Lane>([one, five]: &[L; 2], [u, _]: [L; 2], [s]: [L; 1]) -> [L; 1] {
        [u - *one / (*one + *one) * s * (*one + s / *five)]
    }

    fn name(&self, field: usize) -> &'static str {
        ["u", "v", "s"][field]
    }
}

type OnGrid = Discretisation<Spreading, 2, 1>;
type Moving = Box<dyn Stepper<Spreading, 2, 1>>;

const TOLERANCE: f64 = 1e-4;

fn on_grid(cells: [usize; 2]) -> OnGrid {
    let axis = |cells: usize| Axis::uniform(cells, 0.1 * cells as f64, cells > 1);
    let z = Axis::uniform(3, 0.3, false);
    Discretisation::new(Spreading, Grid { x: axis(cells[0]), y: axis(cells[1]), z })
}

fn moving(name: &str, tolerance: f64, on: &OnGrid) -> Moving {
    stepper(name, tolerance, on.grid().shape()).unwrap()
}

/// What a run shows.
#[derive(Debug, PartialEq)]
struct Shown {
    seen: Vec<State<2, 1>>,
    last: State<2, 1>,
    work: Work,
    mean_share: Option<f64>,
}

/// From a spot to day 3; after `stop` steps everything that moves is written and read into fresh ones.
fn run(name: &str, on: &OnGrid, stop: Option<u64>) -> Shown {
    let rest = on.rest();
    let fresh = || (moving(name, TOLERANCE, on), Active::new(on, &rest, TOLERANCE, true));
    let (mut moving, mut active) = fresh();
    let mut state = rest.clone();
    let (plane, middle) = (state.plane(), state.plane() / 2);
    for z in 0..3 {
        (0..2).for_each(|field| state.field_mut(field)[z * plane + middle] = 1.0 + field as f64);
    }
    active.choose(on, &mut state, moving.as_mut());
    // Fine enough for looks inside the step just after any stop.
    let days: Vec<f64> = (1..=3000).map(|day| 0.001 * f64::from(day)).collect();
    let (mut seen, mut between, mut time) = (Vec::new(), None, 0.0);
    let mut look = |_: f64, state: &State<2, 1>| seen.push(state.clone());
    let mut looks = Looks { days: &days, landing: &[], between: &mut between, look: &mut look };
    while time < 3.0 {
        time = active.step(on, &mut state, moving.as_mut(), [time, 3.0], &mut looks).unwrap();
        if stop == Some(moving.work().steps) {
            let mut to = Writer::new();
            active.save(&mut to);
            moving.save(&mut to);
            let bytes = to.finish();
            (moving, active) = fresh();
            let mut from = Reader::new(&bytes).unwrap();
            active.load(on, &mut from).unwrap();
            moving.load(active.solved(on), &mut from).unwrap();
            from.finish().unwrap();
        }
    }
    assert!(stop.is_none_or(|stop| moving.work().steps > stop), "{name} took few steps");
    active.gather(on, &mut state);
    let mean_share = active.statistics().map(dermis_numerics::WindowStatistics::mean);
    Shown { seen, last: state, work: moving.work(), mean_share }
}

#[test]
fn what_was_saved_goes_on_to_the_same_bits() {
    for cells in [[1, 1], [24, 1], [12, 8], [240, 1]] {
        let on = on_grid(cells);
        for (name, _) in STEPPERS {
            let whole = run(name, &on, None);
            // In the first steps there is little to remember; later there are orders and pairs.
            for stop in [1, 2, 3, 7, 20] {
                let stopped = run(name, &on, Some(stop));
                assert!(stopped == whole, "{name} on {cells:?}, stopped after {stop} steps");
            }
            assert!(cells[0] < 200 || whole.mean_share.unwrap() < 0.9, "{name}: {:?}", whole.mean_share);
        }
    }
}

#[test]
fn a_stepper_reads_nothing_but_its_own() {
    let (on, wider) = (on_grid([24, 1]), on_grid([25, 1]));
    let names: Vec<&str> = STEPPERS.iter().map(|(name, _)| *name).filter(|name| *name != "auto").collect();
    for name in &names {
        let mut to = Writer::new();
        moving(name, TOLERANCE, &on).save(&mut to);
        let bytes = to.finish();
        let read = |name: &str, tolerance: f64, on: &OnGrid, length: usize| {
            Reader::new(&bytes[..length]).and_then(|mut from| moving(name, tolerance, on).load(on, &mut from))
        };
        read(name, TOLERANCE, &on, bytes.len()).unwrap();
        for other in names.iter().filter(|other| *other != name) {
            read(other, TOLERANCE, &on, bytes.len()).unwrap_err();
        }
        read(name, 2.0 * TOLERANCE, &on, bytes.len()).unwrap_err();
        read(name, TOLERANCE, &wider, bytes.len()).unwrap_err();
        for length in (0..bytes.len()).step_by(bytes.len() / 50) {
            read(name, TOLERANCE, &on, length).unwrap_err();
        }
    }
}

#[test]
fn a_box_reads_nothing_of_another_grid() {
    let (on, wider) = (on_grid([120, 1]), on_grid([121, 1]));
    let mut state = on.rest();
    let mut active = Active::new(&on, &state, TOLERANCE, true);
    state.field_mut(0)[60] = 1.0;
    active.choose(&on, &mut state, moving("ros2", TOLERANCE, &on).as_mut());
    let mut to = Writer::new();
    active.save(&mut to);
    let bytes = to.finish();
    let load = |on: &OnGrid, tolerance: f64| {
        Active::new(on, &on.rest(), tolerance, true).load(on, &mut Reader::new(&bytes).unwrap())
    };
    load(&on, TOLERANCE).unwrap();
    load(&wider, TOLERANCE).unwrap_err();
    load(&on, 2.0 * TOLERANCE).unwrap_err();
}
