"""The exceptions: one family, each with the text that the program prints."""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Range:
    """What a number may be."""

    low: float
    high: float
    unit: str
    """Unit; empty or `1` for none."""


@dataclass(frozen=True)
class Fault:
    """One fault of a scenario, and where it stands."""

    file: str
    """Name of the file, or `--set` for what is set beside it."""
    line: int
    """Line, from 1."""
    column: int
    """Column in characters, from 1."""
    key: str | None
    """The key on that line, if there is one."""
    problem: str
    """What is wrong, with the value."""
    advice: str
    """What is allowed there, or what to write."""
    range: Range | None
    """What a number may be, where one is out of range."""
    suggestion: str | None
    """The name that was perhaps meant."""


_NOWHERE = Fault("", 0, 0, None, "", "", None, None)


class Error(Exception):
    """Everything that goes wrong in dermis."""

    exit_code = 70
    """What the program would exit with."""


class ScenarioError(Error, ValueError):
    """A scenario, or what is set beside it, is wrong. The places are those of the first fault."""

    exit_code = 2

    faults: list[Fault]

    def __init__(self, text: str = "", faults: list[dict[str, Any]] | None = None) -> None:
        super().__init__(text)
        self.faults = []
        for fault in faults or []:
            allowed = fault.pop("range")
            self.faults.append(Fault(range=Range(*allowed) if allowed else None, **fault))

    @property
    def _first(self) -> Fault:
        return self.faults[0] if self.faults else _NOWHERE

    @property
    def file(self) -> str:
        """Name of the file."""
        return self._first.file

    @property
    def line(self) -> int:
        """Line, from 1."""
        return self._first.line

    @property
    def key(self) -> str | None:
        """The key."""
        return self._first.key

    @property
    def range(self) -> Range | None:
        """What a number may be there."""
        return self._first.range

    @property
    def suggestion(self) -> str | None:
        """The name that was perhaps meant."""
        return self._first.suggestion


class FileError(Error, ValueError):
    """Another file is wrong, as a study's or data; the text names file and line."""

    exit_code = 2


class UsageError(Error, ValueError):
    """What is asked for is impossible."""

    exit_code = 2


class PlanError(Error, MemoryError):
    """What is asked for does not fit into the memory that there may be."""

    exit_code = 2

    bytes_needed: float
    bytes_allowed: float


class NumericalError(Error, ArithmeticError):
    """A field stopped being a number, or steps became too small."""

    field: str
    day: float


class CreateError(Error, OSError):
    """Results cannot be kept where they were to go."""

    exit_code = 73

    path: str


class InputOutputError(Error, OSError):
    """Reading or writing failed."""

    exit_code = 74

    path: str


class UnfinishedError(Error, OSError):
    """A run is done, and not all of its results could be written."""

    left: str | None
    """The folder of what was written."""
    resumes: bool
    """Whether the run need not be done again, but goes on with `resume=True`."""


class Interrupted(Error, KeyboardInterrupt):
    """Somebody stopped the work, by Ctrl-C or a limit of time."""

    exit_code = 75

    day: float | None = None
    """The day that a run reached."""
    kept: str | None = None
    """The checkpoint that a run goes on from with `resume=True`."""
    done: int | None = None
    """Runs of a study that are done."""
    runs: int | None = None
    """Runs that there were to do."""
    out: str | None = None
    """What to give as `out` to go on: what is done is kept beside it."""


class DifferenceError(Error):
    """Two results are not the same where that was asked."""

    exit_code = 1


class InternalError(Error):
    """A fault of dermis, not of its user."""


class DermisWarning(UserWarning):
    """What a scenario or a study should make one think of."""


def warn(text: str) -> None:
    """Warns at the line that called this package."""
    level = 2
    frame = sys._getframe(1).f_back
    while frame is not None and frame.f_globals.get("__name__", "").startswith("dermis."):
        frame, level = frame.f_back, level + 1
    warnings.warn(text, DermisWarning, stacklevel=level + 1)


_KINDS: dict[str, type[Error]] = {
    kind.__name__: kind
    for kind in (
        FileError, UsageError, PlanError, NumericalError, CreateError, InputOutputError, UnfinishedError,
        Interrupted, DifferenceError, InternalError,
    )
}


def made(kind: str, text: str, exit_code: int, members: str) -> Error:
    """The exception of an error of the library."""
    told: dict[str, Any] = json.loads(members)
    error: Error
    if kind == "ScenarioError":
        error = ScenarioError(text, told.pop("faults"))
    else:
        error = _KINDS[kind](text)
    error.exit_code = exit_code
    for name, value in told.items():
        setattr(error, name, value)
    return error
