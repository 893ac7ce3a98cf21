"""Observers: what looks into a run on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, Union

import numpy as np
from numpy.typing import NDArray

from . import _dermis


class View:
    """One day of a run, read only; what it gives are copies. It answers while the observer looks."""

    def __init__(self, seen: _dermis.View) -> None:
        self._seen = seen

    @property
    def day(self) -> float:
        """The day."""
        return self._seen.day

    @property
    def session(self) -> int | None:
        """The session that has just been carried out, counted from 0; nothing at other looks."""
        return self._seen.session

    @property
    def grid(self) -> _dermis.Grid:
        """Where the cells are, and their layers."""
        return self._seen.grid

    def field(self, name: str) -> NDArray[np.float64]:
        """A field of the whole patch by its name in `dermis.fields()` or an outcome of single cells.

        The shape is (z, y, x), of a field of the surface (y, x); values are relative to what that list says. The
        array cannot be written to and stays as it is while the run goes on.
        """
        shape, values = self._seen.raw_field(name)
        return np.frombuffer(values, dtype=np.float64).reshape(shape)

    def outcome(self, column: str) -> float:
        """An outcome by its column, as `collagen_total.dermis`; NaN where its region does not exist yet."""
        return self._seen.outcome(column)

    def __repr__(self) -> str:
        return repr(self._seen)


class Looks(Protocol):
    """An observer. It may also have `begin(grid)` and `finish(view)`, and say when it looks.

    `days` is a list of days, `every_days` a number; without either it looks at the rows of the time series. With
    `after_sessions = True` it is shown the day of a session twice, before and after it.
    """

    def look(self, view: View, /) -> None:
        """A day of the run."""


Observer = Union[Looks, Callable[[View], None]]
"""An object that looks, or a function."""


def watching(observers: Iterable[Observer]) -> list[dict[str, Any]]:
    """Observers as the compiled part takes them."""
    return [_watching(observer) for observer in observers]


def _watching(observer: Observer) -> dict[str, Any]:
    look = getattr(observer, "look", observer)
    if not callable(look):
        raise TypeError(f"an observer is a function or has a method `look`: {observer!r}")

    def call(moment: str, seen: _dermis.View) -> None:
        match moment:
            case "look":
                look(View(seen))
            case "begin" if hasattr(observer, "begin"):
                observer.begin(seen.grid)
            case "finish" if hasattr(observer, "finish"):
                observer.finish(View(seen))

    days = getattr(observer, "days", None)
    return {
        "call": call,
        "days": None if days is None else [float(day) for day in days],
        "every_days": getattr(observer, "every_days", None),
        "after_sessions": bool(getattr(observer, "after_sessions", False)),
    }
