//! Numerics built for skin: the kernels of each instruction set are compiled with the model, in this
//! crate alone, so that whoever looks at runs or drives them builds none.

use dermis_numerics::batch::Kernel;
use dermis_numerics::{
    Derived, Discretisation, Failure, Lane, Looks, Reader, State, Stepper, Unreadable, WindowStatistics,
    Writer, steppers,
};

use super::wound_healing::{Row, collagen_synthesis};
use super::{FIELDS, Fields, SURFACE_FIELDS, Skin};

type OnGrid = Discretisation<Skin, FIELDS, SURFACE_FIELDS>;
type SkinState = State<FIELDS, SURFACE_FIELDS>;
type SkinStepper = dyn Stepper<Skin, FIELDS, SURFACE_FIELDS>;

/// The stepper of that name for fields of `shape` (z, y, x); see [`steppers::STEPPERS`].
#[inline(never)]
pub fn stepper(name: &str, tolerance: f64, shape: (usize, usize, usize)) -> Option<Box<SkinStepper>> {
    steppers::stepper(name, tolerance, shape)
}

/// The kernel of well-mixed runs side by side, for [`dermis_numerics::batch::carry`].
#[inline(never)]
pub fn lanes() -> Kernel<Skin, FIELDS, SURFACE_FIELDS> {
    Kernel::new()
}

/// Synthesis rate of collagen in every cell of the depths that are `wanted`, index (z, y, x) with x fastest; 0 in the others.
#[inline(never)]
pub fn synthesis(on: &OnGrid, state: &SkinState, wanted: &(dyn Fn(usize) -> bool + Sync)) -> Vec<f64> {
    on.everywhere::<Synthesis>(state, wanted)
}

struct Synthesis;

impl Derived<Skin, FIELDS, SURFACE_FIELDS> for Synthesis {
    #[inline(always)]
    fn at<L: Lane>(row: &Row<L>, fields: [L; FIELDS]) -> L {
        collagen_synthesis(row, &Fields::from_array(fields))
    }
}

/// The active box of a run; see [`dermis_numerics::Active`].
pub struct Active(dermis_numerics::Active<Skin, FIELDS, SURFACE_FIELDS>);

impl Active {
    /// As [`dermis_numerics::Active::new`].
    #[inline(never)]
    pub fn new(on: &OnGrid, state: &SkinState, tolerance: f64, wanted: bool) -> Self {
        Self(dermis_numerics::Active::new(on, state, tolerance, wanted))
    }

    /// What was solved so far; none where there can be no window.
    pub fn statistics(&self) -> Option<&WindowStatistics> {
        self.0.statistics()
    }

    /// Whether less than everything is solved.
    pub fn is_part(&self) -> bool {
        self.0.is_part()
    }

    /// As [`dermis_numerics::Active::choose`].
    #[inline(never)]
    pub fn choose(&mut self, on: &OnGrid, whole: &mut SkinState, stepper: &mut SkinStepper) {
        self.0.choose(on, whole, stepper);
    }

    /// As [`dermis_numerics::Active::step`].
    ///
    /// # Errors
    /// Where and why no step is short enough.
    #[inline(never)]
    pub fn step(
        &mut self,
        on: &OnGrid,
        whole: &mut SkinState,
        stepper: &mut SkinStepper,
        between: [f64; 2],
        observer: &mut Looks<'_, FIELDS, SURFACE_FIELDS>,
    ) -> Result<f64, Failure> {
        self.0.step(on, whole, stepper, between, observer)
    }

    /// As [`dermis_numerics::Active::observe`].
    #[inline(never)]
    pub fn observe(
        &self,
        on: &OnGrid,
        whole: &SkinState,
        stepper: &SkinStepper,
        day: f64,
        out: &mut SkinState,
    ) {
        self.0.observe(on, whole, stepper, day, out);
    }

    /// Writes the window, what is solved in it and what was found so far.
    pub fn save(&self, to: &mut Writer) {
        self.0.save(to);
    }

    /// Reads what another one wrote for the same model on the same grid.
    ///
    /// # Errors
    /// Another grid, or bytes that are nothing of the kind.
    #[inline(never)]
    pub fn load(&mut self, on: &OnGrid, from: &mut Reader<'_>) -> Result<(), Unreadable> {
        self.0.load(on, from)
    }

    /// The model on what is solved, `on` where that is everything.
    pub fn solved<'a>(&'a self, on: &'a OnGrid) -> &'a OnGrid {
        self.0.solved(on)
    }

    /// Puts what is solved into `whole`.
    #[inline(never)]
    pub fn gather(&self, on: &OnGrid, whole: &mut SkinState) {
        self.0.gather(on, whole);
    }
}
