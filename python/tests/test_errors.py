"""Errors: one family, the program's text, and where the fault stands."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

import dermis


def test_a_fault_says_file_line_key_range_and_name(face: Path, program) -> None:
    face.write_text(face.read_text().replace("count = 2", "cuont = 2").replace("days = 90", "days = 9e9"))
    with pytest.raises(dermis.ScenarioError) as raised:
        dermis.run(face)
    error = raised.value
    assert isinstance(error, dermis.Error) and isinstance(error, ValueError) and error.exit_code == 2
    lines = face.read_text().splitlines()
    key, days = error.faults[0], next(fault for fault in error.faults if fault.key == "days")
    assert (error.file, error.line, error.key) == (str(face), lines.index("cuont = 2") + 1, "cuont")
    assert error.suggestion == key.suggestion == "count" and error.range is None
    assert (days.line, days.range) == (lines.index("days = 9e9") + 1, dermis.Range(0.01, 7300.0, "days"))
    # The text is the program's.
    told = program("run", face)
    assert told.returncode == 2 and told.stderr.strip().splitlines() == str(error).strip().splitlines()


@pytest.mark.parametrize(
    ("kind", "call", "text"),
    [
        (dermis.InputOutputError, lambda face: dermis.run(face.with_name("none.toml")), "none.toml"),
        (dermis.ScenarioError, lambda face: dermis.run(face, set={"treatment.cuont": 3}), "did you mean `treatment.count`"),
        (dermis.UsageError, lambda face: dermis.run(face, set=["run.days=3", "run.days=4"]), "twice|same thing"),
        (dermis.UsageError, lambda face: dermis.run(face, threads=-1), "number of threads is -1; allowed: 1 to 1024"),
        (dermis.UsageError, lambda face: dermis.run(face, threads=0), "allowed: 1 to 1024"),
        (dermis.UsageError, lambda face: dermis.run(face, memory_gb=-2), "memory_gb is -2"),
        (dermis.UsageError, lambda face: dermis.run(face, time_limit=-1), "time_limit is -1"),
        (dermis.PlanError, lambda face: dermis.run(face, memory_gb=1e-3), "needs about"),
        (dermis.UsageError, lambda face: dermis.compare(face, set={"run.days": 200}), "nothing to compare"),
        (dermis.UsageError, lambda face: dermis.sweep(face), "vary"),
        (dermis.UsageError, lambda face: dermis.cohort(face), "arm"),
        (dermis.UsageError, lambda face: dermis.optimise(face), "search|aim"),
        (dermis.UsageError, lambda face: dermis.calibrate(face), "fit|data"),
        (dermis.UsageError, lambda face: dermis.sweep(face, vary={"treatment.count": [2, 3]}, points=7), "points"),
        (dermis.UsageError, lambda face: dermis.sweep(face, vary={"treatment.count": [2, 3]}, shard="1/2"), "give out"),
        (dermis.UsageError, lambda face: dermis.validate(case="T999"), "T999"),
    ],
)
def test_errors_are_of_one_family(face: Path, kind: type[dermis.Error], call, text: str) -> None:
    with pytest.raises(kind, match=text) as raised:
        call(face)
    assert isinstance(raised.value, dermis.Error) and raised.value.exit_code in (2, 74)


def test_results_are_not_replaced_unasked(face: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    dermis.run(face, out=out, figures=False)
    with pytest.raises(dermis.CreateError) as raised:
        dermis.run(face, out=out, figures=False)
    assert raised.value.exit_code == 73 and raised.value.path == str(out) and isinstance(raised.value, OSError)
    dermis.run(face, out=out, figures=False, force=True)


def test_unknown_arguments_are_named(face: Path) -> None:
    with pytest.raises(TypeError, match="varry"):
        dermis.compare(face, varry={"treatment.count": [2, 3]})


def test_warnings_are_warnings_at_the_callers_line(face: Path) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        dermis.run(face, set={"patient.conditions": ["pregnancy"]})
    found = [warning for warning in caught if issubclass(warning.category, dermis.DermisWarning)]
    assert any("pregnan" in str(warning.message) for warning in found)
    assert {warning.filename for warning in found} == {__file__}
