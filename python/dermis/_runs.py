"""Runs of scenarios."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, Union

from . import _dermis
from ._asking import Changes, Given, Seconds, changes, ensemble as ensemble_of, keys, source
from ._how import carried
from ._observe import Observer, watching
from ._progress import Hear
from ._results import Result

PathLike = Union[str, os.PathLike[str]]


def run(
    scenario: Given,
    *,
    set: Changes = None,
    observers: Iterable[Observer] = (),
    out: PathLike | None = None,
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
    ensemble: int | bool | None = None,
    ensemble_file: PathLike | None = None,
    layers: Iterable[Literal["parameters", "discrepancy", "people"]] | None = None,
) -> Result:
    """Simulates a scenario, to the same bits as `dermis run`.

    `scenario` is a `Scenario` or the path of a file; `set` changes fields or parameters. With `out` the results are a
    folder as the program writes it, with figures; without, they go with the object and figures are drawn when they
    are asked for. `threads` and `memory_gb` are of this call alone.

    Ctrl-C ends the step that is being done and raises `Interrupted`; the same call with its `out` and `resume=True`
    goes on. `observers` look into the run, which changes nothing of it. `checkpoint_every=math.inf` writes no
    checkpoints but at a stop.

    With an `ensemble` the scenario is run once more for each of so many parameter sets, and `bands` of the result hold
    5 to 95 % of them; `layers` say what else differs from draw to draw.
    """
    draws = keys(**ensemble_of(ensemble, ensemble_file, layers))
    watched = watching(observers)
    kept = {"resume": resume, "restart": restart}

    def job(how: dict[str, Any], hear: Hear) -> Path:
        return _dermis.run(source(scenario), changes(set), how, kept, watched, draws, hear)

    path, temporary = carried(
        job, out, threads=threads, memory_gb=memory_gb, force=force,
        figures=out is not None if figures is None else figures, report=report, progress=progress,
        checkpoint_every=checkpoint_every, time_limit=time_limit,
    )
    return Result(path, temporary)


def extended(
    result: Result,
    days: float | None,
    more: Changes,
    out: PathLike | None,
    *,
    figures: bool | None,
    resume: bool,
    restart: bool,
    **how_else: Any,
) -> Result:
    """A finished run, gone on with."""
    all_changes = changes(more) + ([] if days is None else [f"run.days={days!r}"])
    kept = {"resume": resume, "restart": restart}

    def job(how: dict[str, Any], hear: Hear) -> Path:
        return _dermis.extend(result.path, all_changes, how, kept, hear)

    path, temporary = carried(job, out, figures=out is not None if figures is None else figures, **how_else)
    return Result(path, temporary)
