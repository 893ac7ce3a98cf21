"""Writes `dermis/_keys.py`, the tables of scenarios as classes, from the table of keys: `python generate.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dermis import _dermis

PLACE = Path(__file__).parent / "dermis" / "_keys.py"

HEAD = '''"""The tables of scenarios, from the table of keys of the program. Written by `generate.py`; not by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal

from ._section import Key, Section
'''

TYPES = {
    "number": "float",
    "whole number": "int",
    "true or false": "bool",
    "text": "str | PathLike[str]",
    "list of days": "Sequence[float]",
    "list of pairs": "Sequence[Sequence[float]]",
    "list of threes": "Sequence[Sequence[float]]",
}

CLASSES = {"treatment.sessions": "Session", "treatment.topicals": "Topical"}


def type_of(key: dict[str, Any]) -> str:
    choices = f"Literal[{', '.join(json.dumps(choice) for choice in key['choices'])}]"
    match key["accepts"]:
        case "name":
            return choices
        case "list of names":
            return f"Sequence[{choices}]" if len(choices) < 400 else "Sequence[str]"
        case "list of tables":
            return f"Sequence[{CLASSES[key['name']]} | Mapping[str, Any]]"
        case accepts:
            return TYPES[accepts]


def number(value: float) -> str:
    return f"{value:.10g}"


def meaning(key: dict[str, Any]) -> str:
    parts = [key["meaning"] + (f", {key['unit']}" if key["unit"] else "")]
    if key["low"] is not None or key["high"] is not None:
        parts.append(f"{number(key['low'])} to {number(key['high'])}")
    if key["default"]:
        parts.append(f"default: {key['default']}")
    return "; ".join(parts)


def section(name: str, table: str, keys: list[dict[str, Any]]) -> str:
    lines = ["", "", f"class {name}(Section):", f'    """[{table}] of a scenario."""', "", f'    _table = "{table}"']
    called = [(key["name"].rpartition(".")[2], key) for key in keys]
    lines += [f"    {own} = Key[{type_of(key)!r}]({meaning(key)!r})" for own, key in called]
    lines += ["", "    def __init__(", "        self,", "        *,"]
    lines += [f"        {own}: {type_of(key)} | None = None," for own, key in called]
    lines += ["    ) -> None:", "        super().__init__({"]
    lines += [f'            "{own}": {own},' for own, _ in called]
    lines += ["        })"]
    return "\n".join(lines)


def text() -> str:
    keys: list[dict[str, Any]] = json.loads(_dermis.listed("keys"))
    tables: dict[str, list[dict[str, Any]]] = {}
    for key in keys:
        table = key["name"].rpartition(".")[0]
        if table:
            tables.setdefault(table, []).append(key)
    # A session takes what a device does.
    tables["treatment.sessions"] += tables["device"]
    classes = [section(CLASSES.get(table, table.capitalize()), table, held) for table, held in tables.items()]
    return HEAD + "\n".join(classes) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
