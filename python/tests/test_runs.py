"""Runs: the program's bits, observers, fields, and going on."""

from __future__ import annotations

import csv
import struct
import threading
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

import dermis

from .conftest import same_bytes


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


def test_a_folder_has_the_programs_bytes(around_needle: Path, tmp_path: Path, program) -> None:
    told = program("run", around_needle, "--set", "run.seed=7", "--threads", "2", "--out", tmp_path / "program")
    assert told.returncode == 0, told.stderr
    result = dermis.run(around_needle, set={"run.seed": 7}, threads=1, out=tmp_path / "python")
    assert result.path == tmp_path / "python"
    # What a longer run goes on from remembers by which name the scenario was read.
    same_bytes(tmp_path / "program", tmp_path / "python")
    # A scenario as an object gives the same numbers.
    scenario = dermis.Scenario.read(around_needle)
    scenario.run.seed = 7
    again = dermis.run(scenario)
    assert (again.path / "timeseries.csv").read_bytes() == (result.path / "timeseries.csv").read_bytes()


def test_series_are_the_written_numbers_to_the_bit(face: Path) -> None:
    result = dermis.run(face)
    with (result.path / "timeseries.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(result.series) > 50
    for day, row in zip(result.series.index, rows, strict=True):
        assert bits(day) == bits(float(row["time_day"]))
    for name, values in result.series.items():
        for value, row in zip(values, rows, strict=True):
            assert np.isnan(value) if row[name] == "" else bits(value) == bits(float(row[name])), name
    assert result.series.attrs["units"]["epidermal_closure.surface"] == "1"
    assert "collagen" in result.series.attrs["meanings"]["collagen_total.dermis"]
    assert result.summary["days"] == 90


def test_results_without_a_place_go_with_their_object(face: Path) -> None:
    result = dermis.run(face)
    path = result.path
    kept = result.save(path.parent.parent / f"{path.parent.name}-kept")
    figure = result.figure()
    del result
    # The figure still knows what it was drawn from.
    assert path.is_dir()
    del figure
    assert not path.exists()
    assert len(kept.series) > 50
    with pytest.raises(dermis.UsageError, match="exists"):
        kept.save(kept.path)
    assert dermis.open(kept.path).summary == kept.summary
    with pytest.raises(dermis.FileError, match="no folder of results"):
        dermis.open(kept.path / "nothing")


class Peak:
    """Keeps the largest of a field, and when it begins and ends."""

    days = [1.0, 3.0, 30.0]

    def __init__(self) -> None:
        self.told: list[str] = []
        self.largest: list[float] = []
        self.kept: list[np.ndarray] = []

    def begin(self, grid: dermis.CellGrid) -> None:
        assert len(grid.z_mm) == len(grid.layers) and grid.z_mm == sorted(grid.z_mm)
        self.told.append("begin")

    def look(self, view: dermis.View) -> None:
        field = view.field("tgf_beta_1")
        assert field.shape == (len(view.grid.z_mm), 1, len(view.grid.x_mm))
        assert not field.flags.writeable
        self.told.append(f"look {view.day:g}")
        self.largest.append(float(field.max()))
        self.kept.append(field)
        self.view = view

    def finish(self, view: dermis.View) -> None:
        assert view.field("barrier").ndim == 2
        self.told.append(f"finish {view.day:g}")


def test_observers_see_the_run_and_change_nothing(around_needle: Path) -> None:
    peak, days, outcomes = Peak(), [], {}

    def note(view: dermis.View) -> None:
        days.append(view.day)
        outcomes[view.day] = view.outcome("collagen_total.dermis")

    alone = dermis.run(around_needle)
    watched = dermis.run(around_needle, observers=[peak, note])
    assert (alone.path / "timeseries.csv").read_bytes() == (watched.path / "timeseries.csv").read_bytes()
    assert peak.told == ["begin", "look 1", "look 3", "look 30", "finish 40"]
    assert peak.largest[0] != peak.largest[1] and max(peak.largest) > 0.1
    # A function looks at every row of the series, and sees what is in it.
    assert days == list(watched.series.index)
    assert all(bits(outcomes[day]) == bits(value) for day, value in watched.series["collagen_total.dermis"].items())
    # What was taken stays as it was; a view answers while it is looked at.
    assert [float(field.max()) for field in peak.kept] == peak.largest
    with pytest.raises(RuntimeError, match="the look is over"):
        peak.view.field("tgf_beta_1")


def test_observers_see_what_fields_hold(around_needle: Path) -> None:
    seen: dict[float, np.ndarray] = {}

    class Look:
        days = (2.0, 29.0)

        def look(self, view: dermis.View) -> None:
            seen[view.day] = view.field("collagen_total")

    chosen = {"observe.fields": ["collagen_total"], "observe.field_days": [2, 29], "observe.precision": "f64"}
    result = dermis.run(around_needle, set=chosen, observers=[Look()])
    field = result.fields["collagen_total"]
    assert field.attrs["units"] and list(result.fields["time"].values) == [2.0, 29.0]
    for day, values in seen.items():
        written, values = field.sel(time=day).values, values.squeeze()
        held = ~np.isnan(written)
        assert held.any() and (written[held] == values[held]).all()
    with pytest.raises(dermis.UsageError, match="observe.fields"):
        dermis.run(around_needle).fields


def test_what_an_observer_raises_stops_the_run(around_needle: Path, tmp_path: Path) -> None:
    looks = []

    def fail(view: dermis.View) -> None:
        looks.append(view.day)
        if view.day >= 3.0:
            raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        dermis.run(around_needle, observers=[fail], out=tmp_path / "out")
    assert looks[-1] < 4.0 and not (tmp_path / "out").exists()

    class Wrong:
        every_days = -1.0

        def look(self, view: dermis.View) -> None: ...

    with pytest.raises(dermis.UsageError, match="every_days is -1"):
        dermis.run(around_needle, observers=[Wrong()])
    with pytest.raises(KeyError, match="did you mean `tgf_beta_1`"):
        dermis.run(around_needle, observers=[lambda view: view.field("tgf_beta1")])
    with pytest.raises(KeyError, match="no outcome"):
        dermis.run(around_needle, observers=[lambda view: view.outcome("collagen_total.nail")])


def test_others_go_on_while_a_run_does(around_needle: Path) -> None:
    ticks, over = [], threading.Event()

    def tick() -> None:
        while not over.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.005)

    other = threading.Thread(target=tick)
    other.start()
    began = time.perf_counter()
    dermis.run(around_needle, set={"grid.spacing_um": 10, "run.days": 300}, threads=1)
    ended = time.perf_counter()
    over.set()
    other.join()
    during = [tick for tick in ticks if began < tick < ended]
    # A lock that is held would leave the other thread one tick at each end.
    assert ended - began > 0.2 and len(during) > (ended - began) / 0.1


def test_a_limit_of_time_keeps_a_run_that_goes_on(around_needle: Path, tmp_path: Path) -> None:
    alone = dermis.run(around_needle, out=tmp_path / "alone")
    with pytest.raises(dermis.Interrupted) as stopped:
        dermis.run(around_needle, out=tmp_path / "parts", time_limit=timedelta(milliseconds=1))
    assert stopped.value.exit_code == 75 and 0.0 < stopped.value.day < 40.0
    assert Path(stopped.value.kept).is_file() and stopped.value.out == str(tmp_path / "parts")
    with pytest.raises(dermis.CreateError, match="checkpoint of an interrupted run"):
        dermis.run(around_needle, out=tmp_path / "parts")
    dermis.run(around_needle, out=tmp_path / "parts", resume=True)
    same_bytes(alone.path, tmp_path / "parts")


def test_a_finished_run_goes_on(face: Path, tmp_path: Path) -> None:
    longer = dermis.run(face).extend(120, out=tmp_path / "extended")
    planned = dermis.run(face, set={"run.days": 120})
    assert (longer.path / "timeseries.csv").read_bytes() == (planned.path / "timeseries.csv").read_bytes()
    assert longer.series.index[-1] == 120.0


def test_figures_and_the_page(around_needle: Path, tmp_path: Path) -> None:
    result = dermis.run(around_needle)
    figure = result.figure(["collagen", "barrier"], days=(0, 20), title="Two weeks")
    assert figure._repr_svg_().startswith("<svg") and "Two weeks" in figure._repr_svg_()
    assert figure.save(tmp_path / "figure.pdf", width_mm=120).read_bytes().startswith(b"%PDF")
    assert figure.save(tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")
    other = dermis.run(around_needle, set={"device.needle_length_mm": 0.5})
    assert result.figure(columns="collagen_total.dermis", beside=[other])._repr_svg_().count("<svg") == 1
    with pytest.raises(dermis.UsageError, match="no format"):
        figure.save(tmp_path / "figure.doc")
    with pytest.raises(dermis.Error):
        result.figure("colagen")
    page = result._repr_html_()
    assert page.startswith("<iframe srcdoc=") and "total collagen" in page
    assert "<pre>" in dermis.run(around_needle, report=False)._repr_html_()
