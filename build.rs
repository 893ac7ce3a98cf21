//! Tells the program which commit it was built from, where there is a repository; a release's tarball builds the
//! same program as its tag.

use std::path::Path;
use std::process::Command;

fn main() {
    // Not of the repository itself: a commit that changes no source builds nothing anew.
    for source in ["build.rs", "Cargo.toml", "Cargo.lock", "src", "crates"] {
        println!("cargo::rerun-if-changed={source}");
    }
    let number = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let commit = commit().filter(|commit| *commit != format!("v{number}"));
    let version = commit.map_or_else(|| number.clone(), |commit| format!("{number} ({commit})"));
    println!("cargo::rustc-env=DERMIS_VERSION={version}");
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
