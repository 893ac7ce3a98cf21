"""Types: stubs that agree with what is compiled, and classes that agree with the table of keys."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import dermis

PYTHON = Path(__file__).parents[1]
CONFIG = PYTHON.parent / "pyproject.toml"


def checked(tmp_path: Path, *arguments: object) -> str:
    """What mypy says; nothing where all is well."""
    command = [sys.executable, "-m", *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    return "" if told.returncode == 0 else told.stdout + told.stderr


def test_stubs_agree_with_the_package(tmp_path: Path) -> None:
    assert checked(tmp_path, "mypy.stubtest", "dermis", "--mypy-config-file", CONFIG) == ""


def test_the_package_is_typed(tmp_path: Path) -> None:
    assert checked(tmp_path, "mypy", "--config-file", CONFIG, "-p", "dermis") == ""


FAULTS = {
    'scenario.grid.geometry = "slab"': "",
    'scenario.grid.geometry = "slob"': "Incompatible types in assignment",
    "dermis.Device(needle_length_mm=1)": "",
    "dermis.Device(needle_lenght_mm=1)": "Unexpected keyword argument",
    'dermis.run(scenario, set={"run.days": 3}, threads=2).series["collagen_total.dermis"]': "",
    "dermis.run(scenario, thread=2)": "Unexpected keyword argument",
    'dermis.compare(scenario, vary={"treatment.count": [1, 2]}, out="x", shard="1/2")': "",
    'dermis.calibrate(scenario, shard="1/2")': "shard",
}
"""What somebody may write, and what a checker says of it."""


def test_a_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("\n".join(["import dermis", "scenario = dermis.Scenario()", *FAULTS]) + "\n")
    told = checked(tmp_path, "mypy", "--config-file", CONFIG, program)
    for number, (line, fault) in enumerate(FAULTS.items(), start=3):
        said = "\n".join(said for said in told.splitlines() if f"program.py:{number}:" in said)
        assert fault in said if fault else said == "", f"{line}: {said}"


def test_classes_agree_with_the_keys() -> None:
    generate = runpy.run_path(str(PYTHON / "generate.py"))
    held = (Path(dermis.__file__).parent / "_keys.py").read_text(encoding="utf-8")
    assert held == generate["text"](), "run python/generate.py"
