//! Whether collagen adds up: what the skin began with, what was made, lost and cut, and what is there.

use super::view::total;
use super::{Days, Observer, View};
use crate::error::Result;
use crate::model::Fields;
use crate::numerics::{Reader, Writer};
use crate::simulation::run::setup::Setup;

/// Collagen over the whole skin, in rest collagen × mm³. To be shown sessions, before and after.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Budget {
    /// What the run began with.
    pub begun: f64,
    /// Made during the run, beyond rest.
    pub new: f64,
    /// Lost during the run, beyond rest.
    pub lost: f64,
    /// What needles cut.
    pub cut: f64,
    /// What is there at the end.
    pub end: f64,
    before: f64,
}

impl Budget {
    /// What does not add up, relative to what there was.
    pub fn relative_residual(&self) -> f64 {
        (self.begun + self.new - self.lost - self.cut - self.end) / self.begun
    }
}

/// Collagen of all types, given the total of a field.
fn collagen(total: impl Fn(usize) -> f64) -> f64 {
    let field = Fields::INDEX;
    [field.collagen_i, field.collagen_iii, field.collagen_scar].into_iter().map(total).sum()
}

impl Observer for Budget {
    fn begin(&mut self, setup: &Setup<'_>) -> Result<()> {
        self.begun = collagen(|field| total(setup.on(), setup.begun(), field));
        Ok(())
    }

    fn look(&mut self, view: &View<'_>) -> Result<()> {
        if view.session().is_some() {
            self.cut += self.before - collagen(|field| view.total(field));
        } else {
            self.before = collagen(|field| view.total(field));
        }
        Ok(())
    }

    fn finish(&mut self, view: &View<'_>) -> Result<()> {
        let copies = view.setup().symmetry().copies() as f64;
        let field = Fields::INDEX;
        self.end = collagen(|field| view.total(field));
        [self.new, self.lost] = [field.collagen_new, field.collagen_lost].map(|of| view.total(of));
        for amount in [&mut self.begun, &mut self.new, &mut self.lost, &mut self.cut, &mut self.end] {
            *amount *= copies;
        }
        Ok(())
    }

    /// What it began with is looked at anew.
    fn save(&self, to: &mut Writer) {
        to.put(&[self.cut, self.before]);
    }

    fn load(&mut self, from: &mut Reader<'_>, _days: &Days<'_>) -> Result<()> {
        [self.cut, self.before] = from.get()?;
        Ok(())
    }
}
