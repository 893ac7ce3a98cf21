"""What dermis knows, as tables."""

from __future__ import annotations

import json

import pandas as pd

from . import _dermis


def _listed(what: str) -> pd.DataFrame:
    table = pd.DataFrame(json.loads(_dermis.listed(what)))
    return table.set_index("name") if "name" in table and table["name"].is_unique else table


def fields() -> pd.DataFrame:
    """Fields of the model with their value at rest and how they move."""
    return _listed("fields")


def parameters() -> pd.DataFrame:
    """Parameters with default, range, support and source."""
    return _listed("parameters")


def keys() -> pd.DataFrame:
    """Keys of scenarios with default, range, unit and meaning."""
    return _listed("keys")


def devices() -> pd.DataFrame:
    """Devices and their default settings."""
    return _listed("devices")


def sites() -> pd.DataFrame:
    """Sites of the body with the thickness of their layers, by sex."""
    return _listed("sites")


def outcomes() -> pd.DataFrame:
    """Outcome measures and the regions that they are taken over."""
    return _listed("outcomes")


def indications() -> pd.DataFrame:
    """Indications as starting states."""
    return _listed("indications")


def agents() -> pd.DataFrame:
    """Agents to put on the skin."""
    return _listed("agents")


def modifiers() -> pd.DataFrame:
    """What a patient multiplies in the healing model."""
    return _listed("modifiers")


def precautions() -> pd.DataFrame:
    """Who is usually not treated: the warnings that a scenario can call up."""
    return _listed("precautions")


def measures() -> pd.DataFrame:
    """Measures that studies read off a run; any outcome column is one too."""
    return _listed("measures")


def steppers() -> pd.DataFrame:
    """Time steppers."""
    return _listed("steppers")
