"""Ctrl-C: work ends within a second, and goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import dermis

from .conftest import same_bytes

RUN = """
import sys, dermis
print("begun", flush=True)
try:
    dermis.{call}
except dermis.Interrupted as stopped:
    assert isinstance(stopped, KeyboardInterrupt) and isinstance(stopped.__cause__, KeyboardInterrupt)
    print("out", stopped.out)
    print("told", stopped)
    sys.exit(stopped.exit_code)
"""


def stopped(call: str, begun: Callable[[], bool]) -> tuple[float, dict[str, str]]:
    """Seconds from Ctrl-C, once the work has begun, to the end; and what was told."""
    work = subprocess.Popen([sys.executable, "-c", RUN.format(call=call)], stdout=subprocess.PIPE, text=True)
    assert work.stdout is not None and work.stdout.readline() == "begun\n"
    while work.poll() is None and not begun():
        time.sleep(0.01)
    began = time.monotonic()
    work.send_signal(signal.SIGINT)
    told = work.communicate(timeout=60)[0]
    assert work.returncode == 75, told
    return time.monotonic() - began, dict(line.split(" ", 1) for line in told.splitlines())


def later(seconds: float) -> Callable[[], bool]:
    """So long after it is asked for the first time."""

    def over() -> bool:
        over.since = getattr(over, "since", time.monotonic())
        return time.monotonic() > over.since + seconds

    return over


# A machine that does much else needs longer for the last step and the checkpoint.
SOON_SECONDS = 1.0 if (os.cpu_count() or 1) > 4 else 3.0


@pytest.mark.parametrize("placed", [True, False])
def test_a_run_is_kept_and_goes_on(around_needle: Path, tmp_path: Path, placed: bool) -> None:
    changes = {"grid.spacing_um": 10, "run.days": 300, "treatment.count": 4}
    place = f", out={str(tmp_path / 'parts')!r}" if placed else ""
    seconds, told = stopped(f"run({str(around_needle)!r}, set={changes!r}, threads=1{place})", later(0.2))
    assert seconds < SOON_SECONDS
    out = Path(told["out"])
    assert not out.exists() and out.with_name(f"{out.name}.checkpoint").is_file()
    if placed:
        assert out == tmp_path / "parts"
        alone = dermis.run(around_needle, set=changes, out=tmp_path / "alone")
        same_bytes(alone.path, dermis.run(around_needle, set=changes, out=out, resume=True).path)


def test_a_study_is_kept_and_goes_on(around_needle: Path, tmp_path: Path) -> None:
    asked = {"vary": {"treatment.count": [1, 2, 3, 4, 5, 6]}, "set": {"run.days": 270}, "out": str(tmp_path / "parts")}
    seconds, told = stopped(f"sweep({str(around_needle)!r}, threads=1, **{asked!r})", (tmp_path / "parts.journal").exists)
    assert seconds < SOON_SECONDS and told["out"] == asked["out"]
    journal = tmp_path / "parts.journal"
    assert journal.is_file()
    again = dermis.sweep(around_needle, **asked)
    assert not journal.exists()
    same_bytes(dermis.sweep(around_needle, **{**asked, "out": tmp_path / "alone"}).path, again.path)


def test_a_limit_of_time_keeps_a_study_that_goes_on(around_needle: Path, tmp_path: Path) -> None:
    def swept(place: str, **how: float) -> dermis.StudyResult:
        vary = {"treatment.interval_days": [7, 10, 14]}
        return dermis.sweep(around_needle, vary=vary, after_last_days=20, out=tmp_path / place, threads=1, **how)

    with pytest.raises(dermis.Interrupted) as stopped:
        swept("parts", time_limit=0.05, checkpoint_every=0.0)
    assert stopped.value.exit_code == 75 and stopped.value.out == str(tmp_path / "parts")
    assert (tmp_path / "parts.journal").is_file()
    same_bytes(swept("alone").path, swept("parts").path)
    with pytest.raises(dermis.UsageError, match="time_limit is -1"):
        swept("never", time_limit=-1)


def test_ctrl_c_in_an_observer_keeps_the_run(around_needle: Path, tmp_path: Path) -> None:
    def stop(view: dermis.View) -> None:
        if view.day >= 3.0 and not (tmp_path / "parts.checkpoint").exists():
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(dermis.Interrupted) as interrupted:
        dermis.run(around_needle, observers=[stop], out=tmp_path / "parts")
    assert 3.0 <= interrupted.value.day < 40.0
    alone = dermis.run(around_needle, out=tmp_path / "alone")
    same_bytes(alone.path, dermis.run(around_needle, out=tmp_path / "parts", resume=True).path)
