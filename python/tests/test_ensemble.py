"""Bands of an ensemble: the program's bytes, as tables."""

from __future__ import annotations

from pathlib import Path

import pytest

import dermis

from .conftest import same_bytes

COARSE = {"run.days": 8, "grid.spacing_um": 100, "grid.depth_spacing_um": 200}


@pytest.fixture
def draws(tmp_path: Path) -> Path:
    """Draws of two parameters that agree with one target."""
    study = dermis.calibrate(
        posterior=True, targets=["T30"], fit=["neutrophil_death", "mmp_decay"], points=160, draws=24, set=COARSE,
        out=tmp_path / "posterior",
    )
    return study.path / "ensemble.parquet"


def test_bands_of_a_run_and_of_the_validation_are_the_programs(face: Path, tmp_path: Path, draws: Path, program) -> None:
    told = program("run", face, "--ensemble", "8", "--ensemble-file", draws, "--layers", "parameters", "--out", tmp_path / "program")
    assert told.returncode == 0, told.stderr
    result = dermis.run(face, ensemble=8, ensemble_file=draws, layers=["parameters"], out=tmp_path / "python")
    same_bytes(tmp_path / "program", result.path)
    bands = result.bands
    told = bands.dropna(subset=["q05", "q95"])
    assert len(told) > 1000 and (told["q05"] <= told["q95"]).all() and set(told["draws"]) == {8.0}
    assert result.summary["ensemble"]["draws"] == 8

    validated = dermis.validate(case="T30", set=COARSE, ensemble=4, ensemble_file=draws)
    assert set(validated.coverage["target"]) == {"T30"}


def test_what_is_no_ensemble_is_told(face: Path, draws: Path) -> None:
    with pytest.raises(dermis.UsageError, match="give `ensemble`"):
        dermis.run(face).bands
    with pytest.raises(dermis.UsageError, match="observers look into one run"):
        dermis.run(face, ensemble_file=draws, observers=[lambda view: None])
    with pytest.raises(dermis.Error, match="layer"):
        dermis.run(face, ensemble_file=draws, layers=["peple"])
    with pytest.raises(dermis.UsageError, match="give --ensemble too"):
        dermis.run(face, layers=["people"])
