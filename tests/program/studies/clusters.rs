//! The scripts of docs/clusters.md do what the page says.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;

use super::program::{files, stdout};

/// The job array as Slurm would run it: each task with its number in the environment.
#[test]
fn the_job_array_gives_what_one_piece_gives() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/clusters.md")).unwrap();
    let script = page.split("```sh\n").find(|block| block.starts_with("#!/bin/sh\n#SBATCH")).unwrap();
    let script = script.split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let scenario = root.join("examples/scenarios/face_four_sessions.toml");
    let study = format!(
        "schema = 1\nstudy = \"compare\"\nscenarios = [{:?}]\nchanges = [\"grid.geometry=well_mixed\"]\nvary = [\"run.seed=1..5:5\"]\n",
        scenario.display().to_string()
    );
    fs::write(folder.path().join("study.toml"), study).unwrap();
    fs::write(folder.path().join("array.sh"), script).unwrap();
    let program = cargo_bin!("dermis");
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    for task in 1..=3 {
        let status = Command::new("sh")
            .arg("array.sh")
            .current_dir(folder.path())
            .env("PATH", &path)
            .env("SLURM_ARRAY_TASK_ID", task.to_string())
            .env("SLURM_ARRAY_TASK_COUNT", "3")
            .env("SLURM_CPUS_PER_TASK", "1")
            .status()
            .unwrap();
        assert!(status.success(), "task {task}");
    }
    let part =
        |task: u32| folder.path().join(format!("results/x.part-{task}-of-3.journal")).display().to_string();
    stdout(&["merge", &part(1), &part(2), &part(3)]);
    let alone = folder.path().join("alone");
    let study = folder.path().join("study.toml");
    stdout(&["compare", study.to_str().unwrap(), "--out", alone.to_str().unwrap()]);
    assert_eq!(files(&alone), files(&folder.path().join("results/x")));
}
