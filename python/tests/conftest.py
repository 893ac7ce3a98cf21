"""What the tests share: small scenarios, and the program that the package must agree with."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCENARIO = """\
schema = 1

[device]
name = "pen"

[treatment]
count = 2
interval_days = 28

[grid]
geometry = "well_mixed"

[run]
days = 90
"""


@pytest.fixture
def face(tmp_path: Path) -> Path:
    """A scenario that runs in some milliseconds."""
    path = tmp_path / "face.toml"
    path.write_text(SCENARIO)
    return path


@pytest.fixture
def around_needle(tmp_path: Path) -> Path:
    """A scenario with a grid, which runs within a second."""
    path = tmp_path / "needle.toml"
    path.write_text(SCENARIO.replace('"well_mixed"', '"cell"\nspacing_um = 100').replace("days = 90", "days = 40"))
    return path


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the program, which `DERMIS_PROGRAM` names, or the path has."""
    found = os.environ.get("DERMIS_PROGRAM") or shutil.which("dermis")
    if found is None:
        pytest.fail("no program to agree with: set DERMIS_PROGRAM to the path of `dermis`")

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, check=False)

    return run


def same_bytes(one: Path, other: Path, but: set[str] = frozenset({"ro-crate-metadata.json"})) -> None:
    """Holds that two folders have the same files with the same bytes, but for what tells of the machine."""
    names = [sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) for folder in (one, other)]
    assert names[0] == names[1]
    for name in names[0]:
        if name not in but:
            assert (one / name).read_bytes() == (other / name).read_bytes(), name
