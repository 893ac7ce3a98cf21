//! Tells the program which commit it was built from, where there is a repository; a release's tarball builds the
//! same program as its tag.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Parts of `src` that show results and make none.
const SHOW: [&str; 4] = ["cli", "plot", "report", "main.rs"];
/// What is built elsewhere and computes: its versions count, those of what writes, draws or tests do not.
const COMPUTE: [&str; 10] = [
    "argmin",
    "argmin-math",
    "chacha20",
    "libm",
    "ndarray",
    "pulp",
    "rand",
    "rand_core",
    "rayon",
    "sobol_burley",
];

fn main() {
    // Not of the repository itself: a commit that changes no source builds nothing anew.
    for source in ["build.rs", "Cargo.toml", "Cargo.lock", "src", "crates", "validation"] {
        println!("cargo::rerun-if-changed={source}");
    }
    let number = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let commit = commit().filter(|commit| *commit != format!("v{number}"));
    let version = commit.map_or_else(|| number.clone(), |commit| format!("{number} ({commit})"));
    println!("cargo::rustc-env=DERMIS_VERSION={version}");
    println!("cargo::rustc-env=DERMIS_SOURCES={:032x}", sources());
    println!("cargo::rustc-check-cfg=cfg(shipped_ensemble)");
    if Path::new("validation/ensemble.parquet").exists() {
        println!("cargo::rustc-cfg=shipped_ensemble");
    }
}

/// Hash (FNV-1a) of the sources that results hang on, by name and text, of the targets that are fitted to and the
/// ensemble that follows from them, and of the versions of what they use. It is that of a checkout of the repository; as
/// a dependency of something else dermis has another.
fn sources() -> u128 {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    gather(&root.join("src"), &mut files);
    for part in entries(&root.join("crates")) {
        gather(&part.join("src"), &mut files);
    }
    files.retain(|file| file.extension().is_some_and(|kind| kind == "rs"));
    files.retain(|file| !SHOW.iter().any(|shows| file.starts_with(root.join("src").join(shows))));
    let mut targets = Vec::new();
    gather(&root.join("validation"), &mut targets);
    let read = |file: &PathBuf| file.extension().is_some_and(|kind| kind == "toml" || kind == "parquet");
    files.extend(targets.into_iter().filter(read));
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let mut add = |bytes: &[u8]| {
        // Line ends are as a checkout has them.
        for byte in bytes.iter().filter(|byte| **byte != b'\r') {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    };
    for file in files {
        let inside = file.strip_prefix(&root).unwrap_or(&file);
        inside.iter().for_each(|name| add(&[name.as_encoded_bytes(), b"/"].concat()));
        let text = fs::read(&file);
        add(&text.unwrap_or_else(|error| panic!("{}: {error}", file.display())));
    }
    add(versions(&root).as_bytes());
    hash
}

/// Versions of what computes, as they are locked; none where nothing is.
fn versions(root: &Path) -> String {
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap_or_default();
    let mut lines = lock.lines().peekable();
    let mut found = String::new();
    while let Some(line) = lines.next() {
        let name = line.strip_prefix("name = \"").and_then(|name| name.strip_suffix('"'));
        if let (Some(name), Some(version)) = (name, lines.peek())
            && COMPUTE.contains(&name)
        {
            found += &format!("{name} {version}\n");
        }
    }
    found
}

/// All files below a folder, in the order of their names.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() { gather(&path, files) } else { files.push(path) }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.path()).collect());
    let mut found: Vec<PathBuf> = found.unwrap_or_default();
    found.sort();
    found
}

/// The commit as git describes it, with `+` where files were changed since; nothing outside of the repository of
/// this package, as in a tarball that lies within another one.
fn commit() -> Option<String> {
    let root = std::env::var("CARGO_MANIFEST_DIR").ok()?;
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(&root).args(arguments).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !text.is_empty()).then_some(text)
    };
    let top = git(&["rev-parse", "--show-toplevel"])?;
    let same = Path::new(&top).canonicalize().ok()? == Path::new(&root).canonicalize().ok()?;
    if !same {
        return None;
    }
    git(&["describe", "--tags", "--match=v*", "--always", "--dirty=+", "--abbrev=10"])
}
