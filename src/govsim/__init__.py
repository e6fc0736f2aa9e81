"""A laboratory of urban governance: a whole district, its thefts and disputes, and the policies that answer them.

    import govsim

    town = govsim.district("small")
    run = govsim.run("small", policies=["more_patrol"], seed=7, policy__more_patrol__multiplier=2)
    study = govsim.compare(["baseline", "more_patrol"], district="small", replications=4)
    sweep = govsim.sweep({"process.theft.sight_weight": (0.3, 1)}, district="small", samples=32, out="store")

Everything means what the command of that name means: the same settings, defaults, errors and folders.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .experiments.errors import BadInput as BadInput
    from .experiments.library.district import District as District
    from .experiments.library.district import district as district
    from .experiments.library.own import NewDistrict as NewDistrict
    from .experiments.library.own import new_district as new_district
    from .experiments.library.records import Records as Records
    from .experiments.library.records import compare_records as compare_records
    from .experiments.library.records import records as records
    from .experiments.library.runs import Run as Run
    from .experiments.library.runs import dictionary as dictionary
    from .experiments.library.runs import run as run
    from .experiments.library.studies import Study as Study
    from .experiments.library.studies import ablate as ablate
    from .experiments.library.studies import compare as compare
    from .experiments.library.studies import factorial as factorial
    from .experiments.library.sweeps import Sweep as Sweep
    from .experiments.library.sweeps import discover as discover
    from .experiments.library.sweeps import optimise as optimise
    from .experiments.library.sweeps import power as power
    from .experiments.library.sweeps import sensitivity as sensitivity
    from .experiments.library.sweeps import sweep as sweep
    from .experiments.library.validation import Validated as Validated
    from .experiments.library.validation import validate as validate
    from .simulation.policies import Policy as Policy

# name: module that has it; loaded when somebody asks for the name
_WHERE = {
    "BadInput": "experiments.errors", "District": "experiments.library.district",
    "Policy": "simulation.policies", "Run": "experiments.library.runs", "Study": "experiments.library.studies",
    "Sweep": "experiments.library.sweeps", "ablate": "experiments.library.studies",
    "compare": "experiments.library.studies", "dictionary": "experiments.library.runs",
    "discover": "experiments.library.sweeps", "district": "experiments.library.district",
    "NewDistrict": "experiments.library.own", "new_district": "experiments.library.own",
    "factorial": "experiments.library.studies", "optimise": "experiments.library.sweeps",
    "power": "experiments.library.sweeps", "run": "experiments.library.runs",
    "sensitivity": "experiments.library.sweeps", "sweep": "experiments.library.sweeps",
    "Records": "experiments.library.records", "compare_records": "experiments.library.records",
    "records": "experiments.library.records",
    "Validated": "experiments.library.validation", "validate": "experiments.library.validation",
}  # fmt: skip

__all__ = [
    "BadInput", "District", "NewDistrict", "Policy", "Records", "Run", "Study", "Sweep", "Validated", "ablate",
    "compare", "compare_records", "dictionary", "discover", "district", "factorial", "new_district", "optimise",
    "power", "records", "run", "sensitivity", "sweep", "validate",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'govsim' has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_WHERE[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
