"""What is asked for, as the compiled part takes it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Union

from . import _dermis
from .scenario import Scenario, Section

Changes = Union[Mapping[str, Any], Iterable[Union[str, Mapping[str, Any]]], None]
"""Changes to a scenario: `{"treatment.count": 3}`, or texts as for `--set`, `"@fitted.toml"` among them."""

Vary = Union[Mapping[str, Any], Iterable[str], None]
"""Names and their values: `{"treatment.interval_days": [14, 28]}`; a text as `"0.5..2:7"` or a tuple is a range."""

Given = Union[str, os.PathLike[str], Scenario]
"""A scenario, or the path of one, or of a study's file."""

Seconds = Union[float, timedelta, None]
"""A span of time: seconds, or a timedelta."""


def source(given: Given) -> Any:
    """A path, or name and text."""
    if isinstance(given, Scenario):
        return given.name, given.to_toml()
    return Path(given)


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, Section):
        value = value.to_dict()
    if hasattr(value, "tolist"):
        # Numbers and arrays of numpy.
        value = value.tolist()
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int() | float():
            return repr(value)
        case os.PathLike():
            return json.dumps(os.fspath(value), ensure_ascii=False)
        case Mapping():
            return "{" + ", ".join(f"{key} = {toml(of)}" for key, of in value.items()) + "}"
        case Iterable():
            return "[" + ", ".join(map(toml, value)) + "]"
    raise TypeError(f"{type(value).__name__} is no value of a scenario: {value!r}")


def changes(given: Changes) -> list[str]:
    """Each change as `name=value`."""
    if given is None:
        return []
    if isinstance(given, str):
        given = [given]
    if isinstance(given, Mapping):
        return [f"{name}={toml(value)}" for name, value in given.items()]
    found: list[str] = []
    for one in given:
        if isinstance(one, Mapping):
            found += changes(one)
        elif one.startswith("@"):
            found += _dermis.changes_of(one[1:])
        else:
            found.append(one)
    return found


def _plain(value: Any) -> str:
    """A value among several, without quotation marks."""
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, str) else toml(value)


def vary(given: Vary) -> list[str]:
    """Each name with its values, as for `--vary`."""
    if given is None:
        return []
    if isinstance(given, str):
        return [given]
    if not isinstance(given, Mapping):
        return list(given)
    return [f"{name}={_values(values)}" for name, values in given.items()]


def _values(values: Any) -> str:
    if isinstance(values, str):
        return values
    if isinstance(values, tuple):
        low, high, *count = map(_plain, values)
        return f"{low}..{high}" + "".join(f":{number}" for number in count)
    if not isinstance(values, Iterable):
        return _plain(values)
    return ",".join(map(_plain, values))


def inputs(given: Vary) -> list[str]:
    """Inputs with or without a range: a name alone stands for its plausible range."""
    if isinstance(given, Mapping):
        return [name if values is None else f"{name}={_values(values)}" for name, values in given.items()]
    return vary(given)


def arms(given: Mapping[str, Changes] | Iterable[str]) -> list[str]:
    """Each arm as `name: change, change`."""
    if not isinstance(given, Mapping):
        return list(given)
    return [f"{name}: {', '.join(changes(change))}" for name, change in given.items()]


def seconds(given: Seconds) -> float | None:
    """A span of time in seconds."""
    return given.total_seconds() if isinstance(given, timedelta) else given


def ensemble(
    draws: int | bool | None, file: str | os.PathLike[str] | None, layers: Iterable[str] | None
) -> dict[str, Any]:
    """What is asked of an ensemble of parameter sets; `True` for as many draws as are usual."""
    path = None if file is None else os.fspath(file)
    named = [layers] if isinstance(layers, str) else layers
    return {"ensemble": draws or None, "ensemble_file": path, "layers": None if named is None else list(named)}


def keys(**given: Any) -> str:
    """What was given of a study's definition."""
    return json.dumps({name: value for name, value in given.items() if value is not None})
