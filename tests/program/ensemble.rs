//! Ensembles of parameter sets: bands of runs and studies from three layers.

#[path = "ensemble/made.rs"]
mod made;

#[test]
fn zz_keep() {
    if let Ok(folder) = std::env::var("KEEP_ENSEMBLE") {
        made::made(std::path::Path::new(&folder), 80);
    }
}
