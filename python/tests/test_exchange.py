"""Models and fits for other programs, held against the programs that read them."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import dermis

libsbml = pytest.importorskip("libsbml")

Program = Callable[..., "subprocess.CompletedProcess[str]"]

# Sessions that reach deeper one after the other take in skin that was left alone so far, which loses collagen meanwhile.
DEEPER = """\
schema = 1
[patient]
age_years = 55
smoker = true
ages = true
sun_exposure = 0.5
[device]
name = "pen"
[[treatment.sessions]]
day = 3
needle_length_mm = 0.5
[[treatment.sessions]]
day = 30
needle_length_mm = 1.0
[[treatment.sessions]]
day = 50
needle_length_mm = 0.25
[grid]
geometry = "well_mixed"
[run]
days = 84
"""


@pytest.fixture
def exported(tmp_path: Path, program: Program) -> Callable[..., Path]:
    """Writes a model of a scenario."""

    def export(scenario: Path, name: str, *arguments: object) -> Path:
        told = program("export", scenario, "--out", tmp_path / name, *arguments)
        assert told.returncode == 0, told.stderr
        return tmp_path / name

    return export


@pytest.fixture(params=["face", "deeper"])
def scenario(request: pytest.FixtureRequest, face: Path, tmp_path: Path) -> Path:
    """Two sessions 28 days apart on the usual skin; sessions of changing depth on older skin."""
    if request.param == "face":
        return face
    path = tmp_path / "deeper.toml"
    path.write_text(DEEPER)
    return path


def faults(text: str) -> list[str]:
    """What libSBML finds, units included: errors and warnings alike."""
    document = libsbml.readSBMLFromString(text)
    document.checkConsistency()
    return [document.getError(at).getMessage() for at in range(document.getNumErrors())]


def test_libsbml_finds_nothing(scenario: Path, exported: Callable[..., Path]) -> None:
    text = exported(scenario, "model.xml").read_text(encoding="utf-8")
    assert faults(text) == []
    # And it does look, at names as at units.
    unit = 'id="neutrophil_death" value="0.9" units="per_day"'
    if unit in text:
        assert faults(text.replace(unit, unit.replace("per_day", "dimensionless"))) != []
    assert faults(text.replace('<rateRule variable="damage">', '<rateRule variable="damag">')) != []


def moving(model: Path) -> list[str]:
    """What has a rate."""
    # The model is gone with its document.
    document = libsbml.readSBML(str(model))
    return [rule.getVariable() for rule in document.getModel().getListOfRules() if rule.isRate()]


def simulated(model: Path, days: list[float], columns: list[str]) -> pd.DataFrame:
    """The columns on these days by libRoadRunner."""
    roadrunner = pytest.importorskip("roadrunner")
    run = roadrunner.RoadRunner(str(model))
    run.integrator.relative_tolerance = 1e-11
    # One for each field: libRoadRunner scales a single one by values on day 0.
    run.integrator.absolute_tolerance = [1e-14] * len(moving(model))
    run.integrator.maximum_num_steps = 100_000
    return pd.DataFrame(np.array(run.simulate(times=[0, *days], selections=columns))[1:], columns=columns)


def test_roadrunner_gives_the_same_course(scenario: Path, exported: Callable[..., Path]) -> None:
    model = exported(scenario, "model.xml")
    fields = moving(model)
    assert len(fields) == 31
    days = [0.25, 1, 2.5, 3.5, 7, 14, 27, 29, 31, 40, 49, 51, 60, 70, 84]
    outcomes = ["collagen_total.dermis", "collagen_synthesis_rate.dermis", "neutrophils.halo", "barrier.surface"]

    class Look:
        def __init__(self) -> None:
            self.days = days
            self.rows: list[list[float]] = []

        def look(self, view: dermis.View) -> None:
            volume = [float(np.ravel(view.field(name))[0]) for name in fields]
            self.rows.append(volume + [view.outcome(name) for name in outcomes])

    look = Look()
    dermis.run(scenario, set={"run.days": 84, "run.tolerance": 1e-9}, observers=[look])
    columns = fields + [name.replace(".", "_") for name in outcomes]
    own = pd.DataFrame(look.rows, columns=columns)
    other = simulated(model, days, columns)
    begun = simulated(model, [1e-9], columns)
    for column in columns:
        known = own[column].notna()
        scale = float((own[column] - begun[column][0]).abs().max()) or 1.0
        worst = float((own[column] - other[column])[known].abs().max()) / scale
        assert worst < 1e-6, f"{column}: {worst}"


def test_the_archive_is_read(face: Path, exported: Callable[..., Path]) -> None:
    libcombine = pytest.importorskip("libcombine")
    libsedml = pytest.importorskip("libsedml")
    path = exported(face, "face.omex", "--format", "omex")
    assert zipfile.ZipFile(path).testzip() is None
    archive = libcombine.CombineArchive()
    assert archive.initializeFromArchive(str(path))
    assert archive.getMasterFile().getLocation() == "./simulation.sedml"
    experiment = libsedml.readSedMLFromString(archive.extractEntryToString("simulation.sedml"))
    assert experiment.getNumErrors() == 0
    assert faults(archive.extractEntryToString("model.xml")) == []
    # What is plotted is in the model.
    document = libsbml.readSBMLFromString(archive.extractEntryToString("model.xml"))
    for generator in experiment.getListOfDataGenerators():
        for variable in generator.getListOfVariables():
            assert variable.isSetSymbol() or document.getModel().getParameter(variable.getId()) is not None


DATA = """\
condition,outcome,day,value,spread
shallow,neutrophils.halo,1,0.2,0.1
shallow,neutrophils.halo,3,0.15,0.1
deep,neutrophils.halo,1,0.5,0.2
deep,macrophages_m1.halo,2,0.3,0.1
deep,collagen_total.dermis,35,1.02,0.01
deep,collagen_total.dermis,60,1.03,0.01
"""
STUDY = """\
schema = 1
study = "calibrate"
scenario = "face.toml"
data = "data.csv"
changes = ["run.tolerance=1e-9"]
conditions = ["shallow: device.needle_length_mm=0.5", "deep: device.needle_length_mm=1.5"]
observables = [OBSERVABLES]
inputs = ["neutrophil_death", "macrophage_m1_loss"]
starts = 1
steps = 8
profile_points = 0
"""


@pytest.fixture
def problem(face: Path, program: Program) -> Callable[..., Path]:
    """Writes a calibration as a PEtab problem; its study lies beside it."""

    def write(observables: str) -> Path:
        folder = face.parent
        (folder / "data.csv").write_text(DATA)
        (folder / "study.toml").write_text(STUDY.replace("OBSERVABLES", observables))
        told = program("export", folder / "study.toml", "--format", "petab", "--out", folder / "petab")
        assert told.returncode == 0, told.stderr
        return folder / "petab" / "problem.yaml"

    return write


@pytest.mark.parametrize(
    "observables",
    ["", '"neutrophils.halo: scale, offset, spread"', '"macrophages_m1.halo: lognormal", "neutrophils.halo: lognormal, spread"'],
)
def test_petab_finds_no_fault(observables: str, problem: Callable[..., Path]) -> None:
    petab = pytest.importorskip("petab.v1")
    path = problem(observables)
    assert not petab.lint_problem(petab.Problem.from_yaml(path))
    # And it does look.
    table = path.parent / "parameters.tsv"
    table.write_text(table.read_text().replace("macrophage_m1_loss", "macrophage_m9_loss"))
    assert petab.lint_problem(petab.Problem.from_yaml(path))


def test_the_objective_is_that_of_petab(problem: Callable[..., Path], program: Program) -> None:
    """χ² of the first point as dermis finds it, and by PEtab's own of what libRoadRunner makes of the model."""
    petab = pytest.importorskip("petab.v1")
    roadrunner = pytest.importorskip("roadrunner")
    path = problem("")
    out = path.parent.parent / "fit"
    told = program("calibrate", path, "--starts", 1, "--steps", 8, "--profile-points", 0, "--no-report", "--out", out)
    assert told.returncode == 0, told.stderr
    first = pd.read_csv(out / "runs.csv").iloc[0]
    read = petab.Problem.from_yaml(path)
    nominal = read.parameter_df["nominalValue"]
    assert list(first[nominal.index]) == list(nominal)

    simulation = read.measurement_df.rename(columns={"measurement": "simulation"}).copy()
    for condition, rows in simulation.groupby("simulationConditionId"):
        run = roadrunner.RoadRunner(str(path.parent / "model.xml"))
        run.integrator.relative_tolerance = 1e-9
        run.integrator.absolute_tolerance = [1e-12] * 31
        values = read.condition_df.loc[condition].drop("conditionName")
        for name, value in {**dict(nominal), **dict(values)}.items():
            run[name] = float(value)
        # The session of day 0 was carried out as the model was read.
        run.reset()
        columns = [read.observable_df.loc[name, "observableFormula"] for name in rows["observableId"]]
        times = sorted({0.0, *map(float, rows["time"])})
        course = pd.DataFrame(np.array(run.simulate(times=times, selections=columns)), index=times)
        for number, (at, row) in enumerate(rows.iterrows()):
            simulation.loc[at, "simulation"] = course.loc[float(row["time"])].iloc[number]
    theirs = petab.calculate_chi2(read.measurement_df, simulation, read.observable_df, read.parameter_df)
    assert theirs == pytest.approx(first["chi_squared"], rel=1e-6)


def test_a_published_model_runs_alike(tmp_path: Path) -> None:
    """Macrophages after Waugh and Sherratt: dermis's stepper, and libRoadRunner of the SBML that the equations record."""
    folder = os.environ.get("DERMIS_PUBLISHED")
    if folder is None:
        pytest.skip("set DERMIS_PUBLISHED to what the example published_model wrote")
    own = pd.read_csv(Path(folder, "course.csv"))
    model = Path(folder, "model.xml")
    assert faults(model.read_text(encoding="utf-8")) == []
    columns = list(own.columns[1:])
    other = simulated(model, [float(day) for day in own["day"][1:]], columns)
    assert len(other) == 40
    for column in columns:
        worst = (own[column][1:].reset_index(drop=True) - other[column]).abs().max() / own[column].max()
        assert worst < 1e-6, f"{column}: {worst}"
    # Inflammatory macrophages stay in a diabetic wound: most macrophages of day 40 are of them.
    assert own["inflammatory_macrophages"].iloc[-1] > own["repair_macrophages"].iloc[-1]
