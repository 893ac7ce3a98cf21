//! The baseline of the benches: the same model written the obvious way. One array per field, index
//! by index, no lanes, no threads; explicit Euler. It evaluates the model's own reaction, so only
//! the way of computing differs.

use dermis::model::{FIELDS, Fields, SURFACE_FIELDS, Skin, SurfaceFields, wound_healing};
use dermis::numerics::{Grid, State, System};
use ndarray::Array3;

/// Fields as separate arrays.
pub struct Naive {
    skin: Skin,
    grid: Grid,
    diffusivity: Vec<f64>,
    fields: Vec<Array3<f64>>,
    surface: SurfaceFields<f64>,
}

impl Naive {
    /// Starts from a state of the engine.
    pub fn new(skin: Skin, grid: Grid, state: &State<FIELDS, SURFACE_FIELDS>) -> Self {
        let fields = (0..FIELDS).map(|field| state.view(field).to_owned()).collect();
        let diffusivity = (0..FIELDS).map(|field| skin.transport(field).diffusivity).collect();
        Self { skin, grid, diffusivity, fields, surface: SurfaceFields::default() }
    }

    /// One explicit Euler step of `h` days.
    pub fn step(&mut self, h: f64) {
        let (nz, ny, nx) = self.grid.shape();
        let (dx, dy) = (self.grid.x.width(0), self.grid.y.width(0));
        let mut next = self.fields.clone();
        for z in 0..nz {
            let row = self.skin.plain_row(z);
            let dz = self.grid.z.width(z);
            for y in 0..ny {
                for x in 0..nx {
                    let here = Fields::from_array(std::array::from_fn(|field| self.fields[field][[z, y, x]]));
                    let reaction = wound_healing::rates(&row, &here, &self.surface).into_array();
                    for field in 0..FIELDS {
                        let u = &self.fields[field];
                        let centre = u[[z, y, x]];
                        let mut rate = reaction[field];
                        let d = self.diffusivity[field];
                        if d > 0.0 {
                            let (left, right) = (u[[z, y, (x + nx - 1) % nx]], u[[z, y, (x + 1) % nx]]);
                            rate += d * (left - 2.0 * centre + right) / (dx * dx);
                            let (above, below) = (u[[z.max(1) - 1, y, x]], u[[(z + 1).min(nz - 1), y, x]]);
                            rate += d * (above - 2.0 * centre + below) / (dz * dz);
                            if ny > 1 {
                                let (front, back) = (u[[z, (y + ny - 1) % ny, x]], u[[z, (y + 1) % ny, x]]);
                                rate += d * (front - 2.0 * centre + back) / (dy * dy);
                            }
                        }
                        next[field][[z, y, x]] = centre + h * rate;
                    }
                }
            }
        }
        self.fields = next;
    }
}
