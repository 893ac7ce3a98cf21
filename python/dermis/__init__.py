"""dermis: how skin heals after microneedling, simulated.

    import dermis

    result = dermis.run("face.toml", set={"treatment.interval_days": 14})
    result.series["collagen_total.dermis"]

A research tool, not medical advice. `docs/python.md` has a tour.
"""

from ._dermis import Grid as CellGrid
from ._dermis import __version__
from ._errors import (
    CreateError,
    DermisWarning,
    DifferenceError,
    Error,
    Fault,
    FileError,
    InputOutputError,
    InternalError,
    Interrupted,
    NumericalError,
    PlanError,
    Range,
    ScenarioError,
    UnfinishedError,
    UsageError,
)
from ._lists import (
    agents,
    devices,
    fields,
    indications,
    keys,
    measures,
    modifiers,
    outcomes,
    parameters,
    precautions,
    sites,
    steppers,
)
from ._observe import View
from ._results import Figure, Result, StudyResult, ValidationResult
from ._results import open_results as open
from ._runs import run
from ._studies import calibrate, cohort, compare, merge, optimise, sensitivity, sweep, validate
from .scenario import (
    Device,
    Grid,
    Indication,
    Observe,
    Patient,
    Run,
    Scenario,
    Session,
    Site,
    Topical,
    Treatment,
)

__all__ = [
    "CellGrid",
    "CreateError",
    "DermisWarning",
    "Device",
    "DifferenceError",
    "Error",
    "Fault",
    "Figure",
    "FileError",
    "Grid",
    "Indication",
    "InputOutputError",
    "InternalError",
    "Interrupted",
    "NumericalError",
    "Observe",
    "Patient",
    "PlanError",
    "Range",
    "Result",
    "Run",
    "Scenario",
    "ScenarioError",
    "Session",
    "Site",
    "StudyResult",
    "Topical",
    "Treatment",
    "UnfinishedError",
    "UsageError",
    "ValidationResult",
    "View",
    "__version__",
    "agents",
    "calibrate",
    "cohort",
    "compare",
    "devices",
    "fields",
    "indications",
    "keys",
    "measures",
    "merge",
    "modifiers",
    "open",
    "optimise",
    "outcomes",
    "parameters",
    "precautions",
    "run",
    "sensitivity",
    "sites",
    "steppers",
    "sweep",
    "validate",
]
