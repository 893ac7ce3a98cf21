"""Where a job's results go while it goes on, and what is left of it when it is stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ._asking import Seconds, seconds
from ._errors import Interrupted
from ._progress import Hear, Progress
from ._results import Temporary

def carried(
    job: Callable[[dict[str, Any], Hear], Path],
    out: str | os.PathLike[str] | None,
    *,
    threads: int | None,
    memory_gb: float | None,
    force: bool,
    figures: bool,
    report: bool,
    progress: bool | None,
    checkpoint_every: Seconds,
    time_limit: Seconds,
) -> tuple[Path, Temporary | None]:
    """Carries a job out; without `out` into a folder that goes with the results. An interrupted job is left there."""
    temporary = None
    if out is None:
        temporary = Temporary()
        out = temporary.path / "results"
    place = Path(out)
    how = {
        "out": place, "force": force, "threads": threads, "memory_gb": memory_gb, "figures": figures,
        "report": report, "checkpoint_every": seconds(checkpoint_every), "time_limit": seconds(time_limit),
    }
    try:
        with Progress(progress) as hear:
            return job(how, hear), temporary
    except Interrupted as interrupted:
        # Of a job that had nothing to keep there is nothing to go on from.
        if any(place.parent.glob(f"{place.name}.*")):
            interrupted.out = str(place)
            interrupted.add_note(f"go on with out={str(place)!r}")
            if temporary is not None:
                temporary.leave()
        raise
