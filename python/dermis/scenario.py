"""Scenarios as objects: keys complete and are checked when they are set."""

from __future__ import annotations

import copy
import json
import os
import tomllib
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from . import _dermis
from ._errors import ScenarioError
from ._keys import Device, Grid, Indication, Observe, Patient, Run, Session, Site, Topical, Treatment
from ._section import Section, plain

__all__ = [
    "Device", "Grid", "Indication", "Observe", "Parameters", "Patient", "Run", "Scenario", "Section", "Session",
    "Site", "Topical", "Treatment",
]

_SECTIONS: dict[str, type[Section]] = {
    "patient": Patient, "site": Site, "indication": Indication, "device": Device, "treatment": Treatment,
    "grid": Grid, "run": Run, "observe": Observe,
}


class Parameters(MutableMapping[str, float]):
    """Parameters of the model that are not at their defaults, by name; `dermis.parameters()` has all."""

    def __init__(self, of: Scenario) -> None:
        self._of = of

    def _values(self) -> dict[str, float]:
        values: dict[str, float] = self._of._tree.get("parameters", {})
        return values

    def __getitem__(self, name: str) -> float:
        return self._values()[name]

    def __setitem__(self, name: str, value: float) -> None:
        self._of._set("parameters", name, value)

    def __delitem__(self, name: str) -> None:
        del self._values()[name]
        self._of._text = None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values())

    def __len__(self) -> int:
        return len(self._values())

    def __repr__(self) -> str:
        return f"Parameters({self._values()})"

    def _ipython_key_completions_(self) -> list[str]:
        return list(_parameter_names())


def _parameter_names() -> tuple[str, ...]:
    return tuple(row["name"] for row in json.loads(_dermis.listed("parameters")))


class Scenario:
    """Who, where, which device, how deep, how often.

    `scenario.treatment.interval_days = 14` checks the key and the value at once, with the program's words;
    `scenario["treatment.interval_days"] = 14` is the same. What is left out has its default: `resolved()`.
    """

    def __init__(
        self,
        *,
        title: str | None = None,
        patient: Patient | Mapping[str, Any] | None = None,
        site: Site | Mapping[str, Any] | None = None,
        indication: Indication | Mapping[str, Any] | None = None,
        device: Device | Mapping[str, Any] | None = None,
        treatment: Treatment | Mapping[str, Any] | None = None,
        grid: Grid | Mapping[str, Any] | None = None,
        run: Run | Mapping[str, Any] | None = None,
        observe: Observe | Mapping[str, Any] | None = None,
        parameters: Mapping[str, float] | None = None,
        name: str = "scenario.toml",
    ) -> None:
        self._name = name
        self._text: str | None = None
        given = {
            "title": title, "patient": patient, "site": site, "indication": indication, "device": device,
            "treatment": treatment, "grid": grid, "run": run, "observe": observe, "parameters": parameters,
        }
        tree = {key: plain(value) for key, value in given.items() if value is not None}
        self._tree: dict[str, Any] = {"schema": 1, **tree}
        for key, section in _SECTIONS.items():
            for inner in tree.get(key, {}):
                section._known(inner)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Scenario:
        """The scenario of a file, which is checked."""
        return cls.parse(Path(path).read_text(encoding="utf-8"), os.fspath(path))

    @classmethod
    def parse(cls, text: str, name: str = "scenario.toml") -> Scenario:
        """The scenario of a text, which is checked; `name` stands in messages, and paths count from its folder."""
        _dermis.read((name, text), [])
        scenario = cls(name=name)
        scenario._tree, scenario._text = tomllib.loads(text), text
        return scenario

    @property
    def name(self) -> str:
        """What stands for its file in messages."""
        return self._name

    @property
    def title(self) -> str | None:
        """Title of figures and summaries."""
        return self._tree.get("title")

    @title.setter
    def title(self, title: str) -> None:
        self._set("", "title", title)

    @property
    def patient(self) -> Patient:
        """Who is treated."""
        return Patient._of(self)

    @property
    def site(self) -> Site:
        """Where."""
        return Site._of(self)

    @property
    def indication(self) -> Indication:
        """What is treated."""
        return Indication._of(self)

    @property
    def device(self) -> Device:
        """With which device."""
        return Device._of(self)

    @property
    def treatment(self) -> Treatment:
        """How often."""
        return Treatment._of(self)

    @property
    def grid(self) -> Grid:
        """On which grid."""
        return Grid._of(self)

    @property
    def run(self) -> Run:
        """For how long, and how it is calculated."""
        return Run._of(self)

    @property
    def observe(self) -> Observe:
        """What is written."""
        return Observe._of(self)

    @property
    def parameters(self) -> Parameters:
        """Parameters of the model that are not at their defaults."""
        return Parameters(self)

    def __getitem__(self, key: str) -> Any:
        table, _, name = key.rpartition(".")
        held = self._tree.get(table, {}) if table else self._tree
        return copy.deepcopy(held[name])

    def __setitem__(self, key: str, value: Any) -> None:
        table, _, name = key.rpartition(".")
        self._set(table, name, value)

    def _ipython_key_completions_(self) -> list[str]:
        return [f"{table}.{name}" for table, section in _SECTIONS.items() for name in section._names()]

    def _set(self, table: str, name: str, value: Any) -> None:
        """Sets a key where the program takes the value; what is wrong elsewhere is told by `check`."""
        from ._asking import toml

        value = plain(value)
        # A parameter goes by its name alone, by which the nearest one is told.
        path = f"{table}.{name}" if table and table != "parameters" else name
        change = f"{path}={toml(value)}"
        try:
            _dermis.read((self._name, self.to_toml()), [change])
        except ScenarioError as error:
            if any(fault.file == "--set" for fault in error.faults):
                raise
        held = self._tree.setdefault(table, {}) if table else self._tree
        held[name] = value
        self._text = None

    def with_changes(self, changes: Mapping[str, Any]) -> Scenario:
        """A copy in which these keys are set."""
        other = copy.deepcopy(self)
        for key, value in changes.items():
            other[key] = value
        return other

    def check(self) -> list[str]:
        """The warnings of the scenario, and what a run would say of its sessions.

        Raises `ScenarioError` with every fault where it is wrong.
        """
        return _dermis.checked((self._name, self.to_toml()), [])

    def resolved(self) -> Scenario:
        """The same with every default spelled out."""
        text = _dermis.read((self._name, self.to_toml()), [])[1]
        return type(self).parse(text, self._name)

    def cost(self, *, threads: int | None = None) -> dict[str, Any]:
        """Cells, steps, bytes of memory and seconds on one core, by the estimate; runs nothing."""
        how = {"out": ".", "force": False, "threads": threads, "memory_gb": None, "figures": False, "report": False,
               "checkpoint_every": None, "time_limit": None}
        cost: dict[str, Any] = json.loads(_dermis.cost((self._name, self.to_toml()), [], how))
        return cost

    def to_dict(self) -> dict[str, Any]:
        """The keys that are given, by table."""
        return copy.deepcopy({key: held for key, held in self._tree.items() if held != {}})

    def to_toml(self) -> str:
        """The text of its file."""
        return self._text if self._text is not None else _dermis.spelt(json.dumps(self.to_dict()))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes its file."""
        Path(path).write_text(self.to_toml(), encoding="utf-8")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<dermis.Scenario {self._name}>\n{self.to_toml()}"
