//! Another program on the same problem.

use std::path::Path;
use std::process::Command;

use ndarray::{ArrayD, Axis};

use super::{Course, Outcome};

/// Runs `program`; the seconds that it says it took, and its species.
pub fn solve(
    program: &Path,
    problem: &str,
    tolerance: f64,
    threads: usize,
    [nx, ny, nz]: [usize; 3],
) -> Outcome<(f64, Course)> {
    let prefix = std::env::temp_dir().join(format!("work_precision_{}", std::process::id()));
    let prefix = prefix.to_string_lossy();
    let numbers = [tolerance.to_string(), (1e-2 * tolerance).to_string(), threads.to_string()];
    let output = Command::new(program).arg(problem).args(&numbers).arg(&*prefix).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let wall = said.split_whitespace().find_map(|word| word.strip_prefix("wall="));
    let seconds = wall.ok_or_else(|| format!("{} did not say wall=SECONDS: {said}", program.display()))?;
    let day = |day: &str| -> Outcome<Vec<f64>> {
        let file = format!("{prefix}_t{day}.npy");
        let fields: ArrayD<f64> = ndarray_npy::read_npy(&file)?;
        std::fs::remove_file(&file)?;
        let mut fields = fields.into_shape_with_order((8, nx, ny, nz))?;
        fields.swap_axes(1, 3);
        Ok(fields.axis_iter(Axis(0)).flat_map(|field| field.iter().copied().collect::<Vec<_>>()).collect())
    };
    Ok((seconds.parse()?, ["1", "7", "28"].into_iter().map(day).collect::<Outcome<_>>()?))
}
