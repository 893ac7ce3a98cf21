//! Every command of the pages, in a folder for each page that holds examples, targets and `tests/inputs/pages`.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;

use super::blocks::{blocks, commands};
use super::{pages, root, text};

/// Commands of other programs, which `.ci/run` or nobody runs.
const OTHERS: [&str; 8] = [
    "cargo test",
    "cargo build",
    "cargo install",
    "cargo bench",
    "cargo doc",
    "pip install",
    "python3 ",
    "mdbook ",
];

/// Calls the program with what shortens a block, where something is simulated.
const WRAPPER: &str = r#"#!/bin/sh
case "$1" in
  run|compare|sweep|cohort|sensitivity|calibrate|optimise|validate) exec "$DERMIS" "$@" $TESTED_WITH ;;
esac
exec "$DERMIS" "$@"
"#;

/// What the shell runs of a line; nothing for another program's.
fn ours(command: &str) -> Option<String> {
    let command = command.replace("cargo run --release -- ", "dermis ");
    match command.split_whitespace().next() {
        Some("dermis" | "while") => Some(command),
        _ if OTHERS.iter().any(|other| command.starts_with(other)) => None,
        _ => {
            panic!("`{command}` is no command of dermis: say why it is not run, <!-- not tested: REASON -->")
        }
    }
}

/// A command with what shortens it in the place of what it says of the same, and what of that it does not say.
fn shortened(command: &str, with: &str) -> (String, String) {
    let (mut command, mut left) = (command.to_owned(), String::new());
    let mut words = with.split_whitespace().peekable();
    while let Some(flag) = words.next() {
        let value = words.next_if(|word| !word.starts_with("--"));
        // `--set NAME=` says the same as another of its name, `--patients` whatever follows.
        let said = match value.and_then(|value| value.split_once('=')) {
            Some((name, _)) => format!("{flag} {name}="),
            None => format!("{flag} "),
        };
        let asked = [flag, value.unwrap_or_default()].join(" ");
        if value.is_none() && command.split_whitespace().any(|word| word == flag) {
            continue;
        }
        match value.and(command.find(&said)) {
            Some(at) => {
                let from = at + said.len();
                let to = command[from..].find(' ').map_or(command.len(), |length| from + length);
                command.replace_range(at..to, &asked);
            }
            None => left += &format!(" {asked}"),
        }
    }
    (command, left)
}

/// Whether a command did what it says: the exit code 1 says that something differs, or that a target is missed.
fn done(command: &str, code: Option<i32>) -> bool {
    let may_differ = ["dermis diff ", "dermis validate"].iter().any(|kind| command.starts_with(kind));
    code == Some(0) || code == Some(1) && may_differ
}

fn prepare(folder: &Path) {
    for name in ["examples", "validation"] {
        symlink(root().join(name), folder.join(name)).unwrap();
    }
    for file in fs::read_dir(root().join("tests/inputs/pages")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
    let wrapper = folder.join("bin/dermis");
    fs::create_dir(folder.join("bin")).unwrap();
    fs::write(&wrapper, WRAPPER).unwrap();
    fs::set_permissions(wrapper, fs::Permissions::from_mode(0o755)).unwrap();
}

/// What goes wrong on a page.
fn faults(page: &Path) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
    let mut faults = Vec::new();
    let mut run = |line: usize, command: &str, with: &str| {
        let (command, with) = shortened(command, with);
        let output = Command::new("sh")
            .args(["-c", &command])
            .current_dir(folder.path())
            .env("PATH", &path)
            .env("DERMIS", cargo_bin!("dermis"))
            .env("TESTED_WITH", &with)
            .output()
            .unwrap();
        if !done(&command, output.status.code()) {
            let said = String::from_utf8_lossy(&output.stderr);
            faults.push(format!("{}:{line}: {command}{with}\n{}: {said}", page.display(), output.status));
        }
    };
    for block in blocks(&text(page)).iter().filter(|block| block.language == "sh") {
        block.after.iter().for_each(|command| run(block.line, command, ""));
        if block.not_tested.is_some() {
            continue;
        }
        for (line, command) in commands(block) {
            if let Some(command) = ours(&command) {
                run(line, &command, block.with_of(&command));
            }
        }
    }
    faults
}

#[test]
fn every_command_of_the_pages_runs() {
    let mut faults = Vec::new();
    for page in pages() {
        let begun = std::time::Instant::now();
        faults.extend(self::faults(&page));
        println!("{:6.2} s {}", begun.elapsed().as_secs_f64(), page.display());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
