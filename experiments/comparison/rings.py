"""Displacement: what happens around the places that a policy treats."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas says too little about its types)

from __future__ import annotations

import numpy as np
import pandas as pd

from ..indicators.measure import AFTER, MAPPED
from ..indicators.surroundings import metres_to
from ..statistics.pairs import compare_arms
from .study import Study

EDGES_M = (300.0, 600.0)  # inventory K35
TREATED, NEAR, FAR, BEYOND = RINGS = ("treated", "near", "far", "beyond")
KEYS = ["ring", "mapped"]


def rings_of(areas: pd.DataFrame, treated: np.ndarray) -> pd.Series:
    """The ring of each area, by the distance of its centre from treated ones. `treated`: rows of areas."""
    metres = metres_to(areas, areas["area"].isin(treated).to_numpy())
    ring = np.select([metres == 0, metres <= EDGES_M[0], metres <= EDGES_M[1]], [TREATED, NEAR, FAR], BEYOND)
    return pd.Series(ring, index=areas["area"])


def rings(study: Study, arm: str) -> pd.DataFrame | None:
    """Events a year in each ring, arm against reference; None where the arm treats everything or nothing has a place.

    Columns ring, mapped and those of pairs.compared.
    """
    treated = study.treated(arm)
    if treated is None or not 0 < treated.size < len(study.areas):
        return None
    ring = rings_of(study.areas, treated)
    places = study.places[(study.places["when"] == AFTER) & study.places["arm"].isin([study.reference, arm])]
    counts = places.assign(ring=places["area"].map(ring)).groupby(["arm", "seed", *KEYS])["count"].sum()
    every = pd.MultiIndex.from_product(
        [[study.reference, arm], list(study.seeds), [r for r in RINGS if (ring == r).any()], list(MAPPED)],
        names=["arm", "seed", *KEYS],
    )
    values = counts.reindex(every, fill_value=0).rename("value").reset_index()
    values["value"] /= study.settings.years
    values["per_event"] = 1 / study.settings.years
    return compare_arms(values, [study.reference, arm], study.aims, KEYS)


def displacement_quotient(found: pd.DataFrame, mapped: str) -> float:
    """Weighted displacement quotient: change of the near ring over that of the treated areas, both against beyond.

    Above 0 the benefit spreads, below -1 more is displaced than averted; NaN where nothing changes inside.
    Source: Bowers & Johnson (2003); the reference stands for "before", with the same luck.
    """
    rows = found[found["mapped"] == mapped].set_index("ring")
    if not {TREATED, NEAR, BEYOND} <= set(rows.index):
        return float("nan")
    then, before = (rows[column] / rows.loc[BEYOND, column] for column in ("mean", "reference_mean"))
    change = then - before
    return float(change[NEAR] / change[TREATED]) if change[TREATED] else float("nan")
