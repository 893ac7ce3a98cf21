"""Scenarios as objects, and the lists."""

from __future__ import annotations

from pathlib import Path

import pytest

import dermis

from .conftest import ROOT


def small() -> dermis.Scenario:
    return dermis.Scenario(
        device=dermis.Device(name="pen", needle_length_mm=1.0),
        treatment={"sessions": [dermis.Session(day=0), {"day": 28, "needle_length_mm": 1.5}]},
        grid=dermis.Grid(geometry="well_mixed"),
        run={"days": 60},
    )


def test_an_object_is_the_file_of_its_text(tmp_path: Path) -> None:
    scenario = small()
    assert scenario.check() == []
    scenario.save(tmp_path / "small.toml")
    assert dermis.Scenario.read(tmp_path / "small.toml") == scenario
    result = dermis.run(scenario)
    assert [session["needle_length_mm"] for session in result.summary["sessions"]] == [1.0, 1.5]
    of_file = dermis.run(tmp_path / "small.toml")
    assert (of_file.path / "timeseries.csv").read_bytes() == (result.path / "timeseries.csv").read_bytes()
    resolved = scenario.resolved()
    assert resolved.run.tolerance == 0.001
    assert dermis.run(resolved).series.equals(result.series)
    assert result.scenario == resolved
    assert 0 < scenario.cost()["memory_bytes"] < 1e9


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "scenarios").glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_is_read_and_spelt(path: Path) -> None:
    scenario = dermis.Scenario.read(path)
    assert scenario.to_toml() == path.read_text()
    spelt = dermis.Scenario.parse(scenario.with_changes({"run.seed": 9}).to_toml(), str(path))
    assert spelt.run.seed == 9
    assert {**scenario.to_dict(), "run": None} == {**spelt.to_dict(), "run": None}


def test_keys_and_values_are_checked_when_they_are_set() -> None:
    scenario = small()
    scenario.run.days = 90
    assert scenario["run.days"] == 90 and scenario.run.days == 90 and scenario.run.seed is None
    with pytest.raises(dermis.ScenarioError) as raised:
        scenario.run.days = -1
    assert raised.value.key == "run.days" and raised.value.range == dermis.Range(0.01, 7300.0, "days")
    with pytest.raises(dermis.ScenarioError, match="did you mean `slab`"):
        scenario["grid.geometry"] = "slob"
    with pytest.raises(dermis.ScenarioError, match="did you mean `needle_length_mm`"):
        scenario.device.needle_lenght_mm = 1.0
    with pytest.raises(dermis.ScenarioError, match="did you mean `needle_length_mm`"):
        dermis.Scenario(device={"name": "pen", "needle_lenght_mm": 1.0})
    with pytest.raises(TypeError):
        dermis.Device(needle_lenght_mm=1.0)
    scenario.parameters["neutrophil_death"] = 0.5
    with pytest.raises(dermis.ScenarioError, match="did you mean `neutrophil_death`"):
        scenario.parameters["neutrophil_deaht"] = 0.5
    assert dict(scenario.parameters) == {"neutrophil_death": 0.5}
    # Nothing of what was refused is there.
    assert scenario.check() == ["parameters differ from their defaults: neutrophil_death"] and scenario.run.days == 90
    del scenario.parameters["neutrophil_death"], scenario.run.days
    assert scenario.run.days is None and "parameters" not in scenario.to_dict()


def test_a_session_without_needles_is_told_before_it_runs() -> None:
    scenario = dermis.Scenario(
        device=dermis.Device(name="pen", density_per_cm2=1.0), treatment=dermis.Treatment(count=1),
        grid=dermis.Grid(geometry="slab", width_mm=2.0), run=dermis.Run(days=1.0, symmetry=False),
    )
    assert any("placed no needle" in warning for warning in scenario.check())
    scenario.device.density_per_cm2 = 250.0
    assert scenario.check() == []


def test_what_is_read_of_a_scenario_is_a_copy() -> None:
    scenario = small()
    scenario.treatment.sessions.append({"day": 40})
    scenario.to_dict()["run"]["days"] = 7
    assert len(scenario.treatment.sessions) == 2 and scenario.run.days == 60
    other = scenario.with_changes({"run.days": 70})
    assert (scenario.run.days, other.run.days) == (60, 70)


def test_faults_of_a_text_name_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(small().to_toml().replace("days = 60", "dyas = 60"))
    with pytest.raises(dermis.ScenarioError) as raised:
        dermis.Scenario.read(path)
    assert raised.value.file == str(path) and raised.value.suggestion == "days"
    assert path.read_text().splitlines()[raised.value.line - 1] == "dyas = 60"


def test_completion_offers_keys() -> None:
    scenario = small()
    assert {"needle_length_mm", "density_per_cm2"} <= set(dir(scenario.device))
    assert "treatment.interval_days" in scenario._ipython_key_completions_()
    assert "fibroblast_synthesis" in scenario.parameters._ipython_key_completions_()
    assert "0.05 to 5" in type(scenario.device).needle_length_mm.__doc__


@pytest.mark.parametrize("name", ["parameters", "outcomes", "devices", "fields", "keys", "sites", "measures", "agents"])
def test_lists_are_those_of_the_program(name: str, program) -> None:
    import json

    told = json.loads(program("list", name, "--json").stdout)
    table = getattr(dermis, name)().reset_index()
    assert len(table) == len(told) > 3
    for row, expected in zip(table.to_dict("records"), told, strict=True):
        for key, value in expected.items():
            assert row[key] == value or value is None, (key, row[key], value)
