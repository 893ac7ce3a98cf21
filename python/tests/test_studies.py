"""Studies: the program's bytes, in one piece and in parts, and what is found."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import dermis

from .conftest import same_bytes

DAYS = {"run.days": 200}
TELLS_OF_THE_MACHINE = {"ro-crate-metadata.json"}


def test_compare_gives_the_programs_bytes(face: Path, tmp_path: Path, program) -> None:
    told = program(
        "compare", face, "--vary", "treatment.interval_days=14,28", "--set", "run.days=200", "--out", tmp_path / "program",
    )
    assert told.returncode == 0, told.stderr
    study = dermis.compare(face, vary={"treatment.interval_days": [14, 28]}, set=DAYS, out=tmp_path / "python")
    same_bytes(tmp_path / "program", tmp_path / "python")
    assert study.text == told.stdout
    runs = study.tables["runs"]
    assert list(runs["treatment.interval_days"]) == [14.0, 28.0]
    assert runs.attrs["units"]["gain_after_last"] == "%"
    assert study.figures == ["comparison"] and study.figure()._repr_svg_().startswith("<svg")
    study.figure("comparison").save(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes() == (study.path / "comparison.png").read_bytes()
    with pytest.raises(dermis.UsageError, match="there is no figure"):
        study.figure("comparisn")
    assert study.findings["courses"] == 2
    assert isinstance(dermis.open(study.path), dermis.StudyResult)


def test_several_scenarios_and_objects(face: Path) -> None:
    shorter = dermis.Scenario.read(face).with_changes({"device.needle_length_mm": 0.5})
    shorter.save(face.with_name("shorter.toml"))
    of_files = dermis.compare([face, face.with_name("shorter.toml")], set=DAYS)
    named = dermis.Scenario.parse(shorter.to_toml(), str(face.with_name("shorter.toml")))
    of_objects = dermis.compare([face, named], set=DAYS)
    assert list(of_objects.tables["runs"]["course"]) == ["face", "shorter"]
    pd.testing.assert_frame_equal(of_objects.tables["runs"], of_files.tables["runs"])


def test_parts_are_joined_to_the_bytes_of_one_piece(face: Path, tmp_path: Path) -> None:
    asked = {"vary": {"treatment.count": [1, 2, 3]}, "set": DAYS}
    whole = dermis.sweep(face, **asked, out=tmp_path / "whole")
    parts = [dermis.sweep(face, **asked, out=tmp_path / "parts", shard=f"{part}/2") for part in (1, 2)]
    assert all(part.name.startswith("parts.part-") for part in parts)
    with pytest.raises(dermis.UsageError, match="missing"):
        dermis.merge(parts[:1])
    same_bytes(whole.path, dermis.merge(parts, out=tmp_path / "parts").path)


def test_a_cohort_of_a_file_and_of_arguments(face: Path, tmp_path: Path) -> None:
    arms = {"two": {}, "three": {"treatment.count": 3}}
    cohort = dermis.cohort(face, patients=5, arms=arms, set=DAYS, responder="gain_after_last=3")
    assert cohort.tables["runs"].groupby("arm").size().to_dict() == {"two": 5, "three": 5}
    written = tmp_path / "again.toml"
    written.write_text((cohort.path / "study.toml").read_text())
    again = dermis.cohort(written)
    for name, table in cohort.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], table)
    more = dermis.cohort(written, patients=6)
    assert "6" in more.text and more.text != cohort.text
    with pytest.raises(dermis.UsageError, match="study file says everything itself"):
        dermis.cohort(written, responder="gain_after_last=4")
    with pytest.raises(dermis.UsageError, match="of another study: dermis cohort"):
        dermis.compare(written)
    with pytest.raises(dermis.UsageError, match="not both"):
        dermis.cohort(face, arms=arms, vary={"treatment.count": [1, 2]})


def test_sensitivity_and_optimise(face: Path) -> None:
    found = dermis.sensitivity(
        face, method="morris", inputs={"fibroblast_synthesis": None, "device.needle_length_mm": (0.5, 2)}, trajectories=4,
        measures=["gain_after_last"], set=DAYS,
    )
    assert {"fibroblast_synthesis", "device.needle_length_mm"} <= set(found.tables["morris"]["input"])
    best = dermis.optimise(
        face, search={"treatment.count": (1, 3)}, aims=["max gain_on_day", "min barrier_days"], population=4,
        generations=2, set=DAYS,
    )
    assert best.tables and "gain_on_day" in best.text


def test_calibrate_finds_the_parameter_that_made_the_data(face: Path, tmp_path: Path) -> None:
    true = 0.7
    once = {"run.days": 20, "treatment.count": 1}
    made = dermis.run(face, set={**once, "neutrophil_death": true}).series["neutrophils.dermis"]
    days = [1.0, 2.0, 4.0, 8.0]
    data = pd.DataFrame({"outcome": "neutrophils.dermis", "day": days, "value": made[days].values, "spread": 0.01})
    asked = {"fit": {"neutrophil_death": (0.5, 1.4)}, "starts": 1, "profile_points": 0, "set": once}
    fit = dermis.calibrate(face, data=data, **asked)
    found = fit.tables["fit"].set_index("parameter").loc["neutrophil_death"]
    assert found["best"] == pytest.approx(true, abs=1e-3)
    data.to_csv(tmp_path / "data.csv", index=False)
    of_file = dermis.calibrate(face, data=tmp_path / "data.csv", **asked)
    assert of_file.findings == fit.findings


def test_validate_tells_what_is_missed() -> None:
    found = dermis.validate(case="T7", quick=True, figures=False)
    assert set(found.table["target"]) == {"T7"} and found.hard_misses == []
    half = 0.5 * dermis.parameters().loc["tension_across", "default"]
    missed = dermis.validate(case="T23", quick=True, figures=False, set={"tension_across": half})
    assert missed.hard_misses


def test_findings_are_json(face: Path) -> None:
    study = dermis.sweep(face, vary={"treatment.count": [1, 2]}, set=DAYS, figures=False, report=False)
    assert study.figures == [] and json.dumps(study.findings)
    assert "<pre>" in study._repr_html_()
    with pytest.raises(dermis.UsageError, match="drew none"):
        study.figure()
