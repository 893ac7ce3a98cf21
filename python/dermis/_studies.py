"""Studies: many runs that answer one question."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TypedDict, Union, Unpack

import pandas as pd

from . import _dermis
from ._asking import Changes, Given, Seconds, Vary, arms as arms_of, changes, ensemble as ensemble_of, inputs as inputs_of, keys, source, vary as vary_of
from ._errors import UsageError
from ._how import carried
from ._progress import Hear
from ._results import StudyResult, Temporary, ValidationResult
from .scenario import Scenario

PathLike = Union[str, os.PathLike[str]]

Data = Union[PathLike, pd.DataFrame]
"""Measured values: the path of a CSV table, or a table with its columns."""


class How(TypedDict, total=False):
    """How a study is carried out."""

    out: PathLike | None
    """Folder for the results; without it they go with the object."""
    threads: int | None
    """Threads of this call, one a simulation; all cores where nothing is said."""
    memory_gb: float | None
    """Memory that all simulations together may take; four fifths of what is free where nothing is said."""
    force: bool
    """Replaces earlier results."""
    figures: bool
    """Whether figures are drawn."""
    report: bool
    """Whether the page is written that a notebook shows."""
    progress: bool | None
    """Whether a bar is shown; in a terminal or notebook where nothing is said."""
    checkpoint_every: Seconds
    """Time after which the runs that are being carried out are kept on the way; `math.inf` keeps none but at a stop."""
    time_limit: Seconds
    """Time after which the study stops as by Ctrl-C; the same call with its `out` goes on."""


def _carry(call: Callable[[dict[str, Any], Hear], Path], how: How) -> tuple[Path, Temporary | None]:
    usual: dict[str, Any] = {
        "out": None, "threads": None, "memory_gb": None, "force": False, "figures": True, "report": True,
        "progress": None, "checkpoint_every": None, "time_limit": None,
    }
    unknown = [name for name in how if name not in usual]
    if unknown:
        raise TypeError(f"a study takes no argument {unknown[0]!r}; how it is carried out: {', '.join(usual)}")
    asked = {**usual, **how}
    return carried(call, asked.pop("out"), **asked)


def _study(name: str, of: Iterable[Given], definition: str, how: How, shard: str | None = None) -> Any:
    scenarios = [source(scenario) for scenario in of]

    def job(asked: dict[str, Any], hear: Hear) -> Path:
        if shard is None:
            return _dermis.study(name, scenarios, definition, asked, hear)
        return _dermis.part(name, scenarios, definition, shard, asked, hear)

    if shard is not None and how.get("out") is None:
        raise UsageError("a part of a study needs a place: give out, the same for all parts")
    path, temporary = _carry(job, how)
    return StudyResult(path, temporary) if shard is None else Path(path)


def _several(scenarios: Given | Iterable[Given]) -> list[Given]:
    if isinstance(scenarios, (str, os.PathLike, Scenario)):
        return [scenarios]
    return list(scenarios)


def _list(given: str | Iterable[Any] | None) -> list[Any] | None:
    return given if given is None else [given] if isinstance(given, str) else list(given)


def _none(given: list[str]) -> list[str] | None:
    return given or None


def compare(
    scenarios: Given | Iterable[Given],
    *,
    vary: Vary = None,
    set: Changes = None,
    confirm: Changes = None,
    after_last_days: float | None = None,
    on_day: float | None = None,
    ensemble: int | bool | None = None,
    ensemble_file: str | os.PathLike[str] | None = None,
    layers: Iterable[Literal["parameters", "discrepancy", "people"]] | None = None,
    shard: str | None = None,
    **how: Unpack[How],
) -> Any:
    """Courses of treatment side by side: several scenarios, or one with fields varied (`dermis compare`).

    With `shard`, as "1/4", only that part is run, into a file beside `out`, whose path is returned; `merge` joins
    the parts. Otherwise returns a `StudyResult`. `ensemble` runs every course with so many draws of parameters as well.
    """
    definition = keys(
        vary=_none(vary_of(vary)), changes=_none(changes(set)), confirm=_none(changes(confirm)),
        after_last_days=after_last_days, on_day=on_day, **ensemble_of(ensemble, ensemble_file, layers),
    )
    return _study("compare", _several(scenarios), definition, how, shard)


def sweep(
    scenario: Given,
    *,
    vary: Vary = None,
    method: Literal["grid", "list", "latin_hypercube", "sobol"] | None = None,
    points: int | None = None,
    seed: int | None = None,
    measures: Iterable[str] | None = None,
    set: Changes = None,
    confirm: Changes = None,
    confirm_cases: Iterable[int] | None = None,
    after_last_days: float | None = None,
    on_day: float | None = None,
    shard: str | None = None,
    **how: Unpack[How],
) -> Any:
    """A scenario over a grid, a list or sampled points of any fields and parameters (`dermis sweep`).

    With `shard`, as "1/4", only that part is run, into a file beside `out`, whose path is returned; `merge` joins
    the parts. Otherwise returns a `StudyResult`.
    """
    definition = keys(
        vary=_none(inputs_of(vary)), method=method, points=points, seed=seed, measures=_list(measures),
        changes=_none(changes(set)), confirm=_none(changes(confirm)), confirm_cases=_list(confirm_cases),
        after_last_days=after_last_days, on_day=on_day,
    )
    return _study("sweep", [scenario], definition, how, shard)


def cohort(
    scenario: Given,
    *,
    patients: int | None = None,
    vary: Vary = None,
    arms: Mapping[str, Changes] | Iterable[str] | None = None,
    against: str | Iterable[str] | None = None,
    draws: Iterable[str] | None = None,
    population: bool | None = None,
    correlations: Iterable[str] | None = None,
    responder: str | None = None,
    measurement_sd: float | None = None,
    measures: Iterable[str] | None = None,
    seed: int | None = None,
    set: Changes = None,
    after_last_days: float | None = None,
    on_day: float | None = None,
    ensemble: int | bool | None = None,
    ensemble_file: str | os.PathLike[str] | None = None,
    layers: Iterable[Literal["parameters", "discrepancy", "people"]] | None = None,
    shard: str | None = None,
    **how: Unpack[How],
) -> Any:
    """Virtual patients under several arms: the same patients and needles, another course (`dermis cohort`).

    Arms are `{"needled": {}, "untreated": {"treatment.count": 0}}`, or come of what is varied. Returns a
    `StudyResult`, of a `shard` the path of the part.
    """
    definition = keys(
        patients=patients, vary=_none(vary_of(vary)), arms=None if arms is None else arms_of(arms),
        against=_list(against), draws=_list(draws), population=population, correlations=_list(correlations),
        responder=responder, measurement_sd=measurement_sd, measures=_list(measures), seed=seed,
        changes=_none(changes(set)), after_last_days=after_last_days, on_day=on_day,
        **ensemble_of(ensemble, ensemble_file, layers),
    )
    return _study("cohort", [scenario], definition, how, shard)


def sensitivity(
    scenario: Given,
    *,
    method: Literal["both", "morris", "sobol"] | None = None,
    inputs: Vary = None,
    spread: float | None = None,
    trajectories: int | None = None,
    keep: int | None = None,
    rows: int | None = None,
    measures: Iterable[str] | None = None,
    seed: int | None = None,
    set: Changes = None,
    after_last_days: float | None = None,
    on_day: float | None = None,
    shard: str | None = None,
    **how: Unpack[How],
) -> Any:
    """What an outcome hangs on: Morris screening, then Sobol' indices (`dermis sensitivity`).

    An input is a name, or a name with its range, `{"patient.age_years": (20, 70)}`. Returns a `StudyResult`, of a
    `shard` the path of the part.
    """
    definition = keys(
        method=method, inputs=_none(inputs_of(inputs)), spread=spread, trajectories=trajectories, keep=keep, rows=rows,
        measures=_list(measures), seed=seed, changes=_none(changes(set)), after_last_days=after_last_days,
        on_day=on_day,
    )
    return _study("sensitivity", [scenario], definition, how, shard)


def calibrate(
    scenarios: Given | Iterable[Given] = (),
    *,
    data: Data | Mapping[str, Data] | None = None,
    fit: Vary = None,
    conditions: Mapping[str, Changes] | Iterable[str] | None = None,
    observables: Iterable[str] | None = None,
    targets: Iterable[str] | None = None,
    quick: bool | None = None,
    posterior: bool | None = None,
    draws: int | None = None,
    points: int | None = None,
    discrepancy: float | None = None,
    starts: int | None = None,
    steps: int | None = None,
    profile_points: int | None = None,
    seed: int | None = None,
    set: Changes = None,
    **how: Unpack[How],
) -> StudyResult:
    """Fits parameters to measured time courses or published targets, and tells which of them these hold
    (`dermis calibrate`).

    `data` is a CSV file or a table with the columns outcome, day, value, spread, or a mapping from conditions to
    these; `fit` names parameters, with a range or their plausible one. `posterior=True` draws all that the targets leave
    open instead.
    """
    definition = keys(
        data=None if data is None else _sources(data), inputs=_none(inputs_of(fit)),
        conditions=None if conditions is None else arms_of(conditions), observables=_list(observables),
        targets=_list(targets), quick=quick, posterior=posterior, draws=draws, points=points, discrepancy=discrepancy,
        starts=starts, steps=steps, profile_points=profile_points, seed=seed,
        changes=_none(changes(set)),
    )
    found: StudyResult = _study("calibrate", _several(scenarios), definition, how)
    return found


def _sources(data: Data | Mapping[str, Data]) -> list[dict[str, str]]:
    if not isinstance(data, Mapping):
        data = {"": data}
    return [_source(condition, of) for condition, of in data.items()]


def _source(condition: str, data: Data) -> dict[str, str]:
    if isinstance(data, pd.DataFrame):
        return {"condition": condition, "name": f"{condition or 'data'}.csv", "text": data.to_csv(index=False)}
    return {"condition": condition, "name": os.fspath(data)}


def optimise(
    scenario: Given,
    *,
    search: Vary = None,
    aims: str | Iterable[str] | None = None,
    keep: str | Iterable[str] | None = None,
    population: int | None = None,
    generations: int | None = None,
    seed: int | None = None,
    set: Changes = None,
    confirm: Changes = None,
    after_last_days: float | None = None,
    on_day: float | None = None,
    **how: Unpack[How],
) -> StudyResult:
    """Searches protocols for one aim or several: the courses that nothing betters (`dermis optimise`).

    `search` names fields with their range, `{"treatment.count": (1, 4)}`; aims are as "max gain_on_day", what must be
    kept as "barrier_days<=12".
    """
    definition = keys(
        inputs=_none(inputs_of(search)), objectives=_list(aims), constraints=_list(keep), population=population,
        generations=generations, seed=seed, changes=_none(changes(set)), confirm=_none(changes(confirm)),
        after_last_days=after_last_days, on_day=on_day,
    )
    found: StudyResult = _study("optimise", [scenario], definition, how)
    return found


def merge(parts: Iterable[PathLike], out: PathLike | None = None, *, force: bool = False) -> StudyResult:
    """Joins the parts of a study that were run with `shard`, to the same bytes as in one piece (`dermis merge`)."""
    paths = [Path(part) for part in parts]

    def job(asked: dict[str, Any], hear: Hear) -> Path:
        return _dermis.merge(paths, asked, hear)

    path, temporary = _carry(job, {"out": out, "force": force, "progress": False})
    return StudyResult(path, temporary)


def validate(
    *,
    quick: bool = False,
    case: str | None = None,
    set: Changes = None,
    ensemble: int | bool | None = None,
    ensemble_file: str | os.PathLike[str] | None = None,
    layers: Iterable[Literal["parameters", "discrepancy"]] | None = None,
    **how: Unpack[How],
) -> ValidationResult:
    """Holds the model against published findings (`dermis validate`); that targets are missed raises nothing.

    With an `ensemble` the suite is run once more for each of so many draws, and `coverage` of the result says which
    published values their bands hold.
    """
    draws = keys(**ensemble_of(ensemble, ensemble_file, layers))

    def job(asked: dict[str, Any], hear: Hear) -> Path:
        return _dermis.validate(quick, case, changes(set), draws, asked, hear)

    path, temporary = _carry(job, how)
    return ValidationResult(path, temporary)
