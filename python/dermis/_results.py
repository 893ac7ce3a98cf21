"""Folders of results as tables, arrays and figures."""

from __future__ import annotations

import csv
import html
import json
import math
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd
import xarray as xr

from . import _dermis
from ._errors import FileError, UsageError, warn
from .scenario import Scenario

if TYPE_CHECKING:
    from ._asking import Changes, Seconds

_COLUMN_MM = 85.0
"""Width of one column of most journals."""

_REPORT_HEIGHT = 720


def _table(path: Path) -> pd.DataFrame:
    """A table of results: the very numbers that were written, an empty cell is NaN."""
    # Every version of Python reads a number to the nearest, which no version of pandas promises.
    with path.open(newline="", encoding="utf-8") as file:
        names, *rows = csv.reader(file)
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pd.DataFrame({name: _cells(cells) for name, cells in zip(names, columns, strict=True)})


def _cells(cells: Iterable[str]) -> list[float] | list[str]:
    """Numbers where all cells are, words otherwise."""
    words = list(cells)
    try:
        return [float(word) if word else math.nan for word in words]
    except ValueError:
        return words


def _of_ensemble(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise UsageError(f"{path.parent} has no {path.name}: give `ensemble` or `ensemble_file`")
    return _table(path)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


class Temporary:
    """A folder that goes with the last who holds it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="dermis-"))
        self._end = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def leave(self) -> None:
        """Leaves the folder where it is, for good."""
        self._end.detach()


class Figure:
    """A drawn figure: a notebook shows it, `save` writes it for a paper."""

    def __init__(self, svg: str, drawing: Mapping[str, Any] | Path, held: object) -> None:
        self._svg, self._drawing, self._held = svg, drawing, held

    def save(self, path: str | os.PathLike[str], *, width_mm: float | None = None, dpi: float = 300.0) -> Path:
        """Writes the figure as PNG, SVG or PDF, by the ending of the path, in the place of an earlier file.

        `width_mm` lays it out anew for another width; figures of studies have one width and no PDF.
        """
        path = Path(path)
        ending = path.suffix.lstrip(".").lower()
        if isinstance(self._drawing, Path):
            drawn = self._drawing.with_suffix(f".{ending}")
            if not drawn.is_file():
                raise UsageError(f"figures of studies are png and svg, not `{ending}`: {path}")
            if width_mm is not None:
                raise UsageError("figures of studies have one width: leave out width_mm")
            shutil.copyfile(drawn, path)
            return path
        width_mm = self._drawing["width_mm"] if width_mm is None else width_mm
        _draw({**self._drawing, "width_mm": width_mm, "dpi": dpi, "format": ending or "png", "out": path})
        return path

    def _repr_svg_(self) -> str:
        return self._svg


def _draw(drawing: Mapping[str, Any]) -> None:
    warning = _dermis.plot({**drawing, "force": True})
    if warning:
        warn(warning)


class Folder:
    """A folder of results."""

    path: Path
    """Where it is; one that nobody asked for by `out` goes with this object."""

    def __init__(self, path: str | os.PathLike[str], temporary: Temporary | None = None) -> None:
        self.path = Path(path)
        self._temporary = temporary
        if not (self.path / "summary.json").is_file():
            raise FileError(f"{self.path}: it is no folder of results; it has no summary.json")

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What `summary.json` holds: the headline numbers, warnings and what was done."""
        summary: dict[str, Any] = _json(self.path / "summary.json")
        return summary

    def save(self, path: str | os.PathLike[str]) -> Self:
        """Copies the whole folder to a place that does not exist yet; returns the results there."""
        try:
            shutil.copytree(self.path, path)
        except FileExistsError:
            raise UsageError(f"{os.fspath(path)} exists: choose another place") from None
        return type(self)(path)

    def _repr_html_(self) -> str:
        page = self.path / "index.html"
        if not page.is_file():
            return f"<pre>{html.escape(repr(self))}</pre>"
        page_text = html.escape(page.read_text(encoding="utf-8"))
        style = f"width: 100%; height: {_REPORT_HEIGHT}px; border: 0"
        return f'<iframe srcdoc="{page_text}" style="{style}" sandbox="allow-scripts allow-downloads"></iframe>'


class Result(Folder):
    """What a run gave."""

    @cached_property
    def series(self) -> pd.DataFrame:
        """Outcomes over time, a column `<outcome>.<region>` each, by day; a region that does not exist yet has NaN.

        `attrs["units"]` and `attrs["meanings"]` tell of each column.
        """
        table = _table(self.path / "timeseries.csv").set_index("time_day")
        columns = _json(self.path / "outcomes.json")["columns"]
        table.attrs["units"] = {column["name"]: column["unit"] for column in columns}
        table.attrs["meanings"] = {column["name"]: column["meaning"] for column in columns}
        return table

    @cached_property
    def fields(self) -> xr.Dataset:
        """Fields on the grid over time, where `observe.fields` asked for some: a copy in memory, units in `attrs`."""
        store = self.path / "fields.zarr"
        if not store.is_dir():
            raise UsageError('the run kept no fields: ask for some, as set={"observe.fields": ["collagen_total"]}')
        with xr.open_zarr(store, consolidated=False, chunks=None) as dataset:
            loaded: xr.Dataset = dataset.load()
        return loaded

    @cached_property
    def bands(self) -> pd.DataFrame:
        """Of a run with an ensemble: a row an outcome and day with 5, 25, 50, 75 and 95 % of its draws."""
        return _of_ensemble(self.path / "bands.csv")

    @cached_property
    def punctures(self) -> pd.DataFrame:
        """Every needle of every session as it went in, mm."""
        return _table(self.path / "punctures.csv")

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with every default spelled out."""
        return Scenario.read(self.path / "scenario.toml")

    def figure(
        self,
        what: str | Iterable[str] | None = None,
        *,
        columns: str | Iterable[str] | None = None,
        field: str | Iterable[str] | None = None,
        days: tuple[float, float] | list[float] | None = None,
        beside: Iterable[Result] = (),
        title: str = "",
        width_mm: float = _COLUMN_MM,
    ) -> Figure:
        """A figure for a paper, as `dermis plot` draws it.

        `what` names figures (collagen, cells, barrier, weeks, defect, topicals, heatmap) and `columns` columns of
        the series; `field` maps fields that the run kept. Without any it is collagen. `days` is a span (from, to), of maps a list of days. `beside` are
        other results whose curves are drawn over these.
        """
        others = list(beside)
        names = [what] if isinstance(what, str) else list(what or ())
        asked = [columns] if isinstance(columns, str) else list(columns or ())
        fields = [field] if isinstance(field, str) else list(field or ())
        drawing: dict[str, Any] = {
            "results": [self.path, *(other.path for other in others)],
            "what": names if names or asked or fields else ["collagen"],
            "columns": asked,
            "fields": fields,
            "span": days if isinstance(days, tuple) else None,
            "days": days if isinstance(days, list) else None,
            "title": title,
            "width_mm": width_mm,
            "dpi": 300.0,
        }
        with tempfile.TemporaryDirectory(prefix="dermis-") as folder:
            out = Path(folder) / "figure.svg"
            _draw({**drawing, "format": "svg", "out": out})
            return Figure(out.read_text(encoding="utf-8"), drawing, [self, *others])

    def extend(
        self,
        days: float | None = None,
        *,
        set: Changes = None,
        out: str | os.PathLike[str] | None = None,
        threads: int | None = None,
        memory_gb: float | None = None,
        force: bool = False,
        figures: bool | None = None,
        report: bool = True,
        progress: bool | None = None,
        checkpoint_every: Seconds = None,
        resume: bool = False,
        time_limit: Seconds = None,
        restart: bool = True,
    ) -> Result:
        """Goes on from the end, to the same bytes as a run that is planned so from its first day."""
        from ._runs import extended

        return extended(
            self, days, set, out, threads=threads, memory_gb=memory_gb, force=force, figures=figures, report=report,
            progress=progress, checkpoint_every=checkpoint_every, resume=resume, time_limit=time_limit,
            restart=restart,
        )

    def __repr__(self) -> str:
        title, days = self.summary["title"], self.summary["days"]
        return f"<dermis.Result {title!r}, {days:g} days, in {self.path}>"


class StudyResult(Folder):
    """What a study found."""

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name; `attrs["units"]` and `attrs["meanings"]` tell of each column."""
        return {name: self._described(name, columns) for name, columns in _json(self.path / "columns.json").items()}

    def _described(self, name: str, columns: list[dict[str, str]]) -> pd.DataFrame:
        table = _table(self.path / f"{name}.csv")
        table.attrs["units"] = {column["name"]: column["unit"] for column in columns}
        table.attrs["meanings"] = {column["name"]: column["meaning"] for column in columns}
        return table

    @property
    def text(self) -> str:
        """What the program prints: headed tables and sentences."""
        return (self.path / "findings.txt").read_text(encoding="utf-8")

    @property
    def findings(self) -> dict[str, Any]:
        """The headline numbers."""
        findings: dict[str, Any] = self.summary["findings"]
        return findings

    @property
    def figures(self) -> list[str]:
        """Names of the figures."""
        return sorted(path.stem for path in self.path.glob("*.svg"))

    def figure(self, name: str | None = None) -> Figure:
        """A figure by name; without one the first."""
        names = self.figures
        if name is None and names:
            name = names[0]
        if name not in names:
            raise UsageError(f"there is no figure {name!r}: {', '.join(names) or 'the study drew none'}")
        path = self.path / f"{name}.svg"
        return Figure(path.read_text(encoding="utf-8"), path, self)

    def __repr__(self) -> str:
        return f"<dermis.StudyResult {self.summary['study']}, in {self.path}>\n{self.text}"


class ValidationResult(Folder):
    """The model held against published findings."""

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a check: target, source, accepted band, the model's value and verdict."""
        return _table(self.path / "validation.csv")

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Of a validation with an ensemble: a row a published value, and whether the 90 % band of draws holds it."""
        return _of_ensemble(self.path / "coverage.csv")

    @property
    def hard_misses(self) -> list[str]:
        """Checks that must hold and do not."""
        misses: list[str] = self.summary["hard_misses"]
        return misses

    def __repr__(self) -> str:
        return f"<dermis.ValidationResult {self.summary['counts']}, in {self.path}>"


def open_results(path: str | os.PathLike[str]) -> Result | StudyResult | ValidationResult:
    """The results of a folder that a run, a study or a validation wrote, by the program or from Python."""
    folder = Folder(path)
    if "study" in folder.summary:
        return StudyResult(path)
    return ValidationResult(path) if "hard_misses" in folder.summary else Result(path)
