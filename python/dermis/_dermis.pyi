from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, final

__all__ = [
    "Grid",
    "View",
    "__version__",
    "changes_of",
    "checked",
    "cost",
    "extend",
    "listed",
    "merge",
    "nearest_key",
    "part",
    "plot",
    "read",
    "run",
    "spelt",
    "study",
    "validate",
]

__version__: str

def run(
    source: Path | tuple[str, str],
    changes: Sequence[str],
    how: Mapping[str, Any],
    kept: Mapping[str, Any],
    observers: Sequence[Mapping[str, Any]],
    ensemble: str,
    hear: Callable[[str, Any], None],
) -> Path: ...
def extend(
    results: Path,
    changes: Sequence[str],
    how: Mapping[str, Any],
    kept: Mapping[str, Any],
    hear: Callable[[str, Any], None],
) -> Path: ...
def study(
    name: str,
    of: Sequence[Path | tuple[str, str]],
    keys: str,
    how: Mapping[str, Any],
    hear: Callable[[str, Any], None],
) -> Path: ...
def part(
    name: str,
    of: Sequence[Path | tuple[str, str]],
    keys: str,
    shard: str,
    how: Mapping[str, Any],
    hear: Callable[[str, Any], None],
) -> Path: ...
def merge(parts: Sequence[Path], how: Mapping[str, Any], hear: Callable[[str, Any], None]) -> Path: ...
def validate(
    quick: bool,
    case: str | None,
    changes: Sequence[str],
    ensemble: str,
    how: Mapping[str, Any],
    hear: Callable[[str, Any], None],
) -> Path: ...
def plot(drawing: Mapping[str, Any]) -> str | None: ...
def listed(what: str) -> str: ...
def read(source: Path | tuple[str, str], changes: Sequence[str]) -> tuple[list[str], str]: ...
def checked(source: Path | tuple[str, str], changes: Sequence[str]) -> list[str]: ...
def cost(source: Path | tuple[str, str], changes: Sequence[str], how: Mapping[str, Any]) -> str: ...
def spelt(tree: str) -> str: ...
def nearest_key(name: str) -> str | None: ...
def changes_of(file: str | Path) -> list[str]: ...
@final
class Grid:
    """Where the cells of a run are."""

    @property
    def z_mm(self) -> list[float]:
        """Depth of the rows of cells below the surface, mm."""
    @property
    def y_mm(self) -> list[float]:
        """Their places along the length, mm."""
    @property
    def x_mm(self) -> list[float]:
        """Their places along the width, mm; in `cell` the distance from the needle."""
    @property
    def layers(self) -> list[str]:
        """The layer of each row of cells; empty when well mixed."""

@final
class View:
    """One day of a run, read only."""

    @property
    def day(self) -> float: ...
    @property
    def session(self) -> int | None: ...
    @property
    def grid(self) -> Grid: ...
    def raw_field(self, name: str) -> tuple[list[int], bytes]: ...
    def outcome(self, column: str) -> float: ...
