"""How far a job is, in a terminal or a notebook."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable
from typing import Any

from ._errors import warn

Hear = Callable[[str, Any], None]
"""Is told what a job tells: a word, and a text or numbers."""

_LOG = logging.getLogger("dermis")

_QUIET_SECONDS = 1.0
"""A job that is over by then shows no bar."""


class Progress:
    """A bar for as long as a job goes on. Warnings become warnings, remarks go to the log `dermis`."""

    def __init__(self, shown: bool | None) -> None:
        self._bar: Any = None
        self._shown = shown if shown is not None else _somebody_looks()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, what: str, told: Any) -> None:
        match what:
            case "step":
                day, end_day, steps = told
                self._show(day / end_day, f"day {day:.1f} of {end_day:g}, {steps} steps")
            case "runs":
                part, runs, done = told
                self._show(part, f"{done} of {runs:.0f} runs")
            case "warning":
                warn(told)
            case "found":
                _LOG.info("resuming: %s runs found done", told)
            case "resumed":
                _LOG.info("resuming on day %s", told) if told else _LOG.info("there is no checkpoint: beginning anew")

    def _show(self, part: float, text: str) -> None:
        if not self._shown:
            return
        if self._bar is None:
            self._bar = _bar()
        self._bar.set_postfix_str(text, refresh=False)
        self._bar.update(100.0 * min(max(part, 0.0), 1.0) - self._bar.n)


def _somebody_looks() -> bool:
    return sys.stderr.isatty() or _in_notebook()


def _in_notebook() -> bool:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return type(shell).__name__ == "ZMQInteractiveShell"


def _bar() -> Any:
    with warnings.catch_warnings():
        # Without widgets a notebook shows the bar as text, which will do.
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm

    form = "{percentage:3.0f}%|{bar}| {elapsed}<{remaining}{postfix}"
    return tqdm(total=100.0, delay=_QUIET_SECONDS, leave=False, bar_format=form)
