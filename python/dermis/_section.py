"""A table of a scenario whose keys are attributes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, overload

from . import _dermis
from ._errors import ScenarioError

if TYPE_CHECKING:
    from .scenario import Scenario

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Dictionaries, lists, texts and numbers of what is given for a table or a key."""
    if isinstance(value, Section):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {str(key): plain(of) for key, of in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


class Key(Generic[T]):
    """A key of a table; `None` where it is left out and has its default."""

    def __init__(self, meaning: str) -> None:
        self.__doc__ = meaning

    def __set_name__(self, owner: type[Section], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, section: None, owner: type[Section]) -> Self: ...
    @overload
    def __get__(self, section: Section, owner: type[Section]) -> T | None: ...
    def __get__(self, section: Section | None, owner: type[Section]) -> Self | T | None:
        if section is None:
            return self
        return copy.deepcopy(section._held().get(self._name))

    def __set__(self, section: Section, value: T) -> None:
        section._put(self._name, value)

    def __delete__(self, section: Section) -> None:
        section._held().pop(self._name, None)
        if section._scenario is not None:
            section._scenario._text = None


class Section:
    """A table of a scenario, or one on its own."""

    _table: ClassVar[str]
    _scenario: Scenario | None
    _own: dict[str, Any]

    def __init__(self, keys: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_scenario", None)
        object.__setattr__(self, "_own", {name: plain(value) for name, value in keys.items() if value is not None})

    @classmethod
    def _of(cls, scenario: Scenario) -> Self:
        section = cls.__new__(cls)
        object.__setattr__(section, "_scenario", scenario)
        object.__setattr__(section, "_own", {})
        return section

    @classmethod
    def _names(cls) -> list[str]:
        return [name for name, key in vars(cls).items() if isinstance(key, Key)]

    @classmethod
    def _known(cls, name: str) -> None:
        """Refuses a key that the table does not have."""
        if name not in cls._names():
            near = _dermis.nearest_key(f"{cls._table}.{name}")
            meant = near.rpartition(".")[2] if near and near.startswith(f"{cls._table}.") else None
            problem, advice = f"[{cls._table}] has no `{name}`", f"did you mean `{meant}`?" if meant else "see its keys"
            fault = {
                "file": "Scenario", "line": 1, "column": 1, "key": name, "problem": problem, "advice": advice,
                "range": None, "suggestion": meant,
            }
            raise ScenarioError(f"{problem}: {advice}", [fault])

    def _held(self) -> dict[str, Any]:
        if self._scenario is None:
            return self._own
        held: dict[str, Any] = self._scenario._tree.get(self._table, {})
        return held

    def _put(self, name: str, value: Any) -> None:
        if self._scenario is None:
            self._own[name] = plain(value)
        else:
            self._scenario._set(self._table, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        self._known(name)
        object.__setattr__(self, name, value)

    def to_dict(self) -> dict[str, Any]:
        """The keys that are given."""
        return copy.deepcopy(self._held())

    def __repr__(self) -> str:
        keys = ", ".join(f"{name}={value!r}" for name, value in self._held().items())
        return f"{type(self).__name__}({keys})"
